"""`make soak`: every soak or those named; each module's `figures()` tell what was seen. It informs, never fails."""

import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from rich.console import Console
from rich.table import Table

import soak


def main(names: Sequence[str]) -> None:
    known = sorted({module.name for module in pkgutil.iter_modules(soak.__path__)} - {"__main__"})
    if unknown := set(names) - set(known):
        sys.exit(f"There is no soak {', '.join(sorted(unknown))}. Choose from: {', '.join(known)}.")
    console = Console()
    for name in names or known:
        shown = Table("What", "Figure", title=name)
        for what, figure in import_module(f"soak.{name}").figures():
            shown.add_row(what, str(figure))
        console.print(shown)


if __name__ == "__main__":
    main(sys.argv[1:])
