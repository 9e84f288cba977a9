"""Who is at work: the bots that run on this database, which of them leads, and when each job ran."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.models.base import UtcDateTime


class RunningBot(SQLModel, table=True):
    """A program that keeps its row fresh; a row that is not was left by one that ended without a word.

    Times are the database's own. Without a policy it is a newer version that waits to migrate. Programs of different
    versions read this table, so a column may be added to it, but none changed.
    """

    __tablename__ = "running_bot"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    policy_id: int | None = Field(default=None, foreign_key="policy.id")
    revision: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class Leadership(SQLModel, table=True):
    """One row: whose turn it is. The term goes up with each leader, so that one who was deposed can find out."""

    id: int = Field(default=None, primary_key=True)
    term: int
    bot_id: int
    since: datetime = Field(sa_type=UtcDateTime)


class JobRun(SQLModel, table=True):
    """The last run of each job, written in its own transaction."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True)
    every_seconds: int
    ran_at: datetime = Field(sa_type=UtcDateTime)
    late_seconds: int
    took_ms: int
    runs: int
