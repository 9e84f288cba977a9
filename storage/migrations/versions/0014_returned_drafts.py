"""Word drafts that were edited by hand and came back"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reworded", sa.String(), nullable=False),
        sa.Column("added", sa.String(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_return_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_return_report_id")),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name=op.f("fk_report_return_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_return")),
    )
    op.create_index("ix_report_return_report", "report_return", ["report_id"])


def downgrade() -> None:
    op.drop_index("ix_report_return_report", table_name="report_return")
    op.drop_table("report_return")
