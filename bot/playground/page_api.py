"""What the page speaks: /page/… as JSON, and the live feed. A refusal is {"error": a sentence}."""

import asyncio
import email.policy
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.clocks import Clock
from bot.playground.errors import PageError
from bot.playground.people import People
from bot.playground.shapes import page_channel, page_message, page_user
from bot.playground.state import Change, State
from bot.playground.web_api import file_response
from bot.playground.workspace import Json

PAGE = Path(__file__).parent / "page"
RECENT = 500  # messages of a channel that the page is given

Control = Callable[[Json], Awaitable[None]]
Handler = Callable[[Json], Awaitable[Json]]


@dataclass(frozen=True)
class MovableClock:
    """The clock of the bot, where the page may show it and move it."""

    now: Clock
    move: Callable[[datetime], None]


class PageApi:
    def __init__(self, state: State, people: People, control: Control, clock: MovableClock | None) -> None:
        self.state = state
        self.people = people
        self.control = control
        self.clock = clock

    def routes(self) -> list[BaseRoute]:
        posts = {
            "say": self.say, "press": self.press, "submit": self.submit, "close": self.close,
            "shortcut": self.shortcut, "move_clock": self.move_clock, "control": self.take_control,
        }  # fmt: skip
        return [
            Route("/page/state", self.overview),
            Route("/page/messages", self.messages),
            Route("/page/home", self.home),
            Route("/page/file/{file}/{name:path}", self.file),
            Route("/page/upload", self.upload, methods=["POST"]),
            *(Route(f"/page/{name}", posted(handler), methods=["POST"]) for name, handler in posts.items()),
            WebSocketRoute("/page/live", self.live),
            Mount("/", StaticFiles(directory=PAGE, html=True, check_dir=False)),
        ]

    async def overview(self, request: Request) -> Response:
        user = self._user(request.query_params.get("user", ""))
        workspace = self.state.workspace
        bot = workspace.bot_user
        places = [place for place in self.state.places.values() if user in place.members]
        return JSONResponse({
            "me": page_user(self.state.users[user]),
            "users": [page_user(one) for one in self.state.users.values()],
            "channels": [page_channel(self.state, place, user) for place in places],
            "commands": [vars(command) for command in workspace.commands],
            "shortcuts": [vars(shortcut) for shortcut in workspace.shortcuts],
            "now": self._now(),
            "bot": {"id": bot.id, "name": bot.name, "home": True},
        })  # fmt: skip

    def _now(self) -> str | None:
        return None if self.clock is None else self.clock.now().astimezone(UTC).isoformat()

    def _user(self, user: str) -> str:
        return self.people.place(user, user).person

    async def messages(self, request: Request) -> Response:
        user, channel = request.query_params.get("user", ""), request.query_params.get("channel", "")
        place = self.people.place(user, channel)
        self.state.mark_read(place, user)
        seen = self.state.seen_by(place, user)[-RECENT:]
        return JSONResponse({"messages": [page_message(self.state, message) for message in seen]})

    async def home(self, request: Request) -> Response:
        return JSONResponse({"view": self.people.open_home(self._user(request.query_params.get("user", "")))})

    async def file(self, request: Request) -> Response:
        file = self.state.files.find(request.path_params["file"])
        if file is None or file.content is None:
            return PlainTextResponse("not found", 404)
        return file_response(file)

    async def say(self, given: Json) -> Json:
        await self.people.say(given["user"], given["channel"], given["text"], given.get("thread_ts") or "")
        return {}

    async def press(self, given: Json) -> Json:
        where = {name: given[name] for name in ("channel", "message_ts", "view_id") if given.get(name)}
        await self.people.press(given["user"], given["block_id"], given["action"], **where)
        return {}

    async def submit(self, given: Json) -> Json:
        errors = await self.people.submit(given["user"], given["view_id"], given["values"])
        return {"ok": False, "errors": errors} if errors else {}

    async def close(self, given: Json) -> Json:
        await self.people.close(given["user"], given["view_id"])
        return {}

    async def shortcut(self, given: Json) -> Json:
        await self.people.shortcut(given["user"], given["channel"], given["message_ts"], given["callback_id"])
        return {}

    async def move_clock(self, given: Json) -> Json:
        """The bot may post while it is moved: that must not wait for this request."""
        if self.clock is None:
            raise PageError("The clock cannot be moved here.", 403)
        try:
            moment = moved(self.clock.now(), given)
        except (ValueError, OverflowError):
            raise PageError("That is no time to move the clock to.") from None
        await asyncio.to_thread(self.clock.move, moment)
        return {"now": self._now()}

    async def take_control(self, given: Json) -> Json:
        try:
            await self.control(given)
        except (ValueError, TypeError) as error:
            raise PageError(str(error)) from error
        return {}

    async def upload(self, request: Request) -> Response:
        content_type = request.headers.get("content-type", "")
        fields, file = multipart(content_type, await request.body())
        return await answered(lambda: self._upload(Given(fields), file))

    async def _upload(self, fields: Json, file: EmailMessage | None) -> Json:
        if file is None:
            raise PageError("There is no file to send.")
        content = file.get_payload(decode=True)
        name = Path(file.get_filename() or "file").name
        thread_ts, text = fields.get("thread_ts", ""), fields.get("text", "")
        where = fields["user"], fields["channel"]
        self.people.upload(*where, name, content if isinstance(content, bytes) else b"", thread_ts, text)
        return {}

    async def live(self, websocket: WebSocket) -> None:
        """Everything that this person sees happen, one JSON object after the other."""
        user = websocket.query_params.get("user", "")
        if user not in self.state.users:
            await websocket.close()
            return
        await websocket.accept()
        changes: asyncio.Queue[Change] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def hear(change: Change) -> None:
            loop.call_soon_threadsafe(changes.put_nowait, change)

        unwatch = self.state.watch(hear)
        sending = asyncio.create_task(self._feed(websocket, user, changes))
        try:
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            unwatch()
            sending.cancel()

    async def _feed(self, websocket: WebSocket, user: str, changes: "asyncio.Queue[Change]") -> None:
        while True:
            change = await changes.get()
            if user in change.people:
                await websocket.send_text(json.dumps(self.told(change)))

    def told(self, change: Change) -> Json:
        if change.message is None:
            return {"type": change.kind, **change.body}
        drawn = page_message(self.state, change.message)
        return {"type": change.kind, "channel": change.message.channel, "message": drawn}


