"""`ictbot check slack`: whether the tokens, scopes and channels are as the bot needs them, asked of Slack itself."""

from collections.abc import Iterable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.finding import Finding, well, wrong
from bot.settings import Settings
from bot.slack.client import UNREACHABLE, reason, secret, web_client
from bot.slack.manifest import scopes
from bot.slack.spot import SLACK

REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


def check(settings: Settings, desk: Desk) -> list[Finding]:
    """What is wrong says what to do. Without all scopes no channel can be seen."""
    if settings.slack_bot_token is None:
        return [wrong("ICTBOT_SLACK_BOT_TOKEN is not set: `ictbot manifest` is the first step to one")]
    client = web_client(settings)
    try:
        who = client.auth_test()
        granted = scopes_finding(scopes(desk), who.headers.get("x-oauth-scopes", ""))
        seen = [*channels(client, desk), *groups(client, desk)] if granted.is_well else []
        return [well(f"{who['user']} in workspace {who['team']}"), granted, *seen, way_in(settings)]
    except UNREACHABLE as error:
        return [wrong(trouble(error))]


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


def scopes_finding(wanted: Iterable[str], granted: str) -> Finding:
    missing = sorted(set(wanted) - {scope.strip() for scope in granted.split(",")})
    if missing:
        return wrong(f"missing scopes {', '.join(missing)}: paste `ictbot manifest` again and reinstall the app")
    return well("all scopes")


def channels(client: WebClient, desk: Desk) -> list[Finding]:
    """The desk's channels must be there, with the bot in them."""
    listed: dict[str, Any] = {
        channel["name"]: channel
        for page in client.conversations_list(limit=200, types="public_channel,private_channel")
        for channel in page["channels"]
    }
    wanted = [*desk.channels.values(), *(name for partner in desk.partners for name in partner.channels)]
    return [channel_finding(name, listed.get(name)) for name in dict.fromkeys(wanted)]


def channel_finding(name: str, channel: dict[str, Any] | None) -> Finding:
    if channel is None:
        return wrong(f"missing #{name}: make it, or name another in desk.toml")
    if not channel.get("is_member"):
        return wrong(f"not in #{name}: type /invite @ictbot there")
    return well(f"in #{name}")


def groups(client: WebClient, desk: Desk) -> list[Finding]:
    """The user groups that desk.toml names must be there, and not be disabled."""
    wanted = [(group.identities[SLACK], group.role) for group in desk.groups if SLACK in group.identities]
    if not wanted:
        return []
    listed = {group["id"]: group for group in client.usergroups_list(include_users=True)["usergroups"]}
    return [group_finding(outside, role, listed.get(outside)) for outside, role in wanted]


def group_finding(outside: str, role: str, group: dict[str, Any] | None) -> Finding:
    if group is None:
        return wrong(f"missing user group {outside} ({role}): enable it, or copy its id again into desk.toml")
    number = len(group.get("users", ()))
    return well(f"@{group['handle']} is {role}, {number} member{'s' if number != 1 else ''}")


def way_in(settings: Settings) -> Finding:
    if secret(settings.slack_app_token):
        try:
            web_client(settings).apps_connections_open(app_token=secret(settings.slack_app_token))
        except SlackApiError as error:
            return wrong(f"refused ICTBOT_SLACK_APP_TOKEN ({reason(error)}): make one with connections:write")
        return well("Socket Mode")
    if secret(settings.slack_signing_secret):
        return well(f"signed HTTP on {settings.http_host}:{settings.http_port}")
    return wrong("missing ICTBOT_SLACK_APP_TOKEN (Socket Mode) or ICTBOT_SLACK_SIGNING_SECRET (HTTP)")
