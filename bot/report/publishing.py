"""Publication: what was signed, with the officers' comments in their places, stored and told."""

from datetime import date

from sqlmodel import Session

from bot.command import Post, Question, Reply, Request
from bot.kpi.enquiry import today
from bot.parts import Buttons, buttons, line
from bot.report.comments import as_published
from bot.report.content.context import Audience
from bot.report.naming import named, nothing_more
from bot.report.signing import clock, keep
from bot.report.standing import Standing, drafted
from bot.report.summary import FILES, awaiting, ways
from bot.report.written import document_of, marked
from core.calendar import day_words
from core.report.workflow import plan_words, publish_by
from reports.document import Document
from storage import reports, trail
from storage.models import Report, ReportVersion

COPIES: tuple[Audience, ...] = ("internal", "public")
RESOLUTION = ("Committee's resolution", "resolve")


def publish(request: Request, session: Session) -> Reply:
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    report, stands = drafted(session, found, "publish")
    signed = reports.newest(session, report.id, "signed")
    assert signed is not None  # noqa: S101 - a report is signed by a version
    odd = odd_about(request, stands)
    if odd and not request.is_sure():
        raise Question(*map(line, odd), buttons(("Publish all the same", f"report publish {found.typed} sure:yes")))
    kept(request, session, report, signed, stands)
    trail.change(session, request.act, report, {"state": "published", "published_at": request.now})
    said = f"{found.title}: published by {request.person.name}, {clock(request)}."
    offered = ways(request, found, *FILES, RESOLUTION)
    post = Post(request.desk.channels["management"], f"report:{report.id}", (line(said), open_to_all(found.typed)))
    return Reply((line(said), *map(line, odd), offered), posts=(post,))


def open_to_all(typed: str) -> Buttons:
    return buttons(("Word", f"report word {typed} public:yes"), ("HTML", f"report html {typed} public:yes"))


def odd_about(request: Request, stands: Standing) -> list[str]:
    return [*awaiting(stands), *too_late(request, stands)]


def too_late(request: Request, stands: Standing) -> list[str]:
    """Where there are no five clear working days left."""
    meets_on = stands.meets_on
    if meets_on is None or is_in_time(request, meets_on):
        return []
    return [f"That is too late for the committee. {plan_words(request.desk.calendar, meets_on)}"]


def is_in_time(request: Request, meets_on: date) -> bool:
    return today(request) <= publish_by(request.desk.calendar, meets_on)


def copies(
    request: Request, signed: ReportVersion, stands: Standing, report: Report, number: int
) -> tuple[Document, Document]:
    status = f"{document_of(signed).status}; published {day_words(today(request))}"
    internal, public = (
        marked(as_published(document_of(signed, audience), stands.spoken), report, number, status)
        for audience in COPIES
    )
    return internal, public


def kept(request: Request, session: Session, report: Report, signed: ReportVersion, stands: Standing) -> None:
    """The same figures under the same hash; of the words only the comments are new."""
    number = reports.next_number(session, report.id)
    row = {name: getattr(signed, name) for name in ("report_id", "policy_id", "stated", "sha256")}
    row |= {"number": number, "kind": "published"}
    keep(session, request.act, row, *copies(request, signed, stands, report, number))
