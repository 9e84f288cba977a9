"""Small numbers withheld from a published table, so that nobody can work them out from its totals.

Each cell is an arc of a network in which what is published flows in as it flows out: a row's cells run to their
columns, and back by way of the totals. What a reader can find out about a withheld cell is then exactly how far its
flow can rise and fall while every published cell stays as it is, which maximum flow gives in whole numbers (Gusfield, A
graph theoretic approach to statistical data security, SIAM J. Comput. 17, 1988).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import inf

Cell = tuple[int, int]
Node = tuple[int, int, int]
Step = tuple[Cell, int]
Need = tuple[tuple[int, int], tuple[int, int]]  # (way, how far), up and down

OUTSIDE: Node = (-1, -1, -1)
AN_INNER_CELL, A_TOTAL = 1_000, 1_000_000  # what it costs to withhold one: totals go last


@dataclass(frozen=True)
class Layout:
    """`inside`: for each column the total column that it is counted in, or None. The last row may be the total row."""

    inside: tuple[int | None, ...]
    has_total_row: bool = True

    def is_total(self, cell: Cell, rows: int) -> bool:
        return cell[1] in self.inside or (self.has_total_row and cell[0] == rows - 1)

    def arc(self, cell: Cell, rows: int) -> tuple[Node, Node]:
        """From the row's sum that a cell is part of to the sums that are part of it; the total row runs back."""
        row, column = cell
        parent = self.inside[column]
        tail = OUTSIDE if parent is None else (0, row, parent)
        below = (0, row, column) if column in self.inside else (1, 0, column) if self.has_total_row else OUTSIDE
        return (below, tail) if self.has_total_row and row == rows - 1 else (tail, below)


def total_last(columns: int) -> Layout:
    """The last column is the total of the others, the last row the total of the rows."""
    return Layout((*(columns - 1 for _ in range(columns - 1)), None))


@dataclass
class Network:
    """A table's cells as arcs, their values as flow, which `send` changes. `edges`: by node, what is one step away."""

    values: dict[Cell, int]
    arcs: Mapping[Cell, tuple[Node, Node]]
    edges: Mapping[Node, Sequence[tuple[Node, Step]]]

    def changed(self) -> "Network":
        return Network(dict(self.values), self.arcs, self.edges)

    def room(self, step: Step) -> float:
        """A cell may rise as it likes, and falls no further than to nothing."""
        cell, way = step
        return inf if way > 0 else self.values[cell]

    def route(self, cell: Cell, way: int, prices: Mapping[Cell, int]) -> list[Step] | None:
        """The cheapest other cells that make up for a rise (`way` 1) or fall (-1) of this one; None where none do."""
        start, goal = self.arcs[cell][::-way]
        order = count()
        heap: list[tuple[int, int, Node, list[Step]]] = [(0, next(order), start, [])]
        seen: set[Node] = set()
        while heap:
            cost, _, node, steps = heappop(heap)
            if node == goal:
                return steps
            if node in seen:
                continue
            seen.add(node)
            for beyond, step in self.edges[node]:
                if beyond not in seen and step[0] != cell and step[0] in prices and self.room(step):
                    heappush(heap, (cost + prices[step[0]], next(order), beyond, [*steps, step]))
        return None

    def send(self, steps: Iterable[Step], amount: int) -> None:
        for cell, way in steps:
            self.values[cell] += way * amount


def network(cells: Sequence[Sequence[int]], layout: Layout) -> Network:
    values = {(row, column): value for row, line in enumerate(cells) for column, value in enumerate(line)}
    arcs = {cell: layout.arc(cell, len(cells)) for cell in values}
    edges: dict[Node, list[tuple[Node, Step]]] = {}
    for cell, (tail, head) in arcs.items():
        edges.setdefault(tail, []).append((head, (cell, 1)))
        edges.setdefault(head, []).append((tail, (cell, -1)))
    return Network(values, arcs, edges)


def moved(net: Network, cell: Cell, way: int, wanted: float, prices: Mapping[Cell, int]) -> tuple[float, set[Cell]]:
    """How far a cell can rise or fall, up to `wanted`, by way of the cells that have a price, and which those are."""
    changing, used, sent = net.changed(), set[Cell](), 0
    limit = wanted if way > 0 else min(wanted, net.values[cell])
    while sent < limit:
        free = {**prices, **dict.fromkeys(used, 0)}
        steps = changing.route(cell, way, free)
        if steps is None:
            return sent, used
        used |= {step[0] for step in steps}
        amount = min([limit - sent, *(changing.room(step) for step in steps)])
        if amount == inf:
            return inf, used
        changing.send(steps, int(amount))
        sent += int(amount)
    return limit, used


