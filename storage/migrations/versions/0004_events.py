"""Holds that an import brings, and outside references that people type"""

import sqlalchemy as sa
from alembic import op

revision = "0004_events"
down_revision = "0003"
branch_labels = None
depends_on = None

TYPED_REF = sa.text("source IS NULL AND source_ref IS NOT NULL AND void_at IS NULL")


def upgrade() -> None:
    op.add_column("hold", sa.Column("source", sa.String(), nullable=True))
    op.create_index(
        "ix_ticket_typed_ref",
        "ticket",
        ["source_ref"],
        unique=True,
        sqlite_where=TYPED_REF,
        postgresql_where=TYPED_REF,
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_typed_ref", table_name="ticket")
    op.drop_column("hold", "source")
