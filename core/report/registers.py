"""What a committee report says of its registers: risks, security events, savings, posts."""

from collections.abc import Mapping, Sequence
from datetime import date

from core.calendar import day_words
from core.money import exactly
from core.numbers import grouped, plural
from core.periods import Period, month_of, month_words

HOW_MANY_SERIOUS = "How many qualified as serious breaches that required reporting is confidential in this copy."
RISK, EVENT = ("open risk", "open risks"), ("security event", "security events")


def risks_reviewed(reviewed: Sequence[date | None], period: Period) -> str:
    """All 9 open risks were reviewed in September 2020. `reviewed`: of each open risk the day of its last review."""
    inside = sorted(day for day in reviewed if day is not None and period.start <= day < period.end)
    if not reviewed:
        return "No risk is open."
    if not inside:
        return f"None of the {plural(len(reviewed), RISK)} was reviewed in {period.words}."
    first, last = (month_words(month_of(day)) for day in (inside[0], inside[-1]))
    when = f"in {last}" if first == last else f"in {period.words}, the last in {last}"
    if len(inside) < len(reviewed):
        was = "was" if len(inside) == 1 else "were"
        return f"{grouped(len(inside))} of {plural(len(reviewed), RISK)} {was} reviewed {when}."
    if len(reviewed) == 1:
        return f"The one open risk was reviewed {when}."
    return f"All {plural(len(reviewed), RISK)} were reviewed {when}."


def serious(events: int, to_be_reported: int, undecided: int, least: int = 0) -> str:
    """None qualified as a serious breach that required reporting: said only when it is so and all is decided.

    A number below `least` is not told; nor which it is, so that it may be that nothing is decided yet.
    """
    if not events:
        return ""
    if 0 < (to_be_reported or undecided) < least:
        return HOW_MANY_SERIOUS
    if to_be_reported:
        is_one = to_be_reported == 1
        noun = "a serious breach that required reporting" if is_one else "serious breaches that required reporting"
        return f"{grouped(to_be_reported)} qualified as {noun}."
    if undecided:
        them = "it" if undecided == 1 else "them"
        return f"Of {plural(undecided, EVENT)} it is not decided yet whether to report {them}."
    return "None qualified as a serious breach that required reporting."


def saving(title: str, pence: int | None, starts_on: date | None, once_pence: int | None, period: Period) -> str:
    """New internet connection: £2,935 a year from September 2021, at a cost of £500 once."""
    much = "an amount that is not known yet" if pence is None else f"£{exactly(pence)} a year"
    since = "since" if starts_on is not None and starts_on < period.end else "from"
    when = f" {since} {month_words(month_of(starts_on))}" if starts_on else ", from a date that is not set yet"
    cost = f", at a cost of £{exactly(once_pence)} once" if once_pence else ""
    return f"{title.rstrip('.')}: {much}{when}{cost}."


def dropped(title: str, on: date) -> str:
    """SIP telephony: dropped on 30 October 2020."""
    return f"{title.rstrip('.')}: dropped on {day_words(on)}."


def savings_together(planned: int, begun: int, period: Period) -> str:
    """Together £2,935 a year, none of which had begun by the end of September 2020. In pence."""
    by = f"by the end of {month_words(period.months()[-1])}"
    if not planned:
        return ""
    part = {0: "none of which", planned: "all of which"}.get(begun, f"£{exactly(begun)} of which")
    return f"Together £{exactly(planned)} a year, {part} had begun {by}."


def posts(titles: Mapping[str, Sequence[str]]) -> list[str]:
    """Appointed: Administration Assistant. By state, in the order given; a title may say how many."""
    return [f"{state.capitalize()}: {', '.join(found)}." for state, found in titles.items() if found]
