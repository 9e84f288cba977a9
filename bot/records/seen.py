"""Who sees which records: decided here for lists, cards, histories, files and counts alike."""

from sqlmodel import Session

from bot.command import Person, Request
from bot.refusals import refused
from core.errors import DeskError
from core.records.fields import Register
from core.roles import may
from storage import registers
from storage.models.base import Kept


def visible_to(register: Register, person: Person, *, counts_only: bool = False) -> dict[str, object]:
    """What a record must equal to be seen. A partner's manager sees that partner's, and no register without partners.

    DeskError where the person sees nothing of it. Counts of a restricted register give nothing away.
    """
    needs = "look" if counts_only else register.sees
    if not may(person.role, needs):
        raise refused(f"{register.noun[1].capitalize()} are", person, needs)
    if person.partner is None:
        return {}
    if not register.has("partner"):
        raise DeskError(f"You see {person.partner} only, and {register.noun[1]} are not kept by partner.")
    return {"partner": person.partner}


def counts_alone(register: Register, request: Request) -> bool:
    """Whether no more than counts of a restricted register may be said: to this person, or to a whole channel."""
    return register.restricted and (request.is_aloud or not may(request.person.role, register.sees))


def find(register: Register, request: Request, session: Session, *, for_change: bool = False) -> tuple[Kept, str]:
    """The record that the line names, and the words that follow. DeskError where there is none, or none to be seen."""
    mine = visible_to(register, request.person)
    first, *rest = request.typed.words or ("",)
    number = register.read_reference(first)
    if number is None:
        example = f"{register.typed} {request.verb} {register.reference(12)}"
        raise DeskError(f"Which {register.noun[0]}? For example: {example}. {register.typed} list shows them.", "ref")
    row = registers.get(session, register.name, number, for_change=for_change)
    if row is None:
        raise DeskError(f"There is no {register.reference(number)}. {register.typed} list shows those that are.", "ref")
    if any(getattr(row, name) != wanted for name, wanted in mine.items()):
        raise DeskError(f"You see {request.person.partner} only.", "ref")
    if row.void_at is not None:
        back = "/ict undo of that undo brings it back"
        raise DeskError(f"{register.reference(number)} was withdrawn by an undo; {back}.", "ref")
    return row, " ".join(rest)
