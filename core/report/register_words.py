"""What a committee report says of its registers and its budget: risks, security events, savings, posts, variations."""

from collections.abc import Mapping, Sequence
from datetime import date

from core.budget import Printed, Reason, under_words
from core.calendar import day_words
from core.money import exactly, in_pounds
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


def spent_to_date(total: Printed, period: int) -> str:
    """By period 6 £583,503 was spent against a budget to date of £615,686: £32,183 below it (5.2%)."""
    share = f" ({total.percent})" if total.percent else ""
    off = (
        f"£{abs(total.variance):,} {'above' if total.variance > 0 else 'below'} it{share}"
        if total.variance
        else "on it"
    )
    spent, budget = in_pounds(total.actual), in_pounds(total.to_date)
    return f"By period {period} £{spent} was spent against a budget to date of £{budget}: {off}."


def heads_for(total: Printed) -> str:
    """At this rate the year ends at £1,162,722: £64,649 under the full budget of £1,227,371."""
    how = under_words(total.outturn, total.full)
    off = "on the full budget" if total.outturn == total.full else f"£{how} the full budget"
    return f"At this rate the year ends at £{in_pounds(total.outturn)}: {off} of £{in_pounds(total.full)}."


def variation(shown: Printed) -> str:
    """Income: £1,350 shortfall, adverse (13.0%)."""
    share = f" ({shown.percent})" if shown.percent else ""
    return f"{shown.row.name}: £{abs(shown.variance):,} {shown.word}{share}"


def explained(shown: Printed, reason: Reason | None) -> str:
    """Employees: £35,333 adverse (7.1%). Permanent: restructure."""
    if reason is None:
        return f"{variation(shown)}. No reason is recorded."
    text = f"{reason.kind.capitalize()}: {reason.text}"
    return f"{variation(shown)}. {text if text.endswith('.') else f'{text}.'}"


def ledger(days: Sequence[date]) -> str:
    """Actuals are those of the ledger of 5 October 2020."""
    if not days:
        return ""
    each = list(dict.fromkeys(map(day_words, (days[0], days[-1]))))
    return f"Actuals are those of the ledger{'s' if len(each) > 1 else ''} of {' to '.join(each)}."
