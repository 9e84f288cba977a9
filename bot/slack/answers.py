"""What of a reply the one who asked is shown, where others may see it too."""

from dataclasses import replace

from bot.command import Place, Reply
from bot.parts import Button, Buttons, Chart, File, Form, Paragraph, Part, Table, line

FILES = (Chart, File)


def form_of(reply: Reply) -> Form | None:
    return next((part for part in reply.parts if isinstance(part, Form)), None)


def files_of(reply: Reply) -> Reply | None:
    """The pictures and files alone, which Slack cannot show to one person in a channel."""
    files = tuple(part for part in reply.parts if isinstance(part, FILES))
    return Reply(files) if files else None


def private(reply: Reply, typed: str, place: Place) -> Reply:
    """As its asker sees it: in short where the whole channel is told, and with what it takes to share it."""
    if reply.told_in and reply.told_in == place.name:
        return replace(reply, parts=in_short(reply))
    return replace(reply, parts=(*reply.parts, *where_files_are(reply, place), *share_button(reply, typed, place)))


def in_short(reply: Reply) -> tuple[Part, ...]:
    """Its first line, and Undo: the rest stands below it, for all to see."""
    first = next((part for part in reply.parts if isinstance(part, Paragraph)), line(""))
    offered = [button for part in reply.parts if isinstance(part, Buttons) for button in part.buttons]
    undo = tuple(button for button in offered if button.label == "Undo")
    return first, line("Everybody here is told."), *([Buttons(undo)] if undo else [])


def where_files_are(reply: Reply, place: Place) -> list[Part]:
    return [line("The picture or file is in your direct messages.")] if place.name and files_of(reply) else []


def share_button(reply: Reply, typed: str, place: Place) -> list[Part]:
    """Figures and lists are private until somebody shares them with the channel."""
    is_figure = any(isinstance(part, Table | Chart) for part in reply.parts)
    is_private = place.name and reply.visibility == "private" and not reply.is_error
    shared = Buttons((Button("Share here", f"ict share {typed.removeprefix('/')}"),))
    return [shared] if is_figure and is_private else []
