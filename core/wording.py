"""The small grammar of our sentences: how they end, and how several things stand in one."""

from collections.abc import Sequence

MARKS = {"", ".", "!", "?", "…"}


def ended(sentence: str) -> str:
    """With its full stop, unless it ends in a mark of its own."""
    text = sentence.strip()
    return text if text[-1:] in MARKS else f"{text}."


def listed(words: Sequence[str]) -> str:
    """As in one, two and three."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
