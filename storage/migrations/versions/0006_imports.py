"""Where an imported record comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REGISTERS = (
    *("audit", "change", "commentary", "debt", "estate", "figure", "measure", "obligation", "post", "project"),
    *("reading", "recommendation", "review", "risk", "satisfaction", "saving", "security", "timesheet", "training"),
)
STANDING = sa.text("void_at IS NULL")


def upgrade() -> None:
    for name in REGISTERS:
        op.add_column(name, sa.Column("source_ref", sa.String(), nullable=True))
        op.create_index(
            f"ix_{name}_source_ref",
            name,
            ["source_ref"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )


def downgrade() -> None:
    for name in REGISTERS:
        op.drop_index(f"ix_{name}_source_ref", table_name=name)
        op.drop_column(name, "source_ref")
