"""Figures of documents in a report: entered, not counted, marked so with their source, never added to counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.kpi.entered import counted_for, table
from bot.kpi.headline import is_only_entered, plain
from bot.kpi.measured import Measured
from bot.report.content.piece import Made
from bot.report.content.stated import ALL, figure, month_key, span_key, stated_before
from core.entered import MARK, Entered, not_used, sources, whole_of
from core.facts import Counts
from core.periods import month_words
from core.report.stated import Lack, Stated
from core.values import value_words


def unrecorded(one: Measured) -> Made:
    """What is said of a period of which neither records nor documents tell anything: that is no nought."""
    nothing = f"{one.kpi.title}: nothing is recorded of {one.period.words}"
    return Made((f"{nothing}.",), lacks=(Lack(f"data/{one.kpi.name}", nothing, one.goal.owner, blocks=False),))


def is_unrecorded(one: Measured) -> bool:
    return not one.is_counted and not one.entered


def alone(one: Measured) -> str:
    """The figure of the whole, marked once."""
    compared = f" ({MARK})." if one.entered_before else "."
    said = plain(replace(one, figure=one.as_entered() or one.figure)).removesuffix(".")
    return f"{MARK.capitalize()}. {said}{compared}"


def from_documents(one: Measured) -> Made:
    """The table as documents have it, and its sources."""
    used = [each for each in one.entered if counted_for(one, each) is None]
    unused = [(each, found) for each in one.entered if (found := counted_for(one, each)) is not None]
    return Made(
        (
            *([alone(one)] if is_only_entered(one) and one.as_entered() else []),
            *([sources(used)] if used else []),
            *(not_used(one.kpi, each, found) for each, found in unused),
        ),
        (table(one, used),) if used else (),
        stated=tuple(stated(one, used)),
    )


def stated(one: Measured, used: Sequence[Entered]) -> Iterator[Stated]:
    yield from months(one, used)
    yield from wholes(one, used)


def wholes(one: Measured, used: Sequence[Entered]) -> Iterator[Stated]:
    """Each partner's of the whole period, where all of it was entered, and what the whole is compared with."""
    for partner in dict.fromkeys(each.partner for each in used):
        found = whole_of(used, one.period.months(), partner, one.levels, one.parts)
        if found is not None:
            label = ", ".join(filter(None, (one.kpi.title, partner, one.period.words)))
            key = f"{one.kpi.name}/{span_key(one.period)}/{partner or ALL}"
            yield figure(key, label, one, one.kpi.measure(found), MARK)
    entered = one.as_entered()
    if entered is not None:
        yield from stated_before(replace(one, figure=entered))


def months(one: Measured, used: Sequence[Entered]) -> Iterator[Stated]:
    for each in used:
        found = one.kpi.measure(Counts((each.count(),), (each.month,)))
        label = ", ".join(filter(None, (one.kpi.title, each.partner, each.level, month_words(each.month))))
        whose = "/".join(filter(None, (each.partner or ALL, each.level)))
        words = value_words(one.kpi, found, one.target)
        yield Stated(f"{one.kpi.name}/{month_key(each.month)}/{whose}", label, words, found.n, found.d, each.source)
