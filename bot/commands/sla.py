"""/sla: what is open, at risk and breached at this moment, of everybody or of the one who asks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from bot import sheets
from bot.command import Command, Field, Reply, Request, Verb
from bot.kpi.left import left_now
from bot.matching import apart_from_levels, one_partner
from bot.parts import Button, Buttons, Table, line
from bot.policy import unsettled
from bot.sheets import in_both
from bot.tickets.sheet import sheet
from bot.tickets.words import grid
from core.numbers import grouped
from core.tickets import INCIDENT, REQUEST
from storage import people, standing
from storage.standing import URGENCIES, Alike, Look, Urgency

WHICH = (Field("partner", "Partner"), Field("priority", "Priority"))
PRESSING: Mapping[str, Urgency] = {
    **dict.fromkeys(("breached", "overdue", "late"), "breached"),
    **dict.fromkeys(("at", "risk"), "at risk"),
}
SHOWN = 50  # of each group in one answer; the CSV has them all


def now(request: Request, session: Session) -> Reply:
    """Breached first, then at risk, then the rest; those on hold have no deadline."""
    look = looked(request)
    found = standing.count(session, look)
    whose = f" for {look.partner}" if look.partner else ""
    left = () if look.levels else left_now(request, session, found, look.partner)
    return answer(request, session, look, found, whose, left)


def looked(request: Request) -> Look:
    """At the partner, the levels and the urgencies that are typed, in any order."""
    typed = [*request.typed.words, *request.field("priority").replace(",", " ").split()]
    words, levels = apart_from_levels(typed, INCIDENT, REQUEST)
    partner = " ".join(word for word in words if word.lower() not in PRESSING)
    whose = one_partner(request.desk, request.field("partner") or partner, request.person.partner)
    pressing = dict.fromkeys(PRESSING[word.lower()] for word in words if word.lower() in PRESSING)
    return Look(request.now, request.desk.terms, whose, levels=levels, urgencies=tuple(pressing))


def as_file(request: Request, session: Session) -> Reply:
    """Everything open, with all that is known of each."""
    found = standing.every(session, looked(request))
    name = f"sla-{request.desk.calendar.local(request.now):%Y-%m-%d}"
    table = sheet(found, request, people.names(session), "Open")
    return Reply((line(f"{len(table.rows):,} open, {sheets.said_as(request)}."), sheets.as_file(request, name, table)))


def mine(request: Request, session: Session) -> Reply:
    """Only what the person who asks has taken or was given."""
    look = Look(request.now, request.desk.terms, request.person.partner, request.person.id)
    return answer(request, session, look, standing.count(session, look), f" of {request.person.name}'s")


def answer(
    request: Request, session: Session, look: Look, found: Sequence[Alike], whose: str, left: Sequence[str] = ()
) -> Reply:
    """`left`: what is left of this month's targets, in words."""
    number = Counter[Urgency]()
    for one in found:
        number[one.urgency] += one.number
    held = grouped(sum(one.held for one in found))
    said = f"{grouped(number['breached'])} breached, {grouped(number['at risk'])} at risk, {held} on hold"
    levels = f"{' and '.join(look.levels)} " if look.levels else ""
    lines = [f"{grouped(number.total())} {levels}open{whose}: {said}.", *left]
    asked = [*look.levels, *([f"partner:{look.partner}"] if look.partner else [])]
    csv = Button("CSV", " ".join(["sla csv", *asked]))
    down = (Buttons((csv,)),) if max(number.values(), default=0) > SHOWN else ()
    shown = tables(request, session, look, number)
    return Reply((*map(line, lines), *unsettled(session, request.policy_id, date.max), *down, *shown))


def tables(request: Request, session: Session, look: Look, number: Mapping[Urgency, int]) -> list[Table]:
    names = people.names(session)
    shown: list[Table] = []
    for urgency in look.urgencies or URGENCIES:
        if number[urgency]:
            more = f": {grouped(number[urgency])}; the first {SHOWN} are shown, the CSV has all"
            caption = f"{urgency.capitalize()}{more if number[urgency] > SHOWN else ''}"
            rows = standing.first(session, look, urgency, SHOWN)
            shown.append(Table(grid(rows, request.desk, names, request.now, caption)))
    return shown


COMMAND = Command(
    name="sla",
    does="show what is open, at risk and breached now",
    verbs=(
        Verb(
            name="now",
            does="everything open, most urgent first",
            run=now,
            example="/sla now",
            takes="[priority] [partner]",
            needs="look",
            fields=WHICH,
            is_default=True,
        ),
        *in_both(
            Verb(
                name="csv",
                does="everything open as a CSV file",
                run=as_file,
                example="/sla csv",
                takes="[priority] [partner]",
                needs="look",
                fields=WHICH,
            )
        ),
        Verb(name="mine", does="what is yours, most urgent first", run=mine, example="/sla mine", needs="look"),
    ),
)
