"""People who type at the bot over signed HTTP, each line under an id of its own, until it is acknowledged.

Slack sends events again and slash commands never; here all are, so that what a kill left open is found out.
"""

import random
import time
from dataclasses import dataclass, field
from threading import Event

from bot.playground.delivery import Parcel
from bot.playground.signed_http import SignedHttp

PAUSE = 0.02  # seconds, before a line is sent again
STEPS = ("take {}", "hold {} waiting for the part", "resume {}", "resolve {} Replaced")
AGAIN_EVERY = 5  # lines


@dataclass
class Person:
    """`acknowledged` is what this person noted, by request id, before saying anything else."""

    name: str
    user: str
    way: SignedHttp
    stop: Event
    chance: random.Random
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)  # request id: (line, answer)
    repeated: int = 0
    resent: int = 0  # lines that were not answered the first time
    surprises: list[str] = field(default_factory=list)

    def live(self) -> None:
        """An incident after the other, each through its whole life."""
        number = 0
        while not self.stop.is_set():
            number += 1
            answer = self.say(f"p3 Screen {self.name}-{number} flickers partner:BDC")
            if not answer.startswith("INC-"):
                continue
            for step in STEPS:
                self.say(step.format(answer.partition(",")[0]))

    def say(self, line: str) -> str:
        """The answer; nothing once it is time to stop. What was acknowledged is now and then delivered once more."""
        request_id = f"{self.name}.{len(self.acknowledged)}"
        tries = 1
        while (answer := self.send(request_id, line)) is None:
            if self.stop.is_set():
                return ""
            time.sleep(PAUSE)
            tries += 1
        self.resent += tries > 1
        self.acknowledged[request_id] = line, answer
        if not answer.startswith("INC-"):
            self.surprises.append(f"{line}: {answer}")
        if len(self.acknowledged) % AGAIN_EVERY == 0:
            self.say_again(self.chance.choice(list(self.acknowledged)))
        return answer

    def say_again(self, request_id: str) -> None:
        line, first = self.acknowledged[request_id]
        answer = self.send(request_id, line)
        if answer is not None:
            self.repeated += 1
        if answer not in {None, first}:
            self.surprises.append(f"{line}, again: {answer} instead of {first}")

    def send(self, request_id: str, line: str) -> str | None:
        """Nothing where nobody answered."""
        asked = {
            "command": "/incident",
            "text": line,
            "user_id": self.user,
            "team_id": self.way.state.workspace.team_id,
            "channel_id": "C_OUTAGES",
            "channel_name": "ict-outages",
            "trigger_id": request_id,
        }
        answer = self.way.post(*self.way.signed(Parcel("slash_commands", asked)))
        return None if answer.error else str(answer.body.get("text", ""))
