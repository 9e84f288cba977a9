"""Looking at a register: a list with pages, one record with its history, a file, and counts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import sheets
from bot.command import Reply, Request
from bot.grammar import did_you_mean, quote
from bot.matching import one_partner
from bot.parts import Button, Buttons, Part, Table, line
from bot.records.read import choice_of, read
from bot.records.seen import find, visible_to
from bot.records.words import actions, as_said, card, cells, in_sheet
from bot.when import spoken
from core.errors import DeskError
from core.periods import Period, find_period, month_of
from core.records.fields import Field, Register
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import people, registers, trail
from storage.models import TABLES, Trail
from storage.registers import Wanted

PAGE = 20
STATES = ("open", "all")
FILTERS = ("choice", "person", "ticket", "record", "yes/no")


def filters(register: Register) -> list[Field]:
    return [field for field in register.fields if field.kind in FILTERS]


def show(register: Register, request: Request, session: Session) -> Reply:
    row, _ = find(register, request, session)
    story = history(register, row.id, request, session)
    return Reply((*card(register, row, request, session), Table(story), actions(register, row)))


def history(register: Register, number: int, request: Request, session: Session) -> Grid:
    """From the trail: when, who, and each value before and after."""
    names = people.names(session)
    rows = tuple(
        (spoken(entry.at, request.now, request.desk.zone, always_date=True), names[entry.person_id], what)
        for entry in trail.of_record(session, register.name, number)
        for what in told(register, entry, request, session)
    )
    return Grid("History", ("When", "Who", "What"), rows)


def told(register: Register, entry: Trail, request: Request, session: Session) -> list[str]:
    if entry.redacted_at is not None:
        return ["redacted"]
    if entry.action == "add":
        return ["recorded"]
    table = TABLES[register.name]
    before, after = trail.thaw(table, entry.before), trail.thaw(table, entry.after)
    if "void_at" in after:
        return ["withdrawn" if after["void_at"] else "brought back"]
    changed = [field for field in register.fields if field.name in after]
    return [
        f"{field.label}: {words(field, before, request, session)} → {words(field, after, request, session)}"
        for field in changed
    ]


def words(field: Field, values: Mapping[str, Any], request: Request, session: Session) -> str:
    return as_said(field, values[field.name], session, request.desk) or "nothing"


def listing(register: Register, request: Request, session: Session) -> Reply:
    """The open ones, or with `all` every one; of a period, and of what the fields say; twenty a page."""
    wanted, said = asked(register, request, session, "open")
    page = page_of(request)
    number = registers.how_many(session, register.name, wanted)
    rows = registers.found(session, register.name, wanted, (page - 1) * PAGE, PAGE)
    if not rows:
        return Reply((line(f"No {said(0)}{f' on page {page}' if number else ''}."),))
    last = -(-number // PAGE)
    turn = f"; page {page} of {last}" if last > 1 else ""
    every = [cells(register, row, session, request.desk) for row in rows]
    parts: list[Part] = [line(f"{number:,} {said(number)}{turn}."), Table(slim(register, every))]
    return Reply((*parts, *turned(request, page, last)))


def slim(register: Register, rows: list[tuple[Cell, ...]]) -> Grid:
    """Without the long texts that a record may do without, and without columns that hold nothing."""
    shown = [
        at
        for at, field in enumerate(register.fields, start=1)
        if (field.required or field.kind != "text") and any(row[at] not in {None, ""} for row in rows)
    ]
    columns = ("Reference", *(register.fields[at - 1].label for at in shown))
    return Grid(titled(register), columns, tuple((row[0], *(row[at] for at in shown)) for row in rows))


def page_of(request: Request) -> int:
    typed = request.field("page") or "1"
    if not (typed.isascii() and typed.isdecimal()) or not 1 <= int(typed) <= 1_000_000:
        raise DeskError("page: is a number, as in page:2.", "page")
    return int(typed)


def turned(request: Request, page: int, last: int) -> list[Buttons]:
    """Buttons to the neighbouring pages of the same list."""

    def to(number: int) -> str:
        fields = {**request.typed.fields, "page": str(number)}
        pairs = (f"{key}:{quote(typed)}" for key, typed in fields.items())
        return " ".join([request.command, "list", *request.typed.words, *pairs])

    offered = [Button("Previous", to(page - 1))] if page > 1 else []
    offered += [Button("Next", to(page + 1))] if page < last else []
    return [Buttons(tuple(offered))] if offered else []


def as_file(register: Register, request: Request, session: Session) -> Reply:
    """Every record of a list with every field, safe to open in a spreadsheet."""
    wanted, said = asked(register, request, session, "all")
    rows = [in_sheet(register, row, session, request.desk) for row in registers.found(session, register.name, wanted)]
    columns = ("Reference", *(field.label for field in register.fields))
    name = f"{register.name}-{request.desk.calendar.local(request.now):%Y-%m-%d}"
    file = sheets.as_file(request, name, Grid(titled(register), columns, tuple(rows)))
    return Reply((line(f"{len(rows):,} {said(len(rows))}, {sheets.said_as(request)}."), file))


def totals(register: Register, request: Request, session: Session) -> Reply:
    """How many of each kind, side by side by partner, with totals that add up."""
    wanted, said = asked(register, request, session, "all", counts_only=True)
    lead = register.field(register.lead)
    by_partner = register.has("partner")
    found = registers.counts(session, register.name, wanted, [lead.name, *(["partner"] if by_partner else [])])
    partners = columns(request, found, wanted) if by_partner else []
    rows = [counted(choice, [k for k in found if k[0] == choice], found, partners) for choice in lead.choices]
    rows.append(counted("Total", list(found), found, partners))
    number = sum(found.values())
    heads = (lead.label, *(partner or "No partner" for partner in partners), "Total")
    return Reply((line(f"{number:,} {said(number)}."), Table(Grid(titled(register), heads, tuple(rows)))))


def titled(register: Register) -> str:
    return register.noun[1].capitalize()


Counted = Mapping[tuple[Any, ...], int]


def columns(request: Request, found: Counted, wanted: Wanted) -> list[str | None]:
    """The partners of the desk, or the one that is asked for; and those of records that have none."""
    only = wanted.equal.get("partner")
    known: list[str | None] = [only] if only else [partner.key for partner in request.desk.partners]
    return known + sorted({key[1] for key in found} - set(known), key=str)


def counted(head: str, keys: list[tuple[Any, ...]], found: Counted, partners: list[str | None]) -> tuple[Cell, ...]:
    """A row: its own keys by partner, and their sum."""
    of = [sum(found[key] for key in keys if key[1] == partner) for partner in partners]
    return (head.capitalize(), *of, sum(found[key] for key in keys))


def asked(
    register: Register, request: Request, session: Session, usual: str, *, counts_only: bool = False
) -> tuple[Wanted, Callable[[int], str]]:
    """What a list, file or totals are of, by the typed words and fields, and how so many of them are called."""
    equal = visible_to(register, request.person, counts_only=counts_only)
    today = request.desk.calendar.local(request.now).date()
    period, rest = find_period(request.typed.words, today) if register.dated else (None, request.typed.words)
    state = next((word.lower() for word in rest if word.lower() in STATES), usual)
    rest = tuple(word for word in rest if word.lower() not in STATES)
    equal |= typed_filters(register, request, session, " ".join(rest))
    is_open = bool(register.closes) and state == "open"
    wanted = Wanted(equal, register.field(register.closes).name if is_open else "")
    of = f" of {equal['partner']}" if equal.get("partner") else ""
    when = f" in {period.words}" if period else ""

    def said(number: int) -> str:
        return f"{'open ' if is_open else ''}{register.noun[number != 1]}{of}{when}"

    return in_period(register, request, wanted, period), said


def typed_filters(register: Register, request: Request, session: Session, rest: str) -> dict[str, object]:
    """By column, what the fields ask for; free words are the leading choice, or not understood."""
    given = {field: typed for field in filters(register) if (typed := request.field(field.key))}
    if rest:
        lead = register.field(register.lead) if register.lead else None
        if lead is None or choice_of(lead.choices, rest) is None:
            known = [*STATES, *(lead.choices if lead else ())]
            raise DeskError(did_you_mean(f"{register.noun[0]} by", rest, known))
        given[lead] = rest
    equal = {field.name: read(field, typed, request, session) for field, typed in given.items()}
    partner = request.field("partner") if register.has("partner") else ""
    only = one_partner(request.desk, partner, request.person.partner) if partner else None
    return equal | ({"partner": only} if only else {})


def in_period(register: Register, request: Request, wanted: Wanted, period: Period | None) -> Wanted:
    """From the period's first day, month or local midnight, up to that of the next."""
    if period is None:
        return wanted
    field = register.field(register.dated)
    edges: dict[str, Any] = {"since": edge(field, period.start, request), "until": edge(field, period.end, request)}
    return replace(wanted, dated=field.name, **edges)


def edge(field: Field, day: date, request: Request) -> date | int:
    if field.kind == "moment":
        return datetime.combine(day, time(), ZoneInfo(request.desk.zone))
    return month_of(day) if field.kind == "month" else day
