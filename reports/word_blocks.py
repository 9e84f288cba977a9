"""The paragraphs and tables of a Word document in order, each with the place that it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from reports.word_places import OWN

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
CONTROL, BEGINS, ENDS, TEXT = f"{W}sdt", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"
SPOKEN = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}
UNSEEN = {
    f"{W}pPr",
    f"{W}del",
    f"{W}moveFrom",
    f"{W}txbxContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
"""What was taken out while changes are tracked is still in the file; a fallback says the same again."""


@dataclass(frozen=True)
class Block:
    """`name` of its place, or ""; `is_own`: it holds nobody's words."""

    element: _Element
    name: str
    is_own: bool

    @property
    def is_table(self) -> bool:
        return str(self.element.tag) == TABLE


def walked(body: _Element, names: Mapping[str, object]) -> Iterator[Block]:
    """A bookmark that ends some paragraphs further down holds them all: its words have grown."""
    open_ones: dict[str, str] = {}
    for element in _outer(body):
        if element.tag in {PARAGRAPH, TABLE}:
            begun = {one.get(f"{W}id", ""): one.get(f"{W}name", "") for one in element.iter(BEGINS)}
            goes_on = [name for number, name in open_ones.items() if not _ends_before_words(element, number)]
            marks = [name for name in (*begun.values(), *goes_on) if name in names]
            is_own = any(name.startswith(OWN) for name in begun.values())
            name = _control_of(element, names) or ("" if is_own else next(iter(marks), ""))
            yield Block(element, name, is_own and not name)
            open_ones |= {number: name for number, name in begun.items() if name in names}
        elif element.tag == BEGINS and element.get(f"{W}name") in names:
            open_ones[element.get(f"{W}id", "")] = element.get(f"{W}name", "")
        if element.tag in {PARAGRAPH, TABLE, ENDS}:
            for one in element.iter(ENDS):
                open_ones.pop(one.get(f"{W}id", ""), None)


def text_of(paragraph: _Element) -> str:
    return "".join(_spoken(paragraph))


def cells_of(table: _Element) -> Iterator[list[str]]:
    """Each on one line."""
    for row in _inner(table, ROW):
        yield [" ".join(" ".join(map(text_of, cell.iter(PARAGRAPH))).split()) for cell in _inner(row, CELL)]


def _outer(element: _Element) -> Iterator[_Element]:
    """In document order, not going into paragraphs and tables."""
    for child in element:
        yield child
        if child.tag not in {PARAGRAPH, TABLE, BEGINS, ENDS}:
            yield from _outer(child)


def _inner(element: _Element, tag: str) -> Iterator[_Element]:
    """The nearest of that tag, within controls too; not those of a table in a cell."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in {ROW, CELL, TABLE}:
            yield from _inner(child, tag)


def _spoken(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in SPOKEN:
            yield SPOKEN[str(child.tag)]
        elif child.tag not in UNSEEN:
            yield from _spoken(child)


def _ends_before_words(element: _Element, number: str) -> bool:
    """Word ends a bookmark that takes in the end of a paragraph at the start of the next one."""
    for one in element.iter(TEXT, ENDS):
        if one.tag == TEXT and one.text:
            return False
        if one.tag == ENDS and one.get(f"{W}id") == number:
            return True
    return False


def _control_of(element: _Element, names: Mapping[str, object]) -> str:
    for control in element.iterancestors(CONTROL):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val") in names:
            return str(tag.get(f"{W}val"))
    return ""
