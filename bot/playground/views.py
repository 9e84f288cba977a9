"""Open forms, one stack for each person, and the Home that each person sees."""

from dataclasses import dataclass, field
from itertools import count

from bot.playground import forms
from bot.playground.errors import SlackError
from bot.playground.workspace import Json, Workspace

DEEPEST = 3  # views in a stack


@dataclass
class View:
    """`given` is what the app sent, with every block named; `values` the state of its fields."""

    id: str
    user: str
    given: Json
    hash: str
    root: str
    previous: str | None
    values: forms.Values = field(default_factory=dict)

    def replace(self, given: Json, stamp: str) -> None:
        """Fields that keep their block_id and action_id keep what was typed."""
        before = self.values
        self.given, self.hash = given, stamp
        self.values = forms.starting_values(given["blocks"])
        for block_id, actions in self.values.items():
            actions.update({name: value for name, value in before.get(block_id, {}).items() if name in actions})


@dataclass
class Views:
    workspace: Workspace
    homes: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def find(self, view_id: str = "", external_id: str = "") -> View:
        for view in self.everything():
            if view_id == view.id or (external_id and external_id == view.given.get("external_id")):
                return view
        raise SlackError("not_found")

    def everything(self) -> list[View]:
        """Homes and open forms."""
        return [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def push(self, user: str, given: Json, stamp: str) -> View:
        """Opens the first view too. SlackError when there are three already."""
        stack = self.stack(user)
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        name = f"V{next(self._numbers):06d}"
        root, previous = (stack[0].id, stack[-1].id) if stack else (name, None)
        view = View(name, user, given, stamp, root, previous, forms.starting_values(given["blocks"]))
        stack.append(view)
        return view

    def publish(self, user: str, given: Json, stamp: str) -> View:
        home = self.homes.get(user)
        if home is None:
            name = f"V{next(self._numbers):06d}"
            self.homes[user] = home = View(name, user, given, stamp, name, None)
        home.replace(given, stamp)
        return home

    def close(self, view: View) -> None:
        self.stack(view.user).remove(view)

    def as_slack(self, view: View) -> Json:
        empty: Json = {"callback_id": "", "private_metadata": "", "external_id": "", "title": None, "submit": None}
        known: Json = {"close": None, "clear_on_close": False, "notify_on_close": False}
        return {
            **empty, **known, **view.given,
            "id": view.id, "team_id": self.workspace.team_id, "app_id": self.workspace.app_id,
            "app_installed_team_id": self.workspace.team_id, "bot_id": self.workspace.bot_id,
            "hash": view.hash, "root_view_id": view.root, "previous_view_id": view.previous,
            "state": {"values": view.values},
        }  # fmt: skip
