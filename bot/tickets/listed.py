"""Which tickets a list is of: what is open or all, of some levels, a month, a partner, one's own, with some words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.command import Request
from bot.matching import apart_from_levels, apart_from_partners, one_partner
from bot.tickets.times import today
from core.errors import DeskError
from core.periods import Period, find_period
from core.tickets import INCIDENT, OUTAGES
from storage import tickets
from storage.models import Ticket

OUTAGE = "outage"
STATES = frozenset({"all", "open", "mine"})


@dataclass(frozen=True)
class Listed:
    """`command` is outage, incident or request. `owner_id` where only one's own are asked for."""

    command: str
    is_of_all: bool
    levels: tuple[str, ...]
    period: Period | None
    partner: str | None
    owner_id: int | None
    words: tuple[str, ...]

    def found(self, session: Session, limit: int) -> Sequence[Ticket]:
        is_outage = self.command == OUTAGE
        months = self.period.months() if self.period else ()
        return tickets.listed(
            session,
            INCIDENT if is_outage else self.command,
            self.levels or (OUTAGES if is_outage else ()),
            self.partner,
            words=self.words,
            opened=(months[0], months[-1]) if months else None,
            owner_id=self.owner_id,
            open_only=not self.is_of_all,
            limit=limit,
        )

    def called(self, number: int) -> str:
        """What so many of them are: open outages of P1 opened in July 2020 of DDDC with “email”."""
        quoted = " and ".join(f"“{word:.40}”" for word in self.words)
        said = (
            "" if self.is_of_all else "open",
            f"{self.command}{'s' if number != 1 else ''}",
            f"of {' and '.join(self.levels)}" if self.levels else "",
            f"opened in {self.period.words}" if self.period else "",
            f"of {self.partner}" if self.partner else "",
            "of yours" if self.owner_id is not None else "",
            f"with {quoted}" if quoted else "",
        )
        return " ".join(filter(None, said))


def listed(request: Request) -> Listed:
    """A period is of all that was opened in it. `p1` is a priority here, and no period of a budget."""
    command, typed = request.command, [word.rstrip("?!") for word in request.typed.words]
    states = {word.lower() for word in typed} & STATES
    plain, levels = apart_from_levels(
        [word for word in typed if word.lower() not in STATES], INCIDENT if command == OUTAGE else command
    )
    if command == OUTAGE and (others := [level for level in levels if level not in OUTAGES]):
        raise DeskError(f"An outage is P1 or P2. /incident list {others[0].lower()} lists those.", "priority")
    period, behind = find_period(plain, today(request))
    words, said = apart_from_partners(request.desk, behind)
    partner = one_partner(request.desk, request.field("partner") or said, request.person.partner)
    owner_id = request.person.id if "mine" in states else None
    return Listed(command, bool(period) or "all" in states, levels, period, partner, owner_id, tuple(words))
