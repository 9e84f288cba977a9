"""Who is in which user group of Slack's, and who of them is somebody to let in."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.members import CannotAskError
from bot.slack.client import UNREACHABLE, reason

KEPT_OUT = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
UNKNOWN = "user_not_found"


@dataclass(frozen=True)
class UserGroups:
    """One call tells of all groups; usergroups.users.list would take one for each."""

    client: WebClient
    team: str

    def members(self) -> Mapping[str, frozenset[str]]:
        try:
            told = self.client.usergroups_list(include_users=True)
        except UNREACHABLE as error:
            raise CannotAskError(reason(error)) from error
        return {group["id"]: frozenset(group.get("users", ())) for group in told["usergroups"]}

    def name_of(self, outside_id: str) -> str | None:
        try:
            user = self.client.users_info(user=outside_id)["user"]
        except UNREACHABLE as error:
            if reason(error) == UNKNOWN:
                return None
            raise CannotAskError(reason(error)) from error
        if user.get("team_id") != self.team or any(user.get(flag) for flag in KEPT_OUT):
            return None
        named = user.get("profile", {})
        return str(named.get("display_name") or named.get("real_name") or user["name"])
