"""What the records of a register come to, by kind and partner, and against its target."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from bot.command import Reply, Request
from bot.parts import Table, line
from bot.records.commentary import commentary
from bot.records.look import asked, titled
from bot.records.seen import counts_alone, partner_of
from core.periods import Period
from core.records.fields import Field, Register, Total, how_many
from core.sources import Group
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import registers
from storage.registers import Wanted

UNSAID = "Not said"


def totals(register: Register, request: Request, session: Session) -> Reply:
    """Side by side by partner. The last row and column are worked out from all records, never from the cells."""
    assert register.total is not None  # noqa: S101 - only such registers have the verb
    total = register.total
    wanted, said, period = asked(register, request, session, "all", counts_only=True)
    found = total.stands(in_groups(register, total, wanted, request, session))
    head = line(f"{said(how_many(found), total.noun)}.")
    is_one_kind = register.lead and register.field(register.lead).name in wanted.equal
    is_told = found and not (is_one_kind and counts_alone(register, request))
    words = total.says(found, target(register, request, wanted, period)) if is_told else ()
    said_of_it = commentary(request, session, (register.name,), period)
    return Reply((head, Table(grid(register, total, request, wanted, found)), *map(line, words), *said_of_it))


def in_groups(register: Register, total: Total, wanted: Wanted, request: Request, session: Session) -> list[Group]:
    keys = dict.fromkeys((total.by, register.whose, "partner"))
    columns = [*total.of, *(register.field(key).name for key in keys if register.has(key))]
    found = registers.groups(session, register.name, wanted, columns, total.weight)
    if not register.whose:
        return found
    return [({**values, "partner": partner_of(register, values, request.desk)}, number) for values, number in found]


def target(register: Register, request: Request, wanted: Wanted, period: Period | None) -> float | None:
    """The one in force on the last day, for the partner that is asked for."""
    last = period.end - timedelta(days=1) if period else request.desk.calendar.local(request.now).date()
    return request.desk.kpi_target(register.name, last, wanted.equal.get("partner"))


def grid(register: Register, total: Total, request: Request, wanted: Wanted, found: Sequence[Group]) -> Grid:
    partners = partner_columns(request, found, wanted) if register.has("partner") else []
    rows = [row(total, label, own, partners) for label, own in kinds(register, total, found)]
    head = register.field(total.by).label if total.by else titled(register)
    heads = (head, *(partner or "No partner" for partner in partners), "Total")
    return Grid(titled(register), heads, (*rows, row(total, "Total", found, partners)))


def kinds(register: Register, total: Total, found: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """Every choice there is, or whatever was typed; and those that do not say."""
    if not total.by:
        return []
    field: Field = register.field(total.by)
    typed = {values[field.name] for values, _ in found}
    choices = [*(field.choices or sorted(typed - {None}))] + [None] * (None in typed)
    return [(choice or UNSAID, [group for group in found if group[0][field.name] == choice]) for choice in choices]


def partner_columns(request: Request, found: Sequence[Group], wanted: Wanted) -> list[str | None]:
    """The partners of the desk, or the one that is asked for; and those of records that have none.

    Where no record names a partner there is nothing to set side by side.
    """
    only = wanted.equal.get("partner")
    if {values["partner"] for values, _ in found} == {None}:
        return []
    known: list[str | None] = [only] if only else [partner.key for partner in request.desk.partners]
    return known + sorted({values["partner"] for values, _ in found} - set(known), key=str)


def row(total: Total, label: str, own: Sequence[Group], partners: Sequence[str | None]) -> tuple[Cell, ...]:
    cells = [total.cell([group for group in own if group[0]["partner"] == partner]) for partner in partners]
    return (f"{label[:1].upper()}{label[1:]}", *cells, total.cell(own))
