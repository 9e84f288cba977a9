"""The budget"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_budget_adjustment_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_adjustment")),
    )
    op.create_index("ix_budget_adjustment_year", "budget_adjustment", ["year"], unique=False)
    op.create_table(
        "budget_printed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("full_pence", sa.BigInteger(), nullable=True),
        sa.Column("to_date_pence", sa.BigInteger(), nullable=True),
        sa.Column("actual_pence", sa.BigInteger(), nullable=True),
        sa.Column("variance_pence", sa.BigInteger(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_budget_printed_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_printed")),
    )
    op.create_index("ix_budget_printed_year", "budget_printed", ["year", "period"], unique=False)
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("is_income", sa.Boolean(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('revenue', 'capital')", name=op.f("ck_budget_line_kind")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_budget_line_holder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index(
        "ix_budget_line_year",
        "budget_line",
        ["year", "code"],
        unique=True,
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.create_table(
        "budget_actual",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("ledger_on", sa.Date(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_budget_actual_period")),
        sa.CheckConstraint("since IN (1, period)", name=op.f("ck_budget_actual_since")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_budget_actual_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_actual")),
    )
    op.create_index(
        "ix_budget_actual_line",
        "budget_actual",
        ["line_id", "period"],
        unique=True,
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.create_table(
        "budget_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('commitment', 'forecast')", name=op.f("ck_budget_figure_kind")),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_budget_figure_period")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_budget_figure_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_figure")),
    )
    op.create_index(
        "ix_budget_figure_line",
        "budget_figure",
        ["line_id", "kind", "period"],
        unique=True,
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.create_table(
        "budget_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_budget_profile_period")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_budget_profile_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_profile")),
    )
    op.create_index("ix_budget_profile_line", "budget_profile", ["line_id", "period"], unique=True)
    op.create_table(
        "budget_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('timing', 'permanent')", name=op.f("ck_budget_reason_kind")),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_budget_reason_period")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_budget_reason_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_reason")),
    )
    op.create_index(
        "ix_budget_reason_line",
        "budget_reason",
        ["line_id", "period"],
        unique=True,
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.create_table(
        "virement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_line_id", sa.Integer(), nullable=False),
        sa.Column("to_line_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("from_line_id <> to_line_id", name=op.f("ck_virement_lines")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_virement_pence")),
        sa.CheckConstraint("period BETWEEN 1 AND 12", name=op.f("ck_virement_period")),
        sa.ForeignKeyConstraint(["from_line_id"], ["budget_line.id"], name=op.f("fk_virement_from_line_id")),
        sa.ForeignKeyConstraint(["to_line_id"], ["budget_line.id"], name=op.f("fk_virement_to_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_virement")),
    )
    op.create_index(op.f("ix_virement_from_line_id"), "virement", ["from_line_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_virement_from_line_id"), table_name="virement")
    op.drop_table("virement")
    op.drop_index(
        "ix_budget_reason_line",
        table_name="budget_reason",
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.drop_table("budget_reason")
    op.drop_index("ix_budget_profile_line", table_name="budget_profile")
    op.drop_table("budget_profile")
    op.drop_index(
        "ix_budget_figure_line",
        table_name="budget_figure",
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.drop_table("budget_figure")
    op.drop_index(
        "ix_budget_actual_line",
        table_name="budget_actual",
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.drop_table("budget_actual")
    op.drop_index(
        "ix_budget_line_year",
        table_name="budget_line",
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.drop_table("budget_line")
    op.drop_index("ix_budget_printed_year", table_name="budget_printed")
    op.drop_table("budget_printed")
    op.drop_index("ix_budget_adjustment_year", table_name="budget_adjustment")
    op.drop_table("budget_adjustment")
