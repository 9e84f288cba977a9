"""What is wrong with a PDF for somebody who does not see it: what a program can judge of PDF/UA-1 (ISO 14289-1).

Not a validator: of each demand it is said where it stands in the Matterhorn Protocol 1.1.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

HEADING = re.compile(r"/H([1-6])")
MAY_BE_EMPTY = {"/TD", "/NonStruct", "/Div", "/Part", "/Span"}
"""An empty cell is a cell; the others say nothing to anybody."""


def faults(content: bytes, *, language: str = "en-GB") -> list[str]:
    reader = PdfReader(io.BytesIO(content))
    return [*_document(reader, language), *_structure(reader), *_links(reader), *_fonts(reader)]


def _document(reader: PdfReader, language: str) -> Iterator[str]:
    root: Any = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "it is not marked as tagged (06)"
    if root.get("/Lang") != language:
        yield f"its language is {root.get('/Lang')} (11-006)"
    if not (reader.metadata and reader.metadata.title):
        yield "it has no title (06-003)"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown (07-001)"
    xmp = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    if not re.search(rb'pdfuaid:part(="1"|>1<)', xmp):
        yield "it does not say that it is PDF/UA-1 (05)"
    if not reader.outline:
        yield "it has no bookmarks (WCAG 2.4.5)"


def _structure(reader: PdfReader) -> Iterator[str]:
    tree = reader.root_object.get("/StructTreeRoot")
    elements = list(_elements(tree.get_object())) if tree else []
    if not elements:
        yield "it has no tags (01)"
    levels = [0, *(int(found[1]) for one in elements if (found := HEADING.fullmatch(str(one.get("/S")))))]
    yield from (f"H{low} is followed by H{high} (14-003)" for low, high in pairwise(levels) if high > low + 1)
    for one in elements:
        yield from _faults_of(one)


def _faults_of(element: DictionaryObject) -> Iterator[str]:
    kind, kids = str(element.get("/S")), _kids(element)
    if not kids and kind not in MAY_BE_EMPTY:
        yield f"a {kind} is empty"
    if kind == "/Figure" and not element.get("/Alt"):
        yield "a Figure has no alternative text (13-004)"
    if kind == "/TH" and not _attribute(element, "/Scope"):
        yield "a TH has no scope (15-003)"
    if kind == "/Table" and not any(_kind(one) in {"/TR", "/THead", "/TBody"} for one in kids):
        yield "a Table has no rows (15)"
    if kind == "/TR" and not {_kind(one) for one in kids} <= {"/TH", "/TD"}:
        yield "a row holds what is no cell (15)"


def _links(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        links = [one.get_object() for one in page.get("/Annots", [])]
        if links and page.get("/Tabs") != "/S":
            yield f"page {number} is not tabbed in its order (28-009)"
        if not all(one.get("/Contents") and "/StructParent" in one for one in links):
            yield f"a link of page {number} is not described or not tagged (28-004)"


def _fonts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            descriptor = inner.get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.get_object()):
                yield f"the font {inner.get('/BaseFont')} is not embedded (31)"


def _elements(element: DictionaryObject) -> Iterator[DictionaryObject]:
    for kid in _kids(element):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kids(element: DictionaryObject) -> list[Any]:
    if "/K" not in element:
        return []
    found = element["/K"]
    return [one.get_object() for one in found] if isinstance(found, ArrayObject) else [found]


def _kind(element: object) -> str:
    return str(element.get("/S")) if isinstance(element, DictionaryObject) else ""


def _attribute(element: DictionaryObject, name: str) -> object:
    held = element.get("/A", DictionaryObject()).get_object()
    return held.get(name) if isinstance(held, DictionaryObject) else None
