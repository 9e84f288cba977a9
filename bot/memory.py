"""How the threads of a running bot share its memory."""

import ctypes
import sys

M_ARENA_MAX = -8  # of glibc's malloc.h
ARENAS = 2


def share() -> None:
    """Before threads are started. glibc gives them areas of their own, eight for each processor, and what is freed in
    one serves no other: in half an hour at fifty commands a second 117 MB lay idle so, and more each minute.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none, and needs none
        if mallopt is not None:
            mallopt(M_ARENA_MAX, ARENAS)
