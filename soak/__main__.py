"""`make soak`: break everything or what is named, show the counts in one table, write soak.json.

    python -m soak [kill|power|postgres|disk|clock|replicas|long …] [--times N]

Ends with 1 where anything was lost, done twice or not whole.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.__main__ import figure, is_reached
from bench.row import Row

FILE = Path("soak.json")
TIMES = {
    "kill": 200,
    "power": 100,
    "postgres": 20,
    "disk": 20,
    "clock": 200,
    "replicas": 1,
    "long": 30,
}  # long: minutes


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m soak")
    parser.add_argument("faults", nargs="*", metavar="fault", help=", ".join(TIMES))
    parser.add_argument("--times", type=int, help="how many kills, cuts, restarts, jumps; minutes of long")
    given = parser.parse_args(words)
    if unknown := set(given.faults) - set(TIMES):
        parser.error(f"There is no {', '.join(sorted(unknown))}. Choose from: {', '.join(TIMES)}.")
    console = Console()
    rows = [row for name in given.faults or TIMES for row in run(name, given.times or TIMES[name], console)]
    FILE.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n", encoding="utf-8")
    console.print(table(rows))
    return 1 if any(is_reached(row) is False for row in rows) else 0


def run(name: str, times: int, console: Console) -> list[Row]:
    with console.status(f"soak {name}"):
        return list(import_module(f"soak.{name}").rows(times))


def table(rows: Sequence[Row]) -> Table:
    shown = Table("What", "Counted", "Unit", "Goal", "Reached")
    shown.columns[1].justify = "right"
    for row in rows:
        reached = {True: "yes", False: "no", None: ""}[is_reached(row)]
        shown.add_row(
            row.name, figure(row.value) if row.value % 1 else f"{row.value:,.0f}", row.unit, row.goal, reached
        )
    return shown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
