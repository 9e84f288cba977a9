"""/kpi: a figure, what it was counted from, a chart, and the records behind it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot import sheets
from bot.command import Command, Field, Question, Reply, Request, Verb
from bot.grammar import did_you_mean, quote
from bot.kpi.answer import answer
from bot.kpi.behind import behind
from bot.kpi.known import known
from bot.kpi.measured import Measured, measure, measure_all
from bot.kpi.scorecard import GROUP_NAMES, MEASURE, grid, scorecard
from bot.matching import find_kpi, kpi_called, one_partner
from bot.parts import Button, Buttons, Part, Table, buttons, line
from bot.records.commentary import commentary
from bot.sheets import in_both
from core.errors import DeskError
from core.facts import Kpi
from core.numbers import plural
from core.periods import Period, financial_year_words, find_period, parse_period
from core.records import REGISTERS, by_partner
from core.sources import Rows, Where
from core.tickets import INCIDENT, read_level
from core.values import target_words
from reports.tables import Table as Grid

YEAR = re.compile(r"20\d\d", re.ASCII)
RECORD = ("record", "records")
SHOWN = 50  # records in one answer; the CSV has them all
BY = Field("by", "Table by", ("partner", "priority", "month"))
FIELDS = (Field("partner", "Partner"), Field("priority", "Priority"), BY)


def show(request: Request, session: Session) -> Reply:
    """One KPI, or all of them together when none is named."""
    refuse_by(request)
    kpi, period, levels = asked(request, session)
    partner = one_partner(request.desk, request.field("partner"), request.person.partner)
    if kpi is None:
        found = all_of(request, session, period, partner, levels)
        said = commentary(request, session, tuple(one.kpi.name for one in found), period)
        words = " ".join([*levels, period.words])
        whole = Button("CSV", f"kpi csv {words}{f' partner:{partner}' if partner else ''}")
        return Reply((*scorecard(found, period), *said, *assumed(period), Buttons((whole,))))
    refuse_partner(kpi, partner)
    one = measure(session, request.desk, kpi, period, request.now, partner, levels)
    return Reply((*answer(one, request, session), *assumed(period), opened(one)))


def refuse_partner(kpi: Kpi, partner: str | None) -> None:
    if partner is not None and not by_partner(kpi):
        raise DeskError(f"{kpi.title}: not kept by partner, so that there is no figure of {partner} alone.", "partner")


def all_of(
    request: Request, session: Session, period: Period, partner: str | None, levels: tuple[str, ...]
) -> list[Measured]:
    kpis = [kpi for kpi in known(request, session).values() if partner is None or by_partner(kpi)]
    return measure_all(session, request.desk, kpis, period, request.now, partner, levels, is_brief=True)


def opened(one: Measured) -> Buttons:
    """The way down: the records that were counted, all of it as CSV, and the figures that were entered."""
    whose = f" partner:{one.partner}" if one.partner else ""
    words = " ".join([one.kpi.name, *one.levels, one.period.words]) + whose
    figures = f"figure list kpi:{one.kpi.name} {one.period.words}{whose}"
    entered = (Button(f"{len(one.entered)} entered", figures),) if one.entered else ()
    return Buttons((Button(how_many(one), f"kpi records {words}"), Button("CSV", f"kpi csv {words}"), *entered))


def how_many(one: Measured) -> str:
    """32 records, where that is what was counted."""
    if not isinstance(one.kpi.where, Where):
        return "Records"
    return plural(one.figure.d, ("record", "records"))


def assumed(period: Period) -> list[Part]:
    return [line(f"Year not given: {period.assumed} assumed.")] if period.assumed else []


def asked(request: Request, session: Session) -> tuple[Kpi | None, Period, tuple[str, ...]]:
    """The KPI, if one is named, the period, this quarter where none is given, and the priorities, if any.

    `p2` is a priority here; in a budget it is a period.
    """
    today = request.desk.calendar.local(request.now).date()
    typed = [*request.typed.words, *request.field("priority").replace(",", " ").split()]
    levels = tuple(level for word in typed if (level := priority(word)))
    period, rest = find_period([word for word in typed if not priority(word)], today)
    if rest and period is None:
        refuse_odd_period(request, session, rest, today)
    kpi = find_kpi(known(request, session), " ".join(rest)) if rest else None
    return kpi, period or parse_period("this quarter", today), levels


def refuse_odd_period(request: Request, session: Session, words: Sequence[str], today: date) -> None:
    """What stands behind a KPI's name, or a year alone, was meant for a period; which year is asked."""
    if year := next((word for word in words if YEAR.fullmatch(word)), ""):
        others = [word for word in request.typed.words if word != year]
        fields = [f"{key}:{quote(value)}" for key, value in request.typed.fields.items()]
        financial = financial_year_words(int(year))
        pairs = ((year, f"january to december {year}"), (financial, financial))
        lines = [(label, " ".join(["kpi", request.verb, *others, typed, *fields])) for label, typed in pairs]
        raise Question(line(f"The calendar year {year}, or the financial year {financial}?"), buttons(*lines))
    kpis = known(request, session)
    named = next((end for end in range(len(words), 0, -1) if kpi_called(kpis, " ".join(words[:end]))), 0)
    if 0 < named < len(words):
        parse_period(" ".join(words[named:]), today)


