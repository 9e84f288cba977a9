"""What of a reply the one who asked is shown, where others may see it too."""

from dataclasses import replace

from bot.command import Place, Reply
from bot.parts import Button, Buttons, Chart, Form, Paragraph, Part, Table, is_apart, line
from bot.slack.native import MOST_DRAWN, can_draw
from bot.slack.render import render


def form_of(reply: Reply) -> Form | None:
    return next((part for part in reply.parts if isinstance(part, Form)), None)


def files_of(reply: Reply) -> Reply | None:
    """The pictures and files alone, which Slack cannot show to one person in a channel."""
    files = tuple(part for part in reply.parts if is_apart(part))
    return Reply(files) if files else None


def drawn_here(reply: Reply) -> Reply:
    """With the charts that Slack can draw itself among its words; as pictures all, where a message has no room."""
    can = [at for at, part in enumerate(reply.parts) if isinstance(part, Chart) and can_draw(part.drawing)]
    drawn = tuple(
        replace(part, is_inline=True) if isinstance(part, Chart) and at in can[:MOST_DRAWN] else part
        for at, part in enumerate(reply.parts)
    )
    return replace(reply, parts=drawn) if can and not render(drawn).left_out else reply


def private(reply: Reply, typed: str, place: Place) -> Reply:
    """As its asker sees it: in short where the whole channel is told, and with what it takes to share it."""
    if is_told_here(reply, place):
        return replace(reply, parts=(first_line(reply), line("Everybody here is told."), *undo(reply)))
    *above, last = reply.parts
    offered = last.buttons if isinstance(last, Buttons) else ()
    body = above if offered else reply.parts
    offered += share_button(reply, typed, place)
    return replace(reply, parts=(*body, *where_files_are(reply, place), *([Buttons(offered)] if offered else [])))


def is_told_here(reply: Reply, place: Place) -> bool:
    return bool(reply.told_in) and reply.told_in == place.name


def is_enough(reply: Reply, place: Place) -> bool:
    """What everybody here sees, in the record's own thread or with nothing to undo: to repeat it would be noise."""
    return is_told_here(reply, place) and (reply.subject == place.subject or not undo(reply))


def first_line(reply: Reply) -> Part:
    return next((part for part in reply.parts if isinstance(part, Paragraph)), line(""))


def undo(reply: Reply) -> tuple[Buttons, ...]:
    offered = [button for part in reply.parts if isinstance(part, Buttons) for button in part.buttons]
    found = tuple(button for button in offered if button.label == "Undo")
    return (Buttons(found),) if found else ()


def where_files_are(reply: Reply, place: Place) -> list[Part]:
    return [line("The picture or file is in your direct messages.")] if place.name and files_of(reply) else []


def share_button(reply: Reply, typed: str, place: Place) -> tuple[Button, ...]:
    """Figures and lists are private until somebody shares them with the channel."""
    is_figure = any(isinstance(part, Table | Chart) for part in reply.parts)
    is_private = place.name and reply.visibility == "private" and not reply.is_error
    can_share = is_figure and is_private and not reply.is_restricted
    return (Button("Share here", f"ict share {typed.removeprefix('/')}"),) if can_share else ()
