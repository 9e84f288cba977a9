"""How the outbox stands, in figures."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.models import Outbox


@dataclass(frozen=True)
class Posts:
    """Posts that are neither sent nor given up, when the oldest of them was queued, and how many were given up."""

    waiting: int
    oldest_at: datetime | None
    dead: int


def standing(session: Session) -> Posts:
    is_waiting = (col(Outbox.sent_at).is_(None), col(Outbox.dead_at).is_(None))
    waiting, oldest_at = session.execute(
        select(func.count(), func.min(Outbox.queued_at)).select_from(Outbox).where(*is_waiting)
    ).one()
    dead = session.execute(select(func.count()).select_from(Outbox).where(col(Outbox.dead_at).is_not(None)))
    return Posts(int(waiting), oldest_at, int(dead.scalar_one()))
