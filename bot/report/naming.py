"""Which report a line is about: the shape and period that it begins with, or the one that is under way."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.desk_reports import ReportShape
from bot.grammar import did_you_mean
from bot.kpi.enquiry import today
from core.errors import DeskError
from core.periods import Period, find_period, parse_period
from reports.document import DOCUMENT, TO
from storage import reports
from storage.models import Report

LONGEST_PERIOD = 8  # words
QUARTER, HALF, YEAR = 3, 6, 12
_APRIL = 4


@dataclass(frozen=True)
class Named:
    """`rest` is what follows. `typed` names the same report in a line, as people would."""

    shape: ReportShape
    period: Period
    rest: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Quarterly Report, April to June 2020."""
        return f"{self.shape.title}, {self.period.words}"

    @property
    def typed(self) -> str:
        return f"{self.shape.key} {typed_period(self.period)}"

    @property
    def file_name(self) -> str:
        return file_name(self.shape.key, self.period)

    @property
    def days(self) -> reports.Dated:
        return self.period.start, self.period.end


def named(request: Request, session: Session, words: Sequence[str]) -> Named:
    """DeskError where the desk has no report, or none of that name."""
    former = former_shapes(request.desk, session)
    shapes = former | {shape.key: shape for shape in request.desk.reports}
    if not shapes:
        raise DeskError(
            "desk.toml names no report. Give it a section [[reports]] with a title, a template and a committee."
        )
    shape, period, rest = None, None, tuple(words)
    for _ in range(2):  # in either order
        if shape is None and rest and (shape := shapes.get(rest[0].lower())):
            rest = rest[1:]
        if period is None:
            period, rest = leading_period(rest, request)
    if shape is None or period is None:
        shape, period = under_way(request, session, shape, period)
    found = Named(shape, period, rest)
    if shape.key in former and not is_signed(session, found):
        raise DeskError(f"desk.toml has no report {shape.key} any more, and that of {period.words} was never signed.")
    return found


def former_shapes(desk: Desk, session: Session) -> dict[str, ReportShape]:
    """Of reports that were signed and are no longer in desk.toml: what was frozen is still shown."""
    signed = reports.standing(session, "signed", "published")
    newest = {one.shape: one for one in reversed(signed) if shape_called(desk, one.shape) is None}
    return {key: shape_of(session, report) for key, report in newest.items()}


def shape_of(session: Session, report: Report) -> ReportShape:
    """As its document has it."""
    version = reports.versions(session, report.id)[-1]
    document = DOCUMENT.validate_json(version.document)
    committee = dict(document.facts).get(TO, "")
    return ReportShape(key=report.shape, title=document.title, template="", committee=committee)


def is_signed(session: Session, found: Named) -> bool:
    report = reports.of_period(session, found.shape.key, found.days)
    return report is not None and report.state != "draft"


def leading_period(words: tuple[str, ...], request: Request) -> tuple[Period | None, tuple[str, ...]]:
    """The longest run of words at the beginning that reads as a period, perhaps behind "year", and what is left."""
    for length in range(min(len(words), LONGEST_PERIOD), 0, -1):
        period, others = find_period(words[:length], today(request))
        if period and not others:
            return period, words[length:]
    if words and words[0].lower() == "year":
        period, others = leading_period(words[1:], request)
        return period, others if period else words
    return None, words


def under_way(
    request: Request, session: Session, shape: ReportShape | None, period: Period | None
) -> tuple[ReportShape, Period]:
    """What was not named: of the newest report that is not published, or the desk's first shape and last quarter."""
    if shape and shape_called(request.desk, shape.key) is None:
        (newest, *_) = (one for one in reports.standing(session, "signed", "published") if one.shape == shape.key)
        return shape, period or Period(newest.start_on, newest.end_on)
    for report in reports.standing(session, "draft", "signed"):
        own = shape_called(request.desk, report.shape)
        days = Period(report.start_on, report.end_on)
        if own and shape in (None, own) and period in (None, days):
            return own, days
    return shape or first_shape(request.desk), period or parse_period("last quarter", today(request))


def first_shape(desk: Desk) -> ReportShape:
    """DeskError where desk.toml names none."""
    if not desk.reports:
        raise DeskError("desk.toml names no report any more. Name the one that was signed.")
    return desk.reports[0]


def shape_called(desk: Desk, key: str) -> ReportShape | None:
    return next((shape for shape in desk.reports if shape.key == key), None)


def nothing_more(request: Request, found: Named) -> None:
    """DeskError where words are left over that are neither shape nor period."""
    if found.rest:
        verbs = [verb.name for verb in request.commands[request.command].verbs]
        known = [*(shape.key for shape in request.desk.reports), *verbs]
        raise DeskError(did_you_mean("report", found.rest[0], known))


def file_name(shape: str, period: Period) -> str:
    """joint-h1-2020-21."""
    return f"{shape} {typed_period(period)}".replace(" ", "-")


def typed_period(period: Period) -> str:
    """q2 2020-21, h1 2020-21, 2020-21, or its words where it is none of these."""
    months = period.months()
    year, first = months[0] // 100, (months[0] % 100 - _APRIL) % YEAR
    year -= months[0] % 100 < _APRIL
    span, is_whole = len(months), period.is_whole_months
    words = f"{year}-{(year + 1) % 100:02d}"
    if is_whole and span == YEAR and first == 0:
        return words
    for letter, length in (("q", QUARTER), ("h", HALF)):
        if is_whole and span == length and first % length == 0:
            return f"{letter}{first // length + 1} {words}"
    return period.words.lower()
