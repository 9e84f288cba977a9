"""The same request as a line again: what a button of a question sends."""

from bot.command import Request
from bot.grammar import spelt

NOTHING_YET = "Nothing is stored yet."


def restate(request: Request, verb: str = "", *, text: str | None = None, **fields: str) -> str:
    """With some of it changed."""
    kept = {**request.typed.fields, **fields}
    words = request.typed.text if text is None else text
    return " ".join([verb or f"{request.command} log", *([words] if words else []), *spelt(kept)])
