"""Where in Slack something is said: a channel by its name, or one person, in the channel and thread where they are."""

from dataclasses import dataclass

SLACK = "slack"


@dataclass(frozen=True)
class Spot:
    """`channel` is a name for everybody's eyes, and an id where only `user` shall see it; with neither, nowhere."""

    channel: str = ""
    thread: str = ""
    user: str = ""

    @property
    def to(self) -> str:
        """As the outbox keeps it: `ict-outages`, `C1@U1`, `C1:1600.1@U1`, `@U1`."""
        thread = f":{self.thread}" if self.thread else ""
        return f"{self.channel}{thread}@{self.user}" if self.user else self.channel

    @property
    def is_direct(self) -> bool:
        return self.channel in {"", self.user} or self.channel.startswith("D")


def read_spot(to: str) -> Spot:
    place, _, user = to.partition("@")
    channel, _, thread = place.partition(":")
    return Spot(channel, thread, user)
