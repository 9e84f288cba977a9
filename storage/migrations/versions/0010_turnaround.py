"""Measures of turnaround, and their cases"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = "kind IN ('share', 'mean score', 'count', 'date met', 'certificate', 'context')"
MORE_KINDS = "kind IN ('share', 'mean score', 'count', 'date met', 'certificate', 'context', 'turnaround')"
STANDING = sa.text("void_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("measure") as batch:
        batch.add_column(sa.Column("allowed_days", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("allowed_months", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("ck_measure_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_measure_kind"), MORE_KINDS)
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.Column("source_ref", sa.String(), nullable=True),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_case_measure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
    )
    op.create_index("ix_case_measure_id", "case", ["measure_id", "ended_on"])
    op.create_index(
        "ix_case_source_ref", "case", ["source_ref"], unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )


def downgrade() -> None:
    op.drop_table("case")
    op.execute("UPDATE measure SET kind = 'share' WHERE kind = 'turnaround'")
    with op.batch_alter_table("measure") as batch:
        batch.drop_constraint(op.f("ck_measure_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_measure_kind"), KINDS)
        batch.drop_column("allowed_months")
        batch.drop_column("allowed_days")
