"""The cost saving plan: what is saved a year, from when, and what of it had begun."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.kpi.gather import BEGINNING
from bot.report.content.context import Context
from bot.report.content.piece import Made, Words
from bot.report.content.registers import register_grid
from bot.report.content.remarks import authors
from bot.report.content.stated import span_key
from core.money import exactly
from core.report.registers import dropped, saving, savings_together
from core.report.stated import Check, Lack, Stated
from storage import registers
from storage.models.governance import Saving
from storage.registers import Wanted


def savings(context: Context) -> Made:
    rows = plan(context)
    if not rows:
        none = "No savings are recorded"
        return Made((f"{none}.",), lacks=(Lack("data/saving", none, blocks=False),))
    kept = [row for row in rows if not is_dropped(row, context)]
    planned, begun = (sum(row.annual_pence or 0 for row in some) for some in (kept, started(kept, context)))
    whole = savings_together(planned, begun, context.period)
    words = (*(word for row in noted(rows, context) for word in row), *([whole] if whole else []))
    return Made(words, stated=tuple(stated(kept, planned, begun, context)), checks=(cast(planned, context),))


def plan(context: Context) -> list[Saving]:
    """All but those that were dropped before the period began."""
    every = reversed(registers.found(context.session, "saving", Wanted()))
    return [row for row in every if row.dropped_on is None or row.dropped_on >= context.period.start]


def is_dropped(row: Saving, context: Context) -> bool:
    return row.dropped_on is not None and row.dropped_on < context.period.end


def started(rows: Sequence[Saving], context: Context) -> list[Saving]:
    return [row for row in rows if row.starts_on is not None and row.starts_on < context.period.end]


def noted(rows: Sequence[Saving], context: Context) -> Iterator[list[Words]]:
    """Each saving, and the note that somebody wrote to it."""
    wrote = authors(context.session, "saving", [row.id for row in rows])
    for row in rows:
        dropped_on = row.dropped_on if is_dropped(row, context) else None
        plain = saving(row.title, row.annual_pence, row.starts_on, row.once_pence, context.period)
        said: list[Words] = [dropped(row.title, dropped_on) if dropped_on else plain]
        yield [*said, (row.note, wrote.get(row.id, "the saving plan"))] if row.note else said


def stated(rows: Sequence[Saving], planned: int, begun: int, context: Context) -> Iterator[Stated]:
    for row in rows:
        if row.annual_pence is not None:
            yield money(f"saving/SAV-{row.id}/annual", f"{row.title}, a year", row.annual_pence)
        if row.once_pence is not None:
            yield money(f"saving/SAV-{row.id}/once", f"{row.title}, once", row.once_pence)
    yield money(f"saving/{span_key(context.period)}/planned", "Savings a year, together", planned)
    yield money(f"saving/{span_key(context.period)}/begun", f"Savings a year, begun by {context.period.words}", begun)


def money(key: str, label: str, pence: int) -> Stated:
    return Stated(key, label, f"£{exactly(pence)}", pence, source="the saving plan")


def cast(planned: int, context: Context) -> Check:
    gone = Wanted(dated="dropped_on", since=BEGINNING, until=context.period.end)
    every, no_more = (registers.sums(context.session, "saving", one, ("annual_pence",))[0] for one in (Wanted(), gone))
    return Check("Savings a year", planned, int(every - no_more), "pence", "the records of savings")


def saving_plan(context: Context) -> Made:
    """Every saving, and what they come to."""
    rows = plan(context)
    if not rows:
        return Made()
    grid = register_grid("saving", "Cost saving plan", rows, context)
    at = grid.columns.index("Amount a year") if "Amount a year" in grid.columns else 0
    whole = f"£{exactly(sum(row.annual_pence or 0 for row in rows if not is_dropped(row, context)))}"
    last = ("Total", *(whole if column == at else None for column in range(1, len(grid.columns))))
    return Made(tables=(replace(grid, rows=(*grid.rows, last)),))


PIECES = {"savings": savings, "saving-plan": saving_plan}
