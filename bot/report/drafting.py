"""Drafting: a version is kept each time that the report says something else than before."""

from datetime import timedelta

from sqlmodel import Session

from bot.command import Reply, Request
from bot.kpi.enquiry import assumed, today
from bot.parts import Paragraph, line
from bot.policy import unsettled
from bot.report.naming import Named, named, nothing_more
from bot.report.showing import show
from bot.report.standing import Standing, standing
from bot.report.summary import message
from bot.report.written import STATED, Written, draft_status, marked
from core.calendar import day_words
from reports.document import DOCUMENT
from storage import reports, trail
from storage.database import take_turn
from storage.models import Report, ReportVersion
from storage.trail import Values


def draft(request: Request, session: Session) -> Reply:
    """What is signed stays as it is: of that, where it stands."""
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    take_turn(session, f"report {found.typed}")
    stands = standing(session, found)
    if stands.state != "draft":
        return show(request, session)
    report = stands.report or begun(request, session, stands)
    written = Written(request, session, stands)
    version = newest_draft(written, report)
    status = draft_status(version.number, version.at, request)
    said = (*assumed(found.period), *going_on(found, request))
    said = (*said, *unsettled(session, request.policy_id, found.period.end))
    *shown, ways = message(status, written, written.internal)
    return Reply((*shown, *said, ways), is_restricted=True)


def going_on(found: Named, request: Request) -> list[Paragraph]:
    """How far a period has come that is not over."""
    on, period = today(request), found.period
    if not period.start <= on < period.end:
        return []
    last = day_words(period.end - timedelta(days=1))
    return [line(f"{period.words} goes on until {last}: this is how far it has come by {day_words(on)}.")]


def begun(request: Request, session: Session, stands: Standing) -> Report:
    start_on, end_on = stands.named.days
    values = {"shape": stands.named.shape.key, "start_on": start_on, "end_on": end_on, "state": "draft"}
    added = trail.add(session, request.act, Report, values)
    return session.get_one(Report, added.id)


def newest_draft(written: Written, report: Report) -> ReportVersion:
    """The version that says what the report now says: the newest, or else one more."""
    if newest := written.kept_in(report):
        return newest
    row = kept(written, report, "draft")
    status = draft_status(row["number"], written.request.now, written.request)
    document = marked(written.internal.document, report, row["number"], status)
    texts = {"document": DOCUMENT.dump_json(document).decode(), "public": None}
    version_id = reports.add_version(written.session, written.request.act, row | texts)
    return written.session.get_one(ReportVersion, version_id)


def kept(written: Written, report: Report, kind: str) -> Values:
    """What every version has, but for its documents."""
    return {
        "report_id": report.id,
        "number": reports.next_number(written.session, report.id),
        "kind": kind,
        "policy_id": written.request.policy_id,
        "stated": STATED.dump_json(written.internal.stated).decode(),
        "sha256": written.sha256,
    }
