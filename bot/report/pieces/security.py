"""Security events by class and partner: counts only, with what they were in the internal copy alone."""

from collections.abc import Iterator, Sequence

from bot.kpi.gather import asked, wanted
from bot.kpi.measured import Measured
from bot.report.actions import words_of
from bot.report.context import Context
from bot.report.documents import is_unrecorded, unrecorded
from bot.report.piece import Made
from bot.report.stating import number, span_key
from core.numbers import grouped
from core.records.security import CLASSES
from core.report.register_words import serious
from core.report.stated import Check, Lack, Stated
from core.sources import Rows
from reports.public import MARK, published
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import registers
from storage.models.accounts import Security

REPORTABLE, UNDECIDED = CLASSES[0], "decision/security"


def security(context: Context) -> Made:
    one = context.kpi("security")
    if is_unrecorded(one):
        return unrecorded(one)
    rows = events(context)
    partners = [partner.key for partner in context.desk.partners]
    undecided = sum(is_undecided(row) for row in rows)
    least = context.shape.suppress_below if context.is_public else 0
    said = serious(len(rows), sum(is_serious(row) for row in rows), undecided, least)
    table = grid(one, partners, rows, context)
    return Made(
        (said or f"No security events were recorded in {one.period.words}.", *words_of(context, ("security",))),
        (table,),
        stated=tuple(stated(one, partners)),
        checks=() if MARK in table.rows[-1] else tuple(casts(one, partners, context)),  # no other page may tell it
        lacks=tuple(lacks(undecided)),
    )


def events(context: Context) -> list[Security]:
    """Of the period, the oldest first."""
    where = context.kpis["security"].where
    assert isinstance(where, Rows)  # noqa: S101 - it is kept in a register
    within = wanted(where, asked(context.desk, context.request.now, context.period))
    return [*reversed(registers.found(context.session, where.register, within))]


def is_serious(row: Security) -> bool:
    """Of the class that is reported, serious by itself, or decided to be reported."""
    return row.kind == REPORTABLE or row.serious or row.decision == "report"


def is_undecided(row: Security) -> bool:
    return row.personal and not row.decision and not is_serious(row)


def lacks(undecided: int) -> Iterator[Lack]:
    """Nothing of the event itself is said: it is restricted."""
    if undecided:
        whose = (
            "A security event that holds personal data has" if undecided == 1 else f"{undecided} security events have"
        )
        yield Lack(UNDECIDED, f"{whose} no decision yet whether to report")


def counts(one: Measured, partners: Sequence[str]) -> list[list[int]]:
    """A row for each class, a column for each partner."""
    return [[one.facts.only(partner=key, levels=(name,)).d for key in partners] for name in CLASSES]


def grid(one: Measured, partners: Sequence[str], rows: Sequence[Security], context: Context) -> Grid:
    """In the public copy small numbers are withheld, where the desk wants it."""
    numbers = counts(one, partners)
    body: list[tuple[Cell, ...]] = [
        (name.capitalize(), *each, sum(each), *notes(name, rows, context))
        for name, each in zip(CLASSES, numbers, strict=True)
    ]
    total = ("Total", *(sum(column) for column in zip(*numbers, strict=True)), sum(map(sum, numbers)))
    body.append((*total, *([None] if not context.is_public else [])))
    heads = ("Class", *partners, "Total", *(["Notes"] if not context.is_public else []))
    whole = Grid(f"Security events by class and partner, {one.period.words}", heads, tuple(body))
    return published(whole, context.shape.suppress_below) if context.is_public else whole


def notes(name: str, rows: Sequence[Security], context: Context) -> list[str | None]:
    """What the events of a class were; in the public copy there is no such column."""
    if context.is_public:
        return []
    return ["; ".join(row.title for row in rows if row.kind == name and row.title) or None]


def stated(one: Measured, partners: Sequence[str]) -> Iterator[Stated]:
    key, words = span_key(one.period), one.period.words
    for name, row in zip(CLASSES, counts(one, partners), strict=True):
        for partner, n in (*zip(partners, row, strict=True), ("all", sum(row))):
            yield number(f"security/{key}/{name}/{partner}", f"{name.capitalize()}, {partner}, {words}", n)
    for partner in partners:
        yield number(f"security/{key}/all/{partner}", f"Security events, {partner}", one.facts.only(partner=partner).d)
    yield Stated(f"security/{key}/all/all", f"Security events, {words}", grouped(one.figure.n), one.figure.n)


def casts(one: Measured, partners: Sequence[str], context: Context) -> Iterator[Check]:
    assert isinstance(one.kpi.where, Rows)  # noqa: S101 - it is kept in a register
    within = wanted(one.kpi.where, asked(context.desk, context.request.now, one.period))
    records = registers.how_many(context.session, one.kpi.where.register, within)
    cells = sum(map(sum, counts(one, partners)))
    yield Check("Security events", one.figure.n, records, "records", "the security log")
    yield Check("Security events by class and partner", one.figure.n, cells, "records", "the cells")


PIECES = {"security": security}
