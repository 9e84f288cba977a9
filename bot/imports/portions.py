"""A long export in portions, each of which can be stored in a transaction of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.imports.export import Export, Rows
from core.imports.tables import Numbered, Sheet

TOLD_EVERY = 1_000  # rows


@dataclass(frozen=True)
class Portion:
    """Some rows as an export of their own. `until` is how many rows of the whole file are behind it."""

    export: Export | Rows
    until: int


def portions(export: Export | Rows, size: int, done: int = 0) -> Iterator[Portion]:
    """The rows from `done` on: of tickets `size` at a time, while the file is read through once.

    Rows of other tables come all at once, for equal ones are told apart by their order.
    """
    if isinstance(export, Rows):
        whole = len(export.plan.counts)
        yield from [Portion(export, whole)] if done < whole else []
        return
    rows = islice(export.sheet.rows(), done, None)
    while some := list(islice(rows, size)):
        plan = export.plan.between(done, done + len(some))
        done += len(some)
        yield Portion(Export(Sheet(export.sheet.header, some.__iter__), plan), done)


def watched(export: Export | Rows, tell: Callable[[int], None]) -> Export | Rows:
    """The same export, which tells now and then, and at its end, how many rows have been read."""

    def rows() -> Iterator[Numbered]:
        number = 0
        for number, row in enumerate(export.sheet.rows(), start=1):
            if number % TOLD_EVERY == 0:
                tell(number)
            yield row
        tell(number)

    return replace(export, sheet=Sheet(export.sheet.header, rows))
