"""Money in integer pence: how people type it, how it is printed, and rounding after which lines still add up."""

import re
from collections.abc import Sequence

POUND = 100
_FORM = re.compile(
    r"(?P<open>\()?(?P<minus>-)?£?(?P<inner>-)?(?P<pounds>\d{1,3}(?:,\d{3}){1,3}|\d{1,10})(?:\.(?P<pence>\d{1,2}))?(?P<close>\))?",
    re.ASCII,
)


def read_pence(text: str) -> int | None:
    """Pence of `9,000`, `£9000.50`, `-9000` or `(9,000)`, the last two below zero; None where it is no money."""
    match = _FORM.fullmatch(text.strip().replace("\u2212", "-"))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    size = int(match["pounds"].replace(",", "")) * POUND + int((match["pence"] or "").ljust(2, "0"))
    return -size if match["open"] or match["minus"] or match["inner"] else size


def in_pounds(pounds: int) -> str:
    """-9000 -> "(9,000)": brackets are below zero."""
    return f"({-pounds:,})" if pounds < 0 else f"{pounds:,}"


def as_number(pence: int) -> int | float:
    """Pounds, for a spreadsheet: whole ones without decimals."""
    return pence / POUND if pence % POUND else pence // POUND


def exactly(pence: int) -> str:
    """With its pence where there are any: 900050 -> "9,000.50"."""
    pounds, rest = divmod(abs(pence), POUND)
    shown = f"{pounds:,}.{rest:02d}" if rest else f"{pounds:,}"
    return f"({shown})" if pence < 0 else shown


def nearest_pound(pence: int) -> int:
    """Whole pounds, a half away from zero."""
    pounds = (abs(pence) + POUND // 2) // POUND
    return -pounds if pence < 0 else pounds


def rounded_to_add(amounts: Sequence[int]) -> tuple[int, ...]:
    """Each amount of pence as one of the two whole pounds beside it, so that they add to their rounded total.

    Those nearest to the next pound are rounded up (largest remainder), of equals the first.
    """
    floors = [divmod(amount, POUND) for amount in amounts]
    missing = nearest_pound(sum(amounts)) - sum(pounds for pounds, _ in floors)
    nearest = sorted(range(len(floors)), key=lambda at: -floors[at][1])[:missing]
    return tuple(pounds + (at in nearest) for at, (pounds, _) in enumerate(floors))


def spread(amount: int, parts: int) -> tuple[int, ...]:
    """An amount in equal parts that add to it; after n of them, n parts of the whole to the penny below."""
    return tuple(amount * (at + 1) // parts - amount * at // parts for at in range(parts))
