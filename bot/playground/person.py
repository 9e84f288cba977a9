"""One person of the playground as an object, for tests: what is typed and pressed, and what is then to be seen."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.playground.forms import Values, elements
from bot.playground.people import People
from bot.playground.shapes import page_message, page_view
from bot.playground.state import State
from bot.playground.workspace import Json

T = TypeVar("T")


class Host(Protocol):
    """The playground, as far as a person needs it."""

    state: State
    people: People

    def run(self, work: Coroutine[Any, Any, T]) -> T: ...

    def wait_until(self, condition: Callable[[], object]) -> None: ...


@dataclass(frozen=True)
class Person:
    """Channels are named by id or name, or by the person's own id for the direct message with the bot."""

    host: Host
    id: str

    def say(self, channel: str, text: str, thread_ts: str = "") -> None:
        """Returns when a command has been answered, or a message has been posted."""
        self.host.run(self.host.people.say(self.id, channel, text, thread_ts))

    def sees(self, channel: str) -> list[Json]:
        """The channel's messages as the page draws them, oldest first."""
        state = self.host.state
        place = self.host.people.place(self.id, channel)
        return [page_message(state, message) for message in state.seen_by(place, self.id)]

    def waits_for(self, channel: str, words: str) -> Json:
        """The newest message that holds these words, in its text or in its blocks. TimeoutError when none comes."""

        def found() -> list[Json]:
            return [message for message in self.sees(channel) if words in message["text"] or words in str(message)]

        self.host.wait_until(found)
        return found()[-1]

    def presses(self, channel: str, message: Json, label: str, **chosen: Any) -> None:  # noqa: ANN401 - as the page sends it
        """A button by its label, or any element by its action_id; `chosen` is what was picked in it."""
        block_id, action = pressed(message["blocks"], label)
        where = {"channel": channel, "message_ts": message["ts"]}
        self.host.run(self.host.people.press(self.id, block_id, action | chosen, **where))

    def presses_in_view(self, view: Json, label: str, **chosen: Any) -> None:  # noqa: ANN401 - as above
        block_id, action = pressed(view["blocks"], label)
        self.host.run(self.host.people.press(self.id, block_id, action | chosen, view_id=view["id"]))

    def form(self) -> Json | None:
        """The form on top, if there is one."""
        return page_view(self.host.state, self.id)

    def waits_for_form(self) -> Json:
        self.host.wait_until(self.form)
        form = self.form()
        assert form is not None  # noqa: S101 - just waited for
        return form

    def submits(self, view: Json, values: Values | None = None) -> dict[str, str]:
        """What is wrong, by block_id. Fields that are not named keep what they show."""
        return self.host.run(self.host.people.submit(self.id, view["id"], values or {}))

    def closes(self, view: Json) -> None:
        self.host.run(self.host.people.close(self.id, view["id"]))

    def uses_shortcut(self, channel: str, message: Json, callback_id: str) -> None:
        self.host.run(self.host.people.shortcut(self.id, channel, message["ts"], callback_id))

    def opens_home(self) -> Json | None:
        """Home as it was; what the app makes of the visit comes later."""

        async def visit() -> Json | None:
            return self.host.people.open_home(self.id)

        return self.host.run(visit())

    def home(self) -> Json | None:
        return page_view(self.host.state, self.id, "home")

    def uploads(self, channel: str, name: str, content: bytes, thread_ts: str = "", text: str = "") -> None:
        async def send() -> None:
            self.host.people.upload(self.id, channel, name, content, thread_ts, text)

        self.host.run(send())


def pressed(blocks: list[Json], label: str) -> tuple[str, Json]:
    """Where the element stands, and what the page would send. LookupError when it is not there."""
    for block in blocks:
        for element in elements(block):
            if label in (element.get("text", {}).get("text"), element["action_id"]):
                return block["block_id"], {"type": element["type"], "action_id": element["action_id"]}
    raise LookupError(f"There is nothing to press called {label}.")
