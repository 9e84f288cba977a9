"""/kpi: a figure, what it was counted from, a chart, and the records behind it."""

import re
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot import sheets
from bot.command import Command, Field, Question, Reply, Request, Verb
from bot.grammar import did_you_mean, quote
from bot.kpi.answer import answer, overview
from bot.kpi.measured import Measured, measure, records
from bot.matching import find_kpi, kpi_called, one_partner
from bot.parts import Button, Buttons, Part, Table, buttons, line
from bot.policy import unsettled
from bot.sheets import in_both
from bot.tickets.sheet import sheet
from bot.tickets.words import grid
from core.errors import DeskError
from core.facts import Kpi
from core.periods import Period, financial_year_words, find_period, parse_period
from core.sentences import plural
from core.tickets import INCIDENT, read_level
from reports.tables import Table as Grid
from storage import people

YEAR = re.compile(r"20\d\d", re.ASCII)
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
                *unsettled(session, request.policy_id, period.end),
                *(part for one in found for part in overview(one, request, session)),
                listed(request, period),
            )
        )
    one = measure(session, request.desk, kpi, period, request.now, partner, levels)
    said = (*assumed(period), *unsettled(session, request.policy_id, period.end))
    return Reply((*answer(one, request, session), *said, opened(one)))


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
    if rest and period is None:
        refuse_odd_period(request, rest, today)
    kpi = find_kpi(request.kpis, " ".join(rest)) if rest else None
    return kpi, period or parse_period("this quarter", today), levels


def refuse_odd_period(request: Request, words: Sequence[str], today: date) -> None:
    """What stands behind a KPI's name, or a year alone, was meant for a period; which year is asked."""
    if year := next((word for word in words if YEAR.fullmatch(word)), ""):
        others = [word for word in request.typed.words if word != year]
        fields = [f"{key}:{quote(value)}" for key, value in request.typed.fields.items()]
        financial = financial_year_words(int(year))
        pairs = ((year, f"january to december {year}"), (financial, financial))
        lines = [(label, " ".join(["kpi", request.verb, *others, typed, *fields])) for label, typed in pairs]
        raise Question(line(f"The calendar year {year}, or the financial year {financial}?"), buttons(*lines))
    named = next((end for end in range(len(words), 0, -1) if kpi_called(request.kpis, " ".join(words[:end]))), 0)
    if 0 < named < len(words):
        parse_period(" ".join(words[named:]), today)


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
    name = f"{one.kpi.name}-{one.period.start:%Y-%m-%d}"
    file = sheets.as_file(request, name, sheet(found, request, people.names(session), one.kpi.title))
    words = f"{plural(len(found), one.kpi.noun)} in {one.period.words}"
    return Reply((line(f"{words}, {sheets.said_as(request)}."), file))


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
        *in_both(
            Verb(
                "csv",
                "the records as a CSV file",
                as_file,
                "/kpi csv outages q2 2020-21",
                "KPI [period]",
                FIELDS,
                needs="look",
            )
        ),
        Verb("list", "the KPIs that there are", show_list, "/kpi list", needs="look"),
    ),
)
