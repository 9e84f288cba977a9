"""From when on the policy in force computes tickets otherwise than the one before, and how far that has come."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from bot.desk import Desk
from bot.desk_file import parse_desk
from bot.parts import Paragraph, line
from core.calendar import day_words
from core.errors import DeskError
from core.numbers import grouped
from core.terms import BEGINNING, changed_from
from storage import recomputation


def differs_from(session: Session, desk: Desk) -> date | None:
    """From which day on the policy in force before computes tickets otherwise than this desk, if it does.

    Where records had not been brought to that one yet, from the earlier day of the two.
    """
    before = recomputation.newest(session)
    if before is None:
        return None
    days = [since(recomputation.text_of(session, before.policy_id), desk)]
    days += [before.from_on] if before.finished_at is None else []
    return min(filter(None, days), default=None)


def since(text: str, desk: Desk) -> date | None:
    try:
        return changed_from(parse_desk(text, Path("desk.toml")).terms, desk.terms)
    except DeskError:  # an earlier version of the program could read it; whatever it said, all is computed again
        return BEGINNING


def unsettled(session: Session, policy_id: int, until: date) -> list[Paragraph]:
    """How far recomputation under this policy is, where figures of before a day are touched by it; nothing when it is
    finished, or another policy came into force since.
    """
    mine = recomputation.under_way(session, policy_id)
    if mine is None or mine.from_on is None or mine.from_on >= until:
        return []
    done = 100 * mine.done // mine.total if mine.total else 0
    of = f"{min(done, 99)}% of {grouped(mine.total)} tickets are" if mine.total is not None else "no ticket is"
    return [line(f"Targets or hours have changed from {day_words(mine.from_on)}: {of} recomputed so far.")]
