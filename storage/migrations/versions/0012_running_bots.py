"""Running bots, who leads, when jobs ran, and what may have gone out unnoticed"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("tried_at", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("found_at", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("dropped_at", UtcDateTime(), nullable=True))
    op.create_table(
        "running_bot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_running_bot_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_bot")),
        sa.UniqueConstraint("name", name=op.f("uq_running_bot_name")),
    )
    op.create_table(
        "leadership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadership")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("ran_at", UtcDateTime(), nullable=False),
        sa.Column("late_seconds", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )


def downgrade() -> None:
    op.drop_table("job_run")
    op.drop_table("leadership")
    op.drop_table("running_bot")
    op.drop_column("outbox", "dropped_at")
    op.drop_column("outbox", "found_at")
    op.drop_column("outbox", "tried_at")
