"""A document as PDF/UA-1: the page on paper, tagged for those who do not see it. Needs the extra "pdf"."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from core.errors import DeskError
from reports.document import Document, Heading
from reports.html import as_html

if TYPE_CHECKING:
    from weasyprint import Document as Sheets
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"
MAIN = {"report": "The report"}
"""What a link leads to, but for headings."""


@cache
def has_pdf() -> bool:
    """Whether the extra is installed, with the libraries of the machine that it needs."""
    try:
        import weasyprint  # noqa: F401 - only whether it can be
    except (ImportError, OSError):
        return False
    # It warns of every rule of the page that is meant for screens, and of every letter that no font has.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return True


def as_pdf(document: Document) -> bytes:
    """The same bytes for the same document and the same fonts. DeskError where the extra is not installed."""
    if not has_pdf():
        raise DeskError(
            "PDF needs the bot's extra “pdf” and the library Pango on its machine. Take HTML or Word instead."
        )
    from weasyprint import HTML

    text = as_html(document, is_open=True)
    name = hashlib.sha256(text.encode()).hexdigest().encode()
    page = HTML(string=text, url_fetcher=_fetcher())
    titles = {f"h{at}": block.text for at, block in enumerate(document.blocks) if isinstance(block, Heading)}
    finisher = partial(_finish, titles | MAIN)
    return bytes(page.write_pdf(pdf_variant=VARIANT, pdf_identifier=name, finisher=finisher) or b"")


def _fetcher() -> "URLFetcher":
    """Pictures stand in the page itself; whatever else a crest asks for is not fetched."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"])


def _finish(titles: Mapping[str, str], _sheets: "Sheets", pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """What WeasyPrint 70 leaves out: the scope of headers, the tree that finds them, and what a link leads to."""
    from weasyprint.pdf import pydyf

    dictionaries = [one for one in pdf.objects if isinstance(one, pydyf.Dictionary)]
    by_reference = {one.reference: one for one in dictionaries}
    headers = [one for one in dictionaries if one.get("S") == "/TH"]
    for header in headers:
        group = by_reference[by_reference[header["P"]]["P"]]
        header["A"] = pydyf.Dictionary({**header["A"], "Scope": "/Column" if group["S"] == "/THead" else "/Row"})
    named = sorted((header["ID"].string, header.reference) for header in headers)
    tree = pydyf.Dictionary(
        {"Names": pydyf.Array(one for name, reference in named for one in (pydyf.String(name), reference))}
    )
    pdf.add_object(tree)
    next(one for one in dictionaries if one.get("Type") == "/StructTreeRoot")["IDTree"] = tree.reference
    for link, target in _links(dictionaries):
        link["Contents"] = pydyf.String(titles.get(target, target))


def _links(dictionaries: list[Any]) -> Iterator[tuple[Any, str]]:
    for one in dictionaries:
        if one.get("Subtype") == "/Link" and "Dest" in one:
            yield one, one["Dest"].string
