"""/kpi: a figure, what it was counted from, a chart, and the records behind it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot import sheets
from bot.command import Command, Field, Reply, Request, Verb
from bot.grammar import did_you_mean
from bot.kpi.answer import answer, overview
from bot.kpi.changed import compare, parts_sheet
from bot.kpi.compare import Pair, every, worst
from bot.kpi.enquiry import Enquiry, assumed, enquiry, enquiry_of_two, kpis_of, needed, this_quarter, today
from bot.kpi.left import left_parts
from bot.kpi.measured import Measured, measure, records
from bot.kpi.part import ONLY, in_a_file, part_list, part_records, part_words
from bot.kpi.trend import MONTHS, points_of, points_sheet, trend, with_length
from bot.kpi.why import of_ticket, why
from bot.parts import Button, Buttons, Table, line
from bot.sheets import in_both
from bot.tickets.named import find, known_outside
from bot.tickets.sheet import sheet
from bot.tickets.words import grid
from core.errors import DeskError
from core.facts import Kpi
from core.periods import Period, parse_period
from core.sentences import misses, plural
from core.tickets import read_reference
from reports.tables import Table as Grid
from storage import people

SHOWN = 50  # records in one answer; the CSV has them all
BY = Field("by", "Table by", ("partner", "priority", "month"))
WHOSE = (Field("partner", "Partner"), Field("priority", "Priority"))
FIELDS = (*WHOSE, BY)


def show(request: Request, session: Session) -> Reply:
    """One KPI, or all of them together when none is named."""
    if [word.lower() for word in request.typed.words[:2]] == ["what", "changed"]:
        return show_compare(request, session)
    refuse_by(request)
    found = enquiry(request, session)
    period = found.period or this_quarter(request)
    if found.kpi is None:
        known = [of(each, found, period, request, session) for each in kpis_of(request, session).values()]
        parts = [part for one in known for part in overview(one, request, session)]
        return Reply((*assumed(period), *parts, listed(request, period)))
    one = of(found.kpi, found, period, request, session)
    left = left_parts(one, request, session)
    return Reply((*answer(one, request, session), *left, *assumed(period), opened(one, found)))


def of(kpi: Kpi, found: Enquiry, period: Period, request: Request, session: Session) -> Measured:
    return measure(session, request.desk, kpi, period, request.now, found.partner, found.levels)


def opened(one: Measured, found: Enquiry) -> Buttons:
    """The way down: the records that were counted, why it missed, all of it as CSV, and what was entered."""
    words = f"{found.words} {one.period.words}{found.whose}"
    number = f"{one.figure.d:,} record{'s' if one.figure.d != 1 else ''}"
    figures = f"figure list kpi:{one.kpi.name} {one.period.words}{found.whose}"
    entered = (Button(f"{len(one.entered)} entered", figures),) if one.entered else ()
    reasons = (Button("Why", f"kpi why {words}"),) if has_missed(one) else ()
    return Buttons((Button(number, f"kpi records {words}"), *reasons, Button("CSV", f"kpi csv {words}"), *entered))


def has_missed(one: Measured) -> bool:
    return one.target is not None and one.kpi.unit == "share" and misses(one.figure, one.target)


def listed(request: Request, period: Period) -> Buttons:
    return Buttons(tuple(Button(name, f"kpi {name} {period.words}") for name in request.kpis))


def refuse_by(request: Request) -> None:
    by = request.field("by").lower()
    if by and by not in BY.choices:
        raise DeskError(did_you_mean("by:", by, BY.choices), "by")


def chosen(request: Request, session: Session) -> tuple[Measured, Enquiry]:
    found = enquiry(request, session)
    kpi, period = needed(request, session, found.kpi), found.period or this_quarter(request)
    return of(kpi, found, period, request, session), found


def show_records(request: Request, session: Session) -> Reply:
    one, found = chosen(request, session)
    if only := request.field("only").lower():
        return Reply(part_list(one, only, found, request, session, SHOWN))
    shown = records(session, request.desk, one, request.now, SHOWN)
    words = f"{plural(one.figure.d, one.kpi.noun)} in {one.period.words}"
    if not shown:
        return Reply((line(f"No {one.kpi.noun[1]} in {one.period.words}."),))
    more = f"; the first {SHOWN} are shown, the CSV has all" if one.figure.d > len(shown) else ""
    table = Table(grid(shown, request.desk, people.names(session), request.now, words))
    return Reply((line(f"{words}{more}."), table, Buttons((in_a_file(one, found),))))


def show_why(request: Request, session: Session) -> Reply:
    """Of a figure; or of one record, where a reference is typed, or where it stands in that record's thread."""
    if names_record(request, session):
        return Reply(of_ticket(find(request, session, for_change=False)[0], request, session))
    one, found = chosen(request, session)
    return Reply((*why(one, found, request, session), *assumed(one.period)))


