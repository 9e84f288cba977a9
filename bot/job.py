"""What a job is: a check that runs now and then, and gives what should be said, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from core.manners import Kind


@dataclass(frozen=True)
class Alert:
    """`key` is what it is about, which threshold, which occasion: said once. `why` is for who wonders.

    `owner` is the key of who answers for it. What is `is_urgent` waits for no quiet hours. What is `is_private` goes to
    the person of its post and nowhere else, whatever desk.toml says.
    """

    key: str
    post: Post
    why: str
    kind: Kind
    owner: str = ""
    is_urgent: bool = False
    is_private: bool = False


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

    @property
    def finds_again(self) -> bool:
        """It moves no marks: what cannot be said now is found again while it holds, with its newest figures."""
        return self.run is self.preview
