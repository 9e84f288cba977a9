"""The clock of a command line: the system's own, or one that stands still at the time that was typed."""

from datetime import UTC, datetime

from bot.clock import Clock, SetClock, system_clock
from bot.when import read_moment


def typed_clock(at: str | None) -> Clock:
    """An instant with its offset, or a time as people type it. DeskError where it is neither."""
    if at is None:
        return system_clock
    try:
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is not None:
            return SetClock(moment.astimezone(UTC).replace(microsecond=0))
    except ValueError:
        pass
    return SetClock(read_moment(at, system_clock(), sure=True).at)
