"""What a line of /kpi asks for: the KPI, the period and the priorities, whichever way they are put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.command import Question, Request
from bot.grammar import nearest, quote
from bot.kpi.known import known
from bot.matching import find_kpi, kpi_called, one_partner
from bot.parts import Part, buttons, line
from core.errors import DeskError
from core.facts import Kpi
from core.periods import Period, financial_year_words, find_period, parse_period
from core.tickets import INCIDENT, read_level
from core.two_periods import two_periods

YEAR = re.compile(r"20\d\d", re.ASCII)
ALIKE = 80  # per cent, from where a word is a slip of a verb's
# What people say around a KPI and its period, and what changes nothing: "why did we miss sla in may".
FILLERS = frozenset(
    (
        *("a", "an", "are", "at", "by", "changed", "did", "does", "down", "for", "happened", "has", "have", "how"),
        *("in", "is", "it", "its", "low", "miss", "missed", "misses", "not", "of", "on", "our", "so", "the", "up"),
        *("us", "was", "we", "were", "what", "why"),
    )
)


@dataclass(frozen=True)
class Enquiry:
    """`kpi` is None where none is named, `period` where none is."""

    kpi: Kpi | None
    period: Period | None
    levels: tuple[str, ...]
    partner: str | None

    @property
    def words(self) -> str:
        """What follows a verb in a line that asks for the same, without its period."""
        return " ".join([self.kpi.name if self.kpi else "", *self.levels]).strip()

    @property
    def whose(self) -> str:
        return f" partner:{self.partner}" if self.partner else ""


def today(request: Request) -> date:
    return request.desk.calendar.local(request.now).date()


def enquiry(request: Request, session: Session) -> Enquiry:
    """The KPI, if one is named, the period, if one is, and the priorities, if any.

    `p2` is a priority here; in a budget it is a period.
    """
    words, levels = without_levels(request)
    period, behind = find_period(words, today(request))
    kpis = known(request, session)
    rest = plain(kpis, behind)
    refuse_verb(request, kpis, rest)
    if rest and period is None:
        refuse_odd_period(request, kpis, rest)
    return Enquiry(kpi_of(kpis, rest), period, levels, partner_of(request))


def enquiry_of_two(request: Request, session: Session) -> tuple[Enquiry, Period, Period]:
    """The same with the earlier and the later of two periods: last quarter and the one before where none is named."""
    words, levels = without_levels(request)
    before, now, behind = two_periods(words, today(request))
    kpis = known(request, session)
    rest = plain(kpis, behind)
    refuse_verb(request, kpis, rest)
    if rest and now is None:
        refuse_odd_period(request, kpis, rest)
    now = now or parse_period("last quarter", today(request))
    return Enquiry(kpi_of(kpis, rest), now, levels, partner_of(request)), before or now.previous(), now


def without_levels(request: Request) -> tuple[list[str], tuple[str, ...]]:
    said = [word.rstrip("?!") for word in request.typed.words]
    typed = [*filter(None, said), *request.field("priority").replace(",", " ").split()]
    levels = tuple(level for word in typed if (level := priority(word)))
    return [word for word in typed if not priority(word)], levels


def priority(word: str) -> str | None:
    return read_level(INCIDENT, word) if word[:1] in {"p", "P"} else None


def partner_of(request: Request) -> str | None:
    return one_partner(request.desk, request.field("partner"), request.person.partner)


def plain(kpis: Mapping[str, Kpi], words: Sequence[str]) -> list[str]:
    """Without what people say around a KPI; a KPI's own words stay together."""
    if words and kpi_called(kpis, " ".join(words)):
        return list(words)
    return [word for word in words if word.lower() not in FILLERS]


def kpi_of(kpis: Mapping[str, Kpi], words: Sequence[str]) -> Kpi | None:
    return find_kpi(kpis, " ".join(words)) if words else None


def refuse_verb(request: Request, kpis: Mapping[str, Kpi], words: Sequence[str]) -> None:
    """`wy sla` and `sla trend` are slips of verbs: the line that was meant is said."""
    if kpi_called(kpis, " ".join(words)):
        return
    verbs = [verb.name for verb in request.commands[request.command].verbs]
    for word in words:
        if kpi_called(kpis, word) is None and (verb := nearest(word.lower(), verbs, cutoff=ALIKE)):
            typed = [other for other in request.typed.words if other != word]
            fields = [f"{key}:{quote(value)}" for key, value in request.typed.fields.items()]
            raise DeskError(f"Did you mean {' '.join(['/kpi', verb, *typed, *fields])}?")


def needed(request: Request, session: Session, kpi: Kpi | None) -> Kpi:
    if kpi is None:
        raise DeskError(f"Which KPI? One of {', '.join(known(request, session))}.")
    return kpi


def this_quarter(request: Request) -> Period:
    return parse_period("this quarter", today(request))


def assumed(*periods: Period) -> list[Part]:
    """Which year was taken where none was typed."""
    years = dict.fromkeys(period.assumed for period in periods if period.assumed)
    return [line(f"Year not given: {' and '.join(map(str, years))} assumed.")] if years else []


def refuse_odd_period(request: Request, kpis: Mapping[str, Kpi], words: Sequence[str]) -> None:
    """What stands behind a KPI's name, or a year alone, was meant for a period; which year is asked."""
    if year := next((word for word in words if YEAR.fullmatch(word)), ""):
        others = [word for word in request.typed.words if word != year]
        fields = [f"{key}:{quote(value)}" for key, value in request.typed.fields.items()]
        financial = financial_year_words(int(year))
        pairs = ((year, f"january to december {year}"), (financial, financial))
        lines = [(label, " ".join(["kpi", request.verb, *others, typed, *fields])) for label, typed in pairs]
        raise Question(line(f"The calendar year {year}, or the financial year {financial}?"), buttons(*lines))
    named_by = next((end for end in range(len(words), 0, -1) if kpi_called(kpis, " ".join(words[:end]))), 0)
    if 0 < named_by < len(words):
        parse_period(" ".join(words[named_by:]), today(request))
