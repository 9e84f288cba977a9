"""From facts and a KPI to a figure, the same way for commands, jobs and reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from core.entered import Entered, Known, is_of, whole_of
from core.errors import DeskError
from core.facts import Counts, Figure, Kpi, Where
from core.periods import Period, month_of, month_period
from core.records import REGISTERS
from core.zones import to_utc
from storage import registers, tallies
from storage.models import Ticket
from storage.registers import Wanted


@dataclass(frozen=True)
class Measured:
    """A KPI over a period, with the facts that it was counted from and the same for the period before.

    `late_open`, beside what is counted by its target: tickets still open at the end and past their deadline, because
    closing old ones lowers the share and hiding them flatters it. `entered` are figures of the period from documents;
    `entered_before` those of the period before, where nothing was counted in it. `months`: those of the period that
    have begun. `is_counted`: something was, be it nought; `uncounted`: months of which only documents have a figure.
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
    entered: tuple[Entered, ...] = ()
    entered_before: tuple[Entered, ...] = ()
    is_over: bool = True
    months: tuple[int, ...] = ()
    is_counted: bool = True
    uncounted: tuple[int, ...] = ()

    def by_month(self, partner: str | None = None, levels: Sequence[str] | None = None) -> list[Figure]:
        chosen = self.facts.only(partner=partner, levels=levels)
        return [self.kpi.measure(chosen.only(months=(month,))) for month in self.months]

    def was(self, partner: str | None = None, levels: Sequence[str] | None = None) -> int | None:
        """How many in the period before, of some partner and levels; None where that is not known."""
        if self.earlier is None or self.before is None:
            return None
        past: Counts | None = self.facts_before.only(partner=partner, levels=levels)
        if self.entered_before:
            whose, of = partner or self.partner, levels or self.levels
            past = whole_of(self.entered_before, self.earlier.months(), whose, of, self.kpi.where.levels)
        return None if past is None else self.kpi.measure(past).n

    def as_entered(self, months: Sequence[int] | None = None) -> Figure | None:
        """What was asked for, as documents have it, where they have all of it."""
        found = whole_of(self.entered, months or self.period.months(), self.partner, self.levels, self.kpi.where.levels)
        return None if found is None else self.kpi.measure(found)


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
    facts = tallies.count(session, kpi.where, month_ends(desk, period, now)).only(None, partner, levels or None)
    earlier, past, entered_before = before(session, desk, kpi, period, now, partner, levels)
    entered = [one for one in figures_of(session, kpi, period.months()) if is_of(one, partner, levels)]
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
        tuple(entered),
        entered_before,
        months=tuple(month_ends(desk, period, now)),
        is_counted=is_counted(session, kpi, facts, period.months()),
        uncounted=tuple(m for m in months_of(entered) if not is_counted(session, kpi, facts, (m,))),
        is_over=period.end <= desk.calendar.local(now).date() or not period.is_whole_months,  # or it says until when
    )


def months_of(entered: Iterable[Entered]) -> list[int]:
    return sorted({one.month for one in entered})


def is_counted(session: Session, kpi: Kpi, facts: Counts, months: tuple[int, ...]) -> bool:
    """A share is of cases that there were; a count is nought as soon as anything was recorded at all."""
    if kpi.unit == "share":
        return kpi.measure(facts.only(months=months)).d > 0
    return tallies.has_records(session, months)


def before(
    session: Session,
    desk: Desk,
    kpi: Kpi,
    period: Period,
    now: datetime,
    partner: str | None,
    levels: tuple[str, ...],
) -> tuple[Period | None, Counts, tuple[Entered, ...]]:
    """The period before, if it is one of whole months of which there are records, or else figures of every month."""
    earlier = period.previous() if period.is_whole_months else None
    if earlier is None:
        return None, Counts(), ()
    if tallies.has_records(session, earlier.months()):
        counts = tallies.count(session, kpi.where, month_ends(desk, earlier, now))
        return earlier, counts.only(None, partner, levels or None), ()
    entered = figures_of(session, kpi, earlier.months())
    past = whole_of(entered, earlier.months(), partner, levels, kpi.where.levels)
    return (None, Counts(), ()) if past is None else (earlier, past, tuple(entered))


def figures_of(session: Session, kpi: Kpi, months: Sequence[int]) -> list[Entered]:
    """What was entered for a KPI in these months, the oldest first."""
    register = REGISTERS["figure"]
    wanted = Wanted({"kpi": kpi.name}, dated="month", since=months[0], until=months[-1] + 1)
    rows = reversed(registers.found(session, register.name, wanted))
    return [
        Entered(register.reference(r.id), r.month, r.partner, r.level, r.numerator, r.denominator, r.source)
        for r in rows
    ]


def known_months(session: Session, desk: Desk, one: Measured, span: Period, now: datetime) -> dict[int, Known]:
    """Of what was asked for, how many in each month of a span: counted where anything was, or else entered."""
    every = tallies.count(session, one.kpi.where, month_ends(desk, span, now))
    counted = every.only(None, one.partner, one.levels or None)
    found = {month: Known(month, one.kpi.measure(counted.only((month,))).n) for month in {r.month for r in every.rows}}
    entered = figures_of(session, one.kpi, span.months())
    for month in set(span.months()) - set(found):
        if past := whole_of(entered, (month,), one.partner, one.levels, one.kpi.where.levels):
            found[month] = Known(month, one.kpi.measure(past).n, is_entered=True)
    return found


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
    """The UTC instant at which each local month that has begun ends; one that is not over ends now."""
    begun = month_of(desk.calendar.local(now).date())
    return {month: min(midnight(desk, month_period(month).end), now) for month in period.months() if month <= begun}


def midnight(desk: Desk, day: date) -> datetime:
    return to_utc(datetime(day.year, day.month, day.day), desk.zone)[0]  # noqa: DTZ001 - local, made UTC here


def refuse_part_months(period: Period, desk: Desk, now: datetime) -> None:
    """Facts are kept by month. A period may end today, because nothing lies after today."""
    today = desk.calendar.local(now).date()
    if period.start > today:
        raise DeskError(f"{period.words} has not begun yet. Ask for months that have, such as last quarter.")
    is_whole = period.start.day == 1 and (period.end.day == 1 or period.end == today + timedelta(days=1))
    if not is_whole:
        raise DeskError("KPIs are counted by whole months. Ask for months, quarters or years, such as q2 2020-21.")
