"""When each job ran last, how late it began and how long it took."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.models import JobRun


def note(session: Session, name: str, every_seconds: int, at: datetime, took_ms: int) -> None:
    """Late is what is over the time between two runs: after a stop, as long as that was."""
    before = session.get(JobRun, name)
    late = max(0, int((at - before.ran_at).total_seconds()) - every_seconds) if before else 0
    runs = before.runs + 1 if before else 1
    times = {"every_seconds": every_seconds, "late_seconds": late, "took_ms": took_ms}
    session.merge(JobRun(name=name, ran_at=at, runs=runs, **times))


def every(session: Session) -> Sequence[JobRun]:
    return session.exec(select(JobRun).order_by(col(JobRun.name))).all()
