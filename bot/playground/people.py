"""What a person does at the page, from the key press to what the app's answer changes."""

from bot.playground import forms
from bot.playground.answers import post_answer
from bot.playground.delivery import Answer, Delivery
from bot.playground.errors import PageError, SlackError
from bot.playground.methods.views import checked_view, close_view, show
from bot.playground.payloads import Payloads
from bot.playground.shapes import page_view
from bot.playground.state import Message, Place, State
from bot.playground.typed import Typed
from bot.playground.views import View
from bot.playground.workspace import Json

TROUBLE = "We had some trouble connecting. Try again?"  # Slack's words when a form cannot be sent
GONE = "This message is no longer there."


class People:
    """PageError where the page would not have let a person do it."""

    def __init__(self, state: State, delivery: Delivery) -> None:
        self.state = state
        self.delivery = delivery
        self.payloads = Payloads(state)
        self.typed = Typed(state)

    def place(self, user: str, channel: str) -> Place:
        if user not in self.state.users:
            raise PageError(f"Nobody here is called {user}.", 404)
        try:
            place = self.state.place(channel)
        except SlackError:
            raise PageError(f"There is no channel {channel}.", 404) from None
        if user not in place.members:
            raise PageError(f"{self.state.users[user].name} is not in this channel.", 403)
        return place

    def message(self, user: str, place: Place, ts: str) -> Message:
        message = place.messages.get(ts)
        if message is None or message.is_deleted or message.only_for not in ("", user):
            raise PageError(GONE, 404)
        return message

    def view(self, user: str, view_id: str) -> View:
        try:
            view = self.state.views.find(view_id)
        except SlackError:
            raise PageError("This form is no longer open.", 404) from None
        if view.user != user:
            raise PageError("This form belongs to somebody else.", 403)
        return view

    def notice(self, user: str, text: str) -> None:
        self.state.tell("notice", [user], text=text)

    async def say(self, user: str, channel: str, text: str, thread_ts: str = "") -> None:
        """A message, or a command; after a command everything that its acknowledgement brings is there."""
        place = self.place(user, channel)
        if not text.strip():
            raise PageError("There is nothing to send.")
        if text.startswith("/"):
            await self._command(user, place, text, thread_ts)
            return
        if thread_ts:
            thread_ts = self.message(user, place, thread_ts).thread_ts or thread_ts
        message = self.state.post(place, user, self.typed.message(text.strip()), thread_ts=thread_ts)
        self._announce(place, message)

    def _announce(self, place: Place, message: Message) -> None:
        for event in self.payloads.message_events(place, message):
            self.delivery.in_background(self.delivery.send_event(event))

    async def _command(self, user: str, place: Place, line: str, thread_ts: str) -> None:
        name, _, text = line.strip().partition(" ")
        if name not in {command.name for command in self.state.workspace.commands}:
            raise PageError(f"{name} is not a valid command. Messages that start with a slash are taken as commands.")
        if thread_ts:
            raise PageError(f"{name} is not supported in threads. Sorry!")
        payload = self.payloads.command(user, place, name, self.typed.command(text.strip()))
        answer = await self.delivery.send("slash_commands", payload)
        problem = answer.error
        if answer.body and not problem:
            try:
                post_answer(self.state, place, user, answer.body)
            except SlackError as error:
                problem = f"invalid_command_response: {'; '.join([error.code, *error.details])}"
        if problem:
            self.notice(user, f'{name} failed with the error "{problem}"')

    async def press(
        self, user: str, block_id: str, action: Json, channel: str = "", message_ts: str = "", view_id: str = ""
    ) -> None:
        """In a message, or in a view (a form or Home)."""
        if view_id:
            view = self.view(user, view_id)
            whole = self._action(view.given["blocks"], block_id, action)
            view.values = forms.fill(view.given["blocks"], view.values, {block_id: {whole["action_id"]: whole}})
            payload = self.payloads.press_in_view(user, view, whole)
        else:
            place = self.place(user, channel)
            message = self.message(user, place, message_ts)
            whole = self._action(message.blocks, block_id, action)
            given = {block_id: {whole["action_id"]: whole}}
            message.values[user] = forms.fill(message.blocks, message.values_for(user), given)
            payload = self.payloads.press_in_message(user, place, message, whole)
        self._excuse(user, await self.delivery.send("interactive", payload))

    def _action(self, blocks: list[Json], block_id: str, action: Json) -> Json:
        """What the element is, with what was chosen."""
        element = forms.find_element(blocks, block_id, action.get("action_id", ""))
        if element is None:
            raise PageError("This is no longer there to press.", 404)
        kept = ("type", "action_id", "text", "value", "style", "placeholder")
        whole = {name: element[name] for name in kept if name in element}
        if element["type"] in forms.KEYS:
            whole |= forms.told_value(element, action)
        elif element["type"] == "overflow":
            whole["selected_option"] = action.get("selected_option")
        return whole | {"block_id": block_id, "action_ts": self.state.stamp()}

    def _excuse(self, user: str, answer: Answer) -> None:
        if answer.error:
            self.notice(user, f"The app did not do this: {answer.error}")

    async def submit(self, user: str, view_id: str, values: forms.Values) -> dict[str, str]:
        """What is wrong, by block_id; or nothing. Fields that are not named keep the state they have."""
        view = self.view(user, view_id)
        blocks = view.given["blocks"]
        view.values = forms.fill(blocks, view.values, values)
        if wrong := forms.objections(blocks, view.values):
            return wrong
        answer = await self.delivery.send("interactive", self.payloads.submission(user, view))
        if answer.error:
            raise PageError(TROUBLE, 502)
        try:
            return self._after_submission(view, answer.body)
        except SlackError as error:
            raise PageError(f"{TROUBLE} ({'; '.join([error.code, *error.details])})", 502) from error

    def _after_submission(self, view: View, body: Json) -> dict[str, str]:
        """Slack's response actions; without one this view closes."""
        action = body.get("response_action")
        if action == "errors":
            return self._told_errors(view, body.get("errors") or {})
        if action == "update":
            given = checked_view(self.state, body.get("view") or {}, place_of=view)
            view.replace(given, self.state.stamp())
            show(self.state, view, "update")
        elif action == "push":
            given = checked_view(self.state, body.get("view") or {})
            show(self.state, self.state.views.push(view.user, given, self.state.stamp()), "push")
        elif action == "clear":
            self._close_all(view.user)
        else:
            self._close(view)
        return {}

    def _told_errors(self, view: View, errors: dict[str, str]) -> dict[str, str]:
        known = {block["block_id"] for block in view.given["blocks"] if block["type"] == "input"}
        if not errors or errors.keys() - known:
            raise SlackError("invalid_errors", ("errors must name input blocks of the view",))
        return errors

    def _close(self, view: View) -> None:
        """Nothing when a second submission has closed it already."""
        if view in self.state.views.stack(view.user):
            close_view(self.state, view)

    def _close_all(self, user: str) -> None:
        for view in reversed(self.state.views.stack(user)[:]):
            close_view(self.state, view)

    async def close(self, user: str, view_id: str) -> None:
        view = self.view(user, view_id)
        if view.given.get("clear_on_close"):
            self._close_all(user)
        else:
            self._close(view)
        if view.given.get("notify_on_close"):
            is_cleared = not self.state.views.stack(user)
            payload = self.payloads.closing(user, view, is_cleared=is_cleared)
            self.delivery.in_background(self.delivery.send("interactive", payload))

    async def shortcut(self, user: str, channel: str, message_ts: str, callback_id: str) -> None:
        place = self.place(user, channel)
        message = self.message(user, place, message_ts)
        if callback_id not in {shortcut.callback_id for shortcut in self.state.workspace.shortcuts}:
            raise PageError("There is no such shortcut.", 404)
        payload = self.payloads.shortcut(user, place, message, callback_id)
        self._excuse(user, await self.delivery.send("interactive", payload))

    def open_home(self, user: str) -> Json | None:
        """Home as it is; what the app makes of the visit comes through the live feed."""
        self.place(user, user)
        if event := self.payloads.home_opened(user):
            self.delivery.in_background(self.delivery.send_event(event))
        return page_view(self.state, user, "home")

    def upload(self, user: str, channel: str, name: str, content: bytes, thread_ts: str = "", text: str = "") -> None:
        """A person's file is there at once."""
        place = self.place(user, channel)
        if thread_ts:
            thread_ts = self.message(user, place, thread_ts).thread_ts or thread_ts
        file = self.state.files.announce(name, len(content), user)
        file.content, file.is_ready = content, True
        words = self.typed.message(text)
        self._announce(place, self.state.post(place, user, words, thread_ts=thread_ts, files=[file.id]))
