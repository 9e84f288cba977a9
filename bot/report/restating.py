"""What has changed of signed reports since: each figure as it was signed, as it is counted now, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from bot.command import Reply, Request
from bot.desk import Desk
from bot.desk_reports import ReportShape
from bot.kpi.known import known
from bot.parts import Part, Table, line
from bot.report.content.context import Context
from bot.report.content.draft import draft
from bot.report.deeds import done_since
from bot.report.naming import named, nothing_more, shape_called
from bot.report.standing import standing
from bot.report.whys import Asking
from bot.report.written import stated_of
from core.calendar import day_words
from core.errors import DeskError
from core.periods import Period
from core.report.restated import Restatement, restatements
from reports.tables import Table as Grid
from storage import reports
from storage.models import Report, ReportVersion

A_YEAR = timedelta(days=366)
COLUMNS = ("Figure", "As signed", "Now", "Why")


@dataclass(frozen=True)
class Signed:
    """A report that was signed, with the version that was."""

    report: Report
    version: ReportVersion

    @property
    def period(self) -> Period:
        return Period(self.report.start_on, self.report.end_on)


def signed_before(session: Session, shape: ReportShape, period: Period) -> Iterator[Signed]:
    """Those of a shape that lie before a period and within a year of it, the oldest first."""
    for report in reversed(reports.standing(session, "signed", "published")):
        is_near = period.start - A_YEAR <= report.end_on <= period.start
        if report.shape == shape.key and is_near and (version := reports.newest(session, report.id, "signed")):
            yield Signed(report, version)


def restated(request: Request, session: Session, one: Signed, shape: ReportShape) -> list[Restatement]:
    """Counted again as the report was, under what was said in it. A nought that it did not state is no news."""
    spoken = {words.key: (words.text, words.whose) for words in reports.words(session, one.report.id)}
    again = draft(Context(request, session, one.period, shape, spoken=spoken, is_recount=True))
    before = stated_of(one.version)
    known_before = {each.key for each in before}
    now = [each for each in again.stated if each.n or each.d or each.key in known_before]
    found = restatements(before, now)
    if not found:
        return []
    since = done_since(request, session, one.version)
    asking = Asking(request.desk, one.period, known(request, session), since)
    return restatements(before, now, asking.whys(before, now, [each.key for each in found]))


def grid(one: Signed, found: list[Restatement], desk: Desk) -> Grid:
    rows = tuple((each.label, each.before or None, each.now or None, each.why or None) for each in found)
    at = one.report.signed_at
    signed_on = f", signed on {day_words(desk.calendar.local(at).date())}" if at else ""
    return Grid(f"Restatements of {one.period.words}{signed_on}", COLUMNS, rows)


def show(request: Request, session: Session) -> Reply:
    """Of the signed report that is named, or those that the named one has to restate; of none, the last signed."""
    every = meant(request, session) if request.typed.words else last_signed(session)
    return Reply(tuple(part for one in every for part in told(request, session, one)), is_restricted=True)


def meant(request: Request, session: Session) -> list[Signed]:
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    stands = standing(session, found)
    own = reports.newest(session, stands.report.id, "signed") if stands.report else None
    if stands.report and own:
        return [Signed(stands.report, own)]
    every = [*signed_before(session, found.shape, found.period)]
    if not every:
        raise DeskError(f"No {found.shape.key} report of before {found.period.words} is signed, so none is restated.")
    return every


def last_signed(session: Session) -> list[Signed]:
    signed = [(one.signed_at, one) for one in reports.standing(session, "signed", "published") if one.signed_at]
    if not signed:
        raise DeskError("No report is signed yet, so none is restated.")
    _, last = max(signed, key=lambda each: each[0])
    version = reports.newest(session, last.id, "signed")
    assert version is not None  # noqa: S101 - a report is signed by a version
    return [Signed(last, version)]


def told(request: Request, session: Session, one: Signed) -> Iterator[Part]:
    shape = shape_called(request.desk, one.report.shape)
    if shape is None:
        yield line(f"desk.toml has no report {one.report.shape} any more, so its figures are not counted again.")
    elif found := restated(request, session, one, shape):
        yield Table(grid(one, found, request.desk))
    else:
        yield line(f"{one.period.words}: every figure is as it was signed.")
