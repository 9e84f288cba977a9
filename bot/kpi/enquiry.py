"""What a line of /kpi asks for: the KPI, the period, the partner and the priorities, whichever way they are put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from sqlmodel import Session

from bot.command import Field, Question, Request
from bot.grammar import nearest, spelt
from bot.kpi.known import known
from bot.matching import apart_from_levels, apart_from_partners, find_kpi, kpi_called, one_partner
from bot.parts import Part, buttons, line
from core.errors import DeskError
from core.facts import Indicators, Kpi
from core.periods import Period, financial_year_words, find_period, parse_period
from core.tickets import INCIDENT
from core.two_periods import names_two, two_periods

POSSESSIVE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]s$")
YEAR = re.compile(r"20\d\d", re.ASCII)
ALIKE = 80  # per cent, from where a word is a slip of a verb's
# What people say around a KPI and its period, and what changes nothing: "why did we miss sla in may".
FILLERS = frozenset(
    (
        *("a", "against", "an", "and", "are", "at", "between", "by", "changed", "compared", "did", "do", "does"),
        *("down", "during", "for", "from", "give", "had", "happened", "has", "have", "how", "in", "is", "it", "its"),
        *("low", "many", "me", "meet", "met", "miss", "missed", "misses", "much", "my", "not", "number", "of", "on"),
        *("our", "please", "show", "so", "target", "targets", "the", "there", "up", "us", "was", "we", "were", "what"),
        *("why", "with", "within"),
    )
)
COMPARING = frozenset(("vs", "vs.", "versus", "against", "compared"))
EVERYTHING = frozenset(("all", "everything", "kpis", "measures", "scorecard"))
GROUP_WORDS: Mapping[str, Indicators] = {
    "business": "business",
    "business activity": "business",
    "customer": "customer",
    "staff": "staff",
    "finance": "finance",
    "financial": "finance",
}
BY = Field("by", "Table by", ("partner", "priority", "month"))
BY_PARTNER = "Ask for one partner, or for all of them side by side with by:partner, as in /kpi outages q2 by:partner."
SPLITS = (*BY.choices, "service", "team", "class", "line", "programme", "audience")


@dataclass(frozen=True)
class Enquiry:
    """`kpi` is None where none is named, `period` where none is; `group` is of the scorecard, "" for all of it."""

    kpi: Kpi | None
    group: Indicators | Literal[""]
    period: Period | None
    levels: tuple[str, ...]
    partner: str | None

    @property
    def words(self) -> str:
        """What follows a verb in a line that asks for the same, without its period."""
        return " ".join([self.kpi.name if self.kpi else self.group, *self.levels]).strip()

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
    rest, partner = without_partners(request, kpis, plain(kpis, behind))
    refuse_verb(request, kpis, rest)
    if rest and period is None:
        refuse_odd_period(request, kpis, rest)
    return Enquiry(*chosen(kpis, rest), period, levels, partner)


def enquiry_of_two(request: Request, session: Session) -> tuple[Enquiry, Period, Period]:
    """The same with the earlier and the later of two periods: last quarter and the one before where none is named."""
    words, levels = without_levels(request)
    before, now, behind = two_periods(words, today(request))
    kpis = known(request, session)
    rest, partner = without_partners(request, kpis, plain(kpis, behind))
    refuse_verb(request, kpis, rest)
    if rest and now is None:
        refuse_odd_period(request, kpis, rest)
    now = now or parse_period("last quarter", today(request))
    return Enquiry(*chosen(kpis, rest), now, levels, partner), before or now.previous(), now


def without_levels(request: Request) -> tuple[list[str], tuple[str, ...]]:
    words = said(request)
    at = next((at for at, pair in enumerate(pairwise(words)) if is_split(*pair)), len(words))
    typed = [*words[:at], *words[at + 2 :], *request.field("priority").replace(",", " ").split()]
    return apart_from_levels(typed, INCIDENT)


def said(request: Request) -> list[str]:
    """Without question marks, and without the 's of a partner."""
    plainly = (POSSESSIVE.sub("", word.rstrip("?!")) for word in request.typed.words)
    return [word for word in plainly if word]


def split_of(request: Request) -> str:
    """What the table is to be by: by:month, or `by month` among the words."""
    return request.field("by") or next((by for word, by in pairwise(said(request)) if is_split(word, by)), "")


def is_split(word: str, following: str) -> bool:
    return word.lower() == "by" and following.lower() in SPLITS


def without_partners(request: Request, kpis: Mapping[str, Kpi], words: Sequence[str]) -> tuple[list[str], str | None]:
    """The words without the partner that they name, and the one that is asked for. A KPI may be called after one."""
    is_named = kpi_called(kpis, " ".join(words)) is not None
    rest, said = (list(words), "") if is_named else apart_from_partners(request.desk, words)
    return rest, one_partner(request.desk, request.field("partner") or said, request.person.partner, BY_PARTNER)


def plain(kpis: Mapping[str, Kpi], words: Sequence[str]) -> list[str]:
    """Without what people say around a KPI; a KPI's own words stay together."""
    if words and kpi_called(kpis, " ".join(words)):
        return list(words)
    return [word for word in words if word.lower() not in FILLERS]


def asks_to_compare(request: Request) -> bool:
    """What changed; or two periods that are set against one another."""
    words = [word.lower() for word in said(request)]
    if words[:2] == ["what", "changed"]:
        return True
    return not COMPARING.isdisjoint(words) and names_two(words, today(request))


def chosen(kpis: Mapping[str, Kpi], words: Sequence[str]) -> tuple[Kpi | None, Indicators | Literal[""]]:
    """The KPI that is named; or else the group of the scorecard, and neither for all of it."""
    few = [word for word in words if word.lower() not in EVERYTHING]
    group = GROUP_WORDS.get(" ".join(few).lower())
    return (None, group or "") if group or not few else (kpi_of(kpis, words), "")


def kpi_of(kpis: Mapping[str, Kpi], words: Sequence[str]) -> Kpi | None:
    """DeskError with the one that is named among words that say nothing here, or with the nearest."""
    typed = " ".join(words)
    named = next((kpi for word in words if (kpi := kpi_called(kpis, word))), None)
    if named and kpi_called(kpis, typed) is None:
        raise DeskError(f"There is no KPI {typed:.40}. Did you mean {named.name}?")
    return find_kpi(kpis, typed) if words else None


def refuse_verb(request: Request, kpis: Mapping[str, Kpi], words: Sequence[str]) -> None:
    """`wy sla` and `sla trend` are slips of verbs: the line that was meant is said."""
    if kpi_called(kpis, " ".join(words)):
        return
    verbs = [verb.name for verb in request.commands[request.command].verbs]
    for word in words:
        if kpi_called(kpis, word) is None and (verb := nearest(word.lower(), verbs, cutoff=ALIKE)):
            typed = [other for other in request.typed.words if other != word]
            meant = " ".join(["/kpi", verb, *typed, *spelt(request.typed.fields)])
            raise DeskError(f"Did you mean {meant}?")


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
        fields = spelt(request.typed.fields)
        financial = financial_year_words(int(year))
        pairs = ((year, f"january to december {year}"), (financial, financial))
        lines = [(label, " ".join(["kpi", request.verb, *others, typed, *fields])) for label, typed in pairs]
        raise Question(line(f"The calendar year {year}, or the financial year {financial}?"), buttons(*lines))
    named_by = next((end for end in range(len(words), 0, -1) if kpi_called(kpis, " ".join(words[:end]))), 0)
    if 0 < named_by < len(words):
        parse_period(" ".join(words[named_by:]), today(request))
