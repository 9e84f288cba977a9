"""`make bench`: run every bench or those named, show them in one table, write bench.json. It informs, never fails."""

import json
import pkgutil
import re
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

import bench
from bench.row import Row

FILE = Path("bench.json")
BESIDE = {"__main__", "replay", "rig", "row"}  # modules that measure nothing themselves, and `make replay`
GOAL = re.compile(r"(<=|>=) (\d+(?:\.\d+)?)( times)?")


def main(names: Sequence[str]) -> None:
    known = sorted({module.name for module in pkgutil.iter_modules(bench.__path__)} - BESIDE)
    if unknown := set(names) - set(known):
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}. Choose from: {', '.join(known)}.")
    console = Console()
    rows = [row for name in names or known for row in run(name, console)]
    FILE.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n", encoding="utf-8")
    console.print(table(rows))


def run(name: str, console: Console) -> list[Row]:
    with console.status(f"bench {name}"):
        found: list[Row] = import_module(f"bench.{name}").rows()
    return found


def table(rows: Iterable[Row]) -> Table:
    shown = Table("What", "Value", "Unit", "Floor", "Ratio", "Goal", "Reached")
    for column in (1, 3, 4):
        shown.columns[column].justify = "right"
    for row in rows:
        numbers = (figure(row.value), row.unit, figure(row.floor), figure(row.ratio))
        shown.add_row(row.name, *numbers, row.goal, {True: "yes", False: "no", None: ""}[is_reached(row)])
    return shown


def figure(value: float | None) -> str:
    """Three figures that count: 0.0123, 1.23, 12.3, 1,230."""
    if value is None:
        return ""
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 100 else f"{value:#.3g}"


def is_reached(row: Row) -> bool | None:
    """A goal in "times" is about the ratio, any other about the value in its unit. None: no goal is set."""
    goal = GOAL.match(row.goal)
    if goal is None:
        return None
    measured = row.ratio if goal[3] else row.value
    assert measured is not None, row.name
    return measured <= float(goal[2]) if goal[1] == "<=" else measured >= float(goal[2])


if __name__ == "__main__":
    main(sys.argv[1:])
