"""The files of a report: what each format is called, and which are kept when it is signed."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.errors import DeskError
from reports.book import as_book, as_csvs
from reports.document import Document
from reports.html import as_html
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


def rendered(document: Document, name: str, ending: str, audience: str) -> Frozen:
    """`name` has no ending. DeskError where PDF is not installed."""
    return Frozen(f"{name}.{ending}", MEDIA[ending], content(document, ending), audience)


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
    return zipped(as_csvs(document))


def zipped(texts: dict[str, str]) -> bytes:
    """The same bytes for the same tables: its entries have no time of their own."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(ZipInfo(name), text.encode())
    return whole.getvalue()


def quick_files(document: Document, name: str, audience: str) -> Iterator[Frozen]:
    """Every format but PDF, which takes seconds and is made beside all else: bot/report/printing.py."""
    own = name if audience == "internal" else f"{name}-{audience}"
    return (rendered(document, own, ending, audience) for ending in MEDIA if ending != PDF)


def all_files(document: Document, name: str, audience: str) -> Iterator[Frozen]:
    """Every format that can be written here."""
    own = name if audience == "internal" else f"{name}-{audience}"
    for ending in MEDIA:
        if ending != "pdf" or has_pdf():
            yield rendered(document, own, ending, audience)
