"""The records that the demo's desk begins with."""

from collections.abc import Iterator
from pathlib import Path

from bot.app import Bot
from bot.command import Place
from bot.imports.files import import_file
from bot.shell import SHELL
from core.errors import DeskError
from storage import tickets

HERE = Path(__file__).parent
# The whole file, where a checkout has it beside it; the sample that is shipped otherwise.
REAL_INCIDENTS = HERE.parents[2] / "shared" / "data" / "servicenow_incidents.csv.gz"
SAMPLE = HERE / "servicenow_sample.csv.gz"
OUTAGES = HERE / "outages-2020-21.csv"
CALLS = HERE / "calls-2020-21.csv.gz"
CALLS_OF_OCTOBER = HERE / "calls-2020-10.csv.gz"
TYPED = HERE / "joint-2020-21.txt"


def load(bot: Bot) -> list[str]:
    """A joint service's seven months and the incidents of a real helpdesk, once; says what came."""
    if bot.database.read(tickets.how_many):
        return ["The demo's records are there already."]
    real = REAL_INCIDENTS if REAL_INCIDENTS.exists() else SAMPLE
    return [*half_year(bot), imported(bot, CALLS_OF_OCTOBER), imported(bot, real)]


def half_year(bot: Bot) -> list[str]:
    """All that seed 001 reports on, April to September 2020, as it was known on 5 October."""
    return [imported(bot, OUTAGES), imported(bot, CALLS), typed(bot, TYPED)]


def imported(bot: Bot, file: Path) -> str:
    return f"{file.name}: {import_file(bot, file, confirmed=True).words()}"


def typed(bot: Bot, file: Path) -> str:
    """Each line as if its person had typed it."""
    lines = [*lines_of(file)]
    for person, line in lines:
        reply = bot.dispatcher.answer(line, person, Place(SHELL), bot.clock())
        if reply.is_error:
            raise DeskError(f"{file.name}: {line}: {reply.text}")
    return f"{file.name}: {len(lines)} lines typed."


def lines_of(file: Path) -> Iterator[tuple[str, str]]:
    """(person, command)"""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            person, _, command = line.partition(": ")
            yield person, command
