"""From facts and a KPI to a figure, the same way for commands, jobs and reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from bot.kpi.gather import Asked, asked, gather
from bot.kpi.plan import late_cases
from bot.kpi.recorded import View, is_counted, is_recorded, uncounted
from core.entered import Entered, Known, as_counted, is_of, whole_of
from core.errors import DeskError
from core.facts import Counts, Facts, Figure, Kpi
from core.goals import Goal, Standing, standing
from core.periods import Period, month_period
from core.records import REGISTERS
from core.sources import Downtimes, Plan, Where
from storage import registers, tallies
from storage.registers import Wanted


@dataclass(frozen=True)
class Past:
    """A period to compare with, of which something is known; `entered`, where documents have it and nothing else."""

    period: Period
    facts: Facts
    figure: Figure
    entered: tuple[Entered, ...] = ()


@dataclass(frozen=True)
class Measured:
    """A KPI over a period, with the facts that it was counted from, and the same of the period and the year before.

    `late_open`, beside what is counted by its target: tickets still open at the end and past their deadline, because
    closing old ones lowers the share and hiding them flatters it. `entered` are figures of the period from documents.
    `months`: those of the period that have begun. `is_counted`: something was, be it nought; `is_recorded`: records
    were kept, though perhaps without a case of it. `uncounted`: months before the records, or only of documents.
    """

    kpi: Kpi
    period: Period
    partner: str | None
    levels: tuple[str, ...]
    goal: Goal
    facts: Facts
    figure: Figure
    past: Past | None
    year_ago: Past | None
    late_open: int | None
    entered: tuple[Entered, ...] = ()
    is_over: bool = True
    months: tuple[int, ...] = ()
    is_counted: bool = True
    is_recorded: bool = True
    uncounted: tuple[int, ...] = ()

    @property
    def target(self) -> float | None:
        """What the facts themselves set, or else the policy."""
        return self.goal.target if self.figure.goal is None else float(self.figure.goal)

    @property
    def earlier(self) -> Period | None:
        return self.past.period if self.past else None

    @property
    def before(self) -> Figure | None:
        return self.past.figure if self.past else None

    @property
    def entered_before(self) -> tuple[Entered, ...]:
        return self.past.entered if self.past else ()

    @property
    def unknown(self) -> tuple[int, ...]:
        """Months of which nothing was counted, and documents have nothing."""
        entered = months_of(self.entered)
        return tuple(month for month in self.uncounted if month not in entered)

    @property
    def parts(self) -> tuple[str, ...]:
        """The levels that the KPI is made of, where it is made of some."""
        return self.kpi.where.levels

    @property
    def standing(self) -> Standing:
        return standing(self.kpi, self.figure, self.goal)

    def by_month(self, partner: str | None = None, levels: Sequence[str] | None = None) -> list[Figure]:
        chosen = self.facts.only(partner=partner, levels=levels)
        return [self.kpi.measure(chosen.only(months=(month,))) for month in self.months]

    def since_recorded(self) -> "Measured":
        """From the month on in which its records begin."""
        known = tuple(month for month in self.months if month not in self.unknown)
        if len(known) == len(self.months):
            return self
        return replace(self, months=known, period=Period(month_period(known[0]).start, self.period.end))

    def was(self, partner: str | None = None, levels: Sequence[str] | None = None) -> int | None:
        """How many in the period before, of some partner and levels; None where that is not known."""
        if self.past is None:
            return None
        facts: Facts | None = self.past.facts.only(partner=partner, levels=levels)
        if self.past.entered:
            whose, of = partner or self.partner, levels or self.levels
            facts = whole_of(self.past.entered, self.past.period.months(), whose, of, self.parts)
        return None if facts is None else self.kpi.measure(facts).n

    def as_entered(self, months: Sequence[int] | None = None) -> Figure | None:
        """What was asked for, as documents have it, where they have all of it."""
        found = whole_of(self.entered, months or self.period.months(), self.partner, self.levels, self.parts)
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
    """Count and measure one; figures of a partner are those of every record that names it."""
    (one,) = measure_all(session, desk, (kpi,), period, now, partner, levels)
    return one


def measure_all(
    session: Session,
    desk: Desk,
    kpis: Iterable[Kpi],
    period: Period,
    now: datetime,
    partner: str | None = None,
    levels: tuple[str, ...] = (),
    *,
    is_brief: bool = False,
) -> list[Measured]:
    """Several over one period, their facts and those to compare with gathered together.

    `is_brief`: of states only that at the period's end, not at each month's.
    """
    refuse_part_months(period, desk, now)
    kpis = list(kpis)
    others = (period.previous(), period.year_before()) if period.is_whole_months else ()
    months = [month for each in (period, *others) for month in each.months()]
    over = asked(desk, now, period, *others)
    ends = over.only((over_of(over, period).months if not is_brief else ()) + last_months(over, period, *others))
    states = [kpi for kpi in kpis if kpi.is_level]
    facts = gather(session, [kpi for kpi in kpis if not kpi.is_level], over) | gather(session, states, ends)
    view = View(session, over, period, others, partner, levels)
    entered = figures_of(session, kpis, months)
    return [measured(view, kpi, facts[kpi.name], entered[kpi.name]) for kpi in kpis]


def over_of(over: Asked, period: Period) -> Asked:
    return over.only(period.months())


def last_months(over: Asked, *periods: Period) -> tuple[int, ...]:
    return tuple(over_of(over, period).months[-1] for period in periods if over_of(over, period).months)


def months_of(entered: Iterable[Entered]) -> list[int]:
    return sorted({one.month for one in entered})


def measured(view: View, kpi: Kpi, facts: Facts, entered: Sequence[Entered]) -> Measured:
    own = view.of(facts, view.period)
    is_known = is_counted(view, kpi, own)
    own = own if is_known or not isinstance(kpi.where, Downtimes) else Counts((), own.months)
    here = [one for one in of(entered, view) if one.month in view.period.months()]
    past, year_ago = (past_of(view, kpi, each, facts, entered) for each in view.others or (None, None))
    desk, last = view.over.desk, view.period.end - timedelta(days=1)
    return Measured(
        kpi,
        view.period,
        view.partner,
        view.levels,
        desk.goal(kpi, last, view.partner),
        own,
        kpi.measure(own),
        past,
        year_ago,
        late_open(view, kpi),
        tuple(here),
        # A period of part months says until when.
        is_over=view.period.end <= view.over.today or not view.period.is_whole_months,
        months=own.months,
        is_counted=is_known,
        is_recorded=is_known or is_recorded(view, kpi, own),
        uncounted=uncounted(view, kpi, own, months_of(here)),
    )


def was_counted(session: Session, desk: Desk, now: datetime, one: Measured, month: int) -> bool:
    """Whether anything was, be it nought, in one of its months."""
    view = View(session, asked(desk, now, one.period), one.period, (), one.partner, one.levels)
    return is_counted(view, one.kpi, one.facts.only(months=(month,)))


def of(entered: Iterable[Entered], view: View) -> list[Entered]:
    """Those of the partner and the levels that are looked at."""
    return [one for one in entered if is_of(one, view.partner, view.levels)]


def past_of(view: View, kpi: Kpi, period: Period | None, facts: Facts, entered: Sequence[Entered]) -> Past | None:
    """What was counted, or else figures of every month; nothing of a number of which only some months are counted."""
    if period is None:
        return None
    own, here = view.of(facts, period), tuple(one for one in entered if one.month in period.months())
    if is_counted(view, kpi, own):
        is_number = kpi.unit == "count" and not kpi.is_level
        is_part = is_number and uncounted(view, kpi, own, months_of(of(here, view)))
        return None if is_part else Past(period, own, kpi.measure(own))
    found = whole_of(here, period.months(), view.partner, view.levels, kpi.where.levels)
    return None if found is None else Past(period, found, kpi.measure(found), here)


def late_open(view: View, kpi: Kpi) -> int | None:
    """At the period's end, or now."""
    if isinstance(kpi.where, Plan):
        last = min(view.period.end - timedelta(days=1), view.over.today)
        return late_cases(view.session, kpi.where, view.over.desk.calendar, last)
    if not isinstance(kpi.where, Where) or kpi.where.hits != "met_target":
        return None
    open_ones = Where("outstanding", kpi.where.kinds, kpi.where.levels)
    ends = view.over.only(last_months(view.over, view.period)).ends
    return tallies.count(view.session, [open_ones], ends)[open_ones].only(None, view.partner, view.levels or None).n


