"""What was said unasked, and who wants to hear nothing of what"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OUTCOMES = "outcome IN ('said', 'later', 'summed', 'muted', 'off')"


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("escalate_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_alert_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_place", "alert", ["place", "due_at"])
    op.create_index("ix_alert_subject", "alert", ["subject", "id"])
    index("ix_alert_escalate", "alert", ["escalate_at"], "escalate_at IS NOT NULL")
    index("ix_alert_summed", "alert", ["due_at"], "outcome = 'summed'")
    op.create_table(
        "silence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("since_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
    )
    index("ix_silence_subject", "silence", ["subject", "place"], "void_at IS NULL")
    # What the bot said before was said: it is not said again.
    op.execute(
        "INSERT INTO alert (key, kind, place, subject, said, why, at, due_at, outcome, is_urgent)"
        " SELECT alert_key, 'ticket', place, subject, '', '', queued_at, due_at, 'said', false FROM outbox"
        " WHERE alert_key IS NOT NULL"
    )


def index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_table("silence")
    op.drop_table("alert")
