"""Security events by class and partner: counts only, with what they were in the internal copy alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.kpi.gather import asked, wanted
from bot.kpi.measured import Measured
from bot.report.content.context import Context
from bot.report.content.entered import is_unrecorded, unrecorded
from bot.report.content.piece import Made
from bot.report.content.remarks import words_of
from bot.report.content.stated import number, span_key
from core.numbers import grouped
from core.records.security import CLASSES
from core.report.registers import HOW_MANY_SERIOUS, serious
from core.report.stated import Check, Lack, Stated
from core.sources import Rows
from reports.public import MARK
from reports.tables import Table as Grid
from storage import registers
from storage.models.accounts import Security

REPORTABLE, UNDECIDED = CLASSES[0], "decision/security"


def security(context: Context) -> Made:
    one = context.in_full("security")
    if is_unrecorded(one):
        return unrecorded(one)
    rows = events(context)
    partners = [partner.key for partner in context.desk.partners]
    undecided = sum(is_undecided(row) for row in rows)
    table = grid(one, rows, context)
    said = words(rows, undecided, table, context.disclosure.least)
    is_told = context.disclosure.tells(one.kpi, one.figure, one.facts)
    return Made(
        (said or f"No security events were recorded in {one.period.words}.", *words_of(context, ("security",))),
        (table,),
        stated=tuple(stated(one, partners)),
        checks=tuple(casts(one, partners, context)) if is_told else (),  # no other page may tell it
        lacks=tuple(lacks(undecided)),
    )


def events(context: Context) -> list[Security]:
    """Of the period, the oldest first."""
    where = context.kpis["security"].where
    assert isinstance(where, Rows)  # noqa: S101 - it is kept in a register
    within = wanted(where, asked(context.desk, context.request.now, context.period))
    return [*reversed(registers.found(context.session, where.register, within))]


def words(rows: Sequence[Security], undecided: int, table: Grid, least: int) -> str:
    """Those that had to be reported hold all of one class, so that how many they are tells of its total."""
    held_back = MARK in (table.rows[0][-1], table.rows[-1][-1]) if least else False
    found = sum(is_serious(row) for row in rows)
    return HOW_MANY_SERIOUS if held_back else serious(len(rows), found, undecided, least)


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


def grid(one: Measured, rows: Sequence[Security], context: Context) -> Grid:
    """In the internal copy with what the events of each class were."""
    told = context.disclosure.table(one.kpi, one.facts, f"Security events by class and partner, {one.period.words}")
    if context.is_public:
        return told
    notes = (
        *("; ".join(row.title for row in rows if row.kind == name and row.title) or None for name in CLASSES),
        None,
    )
    body = tuple((*row, note) for row, note in zip(told.rows, notes, strict=True))
    return replace(told, columns=(*told.columns, "Notes"), rows=body)


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
