"""The table of every register has the columns that its fields describe, and no others."""

from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Float, Integer
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import AutoString

from core.records import REGISTERS
from core.records.fields import Field, Register
from storage.models import TABLES
from storage.models.base import Kept, UtcDateTime
from storage.trail import RECORDS, table_of

KINDS: dict[str, type[TypeEngine[Any]]] = {
    "text": AutoString,
    "choice": AutoString,
    "partner": AutoString,
    "service": AutoString,
    "date": Date,
    "moment": UtcDateTime,
    "month": Integer,
    "integer": Integer,
    "decimal": Float,
    "money": BigInteger,
    "yes/no": Boolean,
    "person": Integer,
    "ticket": Integer,
    "record": Integer,
    "kpi": AutoString,
    "subject": AutoString,
    "period": AutoString,
}
every_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)


def test_every_register_has_a_table_and_is_trailed() -> None:
    assert set(TABLES) == set(REGISTERS)
    assert {name: RECORDS[name] for name in REGISTERS} == TABLES


@every_register
def test_the_columns_are_the_fields_in_name_kind_and_need(register: Register) -> None:
    columns = table_of(TABLES[register.name]).c
    described = {field.name: (KINDS[field.kind], field.required) for field in register.fields}
    stored = {
        column.name: (KINDS[register_field(register, column.name).kind], not column.nullable)
        for column in columns
        if column.name not in Kept.model_fields
    }
    assert stored == described
    for field in register.fields:
        assert isinstance(columns[field.name].type, KINDS[field.kind]), field.name


def register_field(register: Register, name: str) -> Field:
    return next(field for field in register.fields if field.name == name)


@every_register
def test_what_a_field_refers_to_is_what_its_column_refers_to(register: Register) -> None:
    targets = {"person": "person", "ticket": "ticket"}
    for field in register.fields:
        (*keys,) = table_of(TABLES[register.name]).c[field.name].foreign_keys
        referred = [key.column.table.name for key in keys]
        wanted = field.of or targets.get(field.kind)
        assert referred == ([wanted] if wanted else []), field.name


@every_register
def test_the_database_holds_every_choice(register: Register) -> None:
    checks = {
        str(check.name): str(check.sqltext)
        for check in table_of(TABLES[register.name]).constraints
        if isinstance(check, CheckConstraint)
    }
    wanted = {
        f"ck_{register.name}_{field.name}": f"{field.name} IN ({', '.join(map(repr, field.choices))})"
        for field in register.fields
        if field.choices
    }
    assert checks == wanted
