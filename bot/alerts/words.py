"""The buttons under a warning, and how what it is about is typed."""

from dataclasses import replace

from bot.command import Post
from bot.parts import Button, Buttons
from core.manners import Kind
from core.records import REGISTERS
from core.tickets import read_reference

ANSWERS: tuple[Kind, ...] = ("upload", "digest", "summary")  # nobody need say that they have seen these
SNOOZE = "2h"


def with_buttons(post: Post, kind: Kind) -> Post:
    """Its own buttons first. In a direct message also Not for me: somebody else is told then."""
    if kind in ANSWERS or not post.parts:
        return post
    own = post.parts[-1].buttons if isinstance(post.parts[-1], Buttons) else ()
    words = post.parts[:-1] if own else post.parts
    more = [
        Button("Acknowledge", f'ict acknowledge "{post.subject}"'),
        Button("Snooze", f'ict snooze "{post.subject}" {SNOOZE}'),
        Button("Not for me", f'ict mute "{post.subject}"'),
    ]
    labels = {button.label for button in own} | (set() if post.to.startswith("@") else {"Not for me"})
    more = [button for button in more if button.label not in labels]
    return replace(post, parts=(*words, Buttons((*own, *more))))


def subject_of(typed: str) -> str:
    """Of OUT-1 its ticket, of OBL-2 its record; what a button sends is a subject as it stands."""
    if ":" in typed:
        return typed
    number = read_reference(typed) if not typed.isdecimal() else None
    if number is not None:
        return f"ticket:{number}"
    for register in REGISTERS.values():
        found = register.read_reference(typed) if not typed.isdecimal() else None
        if found is not None:
            return f"{register.name}:{found}"
    return ""
