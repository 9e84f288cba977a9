"""What is wrong with a Word document for somebody who does not see it, or sees only one page of it."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document
from docx.table import Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def faults(content: bytes, *, language: str = "en-GB", marking: str = "") -> list[str]:
    document = docx.Document(io.BytesIO(content))
    return [
        *_titled(document, language),
        *_headings(document),
        *_tables(document),
        *_pictures(document),
        *_edges(document, marking),
        *_dated(content),
    ]


def _titled(document: Document, language: str) -> Iterator[str]:
    properties = document.core_properties
    for name in ("title", "author"):
        if not getattr(properties, name):
            yield f"there is no {name}"
    if properties.language != language:
        yield f"the language is {properties.language!r} in the properties"
    roots = {"styles": document.styles.element, "settings": document.settings.element, "text": document.element}
    for name, root in roots.items():
        for lang in root.iter(f"{W}lang", f"{W}themeFontLang"):
            if lang.get(f"{W}val") != language:
                yield f"the language is {lang.get(f'{W}val')!r} in the {name}"
    if not any(paragraph.style.name == "Title" for paragraph in _paragraphs(document)):
        yield "no paragraph has the style Title"


def _headings(document: Document) -> Iterator[str]:
    names = [HEADING.fullmatch(paragraph.style.name) for paragraph in _paragraphs(document)]
    levels = [0, *(int(name[1]) for name in names if name)]
    yield from (f"heading {low} is followed by heading {high}" for low, high in pairwise(levels) if high > low + 1)


def _tables(document: Document) -> Iterator[str]:
    for element in document.element.iter(f"{W}tbl"):
        table = Table(element, document)
        name = table.cell(0, 0).text
        if table.style is None or table.style.name in {"Normal Table", None}:
            yield f"the table {name!r} has no style"
        if element.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield f"the table {name!r} has no header row"
        look = element.tblPr.find(f"{W}tblLook")
        if look is None or {look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")} != {"1"}:
            yield f"the table {name!r} does not say that its first row and column are headers"


def _pictures(document: Document) -> Iterator[str]:
    for picture in document.element.iter(DRAWING):
        if not picture.get("descr"):
            yield f"the picture {picture.get('name')!r} has no alternative text"


def _edges(document: Document, marking: str) -> Iterator[str]:
    """Of the last section, which the others share unless they have their own."""
    for number, section in enumerate(document.sections):
        header, footer = ("".join(each.text for each in edge.paragraphs) for edge in (section.header, section.footer))
        title = document.core_properties.title.partition(":")[0]
        if not title or title not in header or marking not in header or marking not in footer:
            yield f"section {number} has not the title and marking in its header and footer"
    fields = {one.get(f"{W}instr", "").strip() for one in document.sections[-1].footer._element.iter(f"{W}fldSimple")}
    if fields != {"PAGE", "NUMPAGES"}:
        yield "the pages are not numbered"


def _dated(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if any(part.date_time != (1980, 1, 1, 0, 0, 0) for part in package.infolist()):
            yield "the package says when it was made"


def _paragraphs(document: Document) -> Iterator[Any]:
    """Within content controls too."""
    from docx.text.paragraph import Paragraph

    return (Paragraph(element, document) for element in document.element.body.iter(f"{W}p"))