def figures_of(session: Session, kpis: Iterable[Kpi], months: Sequence[int]) -> dict[str, list[Entered]]:
    """By KPI, what was entered for these months, the oldest first."""
    register, found = REGISTERS["figure"], {kpi.name: list[Entered]() for kpi in kpis}
    by_name = {kpi.name: kpi for kpi in kpis}
    wanted = Wanted(dated="month", since=min(months), until=max(months) + 1)
    for r in reversed(registers.found(session, register.name, wanted)):
        if kpi := by_name.get(r.kpi):
            counts = as_counted(kpi, r.numerator, r.denominator)
            found[r.kpi].append(Entered(register.reference(r.id), r.month, r.partner, r.level, *counts, r.source))
    return found


def known_months(session: Session, desk: Desk, one: Measured, span: Period, now: datetime) -> dict[int, Known]:
    """Of what was asked for, how many in each month of a span: counted where anything was, or else entered."""
    every = gather(session, [one.kpi], asked(desk, now, span))[one.kpi.name]
    counted = every.only(None, one.partner, one.levels or None)
    found = {month: Known(month, one.kpi.measure(counted.only((month,))).n) for month in {r.month for r in every.rows}}
    entered = figures_of(session, [one.kpi], span.months())[one.kpi.name]
    for month in set(span.months()) - set(found):
        if past := whole_of(entered, (month,), one.partner, one.levels, one.parts):
            found[month] = Known(month, one.kpi.measure(past).n, is_entered=True)
    return found


def refuse_part_months(period: Period, desk: Desk, now: datetime) -> None:
    """Facts are kept by month. A period may end today, because nothing lies after today."""
    today = desk.calendar.local(now).date()
    if period.start > today:
        raise DeskError(f"{period.words} has not begun yet. Ask for months that have, such as last quarter.")
    is_whole = period.start.day == 1 and (period.end.day == 1 or period.end == today + timedelta(days=1))
    if not is_whole:
        raise DeskError("KPIs are counted by whole months. Ask for months, quarters or years, such as q2 2020-21.")
