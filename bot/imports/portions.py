"""A long export in portions, each of which can be stored in a transaction of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.imports.export import Export
from core.imports.tables import Numbered, Sheet

TOLD_EVERY = 1_000  # rows


@dataclass(frozen=True)
class Portion:
    """Some rows as an export of their own. `until` is how many rows of the whole file are behind it."""

    export: Export
    until: int


def portions(export: Export, size: int, done: int = 0) -> Iterator[Portion]:
    """The rows from `done` on, `size` at a time; the file is read through once."""
    rows = islice(export.sheet.rows(), done, None)
    while some := list(islice(rows, size)):
        counts = export.plan.counts[done : done + len(some)]
        plan = replace(export.plan, counts=counts, superseded=counts.count(0))
        done += len(some)
        yield Portion(Export(Sheet(export.sheet.header, some.__iter__), plan), done)


def watched(export: Export, tell: Callable[[int], None]) -> Export:
    """The same export, which tells now and then, and at its end, how many rows have been read."""

    def rows() -> Iterator[Numbered]:
        number = 0
        for number, row in enumerate(export.sheet.rows(), start=1):
            if number % TOLD_EVERY == 0:
                tell(number)
            yield row
        tell(number)

    return replace(export, sheet=Sheet(export.sheet.header, rows))
