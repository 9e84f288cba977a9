"""What threads free in one place serves the others: of a program in a process of its own, by glibc's own count."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, threading
from bot.memory import share
{}
together = threading.Barrier(33)
held = []
def hold():
    held.append(bytearray(100_000))
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(32)]
for thread in threads: thread.start()
together.wait()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives threads areas of their own")
@pytest.mark.parametrize(("first", "is_shared"), [("share()", True), ("", False)])
def test_many_threads_share_two_areas(first: str, is_shared: bool) -> None:  # noqa: FBT001 - what is expected
    run = subprocess.run([sys.executable, "-c", PROGRAM.format(first)], capture_output=True, text=True, check=True)
    assert (run.stderr.count("Arena ") <= 2) is is_shared
