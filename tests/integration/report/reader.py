"""A reader who has nothing but public copies, and works out of them what they do not say of security events.

Every statement is an equation over numbers: the cells of the table with its totals, what any other table has in a row
on security events, and what sentences say. The equations are reduced, and then each number narrowed by the others until
nothing moves; what can only be one number is found out. A sentence or a row that this reader does not understand though
it has a number is itself a find.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from html.parser import HTMLParser
from math import ceil, floor, inf

import python_calamine

from core.periods import Period, parse_period
from core.records.security import CLASSES
from reports.book import as_book, as_csvs
from reports.document import Document
from reports.html import as_html
from tests.conftest import FRIDAY
from tests.properties.test_suppression import reduced

Number = tuple[tuple[int, ...], str, str]  # of some months, of a class (or all), of a partner (or all)
Line = tuple[dict[Number, int], int]  # numbers, each so many times, come to this
ALL = "all"
NAMES = (*(name.capitalize() for name in CLASSES), "Total")
COUNT = re.compile(r"^[\d,]+$")
MOVED = re.compile(r"^(up|down) ([\d,]+)")
PARAGRAPH = re.compile(r"^Security events: ([\d,]+)")
IT_MOVED = re.compile(
    r"(?:is (?:up|down) [\d,]+ on|is the same as in) ([A-Z][^(]+?) \(([\d,]+)\)|was ([\d,]+) in ([A-Z][^,.]+)"
)
SERIOUS = re.compile(r"^(None|[\d,]+) qualified as")
NONE_AT_ALL = re.compile(r"^No security events were recorded in ([^.]+)\.")


class Page(HTMLParser):
    """The text of a page: tables as rows of cells, and everything else in lines."""

    BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "td", "th", "caption", "figcaption", "tr", "dd", "dt"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self.lines: list[str] = []
        self.text: list[str] = []
        self.is_style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_style = tag == "style"
        self.lines += [value for name, value in attrs if name in {"alt", "aria-label", "title"} and value]
        if tag == "table":
            self.tables.append(("", []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        if tag in self.BLOCKS:
            self.text = []

    def handle_data(self, data: str) -> None:
        self.text += [] if self.is_style else [data]

    def handle_endtag(self, tag: str) -> None:
        self.is_style = False
        if tag not in self.BLOCKS:
            return
        said = " ".join("".join(self.text).split())
        if tag in {"td", "th"}:
            self.tables[-1][1][-1].append(said)
        elif tag == "caption":
            self.tables[-1] = (said, self.tables[-1][1])
        self.lines += [said] if said and tag not in {"td", "th"} else []
        self.text = []


@dataclass
class Reader:
    partners: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    least: dict[Number, int] = field(default_factory=dict)
    most: dict[Number, int] = field(default_factory=dict)
    shown: set[Number] = field(default_factory=set)
    not_understood: list[str] = field(default_factory=list)

    def reads_page(self, document: Document) -> None:
        page = Page(as_html(document))
        over = parse_period(document.subtitle, FRIDAY.date())
        for line in page.lines:
            self.hears(line, over)
        for caption, rows in page.tables:
            self.sees(caption, rows, over)

    def reads_sheets(self, document: Document) -> None:
        over = parse_period(document.subtitle, FRIDAY.date())
        for text in as_csvs(document).values():
            self.sees("Security events by class" * ("Non-reportable" in text), [*csv.reader(io.StringIO(text))], over)
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(as_book(document))) as book:
            for name in book.sheet_names[1:]:
                whole = [[in_words(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
                at = next((at for at, row in enumerate(whole) if row[:1] in (["Class"], ["What"], ["Measure"])), 0)
                self.sees(" ".join(whole[0][:1]) if whole else "", whole[at:], over)

    def sees(self, caption: str, rows: list[list[str]], over: Period) -> None:
        if "Security events by class" in caption:
            self.sees_the_table(rows, over)
            return
        for row in rows:
            if row and row[0].startswith("Security events"):
                self.sees_a_row(rows[0], row, over)
            elif "security event" in " ".join(row).lower() and any(map(str.isdigit, " ".join(row))):
                self.not_understood.append(" | ".join(row))

    def sees_the_table(self, rows: list[list[str]], over: Period) -> None:
        heads = rows[0][1:]
        for row in rows[1:]:
            if row[0] in NAMES:
                for head, cell in zip(heads, row[1:], strict=False):
                    if head in {*self.partners, "Total"} and COUNT.match(cell):
                        self.states(over, row[0], head, cell)

    def sees_a_row(self, heads: list[str], row: list[str], over: Period) -> None:
        """Of a scorecard, or of the page on which totals cast."""
        if heads[1:3] == ["Stated", "Adds to"]:
            self.states(over, ALL, ALL, row[1])
            self.states(over, ALL, ALL, row[2])
            return
        figure = row[heads.index("Figure")]
        if COUNT.match(figure):
            self.states(over, ALL, ALL, figure)
        for head, cell in zip(heads, row, strict=True):
            if head.startswith("Against ") and (moved := MOVED.match(cell)):
                then = parse_period(head.removeprefix("Against "), FRIDAY.date())
                up = number(moved[2]) * (1 if moved[1] == "up" else -1)
                self.lines.append(({self.whole(over): 1, self.whole(then): -1}, up))
            elif head.startswith("Against ") and cell == "the same":
                then = parse_period(head.removeprefix("Against "), FRIDAY.date())
                self.lines.append(({self.whole(over): 1, self.whole(then): -1}, 0))

    def hears(self, line: str, over: Period) -> None:
        if found := PARAGRAPH.match(line):
            self.states(over, ALL, ALL, found[1])
            for on, was, was_too, on_too in IT_MOVED.findall(line):
                self.states(parse_period(on or on_too, FRIDAY.date()), ALL, ALL, was or was_too)
        elif found := SERIOUS.match(line):
            much = 0 if found[1] == "None" else number(found[1])
            self.least[self.whole(over)] = max(much, self.least.get(self.whole(over), 0))
            self.most[self.number_of(over, CLASSES[0], ALL)] = much
        elif found := NONE_AT_ALL.match(line):
            self.states(over, ALL, ALL, "0")
        elif "security event" in line.lower() and any(map(str.isdigit, without(line))):
            self.not_understood.append(line)

    def states(self, over: Period, name: str, partner: str, cell: str) -> None:
        key = self.number_of(over, name, partner)
        self.shown.add(key)
        self.lines.append(({key: 1}, number(cell)))

    def number_of(self, over: Period, name: str, partner: str) -> Number:
        kind, whose = (ALL if word.lower() in {"total", ALL} else word for word in (name, partner))
        return over.months(), kind.lower(), whose

    def whole(self, over: Period) -> Number:
        return self.number_of(over, ALL, ALL)

    def finds(self, *periods: Period) -> dict[Number, int]:
        """Every number of these periods that is not shown, and can only be one."""
        low, high = self.ranges(*periods)
        return {key: low[key] for key in low if low[key] == high[key] and key not in self.shown}

    def ranges(self, *periods: Period) -> tuple[dict[Number, int], dict[Number, float]]:
        known = [line for over in periods for line in sums(over, self.partners)]
        return narrowed([*self.lines, *known, *longer(periods, self.partners)], self.least, self.most)


def sums(over: Period, partners: tuple[str, ...]) -> Iterator[Line]:
    months, names = over.months(), [name.lower() for name in CLASSES]
    for name in names:
        yield {(months, name, ALL): 1, **{(months, name, partner): -1 for partner in partners}}, 0
    for whose in (*partners, ALL):
        yield {(months, ALL, whose): 1, **{(months, name, whose): -1 for name in names}}, 0


def longer(periods: tuple[Period, ...], partners: tuple[str, ...]) -> Iterator[Line]:
    """A half-year's number is that of its quarters together, where all of them are read."""
    for over in periods:
        parts = [each.months() for each in periods if set(each.months()) < set(over.months())]
        if {month for part in parts for month in part} != set(over.months()):
            continue
        for name in (*(name.lower() for name in CLASSES), ALL):
            for whose in (*partners, ALL):
                yield {(over.months(), name, whose): 1, **{(part, name, whose): -1 for part in parts}}, 0