def names_record(request: Request, session: Session) -> bool:
    first = "".join(request.typed.words[:1])
    if not first:
        return request.place.subject.startswith("ticket:")
    is_ours = read_reference(first) is not None
    return not first.isdigit() and (is_ours or known_outside(first, session) is not None)


def show_compare(request: Request, session: Session) -> Reply:
    """One KPI with what changed, or all of them side by side."""
    found, before, now = enquiry_of_two(request, session)
    kpis = [found.kpi] if found.kpi else list(kpis_of(request, session).values())
    pairs = [pair_of(kpi, found, before, now, request, session) for kpi in kpis]
    if found.kpi:
        return Reply((*compare(pairs[0], found, request, session), *assumed(before, now)))
    periods = f"{before.words} with {now.words}{found.whose}"
    buttons = [Button(each.now.kpi.name, f"kpi compare {each.now.kpi.name} {periods}") for each in worst(pairs)]
    csv = Button("CSV", f"kpi csv compare {periods}")
    return Reply((Table(every(pairs)), *assumed(before, now), Buttons((*buttons, csv))))


def show_trend(request: Request, session: Session) -> Reply:
    one, found = trended(request, session)
    return Reply((*trend(one, points_of(one, request, session), found, request), *assumed(one.period)))


def pair_of(kpi: Kpi, found: Enquiry, before: Period, now: Period, request: Request, session: Session) -> Pair:
    return Pair(of(kpi, found, before, request, session), of(kpi, found, now, request, session))


def trended(request: Request, session: Session) -> tuple[Measured, Enquiry]:
    """Over 24 months where no period is typed."""
    found = enquiry(with_words(request, with_length(request.typed.words)), session)
    period = found.period or parse_period(f"last {MONTHS} months", today(request))
    return of(needed(request, session, found.kpi), found, period, request, session), found


def with_words(request: Request, words: Sequence[str]) -> Request:
    return replace(request, typed=replace(request.typed, words=tuple(words)))


def as_file(request: Request, session: Session) -> Reply:
    """The records, or what `compare` and `trend` show, where one of these words stands before the KPI."""
    made = FILES.get("".join(request.typed.words[:1]).lower())
    if made is None:
        name, grid_of_it, words = records_sheet(request, session)
    else:
        name, grid_of_it, words = made(with_words(request, request.typed.words[1:]), session)
    return Reply((line(f"{words}, {sheets.said_as(request)}."), sheets.as_file(request, name, grid_of_it)))


def records_sheet(request: Request, session: Session) -> tuple[str, Grid, str]:
    one, _ = chosen(request, session)
    only = request.field("only").lower()
    found = part_records(one, only, request, session)
    words = part_words(one, only, len(found)) if only else f"{plural(len(found), one.kpi.noun)} in {one.period.words}"
    named = "-".join(filter(None, (one.kpi.name, only, f"{one.period.start:%Y-%m-%d}")))
    return named, sheet(found, request, people.names(session), one.kpi.title), words


def compare_sheet(request: Request, session: Session) -> tuple[str, Grid, str]:
    found, before, now = enquiry_of_two(request, session)
    kpis = [found.kpi] if found.kpi else list(kpis_of(request, session).values())
    pairs = [pair_of(kpi, found, before, now, request, session) for kpi in kpis]
    named = f"{found.kpi.name if found.kpi else 'kpis'}-compared-{now.start:%Y-%m-%d}"
    grid_of_it = parts_sheet(pairs[0], request, session) if found.kpi else every(pairs)
    return named, grid_of_it, f"{now.words} against {before.words}"


def trend_sheet(request: Request, session: Session) -> tuple[str, Grid, str]:
    one, _ = trended(request, session)
    points = points_of(one, request, session)
    words = f"{one.kpi.title}, {plural(len(points), ('month', 'months'))}"
    return f"{one.kpi.name}-trend-{one.period.start:%Y-%m-%d}", points_sheet(one, points), words


FILES = {"compare": compare_sheet, "trend": trend_sheet}


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
            (*FIELDS, ONLY),
            needs="look",
        ),
        Verb(
            "why",
            "what a figure lacks, and why each record missed",
            show_why,
            "/kpi why sla may 2020 partner:DDDC",
            "KPI [period], or a reference",
            WHOSE,
            needs="look",
        ),
        Verb(
            "compare",
            "two periods side by side, and what changed",
            show_compare,
            "/kpi compare sla q1 q2 2020-21",
            "[KPI] [period] [period]",
            WHOSE,
            needs="look",
        ),
        Verb(
            "trend",
            "month by month, with what is more than chance",
            show_trend,
            "/kpi trend sla 24 months",
            "KPI [months]",
            WHOSE,
            needs="look",
        ),
        *in_both(
            Verb(
                "csv",
                "the records as a CSV file, or what compare or trend shows",
                as_file,
                "/kpi csv outages q2 2020-21",
                "[compare, trend] KPI [period]",
                (*FIELDS, ONLY),
                needs="look",
            )
        ),
        Verb("list", "the KPIs that there are", show_list, "/kpi list", needs="look"),
    ),
)
