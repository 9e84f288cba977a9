"""The app's manifest, made from the commands: what is pasted into Slack when the app is created."""

import re
from collections.abc import Mapping
from typing import Any

from bot.command import Command, Field
from bot.desk import Desk
from core.errors import DeskError

LOG_SHORTCUT = "log_incident"
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_HINT = 32, 2_000, 1_000
SCOPES = (
    "app_mentions:read",
    "channels:history",  # with groups:history and im:history: whether a post of ours that was cut off stands there
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
)
GROUP_SCOPES = ("usergroups:read", "users:read")  # only where desk.toml names groups


def scopes(desk: Desk) -> tuple[str, ...]:
    return (*SCOPES, *(GROUP_SCOPES if desk.groups else ()))


def manifest(desk: Desk, commands: Mapping[str, Command], prefix: str = "", url: str = "") -> dict[str, Any]:
    """Socket Mode, or signed HTTP where `url` is given. A prefix avoids clashes with another app's commands.

    DeskError for a prefix or an address that Slack would not take.
    """
    if url and not url.startswith("https://"):
        raise DeskError(f"Slack sends requests to https:// addresses only, not to {url}.")
    request = {"request_url": url} if url else {}
    partners = tuple(partner.key for partner in desk.partners)
    return {
        "_metadata": {"major_version": 2},
        "display_information": {"name": desk.name[:35], "description": "The ICT team's record and conscience"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "ictbot", "always_online": True},
            "shortcuts": [
                {
                    "name": "Log this as an incident",
                    "type": "message",
                    "callback_id": LOG_SHORTCUT,
                    "description": "Opens a form filled with the message",
                }
            ],
            "slash_commands": [
                slash(command, partners, prefix, url) for command in commands.values() if command.is_slash
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes(desk))}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": ["app_home_opened", "app_mention", "message.im"]},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def slash(command: Command, partners: tuple[str, ...], prefix: str, url: str) -> dict[str, Any]:
    """`should_escape`: users and channels arrive as ids, not as words that somebody could forge."""
    entry = {
        "command": spoken(prefix, command.name),
        "description": command.does[:LONGEST_DESCRIPTION],
        "usage_hint": hint(command, partners)[:LONGEST_HINT],
        "should_escape": True,
    }
    return entry | ({"url": url} if url else {})


def spoken(prefix: str, name: str) -> str:
    """The command as people type it. It is not cut: the bot would not be called by what is left."""
    whole = f"/{prefix}{name}"
    if len(whole) > LONGEST_NAME or not re.fullmatch(r"/[a-z0-9_-]+", whole):
        raise DeskError(
            f"{whole} is no command for Slack: set ICTBOT_SLACK_PREFIX to a few small letters, digits, - or _."
        )
    return whole


def hint(command: Command, partners: tuple[str, ...]) -> str:
    """What follows where the verb is left out, its fields with their choices; or else the verbs."""
    default = command.default
    if default is None or not (default.takes or default.fields):
        return "|".join(verb.name for verb in command.verbs)
    keys = (field_hint(field, partners) for field in default.fields)
    return " ".join([default.takes, *keys]).strip()


def field_hint(field: Field, partners: tuple[str, ...]) -> str:
    return f"{field.key}:{'|'.join(partners if field.key == 'partner' else field.choices)}"
