"""What a report is written from: its period, its shape, and every figure that a piece may ask for, measured once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.desk_reports import ReportShape
from bot.kpi.known import known
from bot.kpi.measured import Measured, measure, measure_all
from bot.kpi.restricted import restricted_names
from bot.report.content.disclosure import Disclosure
from core.facts import Kpi
from core.periods import Period, month_period
from core.report.restated import Restatement
from storage import registers, reports
from storage.models.accounts import Commentary
from storage.registers import Wanted

Audience = Literal["internal", "public"]
Asked = tuple[str, Period, str | None, tuple[str, ...]]


@dataclass(frozen=True)
class Context:
    """`spoken`: by key of the question, what people said to it: (words, whose). `due`: by key of what is lacking, the
    day by which it was asked for. `is_recount`: a signed report is counted again to see what has changed, so that
    nothing of others is restated in it.
    """

    request: Request
    session: Session
    period: Period
    shape: ReportShape
    audience: Audience = "internal"
    spoken: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    is_recount: bool = False
    recounted: dict[int, list[Restatement]] = field(
        default_factory=dict, repr=False
    )  # by signed report, for both copies
    _measured: dict[Asked, Measured] = field(default_factory=dict, repr=False)

    @property
    def desk(self) -> Desk:
        return self.request.desk

    @property
    def today(self) -> date:
        return self.desk.calendar.local(self.request.now).date()

    @property
    def author(self) -> str:
        """The key of the first, who is asked what nobody else answers for; "" where none is named."""
        return next(iter(self.shape.authors), "")

    def key_of(self, name: str) -> str:
        """Of a person's name, "" where it is nobody's."""
        return next((person.key for person in self.desk.people if person.name == name), "")

    @property
    def is_public(self) -> bool:
        return self.audience == "public"

    @property
    def has_begun(self) -> bool:
        """A plan is written before its year, of which nothing can be measured yet."""
        return self.period.start <= self.today

    @property
    def following(self) -> Period:
        """As long as the period, and just after it."""
        end, months = self.period.end, len(self.period.months())
        if not self.period.is_whole_months:
            return Period(end, end + (end - self.period.start))
        year, month = divmod(end.year * 12 + end.month - 1 + months, 12)
        return Period(end, date(year, month + 1, 1))

    @property
    def quarters(self) -> list[Period]:
        """Those of the period that have begun, the oldest first, or all before any has; the period itself where it is
        no whole quarters.
        """
        months = self.period.months()
        if len(months) % 3:
            return [self.period]
        each = (months[at : at + 3] for at in range(0, len(months), 3))
        every = [Period(month_period(first).start, month_period(last).end) for first, _, last in each]
        return [quarter for quarter in every if quarter.start <= self.today] or every

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        return known(self.request, self.session)

    @cached_property
    def disclosure(self) -> Disclosure:
        """Of small numbers, in the public copy: what one shape withholds no other of the desk tells."""
        least = max(each.suppress_below for each in (self.shape, *self.desk.reports)) if self.is_public else 0
        out = reports.standing(self.session, "signed", "published") if least else []
        partners = tuple(partner.key for partner in self.desk.partners)
        return Disclosure(partners, least, tuple(Period(one.start_on, one.end_on) for one in out))

    @cached_property
    def commentary(self) -> Sequence[Commentary]:
        """The oldest first."""
        return registers.found(self.session, "commentary", Wanted())[::-1]

    def quotes(self, about: str) -> bool:
        """Whether words of people about it may stand here: not in public about what is restricted."""
        return not (self.is_public and about in restricted_names())

    def said_to(self, key: str) -> tuple[str, str] | None:
        """What was said to a question, and whose words it is."""
        return self.spoken.get(key) if self.quotes(key.removeprefix("action/")) else None

    def measured(self, kpis: Iterable[Kpi], period: Period | None = None) -> list[Measured]:
        found = measure_all(self.session, self.desk, kpis, period or self.period, self.request.now)
        return [self.disclosure.of(one) for one in found]

    def kpi(
        self, name: str, period: Period | None = None, partner: str | None = None, levels: tuple[str, ...] = ()
    ) -> Measured:
        """Of the report's period, where no other is given; of what is restricted what may be told in this copy."""
        return self.disclosure.of(self.in_full(name, period, partner, levels))

    def in_full(
        self, name: str, period: Period | None = None, partner: str | None = None, levels: tuple[str, ...] = ()
    ) -> Measured:
        """For a piece that shows it by way of `disclosure`."""
        asked = (name, period or self.period, partner, levels)
        if asked not in self._measured:
            over = (asked[1], self.request.now, partner, levels)
            self._measured[asked] = measure(self.session, self.desk, self.kpis[name], *over)
        return self._measured[asked]
