"""What happened, for whoever counts or logs it: never what was said, nor who said it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2s
from time import perf_counter
from uuid import uuid4


@dataclass(frozen=True)
class Answered:
    """A request: `done`, `asked` back, `refused` in words, or `broken`. The first two are empty where it was not
    understood.
    """

    reference: str
    command: str
    verb: str
    outcome: str
    seconds: float


@dataclass(frozen=True)
class Ran:
    """A job, the sender or the intake: how long, how much later than its time, and how many alerts, posts or files."""

    job: str
    seconds: float
    late: float
    number: int
    is_broken: bool


@dataclass(frozen=True)
class Called:
    """A method of the channel's own interface; `outcome` is `ok` or its word for what was wrong."""

    method: str
    outcome: str


Event = Answered | Ran | Called
Observe = Callable[[Event], None]


def unobserved(_event: Event) -> None:
    """Where nobody counts."""


@dataclass
class Course:
    """How a request goes, while it goes. Delivered twice, it has one reference, by which the log can be searched."""

    request_id: str = field(default_factory=lambda: str(uuid4()))
    command: str = ""
    verb: str = ""
    outcome: str = "done"
    began: float = field(default_factory=perf_counter)

    @property
    def reference(self) -> str:
        return blake2s(self.request_id.encode(), digest_size=4).hexdigest()

    @property
    def answered(self) -> Answered:
        return Answered(self.reference, self.command, self.verb, self.outcome, perf_counter() - self.began)
