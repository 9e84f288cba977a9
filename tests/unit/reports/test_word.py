"""A report in Word as another reader has it, and as a checker has it that is shown to find faults."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from core.errors import DeskError
from reports.charts import Group, Measure, Scorecard, alternative_text
from reports.document import Document, Drawn, Tabled, numbers
from reports.page import is_rtl
from reports.word import as_docx
from reports.word_pictures import EMU, TALLEST
from tests.some_document import ARABIC, AWKWARD, BARE, OUTAGE_TABLE, PARAGRAPHS, RICH, SVG_CREST, said
from tests.word_check import W, faults

Break = Callable[[str], str]
DRAWN = next(block for block in RICH.blocks if isinstance(block, Drawn))
SMALL = replace(RICH, blocks=(*RICH.blocks[:10], DRAWN))


def opened(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(as_docx(document)))


def broken(content: bytes, part: str, change: Break) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(info, change(text.decode()).encode() if info.filename == part else text)
    return out.getvalue()


def texts(document: Document, style: str) -> list[str]:
    found = opened(document).element.body.iter(qn("w:p"))
    return [
        "".join(text.text or "" for text in each.iter(qn("w:t")))
        for each in found
        if each.pPr is not None and each.pPr.pStyle is not None and each.pPr.pStyle.val == style
    ]


@pytest.mark.parametrize(("document", "marking"), [(RICH, "OFFICIAL"), (PARAGRAPHS, ""), (BARE, "")])
def test_the_checker_finds_no_fault(document: Document, marking: str) -> None:
    assert faults(as_docx(document), marking=marking) == []


BROKEN: dict[str, tuple[str, Break]] = {
    "there is no title": ("docProps/core.xml", lambda text: text.replace("dc:title", "dc:source")),
    "the language is 'en-US' in the styles": ("word/styles.xml", lambda text: text.replace("en-GB", "en-US", 1)),
    "the language is 'en-US' in the settings": (
        "word/settings.xml",
        lambda text: text.replace('themeFontLang w:val="en-GB"', 'themeFontLang w:val="en-US"'),
    ),
    "heading 1 is followed by heading 3": ("word/document.xml", lambda text: text.replace("Heading2", "Heading3")),
    "the table 'Partner' has no header row": ("word/document.xml", lambda text: text.replace("<w:tblHeader/>", "")),
    "the table 'Partner' does not say that its first row and column are headers": (
        "word/document.xml",
        lambda text: text.replace('w:firstColumn="1"', 'w:firstColumn="0"'),
    ),
    "the picture 'Chart 1' has no alternative text": (
        "word/document.xml",
        lambda text: text.replace('descr="', 'title="'),
    ),
    "section 0 has not the title and marking in its header and footer": (
        "word/footer1.xml",
        lambda text: text.replace("OFFICIAL", ""),
    ),
    "the pages are not numbered": ("word/footer1.xml", lambda text: text.replace(" NUMPAGES ", "")),
    "no paragraph has the style Title": ("word/document.xml", lambda text: text.replace('"Title"', '"Subtitle"')),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_checker_finds_what_is_broken_on_purpose(fault: str) -> None:
    part, change = BROKEN[fault]
    assert fault in faults(broken(as_docx(SMALL), part, change), marking="OFFICIAL")


def test_the_same_document_is_the_same_file() -> None:
    assert as_docx(SMALL) == as_docx(SMALL)


def test_headings_are_numbered_by_their_styles() -> None:
    styles = opened(RICH).styles
    assert styles["Heading 2"].element.pPr.numPr.numId.val == 1
    assert opened(PARAGRAPHS).styles["Heading 2"].element.pPr.numPr is None


def test_as_many_paragraphs_are_numbered_as_the_document_says() -> None:
    last = [number for number in numbers(PARAGRAPHS) if number][-1]
    found = [one for one in opened(PARAGRAPHS).element.body.iter(qn("w:numId")) if one.get(qn("w:val")) == "3"]
    assert f"{len(found)}." == last


def test_the_contents_are_links_to_the_headings() -> None:
    body = opened(RICH).element.body
    targets = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(links) > 10
    assert set(links) <= targets


def test_no_two_marks_have_one_number() -> None:
    ids = [one.get(qn("w:id")) for one in opened(RICH).element.body.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))


def test_a_chart_has_its_words_and_then_its_figures() -> None:
    document = replace(BARE, blocks=(DRAWN,))
    (picture,) = opened(document).element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    assert picture.get("descr") == alternative_text(DRAWN.drawing)
    assert texts(document, "Caption") == [f"Chart 1 in figures: {DRAWN.drawing.title}"]


def test_a_wide_table_lies_on_its_side_with_its_heading() -> None:
    assert [section.orientation.name for section in opened(RICH).sections] == [
        "PORTRAIT", "LANDSCAPE", "PORTRAIT", "LANDSCAPE", "PORTRAIT",
    ]  # fmt: skip


def test_what_somebody_wrote_is_text_and_says_whose_it_is() -> None:
    document = replace(BARE, title=AWKWARD, marking=AWKWARD, blocks=(said("a", AWKWARD, AWKWARD),))
    assert texts(document, "BodyText") == [AWKWARD]
    assert texts(document, "Attribution") == [f"\N{EM DASH} {AWKWARD}"]
    assert texts(document, "Title") == [AWKWARD]


def test_words_from_the_right_are_set_from_the_right() -> None:
    assert is_rtl(ARABIC)
    assert not is_rtl(f"12 {AWKWARD} {ARABIC}")
    paragraphs = opened(replace(BARE, blocks=(said("a", ARABIC),))).element.body.iter(f"{W}bidi")
    assert len(list(paragraphs)) == 1


def test_letters_that_no_file_holds_are_left_out() -> None:
    document = replace(BARE, blocks=(said("a", "one\x00\x0b\ud800two\r\nthree"),))
    assert texts(document, "BodyText") == ["onetwothree"]


DAMAGED = (PARAGRAPHS.crest[:40], PARAGRAPHS.crest[:20], b"<svg", b"<svg/>", b"<svg viewBox='0 0 9 0'/>", b"no picture")


@pytest.mark.parametrize("crest", DAMAGED)
def test_a_damaged_crest_is_told(crest: bytes) -> None:
    with pytest.raises(DeskError, match="crest"):
        as_docx(replace(BARE, crest=crest))


@pytest.mark.parametrize("svg", [SVG_CREST, SVG_CREST.replace(b'viewBox="0 0 80 96"', b'width="20mm" height="24mm"')])
def test_a_crest_in_lines_keeps_its_shape(svg: bytes) -> None:
    content = as_docx(replace(BARE, crest=svg))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read("word/media/crest.svg") == svg
    (extent,) = docx.Document(io.BytesIO(content)).element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    )
    assert int(extent.get("cx")) / int(extent.get("cy")) == pytest.approx(80 / 96, rel=0.01)


def test_no_picture_is_higher_than_its_page() -> None:
    measures = tuple(Measure(f"Measure {n}", "1", "2", "on target", ("", "")) for n in range(60))
    tall = Scorecard("Many", "", "", (Group("All", measures),))
    document = replace(BARE, blocks=(Drawn("a", tall),))
    (extent,) = opened(document).element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    )
    assert int(extent.get("cy")) <= TALLEST * EMU


def test_totals_are_bold() -> None:
    document = replace(BARE, blocks=(Tabled("t", OUTAGE_TABLE),))
    (table,) = opened(document).element.body.iter(qn("w:tbl"))
    bold = [len(list(row.iter(qn("w:b")))) for row in table.tr_lst]
    assert bold == [len(OUTAGE_TABLE.columns), 0, 0, len(OUTAGE_TABLE.columns)]
