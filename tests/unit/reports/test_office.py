"""Whether Word and Excel open what we write without repairing it: the rules of Office Open XML, from another hand."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openxml_audit import OpenXmlValidator

from reports.book import as_book
from reports.document import Document
from reports.word import as_docx
from tests.some_document import BARE, PARAGRAPHS, RICH, documents
from tests.unit.reports.test_word import broken

ENDINGS = {"docx": as_docx, "xlsx": as_book}


def faults(folder: Path, name: str, content: bytes) -> list[str]:
    file = folder / name
    file.write_bytes(content)
    return [str(error) for error in OpenXmlValidator().validate(file).errors]


@pytest.mark.parametrize("document", [RICH, PARAGRAPHS, BARE], ids=["rich", "paragraphs", "bare"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_report_breaks_no_rule(tmp_path: Path, ending: str, document: Document) -> None:
    assert faults(tmp_path, f"report.{ending}", ENDINGS[ending](document)) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents())
def test_no_document_breaks_a_rule(tmp_path: Path, document: Document) -> None:
    for ending, write in ENDINGS.items():
        assert faults(tmp_path, f"report.{ending}", write(document)) == []


def test_a_broken_rule_is_found(tmp_path: Path) -> None:
    content = broken(as_docx(RICH), "word/document.xml", lambda text: text.replace("<w:cantSplit/>", "<w:unsplit/>"))
    assert "Element 'unsplit' is not a valid choice" in faults(tmp_path, "report.docx", content)[0]
