"""A report that comes back from somebody's hands: edited, added to, copied, or damaged."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings

from core.errors import DeskError
from reports.cells import text_rows
from reports.charts import as_table
from reports.document import Block, Document, Drawn, Gap, Passage, Tabled
from reports.outline import outline
from reports.page import clean
from reports.tables import Table
from reports.word import as_docx
from reports.word_back import MOST_BYTES, read_back
from reports.word_places import PLACEHOLDER
from tests.some_document import BROAD, EVENTS, OUTAGE_TABLE, RICH, documents, said
from tests.unit.reports.test_word import broken

BODY = "word/document.xml"
BLOCKS: tuple[Block, ...] = (
    said("intro.1", "Outages rose to 32."),
    Tabled("outages.table1", OUTAGE_TABLE),
    said("why.1", "A switch failed.", "Sam Okafor"),
    Gap("outlook", "What comes next?", "Asha Rao"),
    said("end.1", "That is all."),
)
REPORT = Document("Report", "", "Council", BLOCKS)


def edited(change: Callable[[str], str], document: Document = REPORT) -> bytes:
    """As the body's XML is after somebody's change to it."""
    return broken(as_docx(document), BODY, change)


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new)

    return change


def expected(grid: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(clean(cell) for cell in row) for row in text_rows(grid))


def as_written(document: Document) -> tuple[dict[str, str], dict[str, tuple[tuple[str, ...], ...]]]:
    passages = {block.key: clean(block.text) for block in document.blocks if isinstance(block, Passage)}
    tables = {block.key: expected(block.grid) for block in document.blocks if isinstance(block, Tabled)}
    charts = [entry.block for entry in outline(document) if entry.told is None]
    drawn = {block.key: expected(as_table(block.drawing)) for block in charts if isinstance(block, Drawn)}
    return passages, tables | drawn


@pytest.mark.parametrize("document", [REPORT, RICH])
def test_what_nobody_touched_comes_back_as_it_was(document: Document) -> None:
    found = read_back(as_docx(document))
    assert (found.passages, found.tables) == as_written(document)
    assert found.added == ()
    assert found.reference == document.reference


@settings(max_examples=60)
@given(documents())
def test_any_document_comes_back_as_it_was(document: Document) -> None:
    passages, tables = as_written(document)
    if not any(isinstance(block, Passage | Tabled | Gap) for block in document.blocks):
        return
    found = read_back(as_docx(document))
    assert (found.passages, found.tables, found.added) == (passages, tables, ())


def test_changed_words_are_read() -> None:
    found = read_back(edited(replaced("A switch failed.", "A switch failed; it was 9 years old.")))
    assert found.passages["why.1"] == "A switch failed; it was 9 years old."


def test_words_typed_all_anew_are_read_by_the_control_that_holds_them() -> None:
    def anew(xml: str) -> str:
        return re.sub(
            r"<w:bookmarkStart[^>]*/><w:r><w:t[^>]*>A switch.*?<w:bookmarkEnd[^>]*/>", "<w:r><w:t>New.</w:t></w:r>", xml
        )

    found = read_back(edited(anew))
    assert found.passages["why.1"] == "New."
    assert found.added == ()


def test_words_whose_control_is_gone_are_read_by_their_bookmark() -> None:
    def without_controls(xml: str) -> str:
        return re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", xml)

    found = read_back(edited(without_controls))
    assert (found.passages, found.tables) == (
        as_written(REPORT)[0],
        {"outages.table1": expected(OUTAGE_TABLE)},
    )


def test_an_answer_is_read_and_an_open_question_is_not() -> None:
    assert "outlook" not in read_back(as_docx(REPORT)).passages
    found = read_back(edited(replaced(PLACEHOLDER, "We move the servers.")))
    assert found.passages["outlook"] == "We move the servers."
    assert "outlook" not in read_back(edited(replaced(PLACEHOLDER, "Click or tap here to enter text."))).passages


def test_an_answer_typed_behind_the_invitation_is_read_without_it() -> None:
    found = read_back(edited(replaced(PLACEHOLDER, f"{PLACEHOLDER} We move the servers.")))
    assert found.passages["outlook"] == "We move the servers."


def test_several_paragraphs_in_one_place_are_joined_by_blank_lines() -> None:
    def more(xml: str) -> str:
        at = xml.index("</w:p>", xml.index(PLACEHOLDER)) + len("</w:p>")
        return xml[:at].replace(PLACEHOLDER, "First.") + paragraph("Second.") + paragraph(" ") + xml[at:]

    assert read_back(edited(more)).passages["outlook"] == "First.\n\nSecond."


def test_a_bookmark_that_goes_on_holds_what_was_typed_into_it() -> None:
    """As LibreOffice leaves it, which drops the controls."""

    def split(xml: str) -> str:
        flat = re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", xml)
        return flat.replace("A switch failed.", "A switch</w:t></w:r></w:p><w:p><w:r><w:t>failed.")

    found = read_back(edited(split))
    assert found.passages["why.1"] == "A switch\n\nfailed."
    assert found.added == ()


def test_what_was_added_says_after_what() -> None:
    def add(xml: str) -> str:
        at = xml.index("</w:sdt>", xml.index("A switch failed.")) + len("</w:sdt>")
        begin = xml.index("<w:body") + xml[xml.index("<w:body") :].index(">") + 1
        return (
            xml[:begin] + paragraph("Above all.") + xml[begin:at] + paragraph("It was old.") + paragraph("") + xml[at:]
        )

    found = read_back(edited(add))
    assert found.added == (("", "Above all."), ("why.1", "It was old."))
    assert found.passages == as_written(REPORT)[0]


def test_a_changed_cell_and_an_added_row_are_read() -> None:
    def change(xml: str) -> str:
        row = str(re.findall(r"<w:tr>.*?</w:tr>", xml)[-1])
        return xml.replace(row, row.replace(">32<", ">33<") + row)

    rows = read_back(edited(change)).tables["outages.table1"]
    assert [row[-1] for row in rows] == ["Q2 total", "1", "31", "33", "32"]


def test_a_table_in_parts_is_read_as_one() -> None:
    document = Document("T", "", "C", (Tabled("broad", BROAD), Tabled("empty", EVENTS)))
    assert read_back(as_docx(document)).tables == {"broad": expected(BROAD), "empty": expected(EVENTS)}


def test_an_added_table_is_text() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    found = read_back(edited(lambda xml: xml.replace("<w:sectPr", f"{table}<w:sectPr", 1)))
    assert found.added == (("end.1", "a\tb"),)


def test_a_copied_passage_is_new_words() -> None:
    def copy(xml: str) -> str:
        at = xml.rindex("<w:sectPr")
        passage = re.findall(r"<w:sdt>(?:(?!<w:sdt>).)*?A switch failed.*?</w:sdt>", xml)[-1]
        return xml[:at] + str(passage) + xml[at:]

    found = read_back(edited(copy))
    assert found.passages == as_written(REPORT)[0]
    assert found.added == (("end.1", "A switch failed."),)


def test_what_was_taken_out_while_changes_are_tracked_is_gone() -> None:
    old = "<w:r><w:delText>Outages</w:delText></w:r>"
    change = replaced("Outages rose to 32.", f"Calls</w:t></w:r><w:del>{old}</w:del><w:r><w:t> rose.")
    assert read_back(edited(change)).passages["intro.1"] == "Calls rose."


def test_a_deleted_passage_is_not_there() -> None:
    def cut(xml: str) -> str:
        passage = re.findall(r"<w:sdt>(?:(?!<w:sdt>).)*?A switch failed.*?</w:sdt>", xml)[-1]
        return xml.replace(passage, "")

    assert "why.1" not in read_back(edited(cut)).passages


def test_a_part_that_stands_twice_is_read_twice_where_it_differs() -> None:
    document = Document("T", "", "C", (said("a", "Same."), said("b", "Other."), said("a", "Same.")))
    assert read_back(as_docx(document)).passages == {"a": "Same.", "b": "Other."}

    def second(xml: str) -> str:
        at = xml.rindex("Same.")
        return xml[:at] + "Changed." + xml[at + 5 :]

    assert read_back(edited(second, document)).passages == {"a": "Same.", "b": "Other.", "a#2": "Changed."}


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


WHOLE = as_docx(REPORT)
NOT_OURS = zipped(word__document_xml=b"<w:document xmlns:w='x'><w:body/></w:document>")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no Word file"),
        (b"%PDF-1.7 and so on", "no Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (WHOLE[: len(WHOLE) // 2], "no Word file"),
        (zipped(xl__workbook_xml=b"<x/>"), "no Word file"),
        (zipped(word__document_xml=b"<w:document"), "damaged"),
        (zipped(word__document_xml=b"\0" * (MOST_BYTES + 1)), "larger"),
        (NOT_OURS, "not a report that the bot wrote"),
        (broken(WHOLE, "docProps/custom.xml", lambda text: text.replace("[", "{")), "no Word file"),
    ],
    ids=["empty", "pdf", "locked", "cut off", "spreadsheet", "no xml", "bomb", "another's", "keys"],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(DeskError, match=words):
        read_back(content)


@settings(max_examples=60)
@given(documents())
def test_a_damaged_file_never_fails_otherwise(document: Document) -> None:
    content = bytearray(WHOLE)
    at = (len(document.title) * 7919 + len(document.blocks) * 104729) % len(content)
    content[at : at + 40] = b"\xff" * 40
    with suppress(DeskError):
        read_back(bytes(content))
