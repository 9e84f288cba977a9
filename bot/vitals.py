"""Whether a running bot is ready: its database, its ticker and its ways in, as they are now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from bot.finding import Finding, well, wrong
from bot.observed import Event, Ran
from core.errors import DeskError
from storage.database import Database
from storage.schema import HEAD

LONGEST_SILENCE = 60.0  # seconds; the sender and the intake run every half second, unless one of them is long at it


def always() -> bool:
    return True


@dataclass
class Vitals:
    """Set by whoever starts and stops the bot. `is_connected` is None until it is, and where no Slack is configured.

    `is_leader`: whether the jobs are this bot's; another one's ticker is not its business.
    """

    database: Database
    needs_slack: bool
    is_leader: Callable[[], bool] = always
    is_connected: Callable[[], bool] | None = None
    is_stopping: bool = False
    _ticked_at: float = field(default_factory=monotonic)

    def note(self, event: Event) -> None:
        if isinstance(event, Ran):
            self._ticked_at = monotonic()

    def findings(self) -> list[Finding]:
        if self.is_stopping:
            return [wrong("it is stopping")]
        return [database(self.database), self.ticker(), *([self.slack()] if self.needs_slack else [])]

    def ticker(self) -> Finding:
        if not self.is_leader():
            return well("another bot runs the jobs")
        silence = monotonic() - self._ticked_at
        if silence > LONGEST_SILENCE:
            return wrong(f"nothing has run for {silence:.0f} seconds: look at the log, and start the bot again")
        return well("the ticker runs")

    def slack(self) -> Finding:
        if self.is_connected is None or not self.is_connected():
            return wrong("not connected to Slack: it connects again by itself, or else look at the log")
        return well("connected to Slack")


def database(opened: Database) -> Finding:
    """It answers, and stands at the version of this program."""
    try:
        stands_at = opened.revision()
    except DeskError as error:
        return wrong(error.sentence)
    if stands_at != HEAD:
        return wrong(f"the database stands at {stands_at or 'nothing'}, this program needs {HEAD}: run ictbot migrate")
    return well(f"the database answers and stands at {HEAD}")
