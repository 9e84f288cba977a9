"""The day on which a saving was dropped"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("saving") as batch:
        batch.add_column(sa.Column("dropped_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("saving") as batch:
        batch.drop_column("dropped_on")
