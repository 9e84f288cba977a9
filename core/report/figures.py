"""The figures in a sentence: what they are, however they are written, and which of them an edit changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from core.month_names import MONTH_WORD, MONTHS

Key = tuple[str | Decimal | None, ...]

SPELT = {
    word: Decimal(at)
    for at, word in enumerate(("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
}
SCALES = {"k": 3, "m": 6, "bn": 9, "thousand": 3, "million": 6, "billion": 9}

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MINUS = r"[-\u2212]"
_SCALE = r"(?:\s?(?:k|m|bn)\b|\s(?:thousand|million|billion)\b)?"
_UNIT = r"(?:\s?(?:%|per\s?cent\b|percentage\spoints?\b))?"
_YEAR = r"(?:19|20)\d\d"
_NAMED = r"priority|priorities|periods?|quarters?|phase|appendix|section|paragraph|table|page|version|draft|office"
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_FORMS = {
    # What has a number in its name: OUT-48, P2, period 6.
    "name": rf"[^\W\d](?:\w|[-/.](?=\w))*\d\w*|\b(?:{_NAMED})\s\d+(?:(?:\sto\s|\sand\s|-)\d+)?\b",
    "time": r"(?<![\w.,:])(?:\d{1,2}[:.]\d\d(?:\s?[ap]m\b|(?<=:\d\d)(?![\d.]))|\d{1,2}\s?[ap]m\b)",
    "day": rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/(?:{_YEAR}|\d\d)\b",
    "years": rf"\b{_YEAR}\s?[-/\u2013]\s?(?:{_YEAR}|\d\d)\b(?![-/,.]?\d)",
    "date": rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTH_WORD})\b(?:,?\s+{_YEAR}\b)?|\b(?:{MONTH_WORD}),?\s+{_YEAR}\b",
    "month": rf"\b(?-i:{_MONTH})\b",
    "ordinal": r"\b\d+(?:st|nd|rd|th)\b",
    "share": rf"(?<!\w){_NUMBER}(?:\sout)?\sof(?:\sthe|\sall)?\s{_NUMBER}(?!\w|\s+(?:{MONTH_WORD})\b)",
    "amount": rf"\(\s?{_MINUS}?£?{_NUMBER}{_SCALE}{_UNIT}\s?\)"
    rf"|(?:(?<![\w)])(?:{_MINUS}\s?£?|£{_MINUS}))?(?<!\w)£?{_NUMBER}{_SCALE}{_UNIT}",
}
_FIGURE = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS.items()), re.IGNORECASE | re.ASCII)
_UNSAID = ("name", "ordinal")
_DAYS = ("day", "date", "month")
_DATED = ("time", "years", *_DAYS)


@dataclass(frozen=True)
class Figure:
    """`words` as written; `key` is the same however it is written: £1,227,371, 1227371 and 1.227371 million."""

    words: str
    key: Key
    is_date: bool = False


@dataclass(frozen=True)
class Change:
    """A figure as it was and as an edit has it; "" where it was dropped, or is new."""

    frozen: str
    edited: str


Pair = tuple[int, Figure | None, Figure | None]


def figures(text: str) -> tuple[Figure, ...]:
    """In reading order, dates and times among them. What names a thing (OUT-48, P2, period 6) is none."""
    found = _FIGURE.finditer(text.replace("\u00a0", " "))
    return tuple(figure_of(match.lastgroup or "", match.group()) for match in found if match.lastgroup not in _UNSAID)


def figure_of(kind: str, words: str) -> Figure:
    if kind in _DATED:
        return Figure(words, ("day" if kind in _DAYS else kind, *date_parts(kind, words)), is_date=True)
    if kind == "share":
        return Figure(words, ("of", *map(amount, re.findall(_NUMBER, words))))
    is_year = re.fullmatch(rf"\(?{_YEAR}\)?", words) is not None
    return Figure(words, (unit_of(words), abs(value_of(words)) if is_year else value_of(words)), is_date=is_year)


def date_parts(kind: str, words: str) -> tuple[Decimal | None, ...]:
    """Year, month and day, None for one that is not said; of years and times their numbers."""
    numbers = [Decimal(digits) for digits in re.findall(r"\d+", words)]
    if kind == "time":
        is_later = words.casefold().endswith("pm") and numbers[0] < 12
        return numbers[0] + (12 if is_later else 0), numbers[1] if len(numbers) > 1 else Decimal(0)
    if kind == "years":
        return numbers[0], numbers[1] % 100
    if kind == "day":
        year, month_said, day = numbers if "-" in words else numbers[::-1]
        return year if year > 99 else 2000 + year, month_said, day
    month = next(at for at, name in enumerate(MONTHS, start=1) if name[:3].casefold() in words.casefold())
    year_said = next((number for number in numbers if number > 99), None)
    day_said = next((number for number in numbers if number <= 99), None)
    return year_said, Decimal(month), day_said


def amount(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "")).normalize() + 0


def value_of(words: str) -> Decimal:
    """Below nothing where it stands in brackets or behind a minus."""
    match = re.search(rf"({_NUMBER})\s?([a-z]*)", words, re.IGNORECASE)
    if match is None:
        raise ValueError(f"{words} has no number")
    value = amount(match[1]).scaleb(SCALES.get(match[2].casefold(), 0)).normalize() + 0
    is_below = words.startswith("(") or "-" in words or "\u2212" in words
    return -value if is_below else value


def unit_of(words: str) -> str:
    folded = words.casefold()
    if "point" in folded:
        return "points"
    return "%" if "%" in folded or "cent" in folded else ""


def changed(frozen: str, edited: str) -> tuple[Change, ...]:
    """Figures that an edit of a sentence changed, dropped or added, in reading order.

    Words, and how a figure is written, may change as they like; figures that changed places are changed. A date or time
    counts only where the sentence had one before, and a small number may be spelt out.
    """
    old, new = read_alike(figures(frozen), figures(edited))
    spelt = spelt_out(edited) - spelt_out(frozen)
    found = [
        (at, Change(before.words if before else "", after.words if after else ""))
        for is_date in (False, True)
        for at, before, after in paired(dated(old, is_date), dated(new, is_date))
        if is_change(before, after, spelt)
    ]
    return tuple(change for _, change in sorted(found, key=lambda each: each[0]))


def read_alike(old: Sequence[Figure], new: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """2020 is a year unless the other text has it as 2,020."""
    one, other = ({figure.key for figure in each if not figure.is_date} for each in (old, new))
    return (
        [replace(figure, is_date=figure.is_date and figure.key not in other) for figure in old],
        [replace(figure, is_date=figure.is_date and figure.key not in one) for figure in new],
    )


def dated(every: Sequence[Figure], is_date: bool) -> list[tuple[int, Figure]]:  # noqa: FBT001 - one of the two kinds
    return [(at, one) for at, one in enumerate(every) if one.is_date == is_date]


def paired(old: Sequence[tuple[int, Figure]], new: Sequence[tuple[int, Figure]]) -> list[Pair]:
    """Figures that are not the same, with their place: in their order where that explains as much as the likest run."""
    steps = SequenceMatcher(None, keys_of(old), keys_of(new), autojunk=False).get_opcodes()
    by_likeness = [
        pair
        for tag, since, until, begin, end in steps
        if tag != "equal"
        for pair in side_by_side(old[since:until], new[begin:end])
    ]
    in_order = list(side_by_side(old, new))
    return in_order if len(old) == len(new) and len(in_order) <= len(by_likeness) else by_likeness


def keys_of(every: Sequence[tuple[int, Figure]]) -> list[Key]:
    return [figure.key for _, figure in every]


def side_by_side(old: Sequence[tuple[int, Figure]], new: Sequence[tuple[int, Figure]]) -> Iterator[Pair]:
    for before, after in zip_longest(old, new):
        place, was = before or (after[0], None)
        is_now = after[1] if after else None
        if not (was and is_now and was.key == is_now.key):
            yield place, was, is_now


def is_change(before: Figure | None, after: Figure | None, spelt: set[Decimal]) -> bool:
    if before is None:
        return after is not None and not after.is_date
    if after is None:
        return not (before.key[0] == "" and before.key[1] in spelt)
    return not (before.is_date and is_same_day(before.key, after.key))


def is_same_day(one: Key, other: Key) -> bool:
    """Two dates are the same where they agree in all that both say: 4 October, and 4 October 2020."""
    return one[0] == other[0] == "day" and all(
        a is None or b is None or a == b for a, b in zip(one, other, strict=True)
    )


def spelt_out(text: str) -> set[Decimal]:
    return {SPELT[word] for word in re.findall(r"[a-z]+", text.casefold()) if word in SPELT}


def unstated(text: str, stated: Iterable[str]) -> tuple[str, ...]:
    """Figures of a text that are none of those stated, whatever their sign; dates and times are let pass."""
    known = {unsigned(one.key) for words in stated for one in figures(words)}
    known |= {("", part) for key in known if key[0] == "of" for part in key[1:]}
    return tuple(one.words for one in figures(text) if not one.is_date and not is_known(unsigned(one.key), known))


def is_known(key: Key, known: set[Key]) -> bool:
    return key in known or (key[0] == "of" and all(("", part) in known for part in key[1:]))


def unsigned(key: Key) -> Key:
    return tuple(abs(part) if isinstance(part, Decimal) else part for part in key)
