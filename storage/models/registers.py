"""The table of every register, by its name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, func, text

from core.records import REGISTERS
from storage.models.accounts import Case, Commentary, Figure, Measure, Reading, Recommendation, Review, Security
from storage.models.base import Kept, one_standing
from storage.models.governance import Audit, Debt, Obligation, Post, Project, Risk, Saving
from storage.models.operations import Change, Estate, Maintenance, Satisfaction, Timesheet, Training

TABLES: dict[str, type[Kept]] = {
    table.__name__.lower(): table
    for table in (
        *(Change, Estate, Timesheet, Training, Satisfaction, Maintenance),
        *(Risk, Obligation, Audit, Debt, Saving, Project, Post),
        *(Security, Measure, Reading, Case, Figure, Review, Recommendation, Commentary),
    )
}


def alone(columns: Sequence[Column[Any]]) -> list[ColumnElement[Any]]:
    """Where a column may be empty, two that are empty are alike."""
    return [func.coalesce(column, text("''")) if column.nullable else column for column in columns]


for name, table in TABLES.items():
    columns = table.__table__.c  # type: ignore[attr-defined]
    one_standing(f"ix_{name}_source_ref", columns.source_ref)
    if REGISTERS[name].single:
        register = REGISTERS[name]
        one_standing(f"ix_{name}_single", *alone([columns[register.field(key).name] for key in register.single]))
