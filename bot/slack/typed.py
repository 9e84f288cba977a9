"""What was typed in Slack, before Slack escaped it and put ids in the place of names."""

import re
from collections.abc import Mapping

ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last, or "&amp;lt;" would become a bracket
_ESCAPED = re.compile(r"<(?P<kind>[@#!]?)(?P<id>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_FIRST_MENTION = re.compile(r"^\s*<@[^<>]+>[\s:,]*")


def as_typed(text: str, people: Mapping[str, str]) -> str:
    """`people` are the keys of desk.toml by Slack's user ids: `<@U2>` becomes priya, which `assign` understands."""

    def word(match: re.Match[str]) -> str:
        kind, outside, label = match["kind"], match["id"], match["label"]
        if kind == "@":
            return people.get(outside, f"@{label or outside}")
        if kind == "#":
            return f"#{label or outside}"
        if kind == "!":
            return label or f"@{outside.partition('^')[0]}"
        return label or outside

    typed = _ESCAPED.sub(word, text)
    for entity, sign in ENTITIES:
        typed = typed.replace(entity, sign)
    return typed.strip()


def without_mention(text: str) -> str:
    """What was said to the bot, without its own name before it."""
    return _FIRST_MENTION.sub("", text, count=1)
