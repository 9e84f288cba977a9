"""The reference under which another tool knows a ticket: what people type for it, and that it stands in one record."""

from sqlmodel import Session

from bot.command import Field, Question, Request
from bot.grammar import nearest
from bot.parts import buttons, line
from bot.tickets.words import command_of, headline, outside, ref
from core.errors import DeskError
from core.imports.profiles import PROFILES
from storage import tickets
from storage.database import take_turn
from storage.models import Ticket
from storage.trail import Values

REF = Field("ref", "Reference in another tool")
NONE = "none"  # takes it away


def typed(request: Request, session: Session, mine: Ticket | None = None) -> Values:
    """The columns that `ref:` sets; a question where another record than `mine` has that reference already."""
    given = request.field("ref")
    if not given:
        return {}
    if given.lower() == NONE:
        return {"source": None, "source_ref": None}
    values = read(given)
    if mine is not None and mine.source_ref == values["source_ref"]:
        values = {"source": mine.source} | values
    take_turn(session, f"outside reference {values['source_ref']}")
    there = tickets.of_outside(session, values.get("source"), values["source_ref"])
    if others := [ticket for ticket in there if mine is None or ticket.id != mine.id]:
        raise Question(
            line(
                f"Already {headline(others[0])} It has the reference {outside(others[0])}. Nothing is stored yet. "
                "If yours is another tool's, name the tool too, for example ref:zendesk:1234."
            ),
            buttons(*((f"Show {ref(ticket)}", f"{command_of(ticket)} show {ref(ticket)}") for ticket in others)),
        )
    return {"source": None} | values


def read(given: str) -> Values:
    """`INC0001234`, or with the name of the tool `servicenow:INC0001234`."""
    before, colon, after = given.partition(":")
    if not colon:
        return {"source_ref": given}
    tool, number = before.strip().lower(), after.strip()
    known = [profile.name for profile in PROFILES]
    near = nearest(tool, known)
    if not tool or not number or (tool not in known and near):
        raise DeskError(f"Write it as ref:{near or 'servicenow'}:{number or 'INC0001234'}, not ref:{given:.40}.", "ref")
    return {"source": tool, "source_ref": number}