def moved(now: datetime, given: Json) -> datetime:
    if "by_seconds" in given:
        return now + timedelta(seconds=float(given["by_seconds"]))
    moment = datetime.fromisoformat(str(given.get("to")))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def posted(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            given = await request.json()
        except ValueError:
            given = None
        if not isinstance(given, dict):
            return refusal("This must be a JSON object.")
        return await answered(lambda: handler(Given(given)))

    return endpoint


class Given(Json):
    """What the page sent. PageError for what it left out."""

    def __missing__(self, name: str) -> None:
        raise PageError(f"{name} is missing.")


async def answered(work: Callable[[], Awaitable[Json]]) -> Response:
    try:
        return JSONResponse({"ok": True} | await work())
    except PageError as error:
        return refusal(str(error), error.status)


def refusal(sentence: str, status: int = 400) -> Response:
    return JSONResponse({"error": sentence}, status)


def page_error(_request: Request, error: Exception) -> Response:
    """For the requests that only read."""
    return refusal(str(error), getattr(error, "status", 400))


def multipart(content_type: str, body: bytes) -> tuple[dict[str, str], EmailMessage | None]:
    """A form with a file: the same grammar as a message with attachments, which the standard library reads."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form: Any = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    fields, file = {}, None
    for part in form.iter_parts():
        if part.get_filename() is not None:
            file = part
        else:
            name = part.get_param("name", header="content-disposition")
            fields[str(name)] = part.get_payload(decode=True).decode()
    return fields, file
