"""What people say of a period beside the forms that core.periods reads: first quarter, the whole year 2020-21, past six
months, since April.
"""

import re
from datetime import date

_ORDINALS = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))
_NTH = {word: number for number, words in enumerate(_ORDINALS, start=1) for word in words}
_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNTED, start=2)}
_PART = re.compile(rf"\b({'|'.join(_NTH)}) (quarter|half)\b(?: year\b)?")
_WHOLE_YEAR = re.compile(r"\b(?:(?:full|whole|financial|fiscal) )?year (?=(?:fy ?)?\d)")
_PAST = re.compile(rf"\b(?:last|past) (\d+|{'|'.join(_COUNTED)}) (?=months?\b)")


_SINCE = re.compile(r"^since (?P<month>[a-z]+(?: 20\d\d)?)$")


def in_our_form(text: str, today: date) -> str:
    """Small letters and single blanks are taken for granted."""
    text = _SINCE.sub(lambda match: f"{match['month']} to {today:%B} {today.year}".lower(), text)
    text = _PART.sub(lambda match: f"{match[2][0]}{_NTH[match[1]]}", text)
    text = _WHOLE_YEAR.sub("", text)
    return _PAST.sub(lambda match: f"last {_NUMBERS.get(match[1], match[1])} ", text)
