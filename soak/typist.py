"""People who type incidents at a bot in this process, and again what was refused; and what they were told, counted."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread

from bench.row import Row
from bot.app import Bot
from bot.clock import system_clock
from bot.command import Place
from bot.dispatch import BROKEN
from soak.row import counted, none_of
from soak.whole import broken, doubled, every, lost
from storage.database import UNSURE
from storage.models import StoredRequest

TYPISTS = 6
PAUSE = 0.05  # seconds, before somebody types again
LOGGED, ASKED, NOT_STORED = "INC-", "Already logged a moment ago", "nothing was stored"


@dataclass
class Typist:
    """Keeps every answer by its request id."""

    bot: Bot
    name: str
    stop: Event = field(default_factory=Event)
    answers: dict[str, str] = field(default_factory=dict)
    longest: float = 0.0  # seconds from typing a line until it was logged, refusals included

    def live(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            began = time.monotonic()
            while not self.is_logged(f"/incident p3 Screen {self.name}-{number} flickers partner:BDC"):
                time.sleep(PAUSE)
            self.longest = max(self.longest, time.monotonic() - began)

    def is_logged(self, line: str) -> bool:
        """Now, or before. Typed under a new id each time, as people do."""
        request_id = f"{self.name}.{len(self.answers)}"
        answer = self.bot.dispatcher.answer(line, "engineer", Place("shell"), system_clock(), request_id).text
        self.answers[request_id] = answer
        return self.stop.is_set() or answer.startswith((LOGGED, ASKED))


def type_while(bot: Bot, work: Callable[[list[Typist]], object], typists: int = TYPISTS) -> list[Typist]:
    """So many type without pause while `work` goes on, and until each has been answered once more."""
    people = [Typist(bot, str(number)) for number in range(typists)]
    threads = [Thread(target=person.live) for person in people]
    for thread in threads:
        thread.start()
    try:
        work(people)
    finally:
        for person in people:
            person.stop.set()
        for thread in threads:
            thread.join()
    return people


@dataclass(frozen=True)
class Told:
    """What people were told, against what is stored."""

    acknowledged: int
    lost: int
    refused: int
    untrue: int  # refused, and stored all the same
    unsure: int
    unclear: Sequence[str]  # answers that say neither
    doubled: int
    not_whole: Sequence[str]
    longest: float


def told(bot: Bot, people: Sequence[Typist]) -> Told:
    answers = {request: answer for person in people for request, answer in person.answers.items()}
    stored = {row["request_id"] for row in every(bot.database, StoredRequest)}
    logged = [request for request, answer in answers.items() if answer.startswith(LOGGED)]
    refused = [request for request, answer in answers.items() if NOT_STORED in answer and BROKEN not in answer]
    is_clear = {*logged, *refused}
    return Told(
        acknowledged=len(logged),
        lost=len(lost(bot.database, logged)),
        refused=len(refused),
        untrue=len(stored.intersection(refused)),
        unsure=sum(answer == UNSURE for answer in answers.values()),
        unclear=[
            answer
            for request, answer in answers.items()
            if request not in is_clear and not answer.startswith((ASKED, UNSURE))
        ],
        doubled=len(doubled(bot.database)),
        not_whole=broken(bot.database),
        longest=max(person.longest for person in people),
    )


def figures(name: str, found: Told) -> Iterator[Row]:
    yield counted(f"{name}: acknowledged", found.acknowledged, "commands")
    yield none_of(f"{name}: acknowledged and lost", found.lost, "commands")
    yield counted(f'{name}: answered "{NOT_STORED}"', found.refused, "commands")
    yield none_of(f"{name}: so answered, and stored", found.untrue, "commands")
    yield counted(f'{name}: answered "may be there or not"', found.unsure, "commands")
    yield none_of(f"{name}: any other answer", len(found.unclear), "commands")
    yield none_of(f"{name}: done twice", found.doubled, "records")
    yield none_of(f"{name}: trail not whole", len(found.not_whole), "places")
    yield counted(f"{name}: longest until it was logged", found.longest, "s")
