"""/kpi compare, of one KPI: what changed, by partner, priority and service."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlmodel import Session

from bot.command import Request
from bot.kpi.compare import Pair, difference, headline, known, signed
from bot.kpi.enquiry import Enquiry
from bot.kpi.headline import is_only_entered
from bot.kpi.measured import Measured
from bot.kpi.part import ends_of, opens
from bot.kpi.splits import UNNAMED, counted
from bot.parts import Button, Buttons, Part, Table, line
from core.contributions import Case, Contribution, added, in_tenths, largest, of_counts, of_shares
from core.facts import Counts, Kpi
from core.numbers import grouped, share_words
from core.sources import Where
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import tallies

FEW = 3  # parts of each kind, the rest together
POINTS = (
    "In percentage points; the parts of a kind add to the difference. A part counts because its own share moved, and "
    "because it has more or fewer of all cases: one below the average pulls the whole down as it grows."
)
CASES = "The parts of a kind add to the difference."
SHARED = "What hit several partners is a part of its own."


def compare(pair: Pair, found: Enquiry, request: Request, session: Session) -> tuple[Part, ...]:
    """One KPI: the sentence, and what changed."""
    parts: list[Part] = [line(headline(pair))]
    if (moved := difference(pair)) and (kinds := contributions(pair, request, session)):
        parts.append(Table(changed(pair, moved, kinds)))
        shared = f" {SHARED}" if pair.now.facts.is_shared() or pair.before.facts.is_shared() else ""
        parts.append(line(f"{POINTS if pair.now.kpi.unit == 'share' else CASES}{shared}"))
    return (*parts, ways_down(pair, found))


Kinds = Mapping[str, list[Contribution]]


def contributions(pair: Pair, request: Request, session: Session) -> Kinds:
    """By partner, priority and service; nothing of a kind with one part, or whose parts do not make the whole."""
    kpi = pair.now.kpi
    if any(is_only_entered(one) or known(one) is None for one in (pair.before, pair.now)) or not has_parts(kpi):
        return {}
    work = of_shares if kpi.is_share else of_counts
    both = [cases_by(one, request, session) for one in (pair.before, pair.now)]
    kinds = {kind: (both[0][kind], both[1][kind]) for kind in both[0]}
    return {
        kind: work(before, now)
        for kind, (before, now) in kinds.items()
        if len(before.keys() | now.keys()) > 1 and is_the_whole(before, pair.before) and is_the_whole(now, pair.now)
    }


def has_parts(kpi: Kpi) -> bool:
    """Whether parts are told of it: of shares of cases, and of numbers."""
    return kpi.is_of_cases or kpi.unit == "count"


def is_the_whole(parts: Mapping[str, Case], one: Measured) -> bool:
    return added(parts.values()) == (one.figure.n, one.figure.d)


def cases_by(one: Measured, request: Request, session: Session) -> dict[str, dict[str, Case]]:
    """Each ticket in one part only: one of several partners is a part of its own."""
    found = {
        "Partner": cases(one, [", ".join(row.partners) or UNNAMED for row in one.facts.rows]),
        one.kpi.parts if one.kpi.parts != "Level" else "Priority": cases(one, [row.level for row in one.facts.rows]),
    }
    where = one.kpi.where
    if isinstance(where, Where):
        services = tallies.by_service(session, where, ends_of(one, request), one.partner, one.levels)
        is_count = one.kpi.unit == "count"
        found["Service"] = {name or "no service": (d if is_count else n, d) for name, (n, d) in services.items()}
    return found


def cases(one: Measured, labels: Sequence[str]) -> dict[str, Case]:
    """The KPI of each part alone; `labels` name the part of each row."""
    named = list(zip(labels, counted(one).rows, strict=True))
    found = {}
    for label in dict.fromkeys(labels):
        figure = one.kpi.measure(Counts(tuple(row for name, row in named if name == label), one.facts.months))
        found[label] = (figure.n, figure.d)
    return found


def changed(pair: Pair, moved: Decimal, kinds: Kinds) -> Grid:
    """The largest parts side by side with what each contributed, rounded so that they add to the printed difference."""
    is_share = pair.now.kpi.is_share
    heads = ("By", "Part", pair.before.period.words, pair.now.period.words, "Points" if is_share else "Difference")
    more = ("Own share", "Weight") if is_share else ()
    rows: list[tuple[Cell, ...]] = []
    for kind, parts in kinds.items():
        told = largest(parts, FEW)
        rows += part_rows(kind, told, moved, pair) if is_share else [count_row(kind, part) for part in told]
    return Grid("What changed", (*heads, *more), tuple(rows))


def parts_sheet(pair: Pair, request: Request, session: Session) -> Grid:
    """For a spreadsheet: the whole and every part of each kind, in numbers."""
    moved, halves = difference(pair), (pair.before, pair.now)
    names = [f"{one.period.words}: {side}" for one in halves for side in ("numerator", "denominator")]
    heads = ("By", "Part", *names, "Difference", "Own share", "Weight")
    whole = [number for one in halves for number in (one.figure.n, one.figure.d)]
    rows: list[tuple[Cell, ...]] = [("All", "", *whole, None if moved is None else float(moved), None, None)]
    for kind, parts in contributions(pair, request, session).items():
        rows += [(kind, part.label, *part.before, *part.now, *exactly(part, pair)) for part in parts]
    return Grid("What changed", heads, tuple(rows))


def exactly(part: Contribution, pair: Pair) -> tuple[float, float, float]:
    """To four decimals: percentage points of a share, or cases."""
    scale = 100 if pair.now.kpi.is_share else 1
    whole, own, weight = (round(float(scale * amount), 4) for amount in (part.whole, part.own, part.weight))
    return whole, own, weight


def part_rows(kind: str, parts: Sequence[Contribution], moved: Decimal, pair: Pair) -> list[tuple[Cell, ...]]:
    whole = in_tenths([100 * part.whole for part in parts], moved)
    rows: list[tuple[Cell, ...]] = []
    for part, points in zip(parts, whole, strict=True):
        own, weight = in_tenths([100 * part.own, 100 * part.weight], points)
        sides = [share_words(*case, pair.target) if case[1] else "-" for case in (part.before, part.now)]
        rows.append((kind, part.label, *sides, signed(points), signed(own), signed(weight)))
    return rows


def count_row(kind: str, part: Contribution) -> tuple[Cell, ...]:
    return kind, part.label, part.before[0], part.now[0], signed(Decimal(int(part.whole)))


def how_many(one: Measured) -> str:
    """Readings do not say of how many records they are."""
    return "Readings" if one.figure.reads else grouped(one.figure.d)


def ways_down(pair: Pair, found: Enquiry) -> Buttons:
    halves = [opens(one, found, f"{how_many(one)} in {one.period.words}") for one in (pair.before, pair.now)]
    periods = f"{pair.before.period.words} with {pair.now.period.words}"
    return Buttons((*halves, Button("CSV", f"kpi csv compare {found.words} {periods}{found.whose}")))
