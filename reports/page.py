"""What templates need: a room in which all text is escaped and holds only what a file may hold."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).with_name("templates")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor a page takes."""
LINE_ENDS = re.compile("\r\n?")


def clean(text: str) -> str:
    """Text as a file can hold it, with one kind of line end."""
    return LINE_ENDS.sub("\n", UNWRITABLE.sub("", text))


def css_string(text: str) -> str:
    """As a string of CSS, in which nothing ends it or the <style> about it."""
    letters = (one if one.isascii() and one.isalnum() else "\\" + format(ord(one), "06x") for one in clean(text))
    return f'"{"".join(letters)}"'


def is_rtl(text: str) -> bool:
    """Whether its first letter is of a script that is written from the right."""
    strong = (unicodedata.bidirectional(one) for one in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


@cache
def room() -> Environment:
    """Shared; each renderer brings its own filters."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_final,
    )


def _final(value: object) -> object:
    """Words that were escaped stay escaped: taking letters out of them changes nothing of that."""
    return type(value)(clean(value)) if isinstance(value, str) else value
