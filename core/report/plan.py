"""A service delivery plan in words: what is promised of a measure, whose it is, what it was, what the service costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.calendar import day_words
from core.money import in_pounds
from core.month_names import MONTHS
from core.numbers import plural, rounded
from core.records.cases import allowed_of, allowed_words
from core.records.readings import CERTIFICATE, DATE_MET, DIRECTIONS, SHARES, TURNAROUND
from core.sla import Target
from core.sources import Values

NOT_DUE, OTHER = "not due yet", "Other measures"
POST = ("post", "posts")


def promise(measure: Values) -> str:
    """90%, annually; at most 0, annually; by 30 June 2023; to be held; no target."""
    return ", ".join(filter(None, (target_words(measure), measure["timescale"])))


def target_words(measure: Values) -> str:
    kind, target = measure["kind"], measure["target"]
    if kind == CERTIFICATE:
        return "to be held"
    if kind == DATE_MET:
        return f"by {day_words(measure['due_on'])}" if measure["due_on"] else "to be met"
    if target is None:
        return "no target"
    limit = "at most " * (measure["direction"] == DIRECTIONS[1])
    within = f" within {allowed_words(allowed_of(measure))}" if kind == TURNAROUND else ""
    return f"{limit}{rounded(target):,}{'%' if kind in SHARES else ''}{within}"


def owners(measure: Values, person: str) -> str:
    """Post and co-owners; the person where no post is named."""
    return ", ".join(filter(None, (measure["owner_post"] or person, measure["coowners"]))) or "nobody yet"


def output(baseline: str | None, figure: str) -> str:
    """What it was the year before, and what the plan says of it."""
    return ". ".join(part.rstrip(".") for part in (figure, baseline or "") if part) or "nothing recorded"


def is_due_later(measure: Values, on: date) -> bool:
    return measure["kind"] == DATE_MET and measure["due_on"] is not None and measure["due_on"] > on


@dataclass(frozen=True)
class Cost:
    """Whole pounds of a year; income is below zero."""

    gross: int
    income: int

    @property
    def net(self) -> int:
        return self.gross + self.income


def cost_sentence(cost: Cost, year: str) -> str:
    """In 2023-24 the service costs £1,064,302; with an income of £35,816 the net budget is £1,028,486."""
    if not cost.income:
        return f"In {year} the service costs £{in_pounds(cost.gross)}; no income is budgeted."
    less = f"with an income of £{in_pounds(-cost.income)} the net budget is £{in_pounds(cost.net)}"
    return f"In {year} the service costs £{in_pounds(cost.gross)}; {less}."


def staffing_sentence(states: Sequence[tuple[str, int]]) -> str:
    """The service has 10 posts: 9 appointed, 1 vacant."""
    whole = sum(number for _, number in states)
    if not whole:
        return "No posts are recorded."
    if len(states) == 1:
        return f"The service has {plural(whole, POST)}, {'' if whole == 1 else 'all '}{states[0][0]}."
    return f"The service has {plural(whole, POST)}: {', '.join(f'{number:,} {state}' for state, number in states)}."


def month_due(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.year}"


def allowance(target: Target) -> str:
    """4 hours, 1 day, agreed with the user."""
    if target.unit == "agreed":
        return "agreed with the user"
    return f"{target.amount:,} {target.unit if target.amount != 1 else target.unit.removesuffix('s')}"
