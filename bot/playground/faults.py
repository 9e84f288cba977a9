"""What the playground has been told to do wrong, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Literal, get_args

Kind = Literal["ratelimited", "error", "500", "slow", "cut_before", "cut_after", "copies"]
EVERYTHING = "*"
DELIVERY = "delivery"
OF_DELIVERY = {"slow", "copies"}
OF_CALLS = set(get_args(Kind)) - {"copies"}


@dataclass(frozen=True)
class Fault:
    """`method` is a Web API method, "response_url", "upload", "download", "delivery" (what the app is sent), or "*" for
    every call of the app. `times` None means until cleared. ValueError where the kind does not fit.

    - ratelimited: 429 with Retry-After `seconds`;  error: {"ok": false, "error": `error`};  500: no JSON at all
    - slow (of "delivery" too): done, after `seconds`
    - cut_before, cut_after: the connection ends without an answer, before or after doing it
    - copies (of "delivery" only): the same envelope or signed request `copies` times
    """

    method: str
    kind: Kind
    times: int | None = 1
    seconds: float = 1.0
    error: str = "internal_error"
    copies: int = 2

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"No fault is called {self.kind}: it is one of {', '.join(get_args(Kind))}.")
        if self.kind not in (OF_DELIVERY if self.method == DELIVERY else OF_CALLS):
            raise ValueError(f"{self.method} cannot fail as {self.kind}; disconnect and cut end the connections.")
        if self.times is not None and self.times < 1:
            raise ValueError("A fault happens at least once.")

    @staticmethod
    def parsed(given: Mapping[str, Any]) -> "Fault":
        """From JSON. ValueError says what is wrong with it."""
        try:
            return Fault(**given)
        except TypeError as error:
            raise ValueError(f"A fault has method, kind, times, seconds, error and copies: {error}.") from error


@dataclass
class Faults:
    """The first fault that fits is used; it is forgotten once used up. Safe to fill from another thread."""

    _waiting: list[Fault] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        names = {method} if method == DELIVERY else {method, EVERYTHING}
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.method in names:
                    self._use(place, fault)
                    return fault
        return None

    def _use(self, place: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._waiting[place] = replace(fault, times=fault.times - 1)
        else:
            del self._waiting[place]