def bounds(cells: Sequence[Sequence[int]], layout: Layout, hidden: Collection[Cell], cell: Cell) -> tuple[int, float]:
    """The least and the most that a withheld cell can be, for all that is published; the most may have no end."""
    net, prices = network(cells, layout), dict.fromkeys(hidden, 0)
    rise, fall = (moved(net, cell, way, inf, prices)[0] for way in (1, -1))
    return net.values[cell] - int(fall), net.values[cell] + rise


def withheld(cells: Sequence[Sequence[int]], least: int, layout: Layout | None = None) -> list[list[bool]]:
    """Which cells of a table of counts, totals included, are not published.

    Withheld are all numbers from 1 to `least` - 1, totals too, and as few others as the search finds, so that each
    small number could for all that is published be at least `least` numbers, some of them not small (anything from 0 to
    `least`, if that takes no total), and no other withheld cell can be only one number. Nothing is not small: it
    singles out nobody, and a blank row is no secret; but a 0 is withheld where it has to hide another. Totals go only
    where they are small themselves or hide one that is. Where a total is not the sum of its parts, as where one record
    counts for several partners, a reader is taken to know by how much.
    """
    if not cells or not cells[0]:
        return [[] for _ in cells]
    layout = layout or total_last(len(cells[0]))
    net = network(cells, layout)
    small = [cell for cell, value in net.values.items() if 0 < value < least]
    costs = {cell: A_TOTAL if layout.is_total(cell, len(cells)) else cost(net.values[cell]) for cell in net.values}
    inner = {cell: 0 for cell in net.values if costs[cell] < A_TOTAL or cell in small}
    needs = {cell: needed(net, cell, least, inner) for cell in small}
    hidden = relieved(net, widened(net, needs, costs), needs, costs)
    return [[(row, column) in hidden for column in range(len(line))] for row, line in enumerate(cells)]


def cost(value: int) -> int:
    """Of an inner cell: a larger number tells more, and nothing has no room to fall and is often no secret."""
    return AN_INNER_CELL + (min(value, AN_INNER_CELL - 2) if value else AN_INNER_CELL - 1)


def needed(net: Network, cell: Cell, least: int, inner: Mapping[Cell, int]) -> Need:
    """How far a small number must be able to rise and to fall: less far to fall where that would take a total."""
    value = net.values[cell]
    fall = int(moved(net, cell, -1, value, inner)[0])
    rise = max(least - value, least - 1 - fall)
    is_enough = moved(net, cell, 1, rise, inner)[0] >= rise
    return ((1, rise), (-1, fall)) if is_enough else ((1, least - value), (-1, value))


def widened(net: Network, needs: Mapping[Cell, Need], costs: Mapping[Cell, int]) -> set[Cell]:
    """Small cells, and others beside them that leave each of them room."""
    hidden = set(needs)
    for cell, need in needs.items():
        for way, wanted in need:
            hidden |= moved(net, cell, way, wanted, {**costs, **dict.fromkeys(hidden, 0)})[1]
    return hidden


def relieved(net: Network, hidden: set[Cell], needs: Mapping[Cell, Need], costs: Mapping[Cell, int]) -> set[Cell]:
    """Without those that are withheld for nothing: the dearest are tried first, then those with the most to tell."""
    for cell in sorted(hidden - needs.keys(), key=lambda cell: (-costs[cell], -net.values[cell], cell)):
        if is_safe(net, hidden - {cell}, needs):
            hidden = hidden - {cell}
    return hidden


def parts_of(months: Sequence[int], published: Iterable[Sequence[int]]) -> list[list[int]]:
    """A period's months, cut wherever a published period begins or ends that is a part of it."""
    inside = [each for each in published if set(each) < set(months)]
    begin, end = {each[0] for each in inside}, {each[-1] for each in inside}
    parts: list[list[int]] = []
    for at, month in enumerate(months):
        if not at or month in begin or months[at - 1] in end:
            parts.append([])
        parts[-1].append(month)
    return parts


def is_safe(net: Network, hidden: set[Cell], needs: Mapping[Cell, Need]) -> bool:
    prices = dict.fromkeys(hidden, 0)
    return all(
        moved(net, cell, way, far, prices)[0] >= far for cell, need in needs.items() for way, far in need
    ) and all(any(moved(net, cell, way, 1, prices)[0] for way in (1, -1)) for cell in hidden - needs.keys())
