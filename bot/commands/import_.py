"""/ict import: what was dropped for the bot, what it would do, and doing it."""

import json
from dataclasses import asdict, replace

from sqlmodel import Session

from bot.command import Command, Field, Reply, Request, Verb
from bot.imports import card
from bot.imports.export import Ways, named
from bot.imports.memory import remember
from bot.imports.receive import acting
from bot.parts import Button, Buttons, Table, line
from bot.when import spoken
from core.errors import DeskError
from core.imports.kinds import TABLES, places
from core.imports.mapping import NAMES, profile_of, read_map, read_pairs, read_priorities, spell_pairs
from core.imports.profiles import PROFILES
from core.imports.times import ORDERS, read_order
from core.imports.uploads import (
    CANCELLED,
    IMPORTED,
    LEVELS_ASKED,
    OPEN,
    QUEUED,
    READING,
    WAITING,
    columns_said,
    priorities_said,
    propose_tool,
    read_upload,
    reference,
)
from core.numbers import plural
from core.roles import may
from reports.tables import Table as Grid
from storage import people, requests, uploads
from storage.models import Upload

HOW = (
    "Drop a CSV, XLSX, ODS or gzip file into a direct message with me. I say what it would do, and nothing is stored "
    "before you press Import. It can be undone."
)
SAID = (
    Field("profile", "Tool"),
    Field("dates", "Order of day and month", choices=ORDERS),
    Field("map", "Columns, as reference=Ticket,opened=Created"),
    Field("priorities", "Priorities, as 1=P1,2=P2"),
)
LEVELS = tuple(Field(level.lower(), f"Words that mean {level}") for level in LEVELS_ASKED)
COLUMNS = tuple(Field(name, card.label(name)) for name in NAMES)


def show_list(request: Request, session: Session) -> Reply:
    """How it is done, and what waits."""
    own = None if may(request.person.role, "manager") else request.person.id
    waiting = uploads.open_ones(session, own)
    if not waiting:
        return Reply((line(HOW), line("Nothing waits to be imported.")))
    names = people.names(session)
    rows = tuple(
        (reference(each.id), each.name, names[each.person_id], shown_at(each, request), card.STANDS[each.state])
        for each in waiting
    )
    grid = Grid("Waiting", ("Reference", "File", "From", "Since", "State"), rows)
    again = tuple(
        Button(reference(each.id), f"import look {reference(each.id)}") for each in waiting if each.state in OPEN
    )
    return Reply((line(HOW), Table(grid), *([Buttons(again)] if again else [])))


def shown_at(upload: Upload, request: Request) -> str:
    return spoken(upload.at, request.now, request.desk.zone)


def one(request: Request, session: Session, states: tuple[str, ...], *, for_change: bool = True) -> Upload:
    """The upload that is named. DeskError: somebody else's, or not in one of these states."""
    number = read_upload(request.typed.text)
    upload = uploads.get(session, number, for_change=for_change)
    if upload is None:
        raise DeskError(f"There is no upload {reference(number)}. /ict import lists yours.")
    if not (is_own(request, upload) or may(request.person.role, "manager")):
        raise DeskError(f"{reference(number)} is somebody else's; they, or a manager, can import it.")
    if upload.state not in states:
        raise DeskError(f"{card.named(upload)} {standing(upload, session)}.")
    return upload


def standing(upload: Upload, session: Session) -> str:
    """Why what was asked cannot be done now."""
    if upload.state in card.STANDS:
        return card.STANDS[upload.state]
    has_run = bool(upload.number and upload.done)
    there = requests.standing(session, upload.number or 0) if has_run else None
    if there is None:
        ended = f"{upload.state} and taken back" if has_run and upload.state == IMPORTED else upload.state
        return f"was {ended}, and its content is deleted: send it again"
    how_far = "is imported" if upload.state == IMPORTED else f"was stopped after {card.so_far(upload)}"
    return f"{how_far}; to take it back, /ict undo {there}"


def look(request: Request, session: Session) -> Reply:
    """Read it again, with what is said of it now. What it would do is then said on its card."""
    upload = one(request, session, OPEN)
    ways = ways_said(request, upload)
    upload.ways, upload.state = json.dumps(asdict(ways)), READING
    session.add(upload.sqlmodel_update(acting(request.person)))
    posts = (card.post(upload, card.reading(upload)),)
    whose = "your" if is_own(request, upload) else f"{people.get(session, upload.person_id).name}'s"
    said = f"{card.named(upload)}: I am reading it. What it would do is said in {whose} direct messages."
    return Reply((line(said),), posts=posts)


def is_own(request: Request, upload: Upload) -> bool:
    """Its card stands with whoever sent it."""
    return upload.person_id == request.person.id


