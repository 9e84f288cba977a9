"""A report as a file: what was frozen, byte for byte, or the draft as it now stands."""

from base64 import b64encode
from dataclasses import replace

from sqlmodel import Session

from bot.command import Field, Reply, Request
from bot.parts import File, line
from bot.report.content.context import Audience
from bot.report.formats import ENDINGS, NO_PDF, PDF, rendered
from bot.report.naming import named, nothing_more
from bot.report.standing import Standing, standing
from bot.report.written import Written, document_of, draft_status, marked
from core.errors import DeskError
from core.roles import may
from reports.document import Document
from reports.pdf import has_pdf
from storage import reports
from storage.models import ReportVersion
from storage.reports import Frozen

PUBLIC = Field("public", "The public copy", ("yes", "no"))
INTERNAL = "security"  # whoever may see restricted details, as the internal copy has them


def as_file(request: Request, session: Session) -> Reply:
    """In the format that the verb names."""
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    stands, audience = standing(session, found), audience_of(request)
    refuse_unpublished(request, stands)
    ending = ENDINGS[request.verb]
    final = frozen(session, stands, audience, ending)
    file = final or drafted(request, session, stands, audience, ending)
    words = f"{found.title}: {stands.state if final else 'a draft'}, {audience} copy."
    whole = File(file.name, b64encode(file.content).decode(), is_binary=True)
    return Reply((line(words), whole), is_restricted=audience == "internal")


def audience_of(request: Request) -> Audience:
    """The public copy for who asks for it, for a channel, and for whoever may not see restricted details."""
    wanted = request.field("public").lower() in {"yes", "y"}
    is_public = wanted or request.is_aloud or not may(request.person.role, INTERNAL)
    return "public" if is_public else "internal"


def refuse_unpublished(request: Request, stands: Standing) -> None:
    is_inside = may(request.person.role, "staff")
    if stands.report is None and is_inside:
        raise DeskError(f"There is no draft of it yet: /report draft {stands.named.typed}")
    if stands.state != "published" and (request.is_aloud or not is_inside):
        raise DeskError("It is not published yet.")


def frozen(session: Session, stands: Standing, audience: Audience, ending: str) -> Frozen | None:
    """None where nothing is frozen yet. DeskError for a PDF that is not made yet, because nobody waits so long."""
    version = frozen_version(session, stands)
    if version is None:
        return None
    file = kept(session, version, audience, ending)
    if file is None and ending == PDF:
        raise DeskError("Its PDF is being made: ask again in a minute." if has_pdf() else NO_PDF)
    return file or made(version, stands, audience, ending)


def kept(session: Session, version: ReportVersion, audience: Audience, ending: str) -> Frozen | None:
    files = reports.files(session, version.id, audience)
    mine = next((file for file in files if file.name.endswith(f".{ending}")), None)
    return Frozen(mine.name, mine.media_type, mine.content, mine.audience) if mine else None


def made(version: ReportVersion, stands: Standing, audience: Audience, ending: str) -> Frozen:
    """The same bytes that are kept a moment later."""
    return rendered(document_of(version, audience), stands.named.file_name, ending, audience)


def frozen_version(session: Session, stands: Standing) -> ReportVersion | None:
    return reports.newest(session, stands.report.id, "signed", "published") if stands.report else None


def drafted(request: Request, session: Session, stands: Standing, audience: Audience, ending: str) -> Frozen:
    """As the records are now."""
    document, name = draft_of(Written(request, session, stands), audience)
    return rendered(document, name, ending, audience)


def draft_of(written: Written, audience: Audience) -> tuple[Document, str]:
    """With the name of its file, without an ending. It is the newest version where it says the same, or the next."""
    report, stands = written.standing.report, written.standing
    document, name = written.copy(audience).document, stands.named.file_name
    if report is None:
        return replace(document, status="Draft, not kept and not signed"), f"{name}-draft"
    newest = written.kept_in(report)
    number = newest.number if newest else reports.next_number(written.session, report.id)
    status = draft_status(number, written.request.now, written.request)
    return marked(document, report, number, status), f"{name}-draft-{number}"
