"""The files of a report: what each format is called, and which are kept when it is signed."""

from core.errors import DeskError
from reports.book import as_book, as_csvs
from reports.document import Document
from reports.html import as_html
from reports.packing import packed
from reports.pdf import as_pdf, has_pdf
from reports.word import as_docx
from storage.reports import Frozen

MEDIA = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
ENDINGS = {"html": "html", "word": "docx", "pdf": "pdf", "xlsx": "xlsx", "csv": "zip"}  # by verb
PDF = "pdf"
NO_PDF = "PDF is an extra that is not installed here. An administrator adds it: pip install ictbot[pdf]"


def formats() -> list[str]:
    """Endings of those that can be made here."""
    return [ending for ending in MEDIA if ending != PDF or has_pdf()]


def rendered(document: Document, name: str, ending: str, audience: str) -> Frozen:
    """`name` is that of the internal copy, without an ending. DeskError where PDF is not installed."""
    own = name if audience == "internal" else f"{name}-{audience}"
    return Frozen(f"{own}.{ending}", MEDIA[ending], content(document, ending), audience)


def content(document: Document, ending: str) -> bytes:
    match ending:
        case "html":
            return as_html(document).encode()
        case "docx":
            return as_docx(document)
        case "xlsx":
            return as_book(document)
        case "pdf" if not has_pdf():
            raise DeskError(NO_PDF)
        case "pdf":
            return as_pdf(document)
    return packed({name: text.encode() for name, text in as_csvs(document).items()})
