"""Planned maintenance, and reopenings among what KPIs count"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNTED = sa.text("void_at IS NULL")
RESOLVED = ["kind", "reported_month", "level", "partners", "met_target", "first_contact"]


def resolved_index(*more: str) -> None:
    op.drop_index("ix_ticket_resolved", table_name="ticket")
    columns = [*RESOLVED, *more, "void_at"]
    op.create_index("ix_ticket_resolved", "ticket", columns, sqlite_where=COUNTED, postgresql_where=COUNTED)


def upgrade() -> None:
    op.create_table(
        "maintenance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.Column("source_ref", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_maintenance_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_maintenance"),
    )
    op.create_index(
        "ix_maintenance_source_ref",
        "maintenance",
        ["source_ref"],
        unique=True,
        sqlite_where=COUNTED,
        postgresql_where=COUNTED,
    )
    resolved_index("reopenings")


def downgrade() -> None:
    resolved_index()
    op.drop_table("maintenance")
