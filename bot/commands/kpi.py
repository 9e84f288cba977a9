"""/kpi: a figure, what it was counted from, a chart, and the records behind it."""

from dataclasses import replace

from sqlmodel import Session

from bot import sheets
from bot.command import Command, Field, Reply, Request, Verb
from bot.grammar import nearest
from bot.kpi.behind import behind, number_words
from bot.kpi.changed import compare
from bot.kpi.chosen import chosen, one_of, pairs, scored, trended
from bot.kpi.compare import every, worst
from bot.kpi.enquiry import (
    BY,
    Enquiry,
    asks_to_compare,
    assumed,
    enquiry,
    enquiry_of_two,
    split_of,
    this_quarter,
)
from bot.kpi.files import in_a_sheet
from bot.kpi.headline import is_only_entered
from bot.kpi.known import known
from bot.kpi.left import left_parts
from bot.kpi.measured import Measured
from bot.kpi.part import ONLY, in_a_file, opens, part_list
from bot.kpi.plan import subject
from bot.kpi.plan_answer import any_answer
from bot.kpi.restricted import is_restricted
from bot.kpi.scorecard import scorecard
from bot.kpi.trend import points_of, trend
from bot.kpi.why import of_ticket, why
from bot.parts import Button, Buttons, Part, Table, line
from bot.policy import unsettled
from bot.records.commentary import commentary
from bot.sheets import in_both
from bot.tickets.named import find, known_outside
from core.errors import DeskError
from core.facts import Kpi
from core.kpis import GROUP_NAMES
from core.numbers import plural
from core.sources import tickets_of
from core.tickets import read_reference
from core.values import target_words
from reports.tables import Table as Grid

SHOWN = 50  # records in one answer; the CSV has them all
WHOSE = (Field("partner", "Partner"), Field("priority", "Priority"))
FIELDS = (*WHOSE, BY)


def show(request: Request, session: Session) -> Reply:
    """One KPI, or all of them together when none is named; of two periods against one another what compare says."""
    if asks_to_compare(request):
        return show_compare(request, session)
    found = enquiry(request, session)
    refuse_by(request, found)
    period = found.period or this_quarter(request)
    said = (*assumed(period), *unsettled(session, request.policy_id, period.end))
    if found.kpi is None:
        card = scored(found, period, request, session)
        spoken = commentary(request, session, tuple(subject(one.kpi) for one in card), period)
        whole = Button("CSV", " ".join(filter(None, ("kpi csv", found.words, f"{period.words}{found.whose}"))))
        return Reply((*scorecard(card, period, request.desk.name, found.group), *spoken, *said, Buttons((whole,))))
    one = one_of(found.kpi, found, period, request, session)
    left = left_parts(one, request, session)
    return Reply((*any_answer(one, request, session), *left, *said, opened(one, found)))


def opened(one: Measured, found: Enquiry) -> Buttons:
    """The way down: the records that were counted, why it missed, all of it as CSV, and what was entered."""
    words = f"{found.words} {one.period.words}{found.whose}"
    figures = f"figure list kpi:{one.kpi.name} {one.period.words}{found.whose}"
    entered = (Button(f"{len(one.entered)} entered", figures),) if one.entered else ()
    reasons = (Button("Why", f"kpi why {words}"),) if one.standing.gap > 0 else ()
    return Buttons(
        (Button(how_many(one), f"kpi records {words}"), *reasons, Button("CSV", f"kpi csv {words}"), *entered)
    )


def how_many(one: Measured) -> str:
    """32 records, where that is what was counted."""
    return plural(one.figure.d, ("record", "records")) if tickets_of(one.kpi.where) else "Records"


def refuse_by(request: Request, found: Enquiry) -> None:
    """What a KPI is made of, such as services or teams, it may be split by too."""
    by, own = split_of(request).lower(), found.kpi.parts.lower() if found.kpi else ""
    if not by or by in {*BY.choices, own}:
        return
    if near := nearest(by, BY.choices):
        raise DeskError(f"There is no by:{by:.40}. Did you mean by:{near}?", "by")
    choices = ", ".join(f"by:{choice}" for choice in BY.choices)
    changed = f" What changed is shown by service too: /kpi compare {found.words}." if found.kpi else ""
    raise DeskError(f"There is no by:{by:.40}. Choose from: {choices}.{changed}", "by")


def show_records(request: Request, session: Session) -> Reply:
    one, found = chosen(request, session)
    if only := request.field("only").lower():
        return Reply(part_list(one, only, found, request, session, SHOWN))
    shown = behind(one, request, session, SHOWN)
    number = one.figure.d if tickets_of(one.kpi.where) else len(shown.rows)
    if not number:
        return Reply(no_records(one, found))
    words = number_words(one, number)
    more = f"; the first {SHOWN} are shown, the CSV has all" if number > SHOWN else ""
    table = Table(replace(shown, caption=words, rows=shown.rows[:SHOWN]))
    parts = (line(f"{words}{more}."), table, Buttons((in_a_file(one, found),)))
    return Reply(parts, is_restricted=is_restricted(one.kpi))


def no_records(one: Measured, found: Enquiry) -> tuple[Part, ...]:
    """Nought is said only of what was kept; where documents have something, the way there."""
    none = number_words(one, 0).replace("0", "No", 1)
    words = none if one.is_recorded else f"Nothing is recorded in {one.period.words}"
    documents = (Buttons((opens(one, found),)),) if is_only_entered(one) else ()
    return (line(f"{words}."), *documents)


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
    both = pairs(found, before, now, request, session)
    if found.kpi:
        return Reply((*compare(both[0], found, request, session), *assumed(before, now)))
    periods = f"{before.words} with {now.words}{found.whose}"
    worse = [Button(each.now.kpi.name, f"kpi compare {each.now.kpi.name} {periods}") for each in worst(both)]
    csv = Button("CSV", " ".join(filter(None, ("kpi csv compare", found.words, periods))))
    return Reply((Table(every(both)), *assumed(before, now), Buttons((*worse, csv))))


def show_trend(request: Request, session: Session) -> Reply:
    one, found = trended(request, session)
    return Reply((*trend(one, points_of(one, request, session), found, request), *assumed(one.period)))


def as_file(request: Request, session: Session) -> Reply:
    """The records, or what `compare` and `trend` show, where one of these words stands before the KPI."""
    name, grid, words = in_a_sheet(request, session)
    return Reply((line(f"{words}, {sheets.said_as(request)}."), sheets.as_file(request, name, grid)))


def show_list(request: Request, session: Session) -> Reply:
    """Every KPI with what is promised of it today, and who answers for it."""
    rows = tuple(list_row(kpi, request) for kpi in known(request, session).values())
    heads = ("Name", "Title", "Group", "Target", "Tolerance", "Owner", "Counted as")
    return Reply((Table(Grid("KPIs", heads, rows)),))


def list_row(kpi: Kpi, request: Request) -> tuple[str, ...]:
    goal = request.desk.goal(kpi, request.desk.calendar.local(request.now).date())
    limit = "" if goal.direction == "at least" else f"{goal.direction} "
    target = "none" if goal.target is None else f"{limit}{target_words(kpi, goal.target)}"
    tolerance = target_words(kpi, goal.tolerance) if goal.tolerance else ""
    owner = next((person.name for person in request.desk.people if person.key == goal.owner), goal.owner)
    return kpi.name, kpi.title, GROUP_NAMES[kpi.group], target, tolerance, owner, kpi.formula


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