def narrowed(
    lines: Iterable[Line], least: dict[Number, int], most: dict[Number, int]
) -> tuple[dict[Number, int], dict[Number, float]]:
    """The least and the most that each can be: the equations reduced, and then taken one by one."""
    every = [*lines]
    keys = sorted({key for terms, _ in every for key in terms})
    rows = [[Fraction(terms.get(key, 0)) for key in keys] + [Fraction(amount)] for terms, amount in every]
    both = [*reduced([list(row) for row in rows]), *rows]
    terms = [([(keys[at], factor) for at, factor in enumerate(row[:-1]) if factor], row[-1]) for row in both]
    low: dict[Number, int] = {key: least.get(key, 0) for key in keys}
    high: dict[Number, float] = {key: most.get(key, inf) for key in keys}
    for _ in range(30):
        before = (dict(low), dict(high))
        for pairs, amount in terms:
            for key, factor in pairs:
                narrow(key, factor, [pair for pair in pairs if pair[0] != key], amount, low, high)
        if before == (low, high):
            break
    return low, high


def narrow(
    key: Number,
    factor: Fraction,
    others: list[tuple[Number, Fraction]],
    amount: Fraction,
    low: dict[Number, int],
    high: dict[Number, float],
) -> None:
    """Factor * key = amount - others."""
    least, most = (reach(others, low, high, is_high=is_high) for is_high in (False, True))
    ends = sorted(((amount - most) / factor, (amount - least) / factor))
    low[key] = low[key] if abs(ends[0]) == inf else max(low[key], ceil(ends[0]))
    high[key] = high[key] if abs(ends[1]) == inf else min(high[key], floor(ends[1]))


def reach(
    terms: list[tuple[Number, Fraction]], low: dict[Number, int], high: dict[Number, float], *, is_high: bool
) -> Fraction | float:
    whole: Fraction | float = Fraction(0)
    for key, factor in terms:
        end = high[key] if (factor > 0) is is_high else low[key]
        whole = whole + factor * int(end) if end != inf else (inf if is_high else -inf)
        if whole in {inf, -inf}:
            return whole
    return whole


def without(line: str) -> str:
    """The line without the names of months, years and the marks of a note."""
    return re.sub(r"\b(19|20)\d\d\b|^(Table|Chart) \d+|a number from 1 to \d+|1 or 2|the number 1", "", line)


def number(words: str) -> int:
    return int(words.replace(",", ""))


def in_words(cell: object) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell)
