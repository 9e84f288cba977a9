"""The records that the demo's desk begins with."""

from pathlib import Path

from bot.app import Bot
from bot.imports.files import import_file
from storage import tickets

HERE = Path(__file__).parent
# The whole file, where a checkout has it beside it; the sample that is shipped otherwise.
REAL_INCIDENTS = HERE.parents[2] / "shared" / "data" / "servicenow_incidents.csv.gz"
SAMPLE = HERE / "servicenow_sample.csv.gz"
OUTAGES = HERE / "outages-2020-21.csv"


def load(bot: Bot) -> list[str]:
    """Seed 001's outages and the incidents of a real helpdesk, once."""
    if bot.database.read(tickets.how_many):
        return ["The demo's records are there already."]
    files = (OUTAGES, REAL_INCIDENTS if REAL_INCIDENTS.exists() else SAMPLE)
    return [f"{file.name}: {import_file(bot, file, confirmed=True).words()}" for file in files]
