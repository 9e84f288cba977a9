"""How what happens reaches the app, over Socket Mode or signed HTTP, and how often it is tried."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.playground.faults import DELIVERY, Faults
from bot.playground.workspace import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Parcel:
    """One thing to deliver. `attempt` counts from nought; `copies` more than one is a fault."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = ""
    copies: int = 1


@dataclass(frozen=True)
class Answer:
    """The acknowledgement's body; or in `error` the word that Slack shows to the person."""

    body: Json = field(default_factory=dict)
    error: str = ""
    may_retry: bool = True


class Way(ABC):
    """Socket Mode or signed HTTP."""

    reasons: dict[str, str]  # how a failure is told with the next attempt

    @abstractmethod
    async def carry(self, parcel: Parcel) -> Answer:
        """Until it is acknowledged, or has failed."""

    def close(self) -> None:  # noqa: B027 - not every way holds something that has to be given back
        """Nothing is carried after this."""


@dataclass
class Delivery:
    """Commands and interactions are delivered once; events again and again, after `retries` seconds."""

    way: Way
    faults: Faults
    retries: tuple[float, ...]
    _running: set[asyncio.Task[Any]] = field(default_factory=set)

    async def send(self, kind: Kind, payload: Json) -> Answer:
        return await self._carry(Parcel(kind, payload))

    async def _carry(self, parcel: Parcel) -> Answer:
        fault = self.faults.take(DELIVERY)
        if fault is None:
            return await self.way.carry(parcel)
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return await self.way.carry(parcel)
        return await self.way.carry(replace(parcel, copies=fault.copies))

    async def send_event(self, payload: Json) -> None:
        answer = await self._carry(Parcel("events_api", payload))
        for attempt, pause in enumerate(self.retries, start=1):
            if not answer.error or not answer.may_retry:
                return
            await asyncio.sleep(pause)
            answer = await self._carry(Parcel("events_api", payload, attempt, self.way.reasons[answer.error]))

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Until nothing is on its way; an event that waits to be sent again is."""
        while self._running:
            await asyncio.wait(set(self._running))

    def stop(self) -> None:
        for task in self._running:
            task.cancel()
