"""The month in which a ticket ended, the minutes beside its outcome, and recomputation after a new policy"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from core.errors import DeskError
from core.zones import to_utc
from storage.models.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTED = "void_at IS NULL"
CARRIED_OVER = "void_at IS NULL AND (ended_month IS NULL OR ended_month > opened_month)"
OF_SERVICE = "void_at IS NULL AND service IS NOT NULL"
OUTCOME = ("kind", "reported_month", "level", "partners", "met_target", "first_contact", "reopenings", "void_at")
LEFT = ("opened_at", "kind", "level", "partners", "due_at", "void_at")
TICKET = sa.table("ticket", sa.column("ended_at", UtcDateTime()), sa.column("ended_month", sa.Integer()))
POLICY = sa.table("policy", sa.column("id", sa.Integer()), sa.column("text", sa.String()))
ZONE = "Europe/London"


def upgrade() -> None:
    op.add_column("ticket", sa.Column("ended_month", sa.Integer(), nullable=True))
    fill()
    op.drop_index("ix_ticket_outstanding", table_name="ticket")
    op.drop_index("ix_ticket_resolved", table_name="ticket")
    index("ix_ticket_resolved", *OUTCOME, "worked_minutes")
    index("ix_ticket_carried_over", "ended_month", "opened_month", *LEFT, where=CARRIED_OVER)
    index("ix_ticket_ended", "ended_month", "ended_at")
    op.drop_index("ix_ticket_service", table_name="ticket")
    index("ix_ticket_service", "service", "opened_at", where=OF_SERVICE)
    op.create_table(
        "recomputation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_recomputation_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recomputation")),
    )
    # What is there was computed under the newest policy, as far as anybody knows.
    op.execute(
        "INSERT INTO recomputation (policy_id, at, last_id, done, changed, finished_at)"
        " SELECT id, at, 0, 0, 0, at FROM policy WHERE id = (SELECT max(id) FROM policy)"
    )


def index(name: str, *columns: str, where: str = COUNTED) -> None:
    op.create_index(name, "ticket", [*columns], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def fill() -> None:
    """The local month of each ending, by the zone of the newest desk.toml, month by month: SQLite knows no zones."""
    connection = op.get_bind()
    first, last = connection.execute(sa.select(sa.func.min(TICKET.c.ended_at), sa.func.max(TICKET.c.ended_at))).one()
    if first is None:
        return
    for month, start, end in months(first, last, zone(connection)):
        ended = sa.update(TICKET).where(TICKET.c.ended_at >= start, TICKET.c.ended_at < end)
        connection.execute(ended.values(ended_month=month))


def zone(connection: sa.Connection) -> str:
    text = connection.execute(sa.select(POLICY.c.text).order_by(POLICY.c.id.desc()).limit(1)).scalar()
    try:
        return str(tomllib.loads(text or "").get("zone", ZONE))
    except tomllib.TOMLDecodeError:
        return ZONE


def months(first: datetime, last: datetime, zone: str) -> Iterator[tuple[int, datetime, datetime]]:
    """Each local month (yyyymm) with its bounds, from the one before the first instant to the one after the last."""
    month = first.year * 12 + first.month - 2
    while begins(month, zone) <= last:
        yield month // 12 * 100 + month % 12 + 1, begins(month, zone), begins(month + 1, zone)
        month += 1


def begins(month: int, zone: str) -> datetime:
    local = datetime(month // 12, month % 12 + 1, 1)  # noqa: DTZ001 - local, made UTC here
    try:
        return to_utc(local, zone)[0]
    except DeskError:  # years that no calendar of ours has
        return local.replace(tzinfo=UTC)


def downgrade() -> None:
    op.drop_table("recomputation")
    op.drop_index("ix_ticket_service", table_name="ticket")
    index("ix_ticket_service", "service", "opened_at")
    op.drop_index("ix_ticket_ended", table_name="ticket")
    op.drop_index("ix_ticket_carried_over", table_name="ticket")
    op.drop_index("ix_ticket_resolved", table_name="ticket")
    index("ix_ticket_resolved", *OUTCOME)
    index("ix_ticket_outstanding", "ended_at", *LEFT)
    op.drop_column("ticket", "ended_month")