def ways_said(request: Request, upload: Upload) -> Ways:
    """What was said before, and over it what is said now. DeskError at the field at fault."""
    before, fields, header = card.ways_of(upload), request.typed.fields, tuple(json.loads(upload.header or "[]"))
    said_columns = card.fields_of(fields, tuple(NAMES)) | read_pairs(request.field("map"), "map")
    profile = request.field("profile") or before.profile
    kept = before.columns if profile == before.profile or profile not in TABLES else ""
    columns = columns_said(said_columns, kept or "", header) or None
    levels = card.fields_of(fields, tuple(field.key for field in LEVELS))
    priorities = priorities_said(levels, before.priorities or "")
    if said := request.field("priorities"):
        priorities = spell_pairs(read_pairs(priorities, "priorities") | read_pairs(said, "priorities"))
    dates = read_order(request.field("dates")) if request.field("dates") else before.dates
    refuse(header, columns, priorities, profile or "")
    return replace(before, profile=profile, dates=dates, columns=columns, priorities=priorities or None)


def refuse(header: tuple[str, ...], columns: str | None, priorities: str, profile: str) -> None:
    """What would be refused when it is read is refused at once, at its field."""
    if profile in TABLES:
        places(TABLES[profile], header, columns or "")
    elif columns:
        profile_of(profile, read_map(columns, header), read_priorities(priorities))
    elif profile:
        named(profile)


def columns_form(request: Request, session: Session) -> Reply:
    upload = one(request, session, OPEN, for_change=False)
    taken = {*TABLES, *(known.name for known in PROFILES), *uploads.tools(session)}
    return Reply((card.column_form(upload, propose_tool(upload.name, taken)),))


def table_form(request: Request, session: Session) -> Reply:
    upload = one(request, session, OPEN, for_change=False)
    return Reply((card.table_form(upload),))


def priorities_form(request: Request, session: Session) -> Reply:
    upload = one(request, session, OPEN, for_change=False)
    if not upload.words:
        raise DeskError(f"The priorities of {card.named(upload)} are all known.")
    return Reply((card.priority_form(upload),))


def go(request: Request, session: Session) -> Reply:
    """All of it. With errors nothing is stored."""
    upload = one(request, session, (WAITING,))
    if upload.errors:
        raise DeskError(
            f"{card.named(upload)}: nothing is stored, because of {plural(upload.errors, card.WRONG_ROWS)}. Mend what "
            f"is wrong and send the file again, or import the others with /ict import good {reference(upload.id)}."
        )
    return begin(request, session, upload, only_good=False)


def good(request: Request, session: Session) -> Reply:
    """The rows without errors."""
    return begin(request, session, one(request, session, (WAITING,)), only_good=True)


def begin(request: Request, session: Session, upload: Upload, *, only_good: bool) -> Reply:
    """It is imported beside all else, under this request and in the name of who makes it; what was said of its columns
    is remembered.
    """
    upload.state, upload.only_good, upload.number = QUEUED, only_good, request.act.number
    session.add(upload.sqlmodel_update(acting(request.person)))
    remember(session, tuple(json.loads(upload.header or "[]")), card.ways_of(upload), request.now, request.person.id)
    shown = card.queued(upload)
    sender = people.get(session, upload.person_id).name
    return Reply(shown if is_own(request, upload) else card.queued(upload, sender), posts=(card.post(upload, shown),))


def cancel(request: Request, session: Session) -> Reply:
    upload = one(request, session, (*OPEN, READING, QUEUED))
    uploads.end(session, upload, CANCELLED)
    shown = card.closed(upload, "cancelled. Nothing was stored, and the file is deleted.")
    return Reply(shown, posts=(card.post(upload, shown),))


COMMAND = Command(
    name="import",
    does="bring in a table that another tool made: tickets, a register, the budget",
    is_slash=False,
    verbs=(
        Verb(
            "list",
            "how it is done, and what waits",
            show_list,
            "/ict import",
            needs="import",
            is_default=True,
            is_restricted=True,
        ),
        Verb(
            "look",
            "read a file again, with what is said of it",
            look,
            "/ict import look UPL-1 dates:day-first",
            "UPL-n",
            (*SAID, *COLUMNS, *LEVELS),
            needs="import",
            writes=True,
        ),
        Verb(
            "columns",
            "say which column is which, in a form",
            columns_form,
            "/ict import columns UPL-1",
            "UPL-n",
            needs="import",
            is_restricted=True,
        ),
        Verb(
            "table",
            "say what it is a table of, in a form",
            table_form,
            "/ict import table UPL-1",
            "UPL-n",
            needs="import",
            is_restricted=True,
        ),
        Verb(
            "priorities",
            "say which words mean P1 to P4, in a form",
            priorities_form,
            "/ict import priorities UPL-1",
            "UPL-n",
            needs="import",
            is_restricted=True,
        ),
        Verb("go", "import all of it", go, "/ict import go UPL-1", "UPL-n", needs="import", writes=True),
        Verb(
            "good",
            "import the rows without errors",
            good,
            "/ict import good UPL-1",
            "UPL-n",
            needs="import",
            writes=True,
        ),
        Verb("cancel", "delete it", cancel, "/ict import cancel UPL-1", "UPL-n", needs="import", writes=True),
    ),
)
