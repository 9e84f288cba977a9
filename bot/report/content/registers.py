"""Records of a register as a table of a report."""

from collections.abc import Sequence

from bot.records.words import as_said
from bot.report.content.context import Context
from core.records import REGISTERS
from core.records.fields import Field
from reports.tables import Cell
from reports.tables import Table as Grid
from storage.models.base import Kept


def register_grid(name: str, caption: str, rows: Sequence[Kept], context: Context, without: Sequence[str] = ()) -> Grid:
    """Records with every field but those that are left out; a field that no record has is left out too.

    Who of the team a record belongs to is nobody's business outside.
    """
    register = REGISTERS[name]
    hidden = {*without, *(field.key for field in register.fields if field.kind == "person" and context.is_public)}
    fields = [
        field
        for field in register.fields
        if field.key not in hidden and any(getattr(row, field.name) is not None for row in rows)
    ]
    body: list[tuple[Cell, ...]] = [
        (
            register.reference(row.id),
            *(cell(field, getattr(row, field.name), context) for field in fields),
        )
        for row in rows
    ]
    return Grid(caption, ("Reference", *(field.label for field in fields)), tuple(body))


def cell(field: Field, kept: object, context: Context) -> Cell:
    """Whole numbers stay numbers."""
    if field.kind == "integer" and isinstance(kept, int):
        return kept
    return as_said(field, kept, context.session, context.desk) or None
