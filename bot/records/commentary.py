"""What was said about a figure, shown beside it."""

from collections.abc import Container, Iterator

from sqlmodel import Session

from bot.command import Request
from bot.parts import Paragraph, line
from core.periods import Period, parse_period
from core.records import REGISTERS
from storage import registers
from storage.registers import Wanted


def commentary(request: Request, session: Session, about: Container[str], period: Period | None) -> Iterator[Paragraph]:
    """The oldest first, of periods that lie in this one, or of any; it is of no partner, so those see none of it."""
    if request.person.partner is not None:
        return
    register = REGISTERS["commentary"]
    today = request.desk.calendar.local(request.now).date()
    for row in reversed(registers.found(session, register.name, Wanted())):
        if row.about in about and lies_in(parse_period(row.period, today), period):
            yield line(f"{row.about}, {row.period}: {row.text} ({register.reference(row.id)})")


def lies_in(inner: Period, outer: Period | None) -> bool:
    return outer is None or (outer.start <= inner.start and inner.end <= outer.end)
