"""A report as PDF, and a checker of PDF/UA that is shown to find faults."""

import io
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from weasyprint import HTML

from core.errors import DeskError
from reports import pdf
from reports.document import Document, Drawn, Tabled
from reports.pdf import as_pdf, has_pdf
from reports.tables import Table
from tests.pdf_check import faults
from tests.some_document import ARABIC, BARE, PARAGRAPHS, RICH, said

DRAWN = next(block for block in RICH.blocks if isinstance(block, Drawn))
SMALL = replace(RICH, blocks=(*RICH.blocks[:10], DRAWN))


@pytest.mark.parametrize("document", [RICH, PARAGRAPHS, BARE], ids=["rich", "paragraphs", "bare"])
def test_the_checker_finds_no_fault(document: Document) -> None:
    assert faults(as_pdf(document)) == []


def test_the_checker_finds_faults_in_a_plain_pdf() -> None:
    plain = HTML(string="<p>One table, and no more.</p>").write_pdf()
    assert plain
    assert faults(plain) == [
        "it is not marked as tagged (06)",
        "its language is None (11-006)",
        "it has no title (06-003)",
        "the title is not shown (07-001)",
        "it does not say that it is PDF/UA-1 (05)",
        "it has no bookmarks (WCAG 2.4.5)",
        "it has no tags (01)",
    ]


@cache
def rich() -> bytes:
    return as_pdf(RICH)


@pytest.mark.parametrize("lines", [23, 24, 25])
def test_no_caption_is_parted_from_its_table(lines: int) -> None:
    """At the end of a page, where one of these had a table of a caption alone."""
    calls = Table("Calls", ("Week", "Calls"), tuple((f"Week {n}", n) for n in range(40)))
    before = (said(f"a{at}", "Words in a line.") for at in range(lines))
    assert faults(as_pdf(replace(BARE, blocks=(*before, Tabled("calls", calls))))) == []


def without(kind: str, key: str) -> bytes:
    """The rich report without one entry of all its objects of a kind."""
    writer = PdfWriter(clone_from=io.BytesIO(rich()))
    objects: list[Any] = list(writer._objects)
    for one in objects:
        if isinstance(one, DictionaryObject) and kind in {one.get("/S"), one.get("/Subtype")}:
            one.pop(NameObject(key), None)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "key", "fault"),
    [
        ("/Figure", "/Alt", "a Figure has no alternative text (13-004)"),
        ("/TH", "/A", "a TH has no scope (15-003)"),
        ("/H2", "/K", "a /H2 is empty"),
        ("/Link", "/Contents", "a link of page 1 is not described or not tagged (28-004)"),
    ],
)
def test_the_checker_finds_what_is_broken_on_purpose(kind: str, key: str, fault: str) -> None:
    assert fault in faults(without(kind, key))


def test_every_page_has_the_marking_and_its_number() -> None:
    pages = PdfReader(io.BytesIO(rich())).pages
    for number, page in enumerate(pages, start=1):
        # pypdf reads the letters of a font with emoji as two each.
        text = " ".join(page.extract_text().replace("\0", "").split())
        assert text.count("OFFICIAL") >= 2
        assert f"Page {number} of {len(pages)}" in text


def test_a_wide_table_lies_on_its_side() -> None:
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(rich())).pages]
    assert [box.width > box.height for box in boxes].count(True) == 2


def test_bookmarks_are_the_headings() -> None:
    outline = PdfReader(io.BytesIO(as_pdf(SMALL))).outline
    assert str(outline[0].title) == "Quarterly report on the Joint ICT Service"  # type: ignore[union-attr]  # the first is no list


def test_the_same_document_is_the_same_file() -> None:
    assert as_pdf(SMALL) == as_pdf(SMALL)


def test_a_crest_fetches_nothing() -> None:
    asking = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/hostname"/></svg>'
    assert as_pdf(replace(BARE, crest=asking, blocks=(said("a", ARABIC, "ليلى"),)))


def test_without_the_extra_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "has_pdf", lambda: False)
    with pytest.raises(DeskError, match="extra"):
        as_pdf(BARE)


def test_has_pdf_where_the_tests_run() -> None:
    assert has_pdf()
