"""How one report stands: its row, what was asked and said, who signed, and the day of its committee."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.command import Request
from bot.report.naming import Named
from core.errors import DeskError
from core.periods import Period, find_period, parse_period
from core.records.governance import OBLIGATION
from core.report.states import refuse
from core.report.workflow import Asked, awaited, unsigned
from storage import people, registers, reports
from storage.database import take_turn
from storage.models import Report, ReportQuestion, ReportReturn, ReportSignature, ReportWords
from storage.models.governance import Obligation
from storage.registers import Wanted

COMMITTEE = "committee report"  # of the kinds of obligations


@dataclass(frozen=True)
class Standing:
    """`report` is None before the first draft. `names` are of people, by id."""

    named: Named
    report: Report | None
    words: tuple[ReportWords, ...]
    questions: tuple[ReportQuestion, ...]
    signatures: tuple[ReportSignature, ...]
    returns: tuple[ReportReturn, ...]
    meets_on: date | None
    names: dict[int, str]

    @property
    def state(self) -> str:
        return self.report.state if self.report else "draft"

    @property
    def spoken(self) -> dict[str, tuple[str, str]]:
        return {one.key: (one.text, one.whose) for one in self.words}

    @property
    def due(self) -> dict[str, date]:
        """By the key of what is lacking, until when it was asked for."""
        return {one.key: one.by_on for one in self.questions}

    @property
    def unsigned(self) -> list[str]:
        return unsigned(self.named.shape.signs, {one.role for one in self.signatures})

    @property
    def awaited(self) -> list[str]:
        return awaited(self.named.shape.comments, {one.key for one in self.words})

    def asked(self, request: Request) -> dict[str, Asked]:
        """By the key of what is lacking."""
        local = request.desk.calendar.local
        return {one.key: Asked(self.names[one.person_id], local(one.asked_at).date()) for one in self.questions}


def standing(session: Session, named: Named) -> Standing:
    report = reports.of_period(session, named.shape.key, named.days)
    number = report.id if report else 0
    return Standing(
        named,
        report,
        tuple(reports.words(session, number)),
        tuple(reports.questions(session, number)),
        tuple(reports.signatures(session, number)),
        tuple(reports.returns(session, number)),
        meets_on(session, named, report),
        people.names(session),
    )


def drafted(session: Session, named: Named, deed: str) -> tuple[Report, Standing]:
    """For whoever changes it: one at a time. DeskError where there is no draft, or where it is too late for that."""
    take_turn(session, f"report {named.typed}")
    stands = standing(session, named)
    if stands.report is None:
        raise DeskError(f"There is no draft of it yet: /report draft {named.typed}")
    refuse(stands.state, deed)
    return stands.report, stands


def meets_on(session: Session, named: Named, report: Report | None) -> date | None:
    """As was said of this report, or as the forward plan has it."""
    if report and report.committee_on:
        return report.committee_on
    days = (one.due_on for one, period in planned(session) if period == named.period)
    return min(days, default=None)


def planned(session: Session) -> Iterator[tuple[Obligation, Period]]:
    """The committee reports of the forward plan that are not done, each with its period: the one that its title names,
    or else the last quarter before the meeting.
    """
    for one in registers.found(session, OBLIGATION.name, Wanted({"kind": COMMITTEE}, ("done_on",))):
        yield one, period_of(one)


def period_of(planned: Obligation) -> Period:
    try:
        period, _ = find_period(planned.title.split(), planned.due_on)
    except DeskError:  # such as "report 5 of 2020", whose words look like a period that cannot be
        period = None
    return period or parse_period("last quarter", planned.due_on)
