"""The budget of a year to date as facts: spent, of the full budget, against its profile."""

from collections.abc import Iterable, Iterator, Sequence

from core.budget import Line
from core.facts import Count


def book_counts(lines: Iterable[Line], kind: str, month: int, period: int) -> Iterator[Count]:
    """A row for each line, or programme of capital, at the end of a period.

    Nothing while actuals of one line are missing, or are of a longer time and cannot be parted: less spending would
    stand beside the budget of more.
    """
    own = [line for line in lines if line.kind == kind]
    if any(line.is_behind(period) or line.straddling(period) for line in own) or not any(one.actuals for one in own):
        return
    for level in dict.fromkeys(map(level_of, own)):
        yield count(month, level, [line for line in own if level_of(line) == level], period)


def level_of(line: Line) -> str:
    return line.programme or line.name


def count(month: int, level: str, lines: Sequence[Line], period: int) -> Count:
    spent, full, planned = (
        sum(line.actual(period) for line in lines),
        sum(line.full for line in lines),
        sum(line.to_date(period) for line in lines),
    )
    return Count(month, level, (), spent, full, planned)
