"""What a report is written from: its period, its shape, and every figure that a piece may ask for, measured once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.desk_reports import ReportShape
from bot.kpi.known import known
from bot.kpi.measured import Measured, measure
from core.facts import Kpi
from core.periods import Period, month_period

Audience = Literal["internal", "public"]
Asked = tuple[str, Period, str | None, tuple[str, ...]]


@dataclass(frozen=True)
class Context:
    """`spoken`: by key of the question, what people said to it: (words, whose)."""

    request: Request
    session: Session
    period: Period
    shape: ReportShape
    audience: Audience = "internal"
    spoken: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    _measured: dict[Asked, Measured] = field(default_factory=dict, repr=False)

    @property
    def desk(self) -> Desk:
        return self.request.desk

    @property
    def today(self) -> date:
        return self.desk.calendar.local(self.request.now).date()

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
        """The quarters of the period, the oldest first; the period itself where it is no whole quarters."""
        months = self.period.months()
        if len(months) % 3:
            return [self.period]
        each = (months[at : at + 3] for at in range(0, len(months), 3))
        return [Period(month_period(first).start, month_period(last).end) for first, _, last in each]

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        return known(self.request, self.session)

    def kpi(
        self, name: str, period: Period | None = None, partner: str | None = None, levels: tuple[str, ...] = ()
    ) -> Measured:
        """Of the report's period, where no other is given."""
        asked = (name, period or self.period, partner, levels)
        if asked not in self._measured:
            over = (asked[1], self.request.now, partner, levels)
            self._measured[asked] = measure(self.session, self.desk, self.kpis[name], *over)
        return self._measured[asked]
