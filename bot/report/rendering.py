"""The files of a report: what each format is called, and which are kept when it is signed."""

from collections.abc import Iterator

from reports.document import Document
from reports.html import as_html
from reports.word import as_docx
from storage.reports import Frozen

MEDIA = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ENDINGS = {"html": "html", "word": "docx"}  # by verb


def rendered(document: Document, name: str, ending: str, audience: str) -> Frozen:
    """`name` has no ending."""
    return Frozen(f"{name}.{ending}", MEDIA[ending], content(document, ending), audience)


def content(document: Document, ending: str) -> bytes:
    return as_html(document).encode() if ending == "html" else as_docx(document)


def all_files(document: Document, name: str, audience: str) -> Iterator[Frozen]:
    own = name if audience == "internal" else f"{name}-{audience}"
    return (rendered(document, own, ending, audience) for ending in MEDIA)
