"""Figures of a signed report against the same ones as counted now: which have changed, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.report.stated import Stated

NO_WHYS: Mapping[str, Sequence[str]] = {}


@dataclass(frozen=True)
class Restatement:
    """`before` and `now` are the figure in words; "" where it was not stated, or is no longer. `why` is sentences."""

    key: str
    label: str
    before: str
    now: str
    why: str = ""


def restatements(
    before: Sequence[Stated], now: Sequence[Stated], whys: Mapping[str, Sequence[str]] = NO_WHYS
) -> list[Restatement]:
    """In the order of the signed report, then what it did not state. `whys`: sentences by the figure's key."""
    counted = {one.key: one for one in now}
    signed = {one.key for one in before}
    pairs = [
        *((one, counted.get(one.key)) for one in before),
        *((None, one) for one in now if one.key not in signed),
    ]
    return [restated(old, new, whys) for old, new in pairs if not is_same(old, new)]


def restated(old: Stated | None, new: Stated | None, whys: Mapping[str, Sequence[str]]) -> Restatement:
    """Shares that print the same are told with their cases. The label is the signed report's, so that it is found."""
    known = old or new
    assert known is not None  # noqa: S101 - `restatements` pairs what one of the two has
    shown = [one and one.words for one in (old, new)]
    if old and new and old.words == new.words:
        shown = [f"{one.words} ({one.n:,} of {one.d:,})" for one in (old, new)]
    why = " ".join(whys.get(known.key, ()))
    return Restatement(known.key, known.label, shown[0] or "", shown[1] or "", why)


def is_same(old: Stated | None, new: Stated | None) -> bool:
    """As printed; and a share, as counted. Pence that no printed pound shows are no restatement."""
    if old is None or new is None:
        return False
    is_share = old.d > 0 or new.d > 0
    return old.words == new.words and (not is_share or (old.n, old.d) == (new.n, new.d))
