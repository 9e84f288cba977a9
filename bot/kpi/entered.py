"""KPI figures that were entered from documents, shown beside what was counted: marked, and never added to it."""

from collections.abc import Iterator, Sequence

from bot.command import Request
from bot.kpi.measured import Measured
from bot.parts import Part, Table, line
from core import sentences
from core.entered import MARK, Entered, not_used, sources, whole_of
from core.facts import Counts, Figure
from core.periods import month_period, month_words
from core.values import value_words
from reports.tables import Cell
from reports.tables import Table as Grid


def entered_parts(one: Measured, request: Request) -> list[Part]:
    """The table as the documents have it, their sources, the months that missed; and what was counted after all."""
    counted = {each.ref: figure for each in one.entered if (figure := counted_for(one, each))}
    used = [each for each in one.entered if each.ref not in counted]
    parts: list[Part] = [Table(table(one, used)), line(sources(used))] if used else []
    parts += map(line, missed(one, used, request))
    parts += [line(not_used(one.kpi, each, counted[each.ref])) for each in one.entered if each.ref in counted]
    return parts


def counted_for(one: Measured, each: Entered) -> Figure | None:
    """What was counted of the same; None where nothing was. A count may have been nought."""
    facts = one.facts.only((each.month,), each.partner, (each.level,) if each.level else None)
    figure = one.kpi.measure(facts)
    return figure if figure.d or (one.kpi.unit == "count" and each.month not in one.uncounted) else None


def table(one: Measured, used: Sequence[Entered]) -> Grid:
    """A row for each partner and level, the whole last; a column a month, and the period where all of it is there."""
    months = one.period.months()
    names = [month_words(month, short=1 < len(months) <= 12) for month in months]
    spans = [(month,) for month in months] + [months] * (len(months) > 1)
    heads = ("Entered", *names, *([one.period.words] if len(months) > 1 else []))
    rows = tuple((label, *cells) for label, cells in table_rows(one, used, spans))
    return Grid(f"{one.kpi.title}: {MARK}", heads, rows)


def table_rows(
    one: Measured, used: Sequence[Entered], spans: Sequence[Sequence[int]]
) -> Iterator[tuple[str, list[Cell]]]:
    for partner in sorted({each.partner for each in used}, key=lambda key: (key is None, key or "")):
        own = [each for each in used if each.partner == partner]
        for level in [*sorted({each.level for each in own if each.level}), None]:
            levels = (level,) if level else ()
            found = [whole_of(own, span, partner, levels, one.kpi.where.levels) for span in spans]
            if any(found):
                yield ", ".join(filter(None, (partner, level))) or "All", [cell(one, facts) for facts in found]


def cell(one: Measured, facts: Counts | None) -> Cell:
    if facts is None:
        return "-"
    figure = one.kpi.measure(facts)
    return value_words(one.kpi, figure, one.target)


def missed(one: Measured, used: Sequence[Entered], request: Request) -> list[str]:
    """May DDDC: 80.8% (101 of 125), 9.2 percentage points below."""
    is_said = one.partner is not None and len(one.period.months()) == 1  # by the headline
    if not one.kpi.is_of_cases or is_said:
        return []
    facts = Counts(tuple(each.count() for each in used if each.level is None), one.period.months())

    def target_of(partner: str, month: int) -> float | None:
        return request.desk.kpi_target(one.kpi.name, month_period(month).start, partner)

    return sentences.missed(facts, [partner for partner in facts.partners() if partner], target_of)
