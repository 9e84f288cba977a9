"""How a record of a register is shown: one line, a card, a row, and what may be done with it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.parts import Button, Buttons, Facts, Paragraph, line
from bot.tickets import words as ticket_words
from bot.when import spoken
from core.calendar import day_words
from core.money import as_number
from core.periods import month_words
from core.records import REGISTERS
from core.records.fields import Field, Register, Today
from core.sources import Values
from core.wording import ended
from reports.tables import Cell
from storage.models import TABLES, Person, Ticket
from storage.models.base import Kept


def as_typed(field: Field, value: object, session: Session, desk: Desk) -> str:  # noqa: PLR0911 - one line for each kind
    """A stored value as it may be typed again: in forms and files."""
    match field.kind, value:
        case _, None:
            return ""
        case _, bool():
            return "yes" if value else "no"
        case "moment", datetime():
            return f"{value.astimezone(ZoneInfo(desk.zone)):%Y-%m-%d %H:%M}"
        case "month", int():
            return month_words(value)
        case "money", int():
            return f"{value / 100:.2f}" if value % 100 else str(value // 100)
        case "person", int():
            return session.get_one(Person, value).name
        case "ticket", int():
            return ticket_words.ref(session.get_one(Ticket, value))
        case "record", int():
            return REGISTERS[field.of].reference(value)
        case _, float():
            return str(int(value)) if value.is_integer() else str(value)
        case _:
            return str(value)


def as_said(field: Field, value: object, session: Session, desk: Desk) -> str:
    """A stored value as people say it."""
    match field.kind, value:
        case "date", date():
            return day_words(value)
        case "moment", datetime():
            at = value.astimezone(ZoneInfo(desk.zone))
            return f"{day_words(at.date())} {at:%H:%M}"
        case "money", int():
            return f"£{value / 100:,.2f}" if value % 100 else f"£{value // 100:,}"
        case "integer" | "decimal", int() | float():
            return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
        case _:
            return as_typed(field, value, session, desk)


def headline(register: Register, row: Kept, session: Session, desk: Desk) -> str:
    """RSK-1: Loss of the joint internet link; CHG-2, completed: Firewall upgrade."""
    keys = [key for key in (register.lead, "partner") if key and register.has(key)]
    about = [value(register.field(key), row, session, desk) for key in keys]
    said = value(register.field(register.words), row, session, desk)
    first = ", ".join([register.reference(row.id), *filter(None, [register.mark, *about])])
    return ended(f"{first}: {said}" if said else first)


def value(field: Field, row: Kept, session: Session, desk: Desk) -> str:
    return as_said(field, getattr(row, field.name), session, desk)


def is_closed(register: Register, row: Kept) -> bool:
    return any(getattr(row, field.name) is not None for field in register.ends)


def card(register: Register, row: Kept, request: Request, session: Session) -> list[Paragraph | Facts]:
    """The headline, the fields that it has not said, and what is now to be done."""
    shown = {register.lead, register.words, "partner"}
    rest = [field for field in register.fields if field.key not in shown]
    known = [(field.label, value(field, row, session, request.desk)) for field in rest]
    facts = tuple(pair for pair in known if pair[1])
    parts: list[Paragraph | Facts] = [line(headline(register, row, session, request.desk))]
    parts += [Facts(facts)] if facts else []
    parts += [line(said)] if (said := beside(register, values_of(register, row), request, session)) else []
    return parts + duties(register, row, request)


def beside(register: Register, values: Values, request: Request, session: Session) -> str:
    owner = owner_of(register, values, session)
    return register.beside(owner, values, today(request)) if owner else ""


def today(request: Request) -> Today:
    calendar = request.desk.calendar
    return Today(calendar.local(request.now).date(), calendar)


def owner_of(register: Register, values: Values, session: Session) -> Values | None:
    """What a record belongs to, where its register has such."""
    if register.owner is None:
        return None
    of = REGISTERS[register.owner.of]
    return values_of(of, session.get_one(TABLES[of.name], values[register.owner.name]))


def duties(register: Register, row: Kept, request: Request) -> list[Paragraph | Facts]:
    """What must be done, until when; and that it is overdue, where it is."""
    said: list[Paragraph | Facts] = []
    for duty in register.duties(values_of(register, row)):
        by = f" by {spoken(duty.by, request.now, request.desk.zone, always_date=True)}" if duty.by else ""
        late = " That time has passed." if duty.by and duty.by < request.now else ""
        said.append(line(f"{duty.text}{by}.{late}"))
    return said


def values_of(register: Register, row: Kept) -> Values:
    return {field.name: getattr(row, field.name) for field in register.fields}


def actions(register: Register, row: Kept, undo: int | None = None) -> Buttons:
    """What may be done with it next."""
    ref = register.reference(row.id)
    can_close = register.closes and not is_closed(register, row)
    offered = [
        Button("Edit", f"{register.name} edit {ref}", opens_form=True),
        *([Button("Close", f"{register.name} close {ref}")] if can_close else []),
        *([Button("Undo", f"ict undo {undo}")] if undo is not None else []),
    ]
    return Buttons(tuple(offered))


def cells(register: Register, row: Kept, session: Session, desk: Desk) -> tuple[Cell, ...]:
    return (register.reference(row.id), *(cell(field, row, session, desk) for field in register.fields))


def cell(field: Field, row: Kept, session: Session, desk: Desk) -> Cell:
    """A number stays one, to be aligned; all else is as people say it."""
    kept = getattr(row, field.name)
    if field.kind in {"integer", "decimal"}:
        return int(kept) if isinstance(kept, float) and kept.is_integer() else kept
    return as_said(field, kept, session, desk)


def in_sheet(register: Register, row: Kept, session: Session, desk: Desk) -> tuple[Cell, ...]:
    """The same for a spreadsheet, in which money is a number of pounds, and a day or a time is one."""
    return (register.reference(row.id), *(sheet_cell(field, row, session, desk) for field in register.fields))


def sheet_cell(field: Field, row: Kept, session: Session, desk: Desk) -> Cell:
    match field.kind, getattr(row, field.name):
        case "date", date() as day:
            return day
        case "moment", datetime() as at:
            return at.astimezone(ZoneInfo(desk.zone)).replace(tzinfo=None)
        case "money", int() as pence:
            return as_number(pence)
        case _:
            return cell(field, row, session, desk)
