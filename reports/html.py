"""A document as one page that needs nothing else: no script, no other file, and everything in it as text too."""

import base64
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup, escape

from reports.cells import LANDSCAPE, PORTRAIT, is_total, least_width, notes_of, parts, right_aligned, shown, widths
from reports.charts import Chart, alternative_text, svg
from reports.document import Document, Passage
from reports.exempt import NOT_PUBLIC
from reports.outline import OWN_WORDS, Entry, contents, has_own_words, outline, sideways, wanted_of
from reports.page import TEMPLATES, css_string, is_rtl, room
from reports.tables import Table

PHONE = 30
"""Characters of a table's line that a phone shows."""
CAPTION_SHARE = 60
PNG = b"\x89PNG"


def as_html(document: Document, *, is_open: bool = False) -> str:
    """`is_open`: the figures of charts are unfolded, for paper."""
    entries = outline(document)
    return (
        _room()
        .get_template("report.html")
        .render(
            document=document,
            title=": ".join(filter(None, (document.title, document.subtitle))),
            css=_css(),
            contents=contents(entries),
            sideways_at=sideways(entries),
            groups=list(_groups(entries)),
            own_words=OWN_WORDS if has_own_words(document) else "",
            NOT_PUBLIC=NOT_PUBLIC,
            is_open=is_open,
            LANDSCAPE=LANDSCAPE,
            PORTRAIT=PORTRAIT,
            NBSP="\N{NO-BREAK SPACE}",
        )
    )


@cache
def _room() -> Environment:
    own = room().overlay()
    own.filters = own.filters | {
        "alternative_text": alternative_text,
        "crest": _crest,
        "css_string": _css_string,
        "direction": _direction,
        "is_total": is_total,
        "lines": _lines,
        "notes_of": notes_of,
        "parts": parts,
        "picture": _picture,
        "right_aligned": right_aligned,
        "scrolls": _scrolls,
        "shares": _shares,
        "shown": shown,
        "wanted": wanted_of,
    }
    own.tests = own.tests | {"point": _is_point}
    return own


@cache
def _css() -> Markup:
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _css_string(text: str) -> Markup:
    return Markup(css_string(text))  # noqa: S704 - letters, digits and escapes


def _direction(text: str) -> Markup:
    return Markup(' dir="rtl"' if is_rtl(text) else "")  # noqa: S704 - ours


def _lines(text: str) -> Markup:
    """Line ends of a person's words."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def _groups(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Points that follow one another are one list; every other block stands alone."""
    for _, group in groupby(entries, key=lambda entry: -1 if _is_point(entry) else entry.at):
        yield list(group)


def _is_point(entry: Entry) -> bool:
    return isinstance(entry.block, Passage) and entry.block.is_point


def _shares(grid: Table, most: int) -> list[float]:
    """Of each column, how many per cent of a sheet it takes on paper: 100 at most in all, but room for the caption."""
    found = widths(grid, most)
    taken = min(100, max(CAPTION_SHARE, 100 * sum(found) / most))
    return [round(taken * width / sum(found), 1) for width in found]


def _scrolls(grid: Table) -> bool:
    return least_width(grid) > PHONE


def _picture(chart: Chart) -> str:
    return _data("image/svg+xml", svg(chart))


def _crest(content: bytes) -> str:
    return _data("image/png" if content.startswith(PNG) else "image/svg+xml", content)


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
