"""What a signature freezes, in a few words: the counts that people ask after, and how many figures in all."""

from collections import Counter
from collections.abc import Sequence

from core.numbers import plural
from core.report.casting import amount
from core.report.stated import Stated

FIGURE = ("figure", "figures")
OUTAGE = ("outage", "outages")
EVENT = ("security event", "security events")


def frozen_words(stated: Sequence[Stated]) -> str:
    """47 outages (1 P1, 46 P2), 11 security events, variance (£32,183); 62 figures in all"""
    named = [*outages(stated), *events(stated), *variance(stated)]
    whole = plural(len(stated), FIGURE)
    return f"{', '.join(named)}; {whole} in all" if named else whole


def outages(stated: Sequence[Stated]) -> list[str]:
    """By priority, from the months of each."""
    levels = Counter[str]()
    for one in stated:
        subject, month, *_, level = one.key.split("/")
        if subject == "outages" and level in {"P1", "P2"} and ".." not in month:
            levels[level] += one.n
    parts = ", ".join(f"{levels[level]} {level}" for level in sorted(levels))
    return [f"{plural(levels.total(), OUTAGE)} ({parts})"] if levels else []


def events(stated: Sequence[Stated]) -> list[str]:
    return [plural(one.n, EVENT) for one in stated if one.key.startswith("security/") and one.key.endswith("/all/all")]


def variance(stated: Sequence[Stated]) -> list[str]:
    totals = [one for one in stated if one.key.startswith("budget/") and one.key.casefold().endswith("total/variance")]
    return [f"variance {amount(one.n, 'pounds')}" for one in totals[-1:]]
