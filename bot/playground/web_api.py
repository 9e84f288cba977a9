"""What the app may ask over HTTP: /api/METHOD, response_urls and files; each can be told to fail."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.answers import use_response_url
from bot.playground.errors import SlackError
from bot.playground.faults import Faults
from bot.playground.files import File
from bot.playground.limits import RateLimitedError, Rates
from bot.playground.methods import METHODS, Call, Method
from bot.playground.state import State
from bot.playground.workspace import Json

Work = Callable[[], Response]
SIGN_IN = "<!DOCTYPE html><title>Sign in</title><p>Sign in to see this file."
HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


class WebApi:
    def __init__(self, state: State, faults: Faults, rates: Rates) -> None:
        self.state = state
        self.faults = faults
        self.rates = rates

    def routes(self) -> list[Route]:
        return [
            Route("/api/{method}", self.call, methods=["GET", "POST"]),
            Route("/response/{team}/{name}", self.respond, methods=["POST"]),
            Route("/files/upload/{file}", self.upload, methods=["POST"]),
            Route("/files/{file}/{name:path}", self.download),
        ]

    async def call(self, request: Request) -> Response:
        name = request.path_params["method"]
        body = await request.body()
        return await self._faulty(request, name, lambda: self.answer(name, request, body))

    def answer(self, name: str, request: Request, body: bytes) -> Response:
        try:
            args = arguments(request, body)
            method = self._authorised(name, token_of(request, args))
            self.rates.check(name, method.tier, str(args.get("channel", "")))
            call = Call(self.state, args, asyncio.get_running_loop().call_later)
            call.need(*method.scopes)
            answer = {"ok": True, **method.run(call)}
        except SlackError as error:
            answer = error.body()
        except RateLimitedError as error:
            return rate_limited(error.seconds)
        return JSONResponse(answer, headers={"x-oauth-scopes": ",".join(self.state.workspace.scopes)})

    def _authorised(self, name: str, token: str) -> Method:
        if not token:
            raise SlackError("not_authed")
        if token not in (self.state.workspace.bot_token, self.state.workspace.app_token):
            raise SlackError("invalid_auth")
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        if not token.startswith(method.token):
            raise SlackError("not_allowed_token_type")
        return method

    async def respond(self, request: Request) -> Response:
        body = await request.body()
        return await self._faulty(request, "response_url", lambda: self.take_response(request, body))

    def take_response(self, request: Request, body: bytes) -> Response:
        """Slack answers 404 with JSON where the address is used up, 400 with a bare code where the message is bad."""
        try:
            use_response_url(self.state, request.path_params["name"], parsed(body))
        except SlackError as error:
            if error.code in ("expired_url", "used_url"):
                return JSONResponse(error.body(), 404)
            return PlainTextResponse(error.code, 400)
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        body = await request.body()
        return await self._faulty(request, "upload", lambda: self.take_file(request, body))

    def take_file(self, request: Request, body: bytes) -> Response:
        file = self.state.files.find(request.path_params["file"])
        if file is None or file.content is not None:
            return PlainTextResponse("no such upload", 404)
        file.content = body
        return PlainTextResponse(f"OK - {len(body)}")

    async def download(self, request: Request) -> Response:
        return await self._faulty(request, "download", lambda: self.give_file(request))

    def give_file(self, request: Request) -> Response:
        """Without a token Slack does not refuse: it sends its sign-in page."""
        file = self.state.files.find(request.path_params["file"])
        if file is None:
            return PlainTextResponse("not found", 404)
        may_read = "files:read" in self.state.workspace.scopes
        if not may_read or token_of(request, {}) != self.state.workspace.bot_token:
            return HTMLResponse(SIGN_IN)
        return file_response(file)

    async def _faulty(self, request: Request, name: str, work: Work) -> Response:
        fault = self.faults.take(name)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault is None or fault.kind == "slow":
            return work()
        if fault.kind == "cut_after":
            work()
        if fault.kind in ("cut_before", "cut_after"):
            request.scope["cut"]()
            return Response()
        if fault.kind == "ratelimited":
            return rate_limited(fault.seconds)
        if fault.kind == "error":
            return JSONResponse(SlackError(fault.error).body())
        return HTMLResponse("<h1>Server Error</h1>", 500)


def rate_limited(seconds: float) -> Response:
    return JSONResponse(SlackError("ratelimited").body(), 429, headers={"Retry-After": str(max(1, round(seconds)))})


def arguments(request: Request, body: bytes) -> Mapping[str, Any]:
    """From the address, and from a body that is JSON or a form."""
    asked: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return asked | (parsed(body) if body else {})
    return asked | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def parsed(body: bytes) -> Json:
    try:
        value = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def token_of(request: Request, args: Mapping[str, Any]) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or str(args.get("token", ""))


def file_response(file: File) -> Response:
    """Shown in the page when it is a picture, saved otherwise; never run."""
    kind = "inline" if file.mimetype.startswith("image/") else "attachment"
    return Response(file.content, headers={**HARMLESS, "Content-Disposition": kind}, media_type=file.mimetype)
