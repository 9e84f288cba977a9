"""A table imported from the command line: what it came to is printed, the rows with errors are written beside it."""

import sys
from pathlib import Path

from bot.app import Bot
from bot.imports import files
from bot.imports.export import Ways
from bot.imports.progress import following


def import_typed(bot: Bot, file: Path | None, ways: Ways, *, confirmed: bool, only_good: bool) -> int:
    """The program's status: 1 where nothing came in of what should have. Without a file the last import is undone."""
    if file is None:
        sys.stdout.write(f"{files.undo_last(bot)}\n")
        return 0
    with following() as follow:
        outcome = files.import_file(bot, file, ways, confirmed=confirmed, only_good=only_good, follow=follow)
    sys.stdout.write(f"{outcome.words()}\n")
    if outcome.errors:
        sys.stdout.write(f"{files.write_annotated(file, outcome)}\n")
    return 1 if outcome.is_refused or (outcome.errors and not outcome.new) else 0
