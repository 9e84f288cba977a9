"""From facts and a KPI to a figure, the same way for commands, jobs and reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from core.errors import DeskError
from core.facts import Counts, Figure, Kpi, Where
from core.periods import Period, month_period
from core.zones import to_utc
from storage import tallies
from storage.models import Ticket


@dataclass(frozen=True)
class Measured:
    """A KPI over a period, with the facts that it was counted from and the same for the period before.

    `late_open`, beside what is counted by its target: tickets still open at the end and past their deadline, because
    closing old ones lowers the share and hiding them flatters it.
    """

    kpi: Kpi
    period: Period
    partner: str | None
    levels: tuple[str, ...]
    target: float | None
    facts: Counts
    figure: Figure
    earlier: Period | None
    facts_before: Counts
    before: Figure | None
    late_open: int | None

    def by_month(self, partner: str | None = None, levels: Sequence[str] | None = None) -> list[Figure]:
        chosen = self.facts.only(partner=partner, levels=levels)
        return [self.kpi.measure(chosen.only(months=(month,))) for month in self.period.months()]


def measure(
    session: Session,
    desk: Desk,
    kpi: Kpi,
    period: Period,
    now: datetime,
    partner: str | None = None,
    levels: tuple[str, ...] = (),
) -> Measured:
    """Count and measure; figures of a partner are those of every ticket that names it."""
    refuse_part_months(period, desk, now)
    earlier = comparable(session, period)
    facts = tallies.count(session, kpi.where, month_ends(desk, period, now)).only(None, partner, levels or None)
    past = Counts()
    if earlier is not None:
        past = tallies.count(session, kpi.where, month_ends(desk, earlier, now)).only(None, partner, levels or None)
    return Measured(
        kpi,
        period,
        partner,
        levels,
        desk.kpi_target(kpi.name, period.end - timedelta(days=1), partner),
        facts,
        kpi.measure(facts),
        earlier,
        past,
        kpi.measure(past) if earlier is not None else None,
        late_open(session, kpi, month_ends(desk, period, now), partner, levels),
    )


def comparable(session: Session, period: Period) -> Period | None:
    """The period before, if it is one of whole months of which there are records."""
    earlier = period.previous() if period.is_whole_months else None
    return earlier if earlier and tallies.has_records(session, earlier.months()) else None


def late_open(
    session: Session, kpi: Kpi, ends: dict[int, datetime], partner: str | None, levels: tuple[str, ...]
) -> int | None:
    if kpi.where.hits != "met_target":
        return None
    open_ones = Where("outstanding", kinds=kpi.where.kinds, levels=kpi.where.levels)
    last = max(ends)
    return tallies.count(session, open_ones, {last: ends[last]}).only(None, partner, levels or None).n


def records(
    session: Session, desk: Desk, measured: Measured, now: datetime, limit: int | None = None
) -> Sequence[Ticket]:
    """The tickets behind a figure, by the very WHERE that counted them."""
    ends = month_ends(desk, measured.period, now)
    return tallies.records(session, measured.kpi.where, ends, measured.partner, measured.levels, limit)


def month_ends(desk: Desk, period: Period, now: datetime) -> dict[int, datetime]:
    """The UTC instant at which each local month ends; a month that is not over ends now."""
    return {month: min(midnight(desk, month_period(month).end), now) for month in period.months()}


def midnight(desk: Desk, day: date) -> datetime:
    return to_utc(datetime(day.year, day.month, day.day), desk.zone)[0]  # noqa: DTZ001 - local, made UTC here


def refuse_part_months(period: Period, desk: Desk, now: datetime) -> None:
    """Facts are kept by month. A period may end today, because nothing lies after today."""
    today = desk.calendar.local(now).date()
    is_whole = period.start.day == 1 and (period.end.day == 1 or period.end == today + timedelta(days=1))
    if not is_whole:
        raise DeskError("KPIs are counted by whole months. Ask for months, quarters or years, such as q2 2020-21.")
