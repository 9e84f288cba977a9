"""What a job is: a check that runs now and then, and says what should be said, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.plain import plain
from storage import outbox


@dataclass(frozen=True)
class Alert:
    """`key` is what it is about, which threshold, which occasion: said once. `why` is for who wonders."""

    key: str
    post: Post
    why: str


@dataclass(frozen=True)
class Job:
    """`run` gives alerts and moves its own marks in the same transaction. `preview` says what `run` would, and writes
    nothing.
    """

    name: str
    does: str
    every_seconds: int
    run: Callable[[datetime, Desk, Session], list[Alert]]
    preview: Callable[[datetime, Desk, Session], list[Alert]]


def preview(job: Job, now: datetime, desk: Desk, session: Session) -> str:
    """What a job would say at a time, in words, and whether it was said before."""
    found = job.preview(now, desk, session)
    said = {alert.key for alert in found if outbox.is_queued(session, alert.key)}
    lines = [f"{job.name}: {len(found)} to say, {len(said)} of them said before."]
    lines += [f"{alert.post.where} | {plain(alert.post.parts)}\n  why: {alert.why}" for alert in found]
    return "\n".join(lines)
