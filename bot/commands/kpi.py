"""/kpi: a figure, what it was counted from, a chart, and the records behind it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.command import Command, Field, Reply, Request, Verb
from bot.figures import Measured, measure, records
from bot.grammar import did_you_mean
from bot.kpi_answer import answer, overview
from bot.matching import find_kpi, one_partner
from bot.parts import Button, Buttons, File, Part, Table, line
from bot.tickets.words import grid, ref
from core.errors import DeskError
from core.facts import Kpi
from core.periods import Period, find_period, parse_period
from core.sentences import plural
from core.tickets import INCIDENT, read_level
from reports.tables import Table as Grid
from reports.tables import as_csv
from storage import people

SHOWN = 50  # records in one answer; the CSV has them all
BY = Field("by", "Table by", ("partner", "priority", "month"))
FIELDS = (Field("partner", "Partner"), Field("priority", "Priority"), BY)


def show(request: Request, session: Session) -> Reply:
    """One KPI, or all of them together when none is named."""
    refuse_by(request)
    kpi, period, levels = asked(request)
    partner = one_partner(request.desk, request.field("partner"), request.person.partner)
    if kpi is None:
        known = request.kpis.values()
        found = [measure(session, request.desk, each, period, request.now, partner, levels) for each in known]
        return Reply(
            (
                *assumed(period),
                *(part for one in found for part in overview(one, request, session)),
                listed(request, period),
            )
        )
    one = measure(session, request.desk, kpi, period, request.now, partner, levels)
    return Reply((*answer(one, request, session), *assumed(period), opened(one)))


def opened(one: Measured) -> Buttons:
    """The way down: the records that were counted, all of it as CSV, and the figures that were entered."""
    whose = f" partner:{one.partner}" if one.partner else ""
    words = " ".join([one.kpi.name, *one.levels, one.period.words]) + whose
    number = f"{one.figure.d:,} record{'s' if one.figure.d != 1 else ''}"
    figures = f"figure list kpi:{one.kpi.name} {one.period.words}{whose}"
    entered = (Button(f"{len(one.entered)} entered", figures),) if one.entered else ()
    return Buttons((Button(number, f"kpi records {words}"), Button("CSV", f"kpi csv {words}"), *entered))


def listed(request: Request, period: Period) -> Buttons:
    return Buttons(tuple(Button(name, f"kpi {name} {period.words}") for name in request.kpis))


def assumed(period: Period) -> list[Part]:
    return [line(f"Year not given: {period.assumed} assumed.")] if period.assumed else []


def asked(request: Request) -> tuple[Kpi | None, Period, tuple[str, ...]]:
    """The KPI, if one is named, the period, this quarter where none is given, and the priorities, if any.

    `p2` is a priority here; in a budget it is a period.
    """
    today = request.desk.calendar.local(request.now).date()
    typed = [*request.typed.words, *request.field("priority").replace(",", " ").split()]
    levels = tuple(level for word in typed if (level := priority(word)))
    period, rest = find_period([word for word in typed if not priority(word)], today)
    kpi = find_kpi(request.kpis, " ".join(rest)) if rest else None
    return kpi, period or parse_period("this quarter", today), levels


def priority(word: str) -> str | None:
    return read_level(INCIDENT, word) if word[:1] in {"p", "P"} else None


def refuse_by(request: Request) -> None:
    by = request.field("by").lower()
    if by and by not in BY.choices:
        raise DeskError(did_you_mean("by:", by, BY.choices), "by")


def chosen(request: Request, session: Session) -> Measured:
    kpi, period, levels = asked(request)
    if kpi is None:
        raise DeskError(f"Which KPI? One of {', '.join(request.kpis)}.")
    partner = one_partner(request.desk, request.field("partner"), request.person.partner)
    return measure(session, request.desk, kpi, period, request.now, partner, levels)


def show_records(request: Request, session: Session) -> Reply:
    one = chosen(request, session)
    found = records(session, request.desk, one, request.now, SHOWN)
    words = f"{plural(one.figure.d, one.kpi.noun)} in {one.period.words}"
    if not found:
        return Reply((line(f"No {one.kpi.noun[1]} in {one.period.words}."),))
    more = f"; the first {SHOWN} are shown, the CSV has all" if one.figure.d > len(found) else ""
    shown = Table(grid(found, request.desk, people.names(session), request.now, words))
    return Reply((line(f"{words}{more}."), shown, Buttons(opened(one).buttons[1:2])))


def as_file(request: Request, session: Session) -> Reply:
    one = chosen(request, session)
    found = records(session, request.desk, one, request.now)
    names = people.names(session)
    zone = ZoneInfo(request.desk.zone)

    def moment(at: datetime | None) -> str | None:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else None

    rows: Sequence[tuple[str | int | None, ...]] = [
        (
            ref(ticket),
            ticket.kind,
            ticket.level,
            ticket.service,
            ticket.partners.strip(","),
            ticket.summary,
            moment(ticket.opened_at),
            moment(ticket.resolved_at),
            ticket.allowed_minutes,
            ticket.worked_minutes,
            {True: "yes", False: "no", None: None}[ticket.met_target],
            {True: "yes", False: "no", None: None}[ticket.first_contact],
            names.get(ticket.owner_id or 0),
            ticket.cause,
            ticket.source_ref,
        )
        for ticket in found
    ]
    name = f"{one.kpi.name}-{one.period.start:%Y-%m-%d}.csv"
    file = File(name, as_csv(Grid(one.kpi.title, CSV_COLUMNS, tuple(rows))))
    return Reply((line(f"{plural(len(rows), one.kpi.noun)} in {one.period.words}, as CSV."), file))


CSV_COLUMNS = (
    "Reference",
    "Kind",
    "Level",
    "Service",
    "Partners",
    "Summary",
    "Opened",
    "Resolved",
    "Allowed minutes",
    "Used minutes",
    "Within target",
    "First contact",
    "Owner",
    "Cause",
    "Outside reference",
)


def show_list(request: Request, _session: Session) -> Reply:
    rows = tuple((kpi.name, kpi.title, kpi.formula) for kpi in request.kpis.values())
    return Reply((Table(Grid("KPIs", ("Name", "Title", "Counted as"), rows)),))


COMMAND = Command(
    name="kpi",
    does="ask for a figure, its chart and its records",
    verbs=(
        Verb(
            "show",
            "one KPI, or all of a period",
            show,
            "/kpi outages q2 2020-21",
            "[KPI] [period]",
            FIELDS,
            needs="look",
            is_default=True,
        ),
        Verb(
            "records",
            "the records behind a figure",
            show_records,
            "/kpi records outages q2 2020-21",
            "KPI [period]",
            FIELDS,
            needs="look",
        ),
        Verb(
            "csv",
            "the records as a CSV file",
            as_file,
            "/kpi csv outages q2 2020-21",
            "KPI [period]",
            FIELDS,
            needs="look",
        ),
        Verb("list", "the KPIs that there are", show_list, "/kpi list", needs="look"),
    ),
)
