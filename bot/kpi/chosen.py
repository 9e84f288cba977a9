"""What a line of /kpi asks for, measured: one KPI, all of them, two periods, or a run of months."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.command import Request
from bot.kpi.compare import Pair
from bot.kpi.enquiry import Enquiry, enquiry, needed, this_quarter, today
from bot.kpi.known import known
from bot.kpi.measured import Measured, measure_all
from bot.kpi.trend import MONTHS, with_length
from core.errors import DeskError
from core.facts import Kpi
from core.kpis import GROUP_NAMES
from core.periods import Period, parse_period
from core.records import by_partner


def measured(
    kpis: Sequence[Kpi], found: Enquiry, period: Period, request: Request, session: Session, *, is_brief: bool = False
) -> list[Measured]:
    """DeskError where a partner is asked for and one of them is not kept by partner."""
    for kpi in kpis if found.partner else ():
        if not by_partner(kpi):
            said = f"{kpi.title}: not kept by partner, so that there is no figure of {found.partner} alone."
            raise DeskError(said, "partner")
    asked = (period, request.now, found.partner, found.levels)
    return measure_all(session, request.desk, kpis, *asked, is_brief=is_brief)


def one_of(kpi: Kpi, found: Enquiry, period: Period, request: Request, session: Session) -> Measured:
    (one,) = measured([kpi], found, period, request, session)
    return one


def chosen(request: Request, session: Session) -> tuple[Measured, Enquiry]:
    """The KPI that must be named."""
    found = enquiry(request, session)
    kpi, period = needed(request, session, found.kpi), found.period or this_quarter(request)
    return one_of(kpi, found, period, request, session), found


def on_the_card(found: Enquiry, request: Request, session: Session) -> list[Kpi]:
    """All that stand on a scorecard, or those of a group; of a partner those that are kept by partner."""
    every = [kpi for kpi in known(request, session).values() if not kpi.is_detail and found.group in {"", kpi.group}]
    card = [kpi for kpi in every if found.partner is None or by_partner(kpi)]
    if found.group and not card:
        said = f"No measure of {GROUP_NAMES[found.group]} is kept by partner, so that there is none of {found.partner}."
        raise DeskError(said, "partner")
    return card


def scored(found: Enquiry, period: Period, request: Request, session: Session) -> list[Measured]:
    return measured(on_the_card(found, request, session), found, period, request, session, is_brief=True)


def pairs(found: Enquiry, before: Period, now: Period, request: Request, session: Session) -> list[Pair]:
    """The KPI that is named, or all of a scorecard."""
    kpis = [found.kpi] if found.kpi else on_the_card(found, request, session)
    each = (measured(kpis, found, period, request, session) for period in (before, now))
    return [Pair(*both) for both in zip(*each, strict=True)]


def trended(request: Request, session: Session) -> tuple[Measured, Enquiry]:
    """Over 24 months where no period is typed."""
    found = enquiry(with_words(request, with_length(request.typed.words)), session)
    period = found.period or parse_period(f"last {MONTHS} months", today(request))
    return one_of(needed(request, session, found.kpi), found, period, request, session), found


def with_words(request: Request, words: Sequence[str]) -> Request:
    return replace(request, typed=replace(request.typed, words=tuple(words)))