def priority(word: str) -> str | None:
    return read_level(INCIDENT, word) if word[:1] in {"p", "P"} else None


def refuse_by(request: Request) -> None:
    by = request.field("by").lower()
    if by and by not in BY.choices:
        raise DeskError(did_you_mean("by:", by, BY.choices), "by")


def chosen(request: Request, session: Session) -> Measured:
    kpi, period, levels = asked(request, session)
    if kpi is None:
        raise DeskError(f"Which KPI? One of {', '.join(request.kpis)}.")
    partner = one_partner(request.desk, request.field("partner"), request.person.partner)
    refuse_partner(kpi, partner)
    return measure(session, request.desk, kpi, period, request.now, partner, levels)


def show_records(request: Request, session: Session) -> Reply:
    one = chosen(request, session)
    found = behind(one, request, session, SHOWN)
    number, noun = behind_it(one, found)
    if not number:
        return Reply((line(f"No {noun[1]} in {one.period.words}."),))
    words = f"{plural(number, noun)} in {one.period.words}"
    more = f"; the first {SHOWN} are shown, the CSV has all" if number > SHOWN else ""
    shown = replace(found, caption=words, rows=found.rows[:SHOWN])
    parts = (line(f"{words}{more}."), Table(shown), Buttons(opened(one).buttons[1:2]))
    return Reply(parts, is_restricted=is_restricted(one.kpi))


def behind_it(one: Measured, found: Grid) -> tuple[int, tuple[str, str]]:
    """How many records there are, and what they are called."""
    return (one.figure.d, one.kpi.noun) if isinstance(one.kpi.where, Where) else (len(found.rows), RECORD)


def is_restricted(kpi: Kpi) -> bool:
    """Whether the records behind it are for those who may see them, though the figure is for all."""
    return isinstance(kpi.where, Rows) and REGISTERS[kpi.where.register].restricted


def as_file(request: Request, session: Session) -> Reply:
    """The records behind one KPI; without one, the whole scorecard."""
    kpi, period, levels = asked(request, session)
    partner = one_partner(request.desk, request.field("partner"), request.person.partner)
    if kpi is None:
        whole = grid(all_of(request, session, period, partner, levels), period)
        file = sheets.as_file(request, f"scorecard-{period.start:%Y-%m-%d}", whole)
        return Reply((line(f"{plural(len(whole.rows), MEASURE)}, {sheets.said_as(request)}."), file))
    refuse_partner(kpi, partner)
    one = measure(session, request.desk, kpi, period, request.now, partner, levels)
    found = behind(one, request, session, is_file=True)
    file = sheets.as_file(request, f"{one.kpi.name}-{one.period.start:%Y-%m-%d}", found)
    words = f"{plural(*behind_it(one, found))} in {one.period.words}"
    return Reply((line(f"{words}, {sheets.said_as(request)}."), file))


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
    owner = next((person.name for person in request.desk.people if person.key == goal.owner), "")
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
