"""Holds that an import brings, and outside references that people type"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTED = sa.text("void_at IS NULL")
TYPED_REF = sa.text("source IS NULL AND source_ref IS NOT NULL AND void_at IS NULL")


def upgrade() -> None:
    op.add_column("hold", sa.Column("source", sa.String(), nullable=True))
    op.drop_index("ix_ticket_source", table_name="ticket")
    op.create_index(
        "ix_ticket_source",
        "ticket",
        ["source_ref", "source"],
        unique=True,
        sqlite_where=COUNTED,
        postgresql_where=COUNTED,
    )
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
    op.drop_index("ix_ticket_source", table_name="ticket")
    op.create_index("ix_ticket_source", "ticket", ["source", "source_ref"], unique=True)
    op.drop_column("hold", "source")
