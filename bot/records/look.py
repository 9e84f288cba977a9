"""Looking at a register: a list with pages, one record with its history and what belongs to it, and a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import sheets
from bot.command import Reply, Request
from bot.grammar import did_you_mean, quote
from bot.matching import apart_from_partners, one_partner
from bot.parts import Button, Buttons, Part, Table, line
from bot.records.commentary import commentary
from bot.records.read import choice_of, read
from bot.records.seen import counts_alone, find, of_any_name, visible_to
from bot.records.words import actions, as_said, card, cells, in_sheet, today, values_of
from bot.when import spoken
from core.errors import DeskError
from core.periods import Period, find_period, month_of
from core.records import REGISTERS
from core.records.fields import Field, Register
from core.sources import Values
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import people, registers, trail
from storage.models import TABLES, Trail
from storage.models.base import Kept
from storage.registers import Wanted

PAGE = 20
STATES = ("open", "all")
FILTERS = ("choice", "person", "ticket", "record", "yes/no", "kpi")


def filters(register: Register) -> list[Field]:
    by = register.total.by if register.total else ""
    return [field for field in register.fields if field.kind in FILTERS or field.key == by]


def show(register: Register, request: Request, session: Session) -> Reply:
    row, _ = find(register, request, session)
    own = belonging(register, row, request, session)
    said = commentary(request, session, (register.reference(row.id),), None)
    story = Table(history(register, row.id, request, session))
    return Reply((*card(register, row, request, session), *own, *said, story, actions(register, row)))


def belonging(register: Register, row: Kept, request: Request, session: Session) -> Iterator[Part]:
    """Of each register whose records belong to such a one: what those of this one come to, and the newest of them."""
    for other in REGISTERS.values():
        if other.owner is None or other.owner.of != register.name:
            continue
        every = [*reversed(registers.found(session, other.name, Wanted({other.owner.name: row.id})))]
        if not every:
            continue
        owner = values_of(register, row)
        yield from map(line, other.together(owner, [values_of(other, each) for each in every], today(request)))
        yield Table(of_owner(other, owner, every[-PAGE:], request, session))
        if len(every) > PAGE:
            rest = f"{other.typed} list {'all ' if other.closes else ''}{other.owner.key}:{register.reference(row.id)}"
            yield line(f"The newest {PAGE} of {len(every):,} {other.noun[1]}; {rest} has all.")


def of_owner(
    register: Register,
    owner: Values,
    rows: Sequence[Kept],
    request: Request,
    session: Session,
    *,
    is_file: bool = False,
) -> Grid:
    """Records that belong to one of another register, without its column, and with what each comes to."""
    label = register.owner.label if register.owner else ""
    if is_file:
        grid = whole(register, rows, request, session)
    else:
        grid = slim(register, [cells(register, each, session, request.desk) for each in rows])
    said = [register.beside(owner, values_of(register, each), today(request)) for each in rows]
    return with_column(without_column(grid, label), "Comes to", said) if any(said) else without_column(grid, label)


def whole(register: Register, rows: Sequence[Kept], request: Request, session: Session) -> Grid:
    """Every field, for a file."""
    columns = ("Reference", *(field.label for field in register.fields))
    return Grid(titled(register), columns, tuple(in_sheet(register, row, session, request.desk) for row in rows))


def without_column(grid: Grid, head: str) -> Grid:
    kept = [at for at, column in enumerate(grid.columns) if column != head]
    rows = tuple(tuple(row[at] for at in kept) for row in grid.rows)
    return replace(grid, columns=tuple(grid.columns[at] for at in kept), rows=rows)


def with_column(grid: Grid, head: str, said: Sequence[str]) -> Grid:
    rows = tuple((*row, text) for row, text in zip(grid.rows, said, strict=True))
    return replace(grid, columns=(*grid.columns, head), rows=rows)


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
    wanted, said, _ = asked(register, request, session, "open")
    page = page_of(request)
    number = registers.how_many(session, register.name, wanted)
    rows = registers.found(session, register.name, wanted, (page - 1) * PAGE, PAGE)
    if not rows:
        return Reply((line(f"No {said(0).removeprefix('0 ')}{f' on page {page}' if number else ''}."),))
    last = -(-number // PAGE)
    turn = f"; page {page} of {last}" if last > 1 else ""
    every = [cells(register, row, session, request.desk) for row in rows]
    parts: list[Part] = [line(f"{said(number)}{turn}."), Table(slim(register, every))]
    return Reply((*parts, *turned(request, page, last)))


def slim(register: Register, rows: list[tuple[Cell, ...]]) -> Grid:
    """Without the long texts that a record may do without, and without columns that hold nothing."""
    shown = [
        at
        for at, field in enumerate(register.fields, start=1)
        if (field.required or field.is_listed or field.kind != "text")
        and any(row[at] not in {None, ""} for row in rows)
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
    wanted, said, _ = asked(register, request, session, "all")
    rows = registers.found(session, register.name, wanted)
    name = f"{register.name}-{request.desk.calendar.local(request.now):%Y-%m-%d}"
    file = sheets.as_file(request, name, whole(register, rows, request, session))
    return Reply((line(f"{said(len(rows))}, {sheets.said_as(request)}."), file))


def titled(register: Register) -> str:
    return register.noun[1].capitalize()


class Said(Protocol):
    """So many of them in words: 3 open risks of DDDC in July 2020."""

    def __call__(self, number: int, noun: tuple[str, str] | None = None) -> str: ...


def asked(
    register: Register, request: Request, session: Session, usual: str, *, counts_only: bool = False
) -> tuple[Wanted, Said, Period | None]:
    """What a list, file or totals are of, by the typed words and fields; how so many are called; and of when."""
    equal = visible_to(register, request.person, counts_only=counts_only)
    words = request.typed.words
    period, rest = find_period(words, today(request).on) if register.dated else (None, words)
    if period and register.dated == register.closes:
        usual = "all"  # what counts in a period by its end has ended
    state = next((word.lower() for word in rest if word.lower() in STATES), usual)
    if counts_only and counts_alone(register, request):
        refuse_singling_out(register, request, state)
    rest = tuple(word for word in rest if word.lower() not in STATES)
    equal |= typed_filters(register, request, session, rest)
    is_open = bool(register.closes) and state == "open"
    empty = tuple(field.name for field in register.ends) if is_open else ()
    wanted = of_any_name(register, Wanted(equal, empty), request.desk)
    of = f" of {equal['partner']}" if equal.get("partner") else ""
    when = f" in {period.words}" if period else ""

    def said(number: int, noun: tuple[str, str] | None = None) -> str:
        called = (noun or register.noun)[number != 1]
        return f"{number:,} {'open ' if is_open else ''}{called}{of}{when}"

    return in_period(register, request, wanted, period), said, period


def refuse_singling_out(register: Register, request: Request, state: str) -> None:
    """Counts by anything that few records share would tell of one of them, by yes and no."""
    lead = register.field(register.lead)
    others = [field for field in filters(register) if field is not lead and request.field(field.key)]
    typed = [*(f"{field.key}:" for field in others), *(["open"] if state == "open" else [])]
    if typed:
        called, by = titled(register), lead.label.lower()
        left = f"{called} are counted by {by}, partner and period only: leave {' and '.join(typed)} out."
        raise DeskError(left, others[0].key if others else "")


def typed_filters(register: Register, request: Request, session: Session, words: Sequence[str]) -> dict[str, object]:
    """By column, what the fields ask for; free words are the leading choice and a partner, or not understood."""
    others, named = apart_from_partners(request.desk, words) if register.has("partner") else (words, "")
    rest = " ".join(others)
    given = {field: typed for field in filters(register) if (typed := request.field(field.key))}
    if rest:
        lead = register.field(register.lead) if register.lead else None
        if lead is None or choice_of(lead.choices, rest) is None:
            partners = [partner.key for partner in request.desk.partners] if register.has("partner") else []
            known = [*STATES, *(lead.choices if lead else ()), *partners]
            raise DeskError(did_you_mean(f"{register.noun[0]} by", rest, known))
        given[lead] = rest
    equal = {field.name: read(field, typed, request, session) for field, typed in given.items()}
    partner = ", ".join(filter(None, (request.field("partner"), named))) if register.has("partner") else ""
    only = one_partner(request.desk, partner, request.person.partner) if partner else None
    return equal | ({"partner": only} if only else {})


def in_period(register: Register, request: Request, wanted: Wanted, period: Period | None) -> Wanted:
    """From the period's first day, month or local midnight, up to that of the next."""
    if period is None:
        return wanted
    field = register.field(register.dated)
    edges: dict[str, Any] = {
        "since": edge(field, period.start, request.desk.zone),
        "until": edge(field, period.end, request.desk.zone),
    }
    return replace(wanted, dated=field.name, **edges)


def edge(field: Field, day: date, zone: str) -> date | int:
    """The local day as such a field is kept, to compare with."""
    if field.kind == "moment":
        return datetime.combine(day, time(), ZoneInfo(zone))
    return month_of(day) if field.kind == "month" else day
