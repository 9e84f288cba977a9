"""Whether anything was counted of a KPI in a period, be it nought, and whether records were kept at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from sqlmodel import Session

from bot.kpi.gather import Asked, ever
from core.facts import Facts, Kpi
from core.periods import Period
from core.sources import Books, Downtimes, Durations, Plan, Reviews, Rows, Where
from storage import registers, tallies

ELEVEN_MONTHS = 99  # from yyyymm: 202003 to 201904, and of a December to before its own January


@dataclass(frozen=True)
class View:
    """What is looked at: a period, those to compare it with, of one partner and some levels or of all."""

    session: Session
    over: Asked
    period: Period
    others: Sequence[Period]
    partner: str | None
    levels: tuple[str, ...]

    def of(self, facts: Facts, period: Period) -> Facts:
        months = [month for month in facts.months if month in period.months()]
        return facts.only(months, self.partner, self.levels or None)


def is_counted(view: View, kpi: Kpi, facts: Facts) -> bool:
    """A share is of cases that there were; a count is nought as soon as anything was recorded at all.

    Of a state that holds at the last month's end, whatever was asked for before it.
    """
    if isinstance(kpi.where, Downtimes):
        return is_kept(view, facts)  # where nothing is recorded, nothing is known to be up
    facts = facts.only(months=facts.months[-1:]) if kpi.is_level else facts
    if facts.d:
        return True
    if kpi.is_share or kpi.is_mean or not facts.months:
        return False
    return isinstance(kpi.where, Where | Rows) and is_recorded(view, kpi, facts)


def is_recorded(view: View, kpi: Kpi, facts: Facts) -> bool:
    """Whether there were records by then, whatever they say of the KPI. A measure of the plan has its readings."""
    match kpi.where:
        case Rows():
            until = ever(kpi.where, view.over.only(facts.months))
            return bool(facts.months) and registers.how_many(view.session, kpi.where.register, until) > 0
        case Where() | Durations() | Downtimes() | Reviews():
            return is_kept(view, facts)
        case Books():
            return facts.d > 0
        case Plan():
            return True


def is_kept(view: View, facts: Facts) -> bool:
    """Whether records were kept then: any ticket of these months, or of the twelve up to their end."""
    if not facts.months:
        return False
    first, last = facts.months[0], facts.months[-1]
    return tallies.has_records(view.session, (min(first, last - ELEVEN_MONTHS), last))


def uncounted(view: View, kpi: Kpi, facts: Facts, entered: Sequence[int]) -> tuple[int, ...]:
    """Months of documents; and of what is a nought without a case, those before anything was recorded."""
    has_noughts = isinstance(kpi.where, Where | Rows) and not (kpi.is_share or kpi.is_mean)

    def is_empty(month: int) -> bool:
        return not is_counted(view, kpi, facts.only(months=(month,)))

    def is_before(month: int) -> bool:
        return is_empty(month) and not is_kept(view, facts.only(months=(month,)))

    before = takewhile(is_before, facts.months) if has_noughts else ()
    return tuple(sorted({*before, *filter(is_empty, entered)}))
