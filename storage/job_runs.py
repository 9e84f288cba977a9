"""When each job ran last, how late it began and how long it took."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.database import dialect_of
from storage.models import JobRun
from storage.trail import table_of

JOB_RUN = table_of(JobRun)
DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def note(session: Session, name: str, every_seconds: int, at: datetime, took_ms: int) -> None:
    """Late is what is over the time between two runs: after a stop, as long as that was.

    Two bots may run a job at once while the lead changes, so neither can take it that the row is not there.
    """
    before = session.execute(select(JOB_RUN.c.ran_at).where(JOB_RUN.c.name == name)).scalar()
    late = max(0, int((at - before).total_seconds()) - every_seconds) if before else 0
    values = {"every_seconds": every_seconds, "ran_at": at, "late_seconds": late, "took_ms": took_ms}
    added = DIALECTS[dialect_of(session)].insert(JOB_RUN).values(name=name, runs=1, **values)
    counted = added.on_conflict_do_update(index_elements=["name"], set_=values | {"runs": JOB_RUN.c.runs + 1})
    session.execute(counted)


def every(session: Session) -> Sequence[JobRun]:
    return session.exec(select(JobRun).order_by(col(JobRun.name))).all()
