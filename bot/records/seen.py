"""Who sees which records: decided here for lists, cards, histories, files and counts alike."""

from dataclasses import replace

from sqlmodel import Session

from bot.command import Person, Request
from bot.desk import Desk
from bot.matching import by_any_name, names_of
from bot.records.words import values_of
from bot.refusals import refused
from core.errors import DeskError
from core.records.fields import Register
from core.roles import may
from core.sources import Values
from storage import registers
from storage.models.base import Kept
from storage.registers import Named, Wanted


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


def of_any_name(register: Register, wanted: Wanted, desk: Desk) -> Wanted:
    """The same with a partner by all its names, where a record may say by any of them whose it is."""
    if not register.whose:
        return wanted
    column, known = register.field(register.whose).name, by_any_name(desk)
    partner, said = (
        known.get(f"{wanted.equal.get('partner')}".lower()),
        known.get(f"{wanted.equal.get(column)}".lower()),
    )
    return replace(
        wanted,
        equal={name: value for name, value in wanted.equal.items() if not (said and name == column)},
        named=Named(column, names_of(said)) if said else None,
        instead={"partner": Named(column, names_of(partner))} if partner else {},
    )


def partner_of(register: Register, values: Values, desk: Desk) -> str | None:
    """By its partner, or where it has none by the words that say whose it is."""
    partner: str | None = values["partner"]
    if partner is not None or not register.whose:
        return partner
    named = by_any_name(desk).get(values[register.field(register.whose).name].lower())
    return named.key if named else None


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
    if mine and partner_of(register, values_of(register, row), request.desk) != request.person.partner:
        raise DeskError(f"You see {request.person.partner} only.", "ref")
    if row.void_at is not None:
        back = "/ict undo of that undo brings it back"
        raise DeskError(f"{register.reference(number)} was withdrawn by an undo; {back}.", "ref")
    return row, " ".join(rest)
