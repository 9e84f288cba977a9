"""Cases of a measure of turnaround: how long each took, and how many were in time."""

from collections.abc import Sequence
from datetime import date

from core.calendar import day_words
from core.errors import DeskError
from core.facts import Figure
from core.numbers import grouped, plural, share_words
from core.records.fields import Today
from core.records.readings import TURNAROUND
from core.sentences import target_sentence
from core.sources import Values
from core.turnaround import Allowed, Case, Turnaround, days_late, due_on, tally, working_days

DAYS, WORKING_DAYS, MONTHS = ("day", "days"), ("working day", "working days"), ("month", "months")


def allowed_of(measure: Values) -> Allowed:
    return Allowed(measure["allowed_days"], measure["allowed_months"])


def allowed_words(allowed: Allowed) -> str:
    """5 working days, or 1 month."""
    return plural(allowed.months or 0, MONTHS) if allowed.days is None else plural(allowed.days, WORKING_DAYS)


def suits_turnaround(measure: Values, _values: Values) -> None:
    if measure["kind"] != TURNAROUND:
        raise DeskError(f"Cases are kept of a {TURNAROUND}; this measure is one of {measure['kind']}.", "measure")


def took(measure: Values, values: Values, today: Today) -> str:
    """Took 4 working days of 5. / Took 7 working days of 5: 2 working days late."""
    began, ended, allowed = values["began_on"], values["ended_on"], allowed_of(measure)
    late = days_late(began, ended or today.on, allowed, today.calendar)
    by = day_words(due_on(began, allowed, today.calendar))
    if allowed.days is not None and ended is not None:
        so_long = plural(working_days(began, ended, today.calendar), WORKING_DAYS)
        return f"Took {so_long} of {allowed.days}{f': {late_words(late, allowed)}' if late else ''}."
    how = f"Done on {day_words(ended)}" if ended else "Still open"
    if late:
        return f"{how}, {late_words(late, allowed)}: it was due by {by}."
    return f"{how}, in time: it was due by {by}." if ended else f"{how}, due by {by}."


def late_words(late: int, allowed: Allowed) -> str:
    return f"{plural(late, DAYS if allowed.days is None else WORKING_DAYS)} late"


def together(measure: Values, cases: Sequence[Values], today: Today) -> tuple[str, ...]:
    """What all cases of a measure come to, up to today."""
    found = tally(map(case_of, cases), allowed_of(measure), today.calendar, date.min, today.on)
    return in_time_words(measure, found), open_words(found)


def case_of(values: Values) -> Case:
    return Case(values["began_on"], values["ended_on"])


def in_time_words(measure: Values, found: Turnaround) -> str:
    """Within 5 working days: 69.5% (66 of 95). Target 75%: met."""
    figure = Figure(found.n, found.d, found.n / found.d if found.d else None)
    target = measure["target"]
    share = share_words(found.n, found.d, target)
    return f"Within {allowed_words(allowed_of(measure))}: {share}. {target_sentence(figure, target)}"


def open_words(found: Turnaround) -> str:
    """Beside it, because what is ended late lowers the share, and what is left open does not."""
    late = f"{grouped(found.still_open)}, of which late: {grouped(found.late)}" if found.still_open else "none"
    return f"Still open: {late}."
