"""Percentages that a sentence states beside their cases: which of them cannot be."""

import re
from collections.abc import Iterator

from core.records.readings import comes_to, misfit

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_PERCENT = rf"(?P<printed>{_NUMBER})\s?(?:%|per\s?cent)"
_CASES = rf"(?P<top>{_NUMBER})(?:\sout)?\sof(?:\sthe|\sall)?\s(?P<bottom>{_NUMBER})"
_STATED = (
    re.compile(rf"{_PERCENT}[\s(,:]{{1,3}}{_CASES}", re.IGNORECASE),
    re.compile(rf"{_CASES}(?:\s[a-z]+){{0,3}}[\s(,:]{{1,3}}{_PERCENT}", re.IGNORECASE),
)
_MISSED = re.compile(rf"{_PERCENT}[\s(,:]{{1,3}}(?P<missed>\d+)(?:\s[a-z]+){{0,3}}\smissed\b", re.IGNORECASE)


def wrong_shares(text: str) -> list[str]:
    """138 of 143 is 96.50%, not 96.62%. / 84.3% with 1 missed cannot be: 5 of 6 is 83.3% and 6 of 7 is 85.7%."""
    return [*of_cases(text), *of_missed(text)]


def of_cases(text: str) -> Iterator[str]:
    for match in (found for form in _STATED for found in form.finditer(text)):
        printed, top, bottom = (number(match[name]) for name in ("printed", "top", "bottom"))
        if not bottom or top > bottom:
            yield f"{match['top']} of {match['bottom']} is no share"
        elif not comes_to(top, bottom, printed):
            yield f"{match['top']} of {match['bottom']} is {100 * top / bottom:.2f}%, not {match['printed']}%"


def of_missed(text: str) -> Iterator[str]:
    for match in _MISSED.finditer(text):
        if why := misfit(int(match["missed"]), number(match["printed"])):
            yield why


def number(text: str) -> float:
    return float(text.replace(",", ""))
