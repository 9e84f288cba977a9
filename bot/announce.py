"""Where the news of a subject is told."""

from sqlmodel import Session

from bot.desk import Desk
from storage import outbox


def announced_in(session: Session, desk: Desk, subject: str) -> str | None:
    """The channel in which it was first told, wherever it is spoken of now; management is told besides."""
    told = [place for place in outbox.places(session, subject) if place != desk.channels["management"]]
    return told[0] if told else None
