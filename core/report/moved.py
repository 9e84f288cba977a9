"""Which records moved a figure of a signed report: what each counted for in it before a change, and what since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.report.counted import Pair, less

Part = Callable[[Any], Any]  # what a record counts for, as it was or is: a pair where the figure goes one way
UNEXPLAINED = "No record that was changed since accounts for it."
MOST = 3  # records that are named, of those that moved one figure


@dataclass(frozen=True)
class Step:
    """One change of a record, in a sentence; states are what `Part` takes."""

    before: Any
    after: Any
    sentence: str


@dataclass(frozen=True)
class History:
    """What was done since to one record of a table, the oldest first."""

    table: str
    steps: tuple[Step, ...]

    @property
    def whole(self) -> Step:
        return Step(self.steps[0].before, self.steps[-1].after, "")


@dataclass(frozen=True)
class Moved:
    """A figure that has changed: by how much, and what each record of a table counts for in it.

    One whose change says nothing of the direction in which a record moves it, such as a difference, `is_one_way` not.
    """

    change: Pair
    parts: Mapping[str, Part]
    is_one_way: bool = True

    def is_by(self, table: str, step: Step) -> bool:
        """Whether that goes the figure's own way, in what is counted or in what it is counted of."""
        before, after = map(self.parts[table], (step.before, step.after))
        if not self.is_one_way:
            return bool(before != after)
        return any(own * whole > 0 for own, whole in zip(less(after, before), self.change, strict=True))


def why(moved: Moved, since: Sequence[History], imported: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The first few sentences, and how many more there are; imports (by table) where no record accounts for it all."""
    own = [one for one in since if one.table in moved.parts]
    found = dict.fromkeys(sentence for one in own for sentence in sentences(one, moved))
    if not found or not accounts_for(moved, own):
        found |= dict.fromkeys(sentence for table in moved.parts for sentence in imported.get(table, ()))
    named = list(found)
    more = len(named) - MOST
    return (*named[:MOST], *([f"And {more} more."] if more > 0 else [])) or (UNEXPLAINED,)


def sentences(one: History, moved: Moved) -> list[str]:
    """Of the steps that moved it, where the record as a whole did: what was taken back again is no reason."""
    if not moved.is_by(one.table, one.whole):
        return []
    return [step.sentence for step in one.steps if moved.is_by(one.table, step)]


def accounts_for(moved: Moved, own: Sequence[History]) -> bool:
    """Whether the records together moved it by as much as it moved."""
    if not moved.is_one_way:
        return True
    ends = [(moved.parts[one.table], one.whole) for one in own]
    nets = [less(part(whole.after), part(whole.before)) for part, whole in ends]
    n, d = sum(n for n, _ in nets), sum(d for _, d in nets)
    return moved.change in {(n, d), (n, 0)}
