"""A document in Word: real styles and numbers, header rows, alternative text, and places that are found again."""

import io
import re
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from jinja2 import Environment
from lxml import etree
from markupsafe import Markup

from reports.cells import is_total, notes_of, parts, right_aligned, shown, widths
from reports.document import Document
from reports.exempt import NOT_PUBLIC
from reports.outline import OWN_WORDS, contents, has_own_words, outline, sideways, wanted_of
from reports.packing import repacked
from reports.page import clean, is_rtl, room
from reports.tables import Table
from reports.word_pictures import EMU, chart_picture, crest_picture
from reports.word_places import PLACEHOLDER, Places, remember

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

SHEET = (11906, 16838)
"""A4 in twentieths of a point, as are all lengths here."""
MARGIN, TOP, EDGE = 1134, 1474, 567
ROOM, SIDEWAYS_ROOM = SHEET[0] - 2 * MARGIN, SHEET[1] - 2 * MARGIN
LETTER = 104
"""The breadth of one at 9.5 points."""
STRANGE = ("/stylesWithEffects", "/customXml", "/thumbnail")
"""What the library's blank document brings with it, in American English."""
PARAGRAPHS = 3
"""The list in word_numbering.xml that numbers them."""
TARGETS = 1_000_000
"""Bookmarks that the table of contents leads to are numbered from here."""
PIECES, BREAKS = re.compile("([\t\n])"), {"\t": "<w:tab/>", "\n": "<w:br/>"}
KEPT_TOGETHER = 15
"""Rows: a table of so few is not parted by the end of a page."""
CONSTANTS = {
    "EDGE": EDGE,
    "KEPT_TOGETHER": KEPT_TOGETHER,
    "MARGIN": MARGIN,
    "PARAGRAPHS": PARAGRAPHS,
    "PLACEHOLDER": PLACEHOLDER,
    "ROOM": ROOM,
    "SHEET": SHEET,
    "SIDEWAYS_ROOM": SIDEWAYS_ROOM,
    "TARGETS": TARGETS,
    "TOP": TOP,
}


def as_docx(document: Document) -> bytes:
    """The same bytes for the same document."""
    import docx

    word = docx.Document()
    _dress(word, document)
    _head_and_foot(word, document)
    places = Places()
    _fill(word, document, places)
    _name(word, document)
    remember(word.part.package, places.keys, clean(document.reference))
    out = io.BytesIO()
    word.save(out)
    return repacked(out.getvalue())


def _dress(word: "WordDocument", document: Document) -> None:
    """Styles, numbering and settings are ours, not those of the library's own blank document; nor is anything else."""
    for part in (word.part, word.part.package):
        for name, relation in list(part.rels.items()):
            if relation.reltype.endswith(STRANGE):
                del part.rels[name]
    styled = _parsed("word_styles.xml", language=document.language, numbering=document.numbering)
    _swap(word.styles.element, styled)
    _swap(word.settings.element, _parsed("word_settings.xml", language=document.language))
    _swap(word.part.numbering_part.element, _parsed("word_numbering.xml"))


def _head_and_foot(word: "WordDocument", document: Document) -> None:
    from docx.shared import Emu

    section = word.sections[0]
    section.page_width, section.page_height = (Emu(side * EMU) for side in SHEET)
    section.left_margin = section.right_margin = Emu(MARGIN * EMU)
    section.top_margin = section.bottom_margin = Emu(TOP * EMU)
    section.header_distance = section.footer_distance = Emu(EDGE * EMU)
    for edge, where in ((section.header, "head"), (section.footer, "foot")):
        edge.is_linked_to_previous = False
        _swap(edge._element, _parsed("word_edge.xml", document=document, where=where))  # noqa: SLF001 - as above


def _fill(word: "WordDocument", document: Document, places: Places) -> None:
    entries, last = outline(document), word.element.body.sectPr
    on_side = sideways(entries)
    filled = _parsed(
        "word.xml",
        **CONSTANTS,
        KEEP_NEXT=Markup("<w:keepNext/>"),
        document=document,
        entries=entries,
        contents=contents(entries),
        sideways_at=on_side,
        turned_at={at for at in range(len(entries) + 1) if (at in on_side) != (at - 1 in on_side)},
        own_words=OWN_WORDS if has_own_words(document) else "",
        NOT_PUBLIC=NOT_PUBLIC,
        places=places,
        references=_references(last),
        crest=crest_picture(word, document),
        image_of=partial(chart_picture, word),
    )
    for element in filled:
        last.addprevious(element)


def _name(word: "WordDocument", document: Document) -> None:
    """No dates: they would make every copy another file."""
    properties = word.core_properties
    properties.title = clean(": ".join(filter(None, (document.title, document.subtitle))))[:255]
    properties.author = clean(document.organisation)[:255]
    properties.subject = clean(document.status)[:255]
    properties.language = document.language
    properties.comments = properties.keywords = ""
    for element in list(properties._element):  # noqa: SLF001 - the library can set a date, but not remove one
        if element.tag.endswith(("}created", "}modified")):
            properties._element.remove(element)  # noqa: SLF001


def _parsed(template: str, **names: object) -> "BaseOxmlElement":
    from docx.oxml import parse_xml

    return parse_xml(_room().get_template(template).render(**names))


def _swap(old: "BaseOxmlElement", new: "BaseOxmlElement") -> None:
    for child in list(old):
        old.remove(child)
    for child in list(new):
        old.append(child)


def _references(section: "BaseOxmlElement") -> Markup:
    """To header and footer: a section without takes those of the one before, and there is none before the first."""
    found = [child for child in section if child.tag.endswith("Reference")]
    return Markup("").join(Markup(etree.tostring(child).decode()) for child in found)  # noqa: S704 - made by the library


@cache
def _room() -> Environment:
    filters: dict[str, Callable[..., object]] = {
        "column_widths": _column_widths,
        "credit": "\N{EM DASH} {}".format,
        "inside": _inside,
        "is_rtl": is_rtl,
        "is_total": is_total,
        "notes_of": notes_of,
        "parts": parts,
        "right_aligned": right_aligned,
        "shown": shown,
        "wanted": wanted_of,
    }
    own = room().overlay()
    own.filters = own.filters | filters
    return own


def _inside(text: str) -> Markup:
    """The inside of a run: text, tabs and line ends."""
    kept = Markup('<w:t xml:space="preserve">{}</w:t>')
    pieces = [Markup(BREAKS[one]) if one in BREAKS else kept.format(one) for one in PIECES.split(clean(text)) if one]  # noqa: S704 - our own marks
    return Markup("").join(pieces)


def _column_widths(grid: Table, most: int) -> list[int]:
    """As broad as the words ask for, or as the sheet allows."""
    wanted = [width * LETTER for width in widths(grid, most // LETTER)]
    share = min(1.0, most / max(1, sum(wanted)))
    return [int(width * share) for width in wanted]
