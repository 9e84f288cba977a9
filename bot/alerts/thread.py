"""One thread for each subject of warnings: its head always says the newest, and the thread how it came to that."""

from bot.command import Post
from bot.parts import Part


def in_thread(place: str, subject: str, parts: tuple[Part, ...]) -> Post:
    return Post(place, subject, parts, parts)
