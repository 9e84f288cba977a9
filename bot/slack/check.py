"""`ictbot check slack`: whether the tokens, scopes and channels are as the bot needs them, asked of Slack itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.settings import Settings
from bot.slack.client import UNREACHABLE, reason, secret, web_client
from bot.slack.manifest import scopes
from bot.slack.spot import SLACK

REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


@dataclass(frozen=True)
class Found:
    lines: tuple[str, ...]
    is_well: bool


def check(settings: Settings, desk: Desk) -> Found:
    """One line for each thing looked at; what is wrong says what to do. Without all scopes no channel can be seen."""
    if settings.slack_bot_token is None:
        return Found(("ICTBOT_SLACK_BOT_TOKEN is not set: `ictbot manifest` is the first step to one.",), is_well=False)
    client = web_client(settings)
    try:
        who = client.auth_test()
        granted = scopes_line(scopes(desk), who.headers.get("x-oauth-scopes", ""))
        found = [granted, *([*channels(client, desk), *groups(client, desk)] if granted[1] else ()), way_in(settings)]
    except UNREACHABLE as error:
        return Found((trouble(error),), is_well=False)
    lines = (f"ok: {who['user']} in workspace {who['team']}", *(line for line, _ in found))
    return Found(lines, all(is_well for _, is_well in found))


Line = tuple[str, bool]


def trouble(error: Exception) -> str:
    if not isinstance(error, SlackApiError):
        return f"Slack does not answer ({reason(error)}): is the network, or ICTBOT_SLACK_API, right?"
    if reason(error) in REFUSED:
        return (
            f"Slack says {reason(error)}: copy the bot token again from the app's page, and install the app once more."
        )
    if reason(error) == "plan_upgrade_required":
        return "Slack says plan_upgrade_required: without user groups in its plan, list people in place of [[groups]]."
    return f"Slack says {reason(error)}: try again in a minute."


def scopes_line(wanted: Iterable[str], granted: str) -> Line:
    missing = sorted(set(wanted) - {scope.strip() for scope in granted.split(",")})
    if missing:
        return f"MISSING scopes {', '.join(missing)}: paste `ictbot manifest` again and reinstall the app", False
    return "ok: all scopes", True


def channels(client: WebClient, desk: Desk) -> list[Line]:
    """The desk's channels must be there, with the bot in them."""
    listed: dict[str, Any] = {
        channel["name"]: channel
        for page in client.conversations_list(limit=200, types="public_channel,private_channel")
        for channel in page["channels"]
    }
    wanted = [*desk.channels.values(), *(name for partner in desk.partners for name in partner.channels)]
    return [channel_line(name, listed.get(name)) for name in dict.fromkeys(wanted)]


def channel_line(name: str, channel: dict[str, Any] | None) -> Line:
    if channel is None:
        return f"MISSING #{name}: make it, or name another in desk.toml", False
    if not channel.get("is_member"):
        return f"NOT IN #{name}: type /invite @ictbot there", False
    return f"ok: in #{name}", True


def groups(client: WebClient, desk: Desk) -> list[Line]:
    """The user groups that desk.toml names must be there, and not be disabled."""
    wanted = [(group.identities[SLACK], group.role) for group in desk.groups if SLACK in group.identities]
    if not wanted:
        return []
    listed = {group["id"]: group for group in client.usergroups_list(include_users=True)["usergroups"]}
    return [group_line(outside, role, listed.get(outside)) for outside, role in wanted]


def group_line(outside: str, role: str, group: dict[str, Any] | None) -> Line:
    if group is None:
        return f"MISSING user group {outside} ({role}): enable it, or copy its id again into desk.toml", False
    number = len(group.get("users", ()))
    return f"ok: @{group['handle']} is {role}, {number} member{'s' if number != 1 else ''}", True


def way_in(settings: Settings) -> Line:
    if secret(settings.slack_app_token):
        try:
            WebClient(secret(settings.slack_app_token), base_url=settings.slack_api).apps_connections_open(
                app_token=secret(settings.slack_app_token)
            )
        except SlackApiError as error:
            return f"REFUSED: ICTBOT_SLACK_APP_TOKEN ({reason(error)}): make one with connections:write", False
        return "ok: Socket Mode", True
    if secret(settings.slack_signing_secret):
        return f"ok: signed HTTP on {settings.http_host}:{settings.http_port}", True
    return "MISSING ICTBOT_SLACK_APP_TOKEN (Socket Mode) or ICTBOT_SLACK_SIGNING_SECRET (HTTP)", False
