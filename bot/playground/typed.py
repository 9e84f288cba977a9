"""What a person types, as Slack's own client sends it: escaped, with people, channels and addresses marked up."""

import re
from collections.abc import Callable, Iterable

from bot.playground.shapes import handle
from bot.playground.state import State

ADDRESS = re.compile(r"https?://[^\s<>]+")
MASS = {"channel", "here", "everyone"}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def named(sign: str, names: Iterable[str]) -> re.Pattern[str]:
    """Any of these names behind the sign; of two that begin alike the longer."""
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w/])({sign})({longest_first})(?!\w)", re.IGNORECASE)


class Typed:
    """Learns the names once: neither people nor channels change while the playground runs."""

    def __init__(self, state: State) -> None:
        self.people = {name.lower(): user for user in state.users.values() for name in (user.name, handle(user))}
        self.places = {place.name.lower(): place for place in state.places.values() if not place.is_im}
        self._patterns = named("@", [*self.people, *MASS]), named("#", self.places)

    def message(self, text: str) -> str:
        """As in message events: <@U1>, <#C1|name>, <https://…>, <!here>."""
        return self._marked(text, lambda user_id, _: f"<@{user_id}>")

    def command(self, text: str) -> str:
        """As in a slash command with `should_escape`: people have their name with them."""
        return self._marked(text, lambda user_id, name: f"<@{user_id}|{name}>")

    def _marked(self, text: str, person: Callable[[str, str], str]) -> str:
        def replace(match: re.Match[str]) -> str:
            sign, name = match[1], match[2].lower()
            if sign == "#":
                return f"<#{self.places[name].id}|{self.places[name].name}>"
            return f"<!{name}>" if name in MASS else person(self.people[name].id, handle(self.people[name]))

        sent = ADDRESS.sub(lambda match: f"<{match[0]}>", escaped(text))
        for pattern in self._patterns:
            sent = pattern.sub(replace, sent)
        return sent
