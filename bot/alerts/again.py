"""When it is time to ask again for what was asked for before."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage import alerts


def occasion(session: Session, subject: str, now: datetime, days: int) -> int | None:
    """How often it was asked before, which is the occasion of its key; None where that was less than so long ago."""
    before = alerts.of_subject(session, subject)
    if before and max(one.due_at for one in before) + timedelta(days=days) > now:
        return None
    return len(before)
