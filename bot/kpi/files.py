"""What /kpi csv and xlsx hold: the records of a figure, the scorecard, or what compare and trend show."""

from collections.abc import Callable

from sqlmodel import Session

from bot.command import Request
from bot.kpi.behind import behind, number_words
from bot.kpi.changed import parts_sheet
from bot.kpi.chosen import chosen, pairs, scored, trended, with_words
from bot.kpi.compare import every
from bot.kpi.enquiry import Enquiry, enquiry, enquiry_of_two, this_quarter
from bot.kpi.headline import of_whom
from bot.kpi.part import part_records, part_words
from bot.kpi.scorecard import MEASURE, grid
from bot.kpi.trend import points_of, points_sheet
from bot.tickets.sheet import sheet
from core.numbers import plural
from core.periods import Period
from reports.tables import Table as Grid
from storage import people

Made = tuple[str, Grid, str]  # the file's name without its ending, its table, and what it is in words


def in_a_sheet(request: Request, session: Session) -> Made:
    """Of what the first word says, where it says so."""
    made = MAKERS.get("".join(request.typed.words[:1]).lower())
    if made is not None:
        return made(with_words(request, request.typed.words[1:]), session)
    if enquiry(request, session).kpi is None and not request.field("only"):
        return scorecard_sheet(request, session)
    return records_sheet(request, session)


def scorecard_sheet(request: Request, session: Session) -> Made:
    found = enquiry(request, session)
    period = found.period or this_quarter(request)
    whole = grid(scored(found, period, request, session), period)
    words = f"{plural(len(whole.rows), MEASURE)}{of_whom(found.partner, found.levels)}"
    return named("scorecard", found, period), whole, words


def named(kind: str, found: Enquiry, period: Period, *more: str) -> str:
    """sla-DDDC-P3-missed-2020-05-01"""
    return "-".join(filter(None, (kind, found.group, found.partner, *found.levels, *more, f"{period.start:%Y-%m-%d}")))


def records_sheet(request: Request, session: Session) -> Made:
    one, asked = chosen(request, session)
    only = request.field("only").lower()
    name = named(one.kpi.name, asked, one.period, only)
    if only:
        found = part_records(one, only, request, session)
        return name, sheet(found, request, people.names(session), one.kpi.title), part_words(one, only, len(found))
    whole = behind(one, request, session, is_file=True)
    return name, whole, number_words(one, len(whole.rows))


def compare_sheet(request: Request, session: Session) -> Made:
    found, before, now = enquiry_of_two(request, session)
    both = pairs(found, before, now, request, session)
    name = named(found.kpi.name if found.kpi else "kpis", found, now, "compared")
    whole = parts_sheet(both[0], request, session) if found.kpi else every(both)
    return name, whole, f"{now.words} against {before.words}{of_whom(found.partner, found.levels)}"


def trend_sheet(request: Request, session: Session) -> Made:
    one, found = trended(request, session)
    points = points_of(one, request, session)
    whose = of_whom(one.partner, one.levels)
    words = f"{one.kpi.title}{whose}, {plural(len(points), ('month', 'months'))}"
    return named(one.kpi.name, found, one.period, "trend"), points_sheet(one, points), words


MAKERS: dict[str, Callable[[Request, Session], Made]] = {"compare": compare_sheet, "trend": trend_sheet}
