"""Why a signed figure changed: the records that were written since and moved it, by what it is counted from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.desk import Desk
from bot.kpi.gather import in_days, partners_of
from bot.kpi.splits import UNNAMED
from bot.report.deeds import Since
from core.facts import Kpi
from core.periods import Period
from core.records import REGISTERS
from core.report.counted import NOTHING, Pair, Sought, less
from core.report.keyed import Key, read_key
from core.report.moved import Moved, Part, why
from core.report.stated import Stated
from core.sources import Downtimes, Durations, Plan, Reviews, Rows, Where
from core.tickets import LEVELS, OUTAGES
from storage.models import BUDGET

BUDGETED = frozenset({"budget", "variations", "cost"})
OF_PLAN = ("measure", "reading", "case")
OF_OTHERS = {"staffing": "post", "savings": "saving"}
BOOKS = tuple(name for name in BUDGET if name not in {"budget_printed", "budget_reason"})  # those say something of it
ENDED = "ended"  # calls that did, which is no KPI
LATE = {"late", "overdue"}
AGE = "age"
ALL_LEVELS = frozenset(level for levels in LEVELS.values() for level in levels)


@dataclass(frozen=True)
class Asking:
    """Why figures of a report on a period are not what they were, for a desk that knows these KPIs."""

    desk: Desk
    period: Period
    kpis: Mapping[str, Kpi]
    since: Since

    def whys(self, before: Iterable[Stated], now: Iterable[Stated], keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """By the key of the figure, a sentence for each change of a record that moved it."""
        old, new = ({one.key: (one.n, one.d) for one in stated} for stated in (before, now))
        return {key: self.why(key, less(new.get(key, NOTHING), old.get(key, NOTHING))) for key in keys}

    def why(self, typed: str, change: Pair) -> tuple[str, ...]:
        key = read_key(typed, self.period)
        kpi = self.kpis.get(key.subject)
        parts = parts_of(key, kpi, self.desk, self.since) if kpi else parts_without(key)
        is_of_tickets = isinstance(kpi.where, Where) if kpi else key.subject == ENDED
        moved = Moved(change, parts, is_of_tickets and key.is_one_way)
        return why(moved, self.since.histories, self.since.imported)


def parts_without(key: Key) -> Mapping[str, Part]:
    """Of what is no KPI: calls that ended, the budget, the records of a register."""
    if key.subject == ENDED:
        return {"ticket": tickets(Sought("ended", *ends(key.period)))}
    if key.subject in BUDGETED:
        return dict.fromkeys(BOOKS, as_it_is)
    own = OF_OTHERS.get(key.subject) or next((name for name in REGISTERS if key.subject.rstrip("s") == name), None)
    return {own: as_it_is} if own else {}


def parts_of(key: Key, kpi: Kpi, desk: Desk, since: Since) -> Mapping[str, Part]:
    """By table; what people entered of a KPI is in its figures too."""
    by_hand = {"figure": entered(key, desk)}
    match kpi.where:
        case Where():
            return {"ticket": compared(key, kpi.where, desk), **by_hand}
        case Durations(where):
            return {"ticket": tickets(replace(of_key(key, where, desk), is_timed=True)), **by_hand}
        case Rows():
            return {kpi.where.register: rows(key, kpi.where, desk, levels_of(kpi.where, since)), **by_hand}
        case Downtimes() | Reviews():
            return of_outages(key, kpi.where)
        case Plan(number):
            return dict.fromkeys(OF_PLAN, measured(number))
    return dict.fromkeys(BOOKS, as_it_is)


def of_outages(key: Key, where: Downtimes | Reviews) -> Mapping[str, Part]:
    own = Sought("ended", *ends(key.period), levels=OUTAGES)
    if isinstance(where, Reviews):
        return {"ticket": tickets(own), "review": as_it_is}
    return {"ticket": tickets(replace(own, by="open", is_timed=True))}


def as_it_is(values: object) -> object:
    """Whatever changed of it."""
    return values


def ends(period: Period) -> tuple[int, int]:
    return period.months()[0], period.months()[-1]


def tickets(sought: Sought) -> Part:
    return lambda state: sought.part(state and state.counted)


def compared(key: Key, where: Where, desk: Desk) -> Part:
    """What it counts for in the period, less what it counts for in that which the period is compared with."""
    own = tickets(of_key(key, where, desk))
    if "net" in key.marks:
        opened, left = (tickets(Sought(by, *ends(key.period))) for by in ("opened", "ended"))
        return lambda state: less(opened(state), left(state))
    if key.then is None:
        return own
    then = tickets(of_key(replace(key, period=key.then), where, desk))
    return lambda state: less(own(state), then(state))


def of_key(key: Key, where: Where, desk: Desk) -> Sought:
    level, kind = key.one_of(ALL_LEVELS), key.one_of(where.kinds)
    sought = Sought(
        where.source,
        *ends(key.period),
        (kind,) if kind else where.kinds,
        (level,) if level else where.levels,
        partner_of(key, desk),
        hits=where.hits or "",
    )
    if LATE & {*key.marks}:
        return replace(sought, by="outstanding", late=True, hits="")
    return replace(sought, age=next((int(mark.removeprefix(AGE)) for mark in key.marks if is_age(mark)), None))


def is_age(mark: str) -> bool:
    return mark.startswith(AGE) and mark.removeprefix(AGE).isdigit()


def partner_of(key: Key, desk: Desk) -> str | None:
    return "" if UNNAMED in key.marks else key.one_of([partner.key for partner in desk.partners])


def entered(key: Key, desk: Desk) -> Part:
    """Of the entered figures of a KPI those of the months and the partner."""
    first, last = ends(key.period)
    since = ends(key.then)[0] if key.then else first
    partner = partner_of(key, desk)

    def part(state: Any) -> Pair:  # noqa: ANN401 - a State, or None
        if state is None or state.values["kpi"] != key.subject or state.values["partner"] != partner:
            return NOTHING
        is_in = min(first, since) <= state.values["month"] <= last
        return (state.values["numerator"], state.values["denominator"] or 0) if is_in else NOTHING

    return part


def levels_of(where: Rows, since: Since) -> set[str]:
    """By which the figure is split: those that records had which were changed."""
    own = [step for one in since.histories if one.table == where.register for step in one.steps]
    states = [state for step in own for state in (step.before, step.after) if state]
    return {str(state.values.get(where.level)) for state in states}


def rows(key: Key, where: Rows, desk: Desk, levels: set[str]) -> Part:
    """What the KPI looks at in a record that is of the months; of a state, of all before their end."""
    partner, level = partner_of(key, desk), key.one_of(levels)
    start = date.min if where.is_level else (key.then or key.period).start

    def part(state: Any) -> Any:  # noqa: ANN401 - a State or None; and what is compared
        if state is None or (on := in_days(where, state.values, desk)[where.dated]) is None:
            return None
        is_theirs = not partner or partner in partners_of(state.values)
        is_theirs = is_theirs and level in {None, str(state.values.get(where.level))}
        looked_at = [state.values.get(column) for column in (*where.columns, where.weight, "partner")]
        return looked_at if is_theirs and min(start, key.period.start) <= on < key.period.end else None

    return part


def measured(number: int) -> Part:
    """Of one measure of the plan."""

    def part(state: Any) -> Any:  # noqa: ANN401 - a State or None; and what is compared
        is_own = state and number in {state.values.get("measure_id"), state.number if state.table == "measure" else 0}
        return state if is_own else None

    return part
