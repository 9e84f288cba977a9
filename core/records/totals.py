"""What the records of some registers come to: shares with their cases, means with their number, money."""

from collections.abc import Sequence
from datetime import date

from core.facts import Figure
from core.kpis.changes import is_success
from core.kpis.governance import FIXED, MOBILE
from core.kpis.people import TENTHS
from core.money import exactly
from core.numbers import grouped, percent, plural, rounded, share_words
from core.sentences import target_sentence
from core.sources import Group

POINT, SCORE = ("point", "points"), ("score", "scores")
TOO_SMALL = 0.05  # to be seen with one decimal


def success(groups: Sequence[Group]) -> tuple[int, int]:
    """Successful changes, and all but the cancelled. What hit a service has failed, whatever its outcome."""
    tried = [(values, number) for values, number in groups if values["outcome"] != "cancelled"]
    good = sum(number for values, number in tried if is_success(values))
    return good, sum(number for _, number in tried)


def success_words(groups: Sequence[Group], target: float | None) -> tuple[str, ...]:
    good, tried = success(groups)
    figure = Figure(good, tried, good / tried if tried else None)
    said = f"Success rate: {share_words(good, tried, target)}. {target_sentence(figure, target)}"
    return (
        said,
        "Successful / (successful + failed). Failed: backed out or hit a service. Cancelled ones are left out.",
    )


def newest_counts(groups: Sequence[Group]) -> Sequence[Group]:
    """Of each kind of device and partner the last count: an earlier one is not added to it."""
    last: dict[tuple[str, str | None], date] = {}
    for values, _ in groups:
        key = (values["device"], values["partner"])
        last[key] = max(values["counted_on"], last.get(key, values["counted_on"]))
    return [(values, n) for values, n in groups if values["counted_on"] == last[values["device"], values["partner"]]]


def mobile_words(groups: Sequence[Group], _target: float | None) -> tuple[str, ...]:
    """Of what people work at; servers are no part of the client estate."""
    mobile = sum(number for values, number in groups if values["device"] in MOBILE)
    whole = mobile + sum(number for values, number in groups if values["device"] in FIXED)
    return (
        f"Mobile share of the client estate: {share_words(mobile, whole)}.",
        f"Mobile: {', '.join(MOBILE)}; client estate: those with {' and '.join(FIXED)}. The last count of each.",
    )


def project_time(groups: Sequence[Group]) -> tuple[float, float]:
    """Hours on projects, and all of them."""
    projects = sum(values["project_hours"] * number for values, number in groups)
    return projects, sum(values["hours"] * number for values, number in groups)


def hours_words(groups: Sequence[Group], target: float | None = None) -> str:
    """30.0% (192 of 640 hours)"""
    part, whole = project_time(groups)
    if not whole:
        return "-"
    share = percent(round(part * TENTHS), round(whole * TENTHS), target)
    return f"{share} ({rounded(part):,} of {rounded(whole):,} hours)"


def project_words(groups: Sequence[Group], target: float | None) -> tuple[str, ...]:
    part, whole = project_time(groups)
    said = f"Project time: {hours_words(groups, target)}."
    return (f"{said} {against(100 * part / whole, target, '%')}",) if whole and target is not None else (said,)


def against(value: float, target: float, unit: str = "") -> str:
    """How a value stands to its target, where chance is no question."""
    if value >= target:
        return f"Target {target:g}{unit}: met."
    gap = target - value
    points = f"{gap:.1f} percentage points" if gap >= TOO_SMALL else f"{rounded(gap, 0)} percentage points"
    return f"Target {target:g}{unit}: {points if unit else rounded(gap, 0)} below."


def means(groups: Sequence[Group]) -> dict[int, tuple[int, int]]:
    """By best score, for scores of different scales are never added up: their sum, and how many."""
    found: dict[int, tuple[int, int]] = {}
    for values, number in groups:
        points, scores = found.get(values["scale"], (0, 0))
        found[values["scale"]] = (points + values["score"] * number, scores + number)
    return dict(sorted(found.items()))


def mean_cell(groups: Sequence[Group]) -> str:
    """4.86 of 5 (143)"""
    each = [f"{rounded(points / n)} of {scale} ({grouped(n)})" for scale, (points, n) in means(groups).items()]
    return "; ".join(each) or "-"


def mean_words(groups: Sequence[Group], target: float | None) -> tuple[str, ...]:
    """A target is compared with only where all scores are of one scale: it belongs to that."""
    found = means(groups)
    said = [
        f"Mean score {rounded(points / n, target)} of {scale}: {plural(points, POINT)} from {plural(n, SCORE)}."
        for scale, (points, n) in found.items()
    ]
    if target is not None and len(found) == 1:
        ((points, n),) = found.values()
        said = [f"{said[0]} {against(points / n, target)}"]
    return tuple(said)


def training_days(groups: Sequence[Group]) -> str:
    """Days for each person who was there."""
    return f"{rounded(sum(values['days'] * values['people'] * number for values, number in groups)):,}"


def training_words(groups: Sequence[Group], target: float | None) -> tuple[str, ...]:
    days = sum(values["days"] * values["people"] * number for values, number in groups)
    noun = "day" if training_days(groups) == "1" else "days"
    said = f"Training: {training_days(groups)} {noun}, counted for each person who was there."
    return (f"{said} {against(days, target)}",) if target is not None else (said,)


def pounds(groups: Sequence[Group], column: str) -> str:
    return f"£{exactly(sum((values[column] or 0) * number for values, number in groups))}"


def saved_a_year(groups: Sequence[Group]) -> str:
    return pounds(kept(groups), "annual_pence")


def kept(savings: Sequence[Group]) -> list[Group]:
    """Without those that were dropped."""
    return [group for group in savings if group[0]["dropped_on"] is None]


def saving_words(every: Sequence[Group], _target: float | None) -> tuple[str, ...]:
    groups = kept(every)
    dropped = sum(number for _, number in every) - sum(number for _, number in groups)
    left_out = f"; {grouped(dropped)} dropped and left out" if dropped else ""
    once = f", at a cost of {pounds(groups, 'once_pence')} once" if any(v["once_pence"] for v, _ in groups) else ""
    return (f"Together {saved_a_year(groups)} a year{once}{unknown(groups, 'annual_pence', 'an amount')}{left_out}.",)


def cost_of_debt(groups: Sequence[Group]) -> str:
    return pounds(groups, "cost_pence")


def debt_words(groups: Sequence[Group], _target: float | None) -> tuple[str, ...]:
    return (f"To be rid of them would cost {cost_of_debt(groups)}{unknown(groups, 'cost_pence', 'a cost')}.",)


def unknown(groups: Sequence[Group], column: str, what: str) -> str:
    """What a sum of money is without."""
    without = sum(number for values, number in groups if values[column] is None)
    return f"; {grouped(without)} without {what}" if without else ""
