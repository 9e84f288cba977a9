"""What the app is sent, in Slack's shapes: commands, interactions and events."""

from dataclasses import dataclass, field
from itertools import count

from bot.playground.shapes import handle, slack_message
from bot.playground.state import Message, Place, State
from bot.playground.views import View
from bot.playground.workspace import Json

VERIFICATION = "verification-token"  # Slack still sends the old kind of token; nobody should look at it
EVENT_SCOPES = {
    "app_mention": "app_mentions:read", "message.im": "im:history", "message.channels": "channels:history",
    "message.groups": "groups:history",
}  # fmt: skip
KINDS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


@dataclass
class Payloads:
    state: State
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def command(self, user_id: str, place: Place, name: str, text: str) -> Json:
        """All text, as it travels in a form."""
        user, workspace = self.state.users[user_id], self.state.workspace
        return {
            "token": VERIFICATION, "team_id": workspace.team_of(user), "team_domain": workspace.domain,
            "channel_id": place.id, "channel_name": "directmessage" if place.is_im else place.name,
            "user_id": user.id, "user_name": handle(user), "command": name, "text": text,
            "api_app_id": workspace.app_id, "is_enterprise_install": "false",
            "response_url": self.response_url(place, user.id), "trigger_id": self.state.triggers.issue(user.id),
        }  # fmt: skip

    def response_url(self, place: Place, user: str, message_ts: str = "") -> str:
        name = self.state.urls.issue(place.id, user, message_ts)
        return f"{self.state.base_url}/response/{self.state.workspace.team_id}/{name}"

    def interaction(self, kind: str, user_id: str) -> Json:
        """What all of them have in common."""
        user, workspace = self.state.users[user_id], self.state.workspace
        team, name = workspace.team_of(user), handle(user)
        return {
            "type": kind, "token": VERIFICATION, "api_app_id": workspace.app_id,
            "team": {"id": team, "domain": workspace.domain}, "enterprise": None, "is_enterprise_install": False,
            "user": {"id": user.id, "username": name, "name": name, "team_id": team},
        }  # fmt: skip

    def place(self, place: Place) -> Json:
        return {"id": place.id, "name": "directmessage" if place.is_im else place.name}

    def press_in_message(self, user: str, place: Place, message: Message, action: Json) -> Json:
        """An ephemeral message is not told again, only that it was one."""
        where: Json = {"type": "message", "message_ts": message.ts, "channel_id": place.id}
        where |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        is_hidden = bool(message.only_for)
        told = {} if is_hidden else {"message": slack_message(self.state, message)}
        return {
            **self.interaction("block_actions", user),
            "container": {**where, "is_ephemeral": is_hidden}, "channel": self.place(place), **told,
            "trigger_id": self.state.triggers.issue(user), "state": {"values": message.values_for(user)},
            "response_url": self.response_url(place, user, message.ts), "actions": [action],
        }  # fmt: skip

    def press_in_view(self, user: str, view: View, action: Json) -> Json:
        told = self.state.views.as_slack(view)
        return {
            **self.interaction("block_actions", user),
            "container": {"type": "view", "view_id": view.id}, "view": told, "state": told["state"],
            "trigger_id": self.state.triggers.issue(user), "actions": [action],
        }  # fmt: skip

    def submission(self, user: str, view: View) -> Json:
        told = self.state.views.as_slack(view)
        trigger = self.state.triggers.issue(user)
        return {**self.interaction("view_submission", user), "trigger_id": trigger, "view": told, "response_urls": []}

    def closing(self, user: str, view: View, *, is_cleared: bool) -> Json:
        told = self.state.views.as_slack(view)
        return {**self.interaction("view_closed", user), "view": told, "is_cleared": is_cleared}

    def shortcut(self, user: str, place: Place, message: Message, callback_id: str) -> Json:
        return {
            **self.interaction("message_action", user), "callback_id": callback_id, "action_ts": self.state.stamp(),
            "trigger_id": self.state.triggers.issue(user), "channel": self.place(place), "message_ts": message.ts,
            "message": slack_message(self.state, message),
            "response_url": self.response_url(place, user, message.ts),
        }  # fmt: skip

    def message_events(self, place: Place, message: Message) -> list[Json]:
        """What somebody's message tells the app: that it was mentioned, and the message itself, where it subscribed."""
        bot = self.state.workspace.bot_user.id
        if bot not in place.members:
            return []
        kind = "im" if place.is_im else "group" if place.is_private else "channel"
        told = self.message_event(place, message) | {"channel_type": kind}
        found = [self.event(KINDS[kind], told)]
        if f"<@{bot}>" in message.text and not place.is_im:
            mention = {name: value for name, value in told.items() if name not in ("subtype", "channel_type")}
            found.append(self.event("app_mention", mention | {"type": "app_mention"}))
        return [event for event in found if event]

    def message_event(self, place: Place, message: Message) -> Json:
        told = slack_message(self.state, message) | {"channel": place.id, "event_ts": message.ts}
        if message.thread_ts:
            told["parent_user_id"] = place.messages[message.thread_ts].user
        if message.files:
            return told | {"subtype": "file_share", "upload": False, "display_as_bot": False}
        return told | {"client_msg_id": f"msg-{message.ts}"}

    def home_opened(self, user: str) -> Json:
        home = self.state.views.homes.get(user)
        view = {"view": self.state.views.as_slack(home)} if home else {}
        place = self.state.direct(user)
        opened = {"type": "app_home_opened", "user": user, "channel": place.id, "tab": "home", **view}
        return self.event("app_home_opened", opened | {"event_ts": self.state.stamp()})

    def event(self, subscription: str, event: Json) -> Json:
        """Empty when the app has not subscribed to it, or lacks the scope."""
        workspace = self.state.workspace
        scope = EVENT_SCOPES.get(subscription)
        if subscription not in workspace.events or (scope is not None and scope not in workspace.scopes):
            return {}
        team = workspace.team_of(self.state.users[event["user"]])
        bot = {
            "enterprise_id": None, "team_id": workspace.team_id, "user_id": workspace.bot_user.id, "is_bot": True,
            "is_enterprise_install": False,
        }  # fmt: skip
        return {
            "token": VERIFICATION, "team_id": workspace.team_id, "context_team_id": workspace.team_id,
            "context_enterprise_id": None, "api_app_id": workspace.app_id, "event": event, "type": "event_callback",
            "event_id": f"Ev{next(self._numbers):08d}", "event_time": int(float(event["event_ts"])),
            "authorizations": [bot], "is_ext_shared_channel": team != workspace.team_id,
        }  # fmt: skip
