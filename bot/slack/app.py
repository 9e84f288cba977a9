"""The Bolt app of one workspace, for Socket Mode and for signed HTTP alike: guards first, then the ways in.

`process_before_response`: listeners run in the server's or socket client's own pool, so that a command is answered in
its acknowledgement.
"""

import logging
import re
import time
from collections.abc import Callable
from threading import Lock

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse

from bot.slack import listeners
from bot.slack.manifest import LOG_SHORTCUT
from bot.slack.reception import Reception
from bot.slack.render import PRESS
from bot.slack.views import FORM

log = logging.getLogger(__name__)
Next = Callable[[], BoltResponse]
REPLAY_SECONDS = 600  # Slack's signatures are good for five minutes, to either side


def build_app(reception: Reception, signing_secret: str) -> App:
    app = App(
        client=reception.client,
        signing_secret=signing_secret,
        process_before_response=True,
        token_verification_enabled=False,
    )
    app.use(never_twice())
    app.use(only_team(reception.team))
    for name, command in reception.dispatcher.commands.items():
        if command.is_slash:
            app.command(f"/{reception.prefix}{name}")(listeners.slash(reception, name))
    app.action(re.compile(f"^{PRESS}-"))(listeners.press(reception))
    app.view(FORM)(listeners.submit(reception))
    app.event("app_home_opened")(listeners.home(reception))
    app.event("app_mention")(listeners.mention(reception))
    app.event("message")(listeners.message(reception))
    app.shortcut(LOG_SHORTCUT)(listeners.log_message(reception))
    app.error(broken)
    return app


def only_team(team: str) -> Callable[..., BoltResponse | None]:
    """People of another workspace, in a channel shared with theirs, get nothing."""

    def middleware(context: BoltContext, ack: Ack, next: Next) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        if {context.team_id, context.actor_team_id or context.team_id} == {team}:
            return next()
        log.warning("refused: somebody of workspace %s", context.actor_team_id or context.team_id)
        return ack()

    return middleware


def never_twice() -> Callable[..., BoltResponse]:
    """A signed request that comes again as it was is a replay: its signature is still good, and it is refused."""
    seen: dict[str, float] = {}
    lock = Lock()

    def is_new(signature: str, now: float) -> bool:
        with lock:
            while seen and next(iter(seen.values())) < now - REPLAY_SECONDS:
                del seen[next(iter(seen))]
            return seen.setdefault(signature, now) == now

    def middleware(request: BoltRequest, next: Next) -> BoltResponse:  # noqa: A002 - Bolt's name
        signature = request.headers.get("x-slack-signature", [""])[0]
        if request.mode == "http" and not is_new(signature, time.monotonic()):
            return BoltResponse(status=401, body="replayed")
        return next()

    return middleware


def broken(error: Exception) -> BoltResponse:
    """Slack then says that the app did not respond; what is in the request stays out of the log."""
    log.error("listener failed: %s", type(error).__name__, exc_info=error)
    return BoltResponse(status=500, body="")
