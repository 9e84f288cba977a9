"""Who and what a pretend workspace is made of: people, channels, commands, tokens. Nothing in it changes."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

BOT_SCOPES = (
    "app_mentions:read", "channels:read", "chat:write", "commands", "files:read", "files:write",
    "im:history", "im:read", "im:write", "usergroups:read", "users:read",
)  # fmt: skip


@dataclass(frozen=True)
class User:
    id: str
    name: str
    title: str = ""
    email: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_deleted: bool = False  # the account is deactivated
    team: str = ""  # of another workspace, for a stranger in a shared channel


@dataclass(frozen=True)
class Channel:
    """A public channel. Without `members` everybody but guests and strangers is in it, and the bot too."""

    id: str
    name: str
    topic: str = ""
    members: tuple[str, ...] = ()
    is_private: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class UserGroup:
    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """A slash command of the app's manifest; `name` begins with a slash."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A message shortcut of the app's manifest."""

    callback_id: str
    name: str


PEOPLE = (
    User("U_ENGINEER", "Sam Okafor", "ICT engineer", "sam.okafor@council.example"),
    User("U_INFRA", "Priya Shah", "Infrastructure engineer", "priya.shah@council.example"),
    User("U_MANAGER", "Asha Rao", "ICT manager", "asha.rao@council.example"),
    User("U_PARTNER", "Partner Manager", "Manager at a partner council", "manager@partner.example"),
    User("U_FINANCE", "Finance Partner", "Finance business partner", "finance@council.example"),
    User("U_GUEST", "Visiting Guest", "Guest", "guest@supplier.example", is_guest=True),
)

EVERYBODY = (*(person.id for person in PEOPLE), "U_BOT")  # the guest too, who can press what stands there

CHANNELS = (
    Channel("C_OUTAGES", "ict-outages", "What is down, and what is back", EVERYBODY),
    Channel("C_MANAGEMENT", "ict-management", "Warnings before a target is missed"),
    Channel("C_BDC", "ict-bdc", "Partner council BDC"),
    Channel("C_DDDC", "ict-dddc", "Partner council DDDC"),
    Channel("C_NEDDC", "ict-neddc", "Partner council NEDDC"),
    Channel("C_RHL", "ict-rhl", "Partner organisation RHL"),
)


@dataclass(frozen=True)
class Workspace:
    """What Slack knows of a team and of the one app installed in it. `events` are the app's subscriptions."""

    team_id: str = "T1"
    team_name: str = "Council ICT"
    domain: str = "council-ict"
    users: tuple[User, ...] = PEOPLE
    channels: tuple[Channel, ...] = CHANNELS
    groups: tuple[UserGroup, ...] = ()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    bot_user: User = field(default=User("U_BOT", "ictbot", "App", is_bot=True))
    bot_id: str = "B1"
    app_id: str = "A1"
    bot_token: str = "xoxb-playground"  # noqa: S105 - opens nothing but this pretend workspace
    app_token: str = "xapp-playground"  # noqa: S105 - as above
    signing_secret: str = "playground"  # noqa: S105 - as above
    scopes: tuple[str, ...] = BOT_SCOPES
    events: tuple[str, ...] = ("app_home_opened", "app_mention", "message.im")

    def everyone(self) -> tuple[User, ...]:
        return (*self.users, self.bot_user)

    def members_of(self, channel: Channel) -> tuple[str, ...]:
        if channel.members:
            return channel.members
        usual = (user.id for user in self.users if not user.is_guest and user.team in ("", self.team_id))
        return (*usual, self.bot_user.id)

    def team_of(self, user: User) -> str:
        return user.team or self.team_id


@dataclass(frozen=True)
class Timing:
    """Slack's own times, in seconds; tests shorten those that they would have to wait for."""

    acknowledge: float = 3.0
    trigger: float = 3.0
    response_url: float = 30 * 60.0
    retries: tuple[float, ...] = (0.1, 60.0, 300.0)  # events are sent again: at once, after a minute, after five
    sharing: float = 0.3  # from files.completeUploadExternal to the message that shows the file
    farewell: float = 10.0  # from a disconnect's warning to the end of the connection
