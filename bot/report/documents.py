"""Figures of documents in a report: entered, not counted, marked so with their source, never added to counts."""

from collections.abc import Iterator, Sequence

from bot.kpi.entered import counted_for, missed, table
from bot.kpi.headline import headline, is_only_entered
from bot.kpi.measured import Measured
from bot.report.context import Context
from bot.report.piece import Made
from bot.report.stating import ALL, month_key
from core.entered import Entered, not_used, sources
from core.facts import Counts
from core.periods import month_words
from core.report.stated import Stated
from core.values import value_words


def documents_alone(one: Measured) -> bool:
    """Nothing of the period was counted, and documents have some of it."""
    return is_only_entered(one)


def from_documents(one: Measured, context: Context) -> Made:
    """The table as documents have it, its sources, and the months that missed."""
    used = [each for each in one.entered if counted_for(one, each) is None]
    unused = [(each, found) for each in one.entered if (found := counted_for(one, each)) is not None]
    return Made(
        (
            *([headline(one)] if documents_alone(one) else []),
            *([sources(used)] if used else []),
            *missed(one, used, context.request),
            *(not_used(one.kpi, each, found) for each, found in unused),
        ),
        (table(one, used),) if used else (),
        stated=tuple(stated(one, used)),
    )


def stated(one: Measured, used: Sequence[Entered]) -> Iterator[Stated]:
    for each in used:
        found = one.kpi.measure(Counts((each.count(),), (each.month,)))
        label = ", ".join(filter(None, (one.kpi.title, each.partner, each.level, month_words(each.month))))
        whose = "/".join(filter(None, (each.partner or ALL, each.level)))
        words = value_words(one.kpi, found, one.target)
        yield Stated(f"{one.kpi.name}/{month_key(each.month)}/{whose}", label, words, found.n, found.d, each.source)
