"""Text that fits: how wide it is, how it is broken into lines, and what the typeface cannot show.

Widths and heights are in inches, sizes in points. The typeface is DejaVu Sans, which comes with matplotlib.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FAMILY = "DejaVu Sans"
LINE = 1.25 / 72
"""Inches from one line of text to the next, for each point of its size."""
TYPEFACE = 8192
"""More than the characters that it has: each is measured once."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Inches of one line; `text` holds only what the typeface has."""
    return sum(_advance(char, bold=bold) for char in text) * size / 72


def printable(text: str) -> str:
    """One line, white space folded; a character that the typeface lacks becomes the replacement character."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(char if _is_there(char) else REPLACEMENT for char in folded)


def wrapped(text: str, room: float, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
    """`printable` lines no wider than `room`, at most `most` of them; an ellipsis ends what did not fit."""
    lines = tuple(islice(_broken(printable(text), room, size, bold=bold), most + 1))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + ELLIPSIS, size, bold=bold) > room:
        last = last[:-1]
    return (*lines[: most - 1], last.rstrip() + ELLIPSIS)


def height(lines: float, size: float) -> float:
    return lines * size * LINE


def _broken(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """Greedy, at spaces; a word wider than the room is cut."""
    line = ""
    for word in text.split():
        if line and width(f"{line} {word}", size, bold=bold) <= room:
            line = f"{line} {word}"
            continue
        if line:
            yield line
        line = word
        while (fits := _fitting(line, room, size, bold=bold)) < len(line):
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _fitting(word: str, room: float, size: float, *, bold: bool) -> int:
    """How many characters from the start fit; one at least, so that breaking ends."""
    lengths = range(1, len(word) + 1)
    return max(1, bisect_right(lengths, room, key=lambda length: width(word[:length], size, bold=bold)))


@lru_cache(maxsize=TYPEFACE)
def _is_there(char: str) -> bool:
    return all(_font(bold=bold).get_char_index(ord(char)) for bold in (False, True))


@lru_cache(maxsize=TYPEFACE)
def _advance(char: str, *, bold: bool) -> float:
    """How far a character moves the next one, in parts of the size: between two bars, so that spaces count."""
    return _length(f"|{char}|", bold=bold) - _length("||", bold=bold)


def _length(text: str, *, bold: bool) -> float:
    from matplotlib.ft2font import LoadFlags

    font = _font(bold=bold)
    font.set_size(100, 72)
    font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64 / 100


def _font(*, bold: bool) -> "FT2Font":
    """The thread's own font object: matplotlib keeps one a thread, because they are not safe to share."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")))
