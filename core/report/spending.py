"""What a report says of money: against the budget to date, why lines stand off it, and each programme by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from core.budget import Printed, Reason, under_words
from core.calendar import day_words
from core.facts import Figure
from core.goals import written
from core.money import exactly, in_pounds, nearest_pound, rounded_to_add
from core.numbers import percent
from core.wording import ended

OWN = "Each programme is measured against its own budget, so that their percentages do not add to 100%."


@dataclass(frozen=True)
class Programme:
    """Pence of the year's budget, of what was profiled by then, and spent."""

    name: str
    full: int
    profiled: int
    spent: int

    @property
    def gap(self) -> int:
        return self.spent - self.profiled

    @property
    def share(self) -> str:
        return percent(self.spent, self.full) if self.full > 0 else "no budget"


def pace_sentence(figure: Figure, tolerance: float) -> str:
    """Spending is £1,320,000 behind its profile, and not near it. Nothing where it is near."""
    if figure.value is None or figure.goal is None:
        return ""
    gap = figure.n - round(figure.goal * figure.d / 100)
    if abs(100 * Fraction(figure.n, figure.d) - figure.goal) <= written(tolerance):
        return ""
    return f"Spending is £{exactly(abs(gap))} {'behind' if gap < 0 else 'ahead of'} its profile, and not near it."


def programmes_sentence(programmes: Sequence[Programme]) -> str:
    """Ahead of profile: Enterprise agreement (£130,000). Behind profile: CERP replacement (£88,000)."""
    ahead = [f"{each.name} (£{exactly(each.gap)})" for each in programmes if each.gap > 0]
    behind = [f"{each.name} (£{exactly(-each.gap)})" for each in programmes if each.gap < 0]
    said = [f"{way} profile: {', '.join(named)}." for way, named in (("Ahead of", ahead), ("Behind", behind)) if named]
    return " ".join(said) or "Every programme is on its profile."


class Row(NamedTuple):
    """As a table prints it, in whole pounds."""

    name: str
    full: int
    profiled: int
    spent: int
    share: str


def in_pounds_that_add(programmes: Sequence[Programme]) -> list[Row]:
    """The rows of a table, the total last: the printed lines add to it."""
    columns = [[each.full for each in programmes], [each.profiled for each in programmes]]
    columns.append([each.spent for each in programmes])
    printed = zip(programmes, *map(rounded_to_add, columns), strict=True)
    lines = [Row(each.name, full, profiled, spent, each.share) for each, full, profiled, spent in printed]
    full, profiled, spent = (sum(column) for column in columns)
    whole = Programme("Total", full, profiled, spent)
    total = Row("Total", nearest_pound(full), nearest_pound(profiled), nearest_pound(spent), whole.share)
    return [*lines, total]


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
    return f"{variation(shown)}. {ended(f'{reason.kind.capitalize()}: {reason.text}')}"


def ledger(days: Sequence[date]) -> str:
    """Actuals are those of the ledger of 5 October 2020."""
    if not days:
        return ""
    each = list(dict.fromkeys(map(day_words, (days[0], days[-1]))))
    return f"Actuals are those of the ledger{'s' if len(each) > 1 else ''} of {' to '.join(each)}."
