"""Alembic's entry: runs on the connection that storage/migrate.py hands over."""

from typing import Literal

from alembic import context
from sqlmodel import SQLModel

import storage.models  # noqa: F401 - fills the metadata
from storage.models.base import UtcDateTime


def render(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # Two bots that start together migrate one after the other.
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20260401)")
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
