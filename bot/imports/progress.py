"""How far the command line's import is: a bar on a terminal's standard error, and nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.imports.export import Export, Rows
from bot.imports.portions import watched


@contextmanager
def following() -> Iterator[Callable[[Export | Rows], Export | Rows]]:
    """A function that gives the same export, and moves the bar as its rows are read."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("rows"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def follow(export: Export | Rows) -> Export | Rows:
            task = bar.add_task("rows", total=len(export.plan.counts))
            return watched(export, lambda number: bar.update(task, completed=number))

        yield follow
