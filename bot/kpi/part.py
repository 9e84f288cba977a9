"""The records of one part of a figure: those that missed, or those that were left open past their deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.command import Field, Request
from bot.kpi.enquiry import Enquiry
from bot.kpi.gather import asked
from bot.kpi.headline import is_only_entered, of_whom
from bot.kpi.measured import Measured
from bot.kpi.splits import counted
from bot.parts import Button, Buttons, Part, Table, line
from bot.tickets.words import grid, ref
from bot.when import spoken
from core.errors import DeskError
from core.numbers import grouped, plural
from core.sla import hours_and_minutes
from core.sources import Only, Where, tickets_of
from core.tickets import unpack_partners
from reports.tables import Table as Grid
from storage import people, tallies
from storage.models import Ticket

MISSED, OVERDUE = "missed", "overdue"
ONLY = Field("only", "Only those", (MISSED, OVERDUE))
COLUMNS = ("Reference", "Level", "Service", "Partners", "Summary", "Resolved", "Allowed", "Used", "Over")
EXPLAINED = 5  # buttons, one for each of the first records


def opens(one: Measured, found: Enquiry, label: str = "") -> Button:
    """The way down to all records of a figure; where only documents have it, to what they say."""
    if is_only_entered(one):
        return Button(f"{grouped(len(one.entered))} entered", f"figure list {of_figures(one, found)}")
    number = label or (plural(one.figure.d, ("record", "records")) if tickets_of(one.kpi.where) else "Records")
    return Button(number, f"kpi records {found.words} {one.period.words}{found.whose}")


def in_a_file(one: Measured, found: Enquiry, only: str = "") -> Button:
    if is_only_entered(one):
        return Button("CSV", f"figure csv {of_figures(one, found)}")
    part = f" only:{only}" if only else ""
    return Button("CSV", f"kpi csv {found.words} {one.period.words}{found.whose}{part}")


def of_figures(one: Measured, found: Enquiry) -> str:
    return f"kpi:{one.kpi.name} {one.period.words}{found.whose}"


def part_of(one: Measured, only: str) -> tuple[Where, Only | None]:
    """The WHERE of a part. DeskError where the figure has no such part."""
    if only not in ONLY.choices:
        raise DeskError(f"There is no only:{only:.20}. Choose from: {', '.join(ONLY.choices)}.", "only")
    where = one.kpi.where
    if isinstance(where, Where) and only == MISSED and where.hits:
        return where, "missed"
    if isinstance(where, Where) and only == OVERDUE and (where.hits == "met_target" or where.is_level):
        return replace(where, source="outstanding", hits=None), "hit"
    raise DeskError(f"{one.kpi.title} has no records that are {only}. Leave only: out to see all.", "only")


def ends_of(one: Measured, request: Request) -> Mapping[int, datetime]:
    """Of each month of the period that has begun."""
    return asked(request.desk, request.now, one.period).ends


def part_records(
    one: Measured, only: str, request: Request, session: Session, limit: int | None = None
) -> Sequence[Ticket]:
    where, part = part_of(one, only) if only else (tickets_of(one.kpi.where), None)
    if where is None:
        return ()
    return tallies.records(session, where, ends_of(one, request), one.partner, one.levels, limit, part)


def how_many(one: Measured, only: str) -> int:
    if only == MISSED:
        return one.figure.d - one.figure.n
    return counted(one).only(one.facts.months[-1:]).n if one.late_open is None else one.late_open


def part_words(one: Measured, only: str, number: int) -> str:
    """24 incidents resolved that missed, DDDC, May 2020."""
    whose = of_whom(one.partner, one.levels)
    if only == MISSED:
        return f"{plural(number, one.kpi.noun)} that missed{whose}, {one.period.words}"
    return f"{grouped(number)} open and overdue{whose}{',' if whose else ''} at the end of {one.period.words}"


def part_list(
    one: Measured, only: str, found: Enquiry, request: Request, session: Session, most: int
) -> tuple[Part, ...]:
    """The oldest first; of each that missed how far it was over, and buttons that say why."""
    shown = part_records(one, only, request, session, most)
    words = part_words(one, only, number := how_many(one, only))
    if not shown:
        return (line(f"{words}."),)
    more = f"; the first {most} are shown, the CSV has all" if number > len(shown) else ""
    if only == MISSED and one.late_open is not None:
        table = Grid(words, COLUMNS, tuple(row(ticket, request) for ticket in shown))
    else:
        table = grid(shown, request.desk, people.names(session), request.now, words)
    reasons = [Button(f"Why {ref(ticket)}", f"kpi why {ref(ticket)}") for ticket in shown[:EXPLAINED]]
    return (line(f"{words}{more}."), Table(table), Buttons((*reasons, in_a_file(one, found, only))))


def row(ticket: Ticket, request: Request) -> tuple[str | None, ...]:
    used = ticket.worked_minutes or 0
    return (
        ref(ticket),
        ticket.level,
        ticket.service,
        ", ".join(unpack_partners(ticket.partners)),
        ticket.summary,
        spoken(ticket.resolved_at, request.now, request.desk.zone) if ticket.resolved_at else None,
        hours_and_minutes(ticket.allowed_minutes),
        hours_and_minutes(used),
        hours_and_minutes(max(used - ticket.allowed_minutes, 0)),
    )
