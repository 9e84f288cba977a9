"""Outages by priority and month, quarter by quarter, what caused the gravest, and how that was before."""

from collections.abc import Iterator
from dataclasses import replace

from bot.kpi.behind import tickets_behind
from bot.kpi.headline import is_only_entered
from bot.kpi.measured import Measured
from bot.kpi.splits import counted, split_by
from bot.report.content.casting import casts
from bot.report.content.context import Context
from bot.report.content.entered import from_documents, is_unrecorded, unrecorded
from bot.report.content.piece import Made
from bot.report.content.stated import drawn, number, span_key, stated_before, stated_of
from bot.tickets.words import ref
from core.entered import MARK
from core.month_names import MONTHS
from core.numbers import grouped
from core.periods import Period, month_of
from core.report.sentences import against_before, causes, of_priorities
from core.report.stated import Check, Lack, Stated
from core.sentences import FEW, peak_sentence
from core.tickets import OUTAGES
from reports.tables import Cell
from reports.tables import Table as Grid
from storage.models import Ticket


def outages(context: Context) -> Made:
    whole = context.kpi("outages")
    if is_unrecorded(whole):
        return unrecorded(whole)
    if is_only_entered(whole):
        return from_documents(whole)
    quarters = [context.kpi("outages", quarter) for quarter in context.quarters]
    worst = gravest(whole, context)
    levels = split_by(whole, "level")
    return Made(
        (causes("P1", causes_of(worst, context)), *sentences(quarters)),
        (grid(quarters),),
        (drawn(whole, levels, context),),
        (*stated_of(whole, levels), *stated(quarters), *stated_before(whole)),
        (*casts(whole, context), *table_casts(quarters, whole)),
        tuple(without_cause(worst)),
        brief=f"{how_many(whole)} {causes('P1', causes_of(worst, context))}",
    )


def how_many(whole: Measured) -> str:
    return of_priorities(whole.kpi.noun, [(level, whole.facts.only(levels=(level,)).d) for level in OUTAGES])


def gravest(whole: Measured, context: Context) -> list[Ticket]:
    one = replace(whole, levels=OUTAGES[:1])
    return list(tickets_behind(context.session, one, context.request)) if whole.facts.only(levels=one.levels).d else []


def causes_of(worst: list[Ticket], context: Context) -> list[tuple[int, str]]:
    local = context.desk.calendar.local
    return [(month_of(local(ticket.opened_at).date()), ticket.cause or "") for ticket in worst]


def without_cause(worst: list[Ticket]) -> Iterator[Lack]:
    """One each, or of more than a few how many."""
    bare = [ref(ticket) for ticket in worst if not ticket.cause]
    if len(bare) > FEW:
        some = f"{grouped(len(bare))} priority 1 incidents have no cause recorded, the first of them {bare[0]}"
        yield Lack("cause/all", some)
        return
    for name in bare:
        yield Lack(f"cause/{name}", f"{name} was a priority 1 incident, and no cause is recorded")


def sentences(quarters: list[Measured]) -> Iterator[str]:
    """P2s against the quarter before, where it is known, and the month that had most of them."""
    for one in quarters:
        was = one.was(None, ("P2",))
        if was is not None and one.earlier is not None and one.is_over and one.is_counted:
            mark = f" ({MARK})" if one.entered_before else ""
            now = one.facts.only(levels=("P2",)).d
            yield against_before("P2 outages", now, was, one.period, one.earlier, polarity=one.kpi.polarity, mark=mark)
        if peak := peak_sentence(counted(one).only(levels=("P2",)).rows, "P2s"):
            yield peak


def grid(quarters: list[Measured]) -> Grid:
    """Months and the total of each quarter side by side."""
    columns = [
        name
        for one in quarters
        for name in (*(MONTHS[month % 100 - 1] for month in one.months), total_name(one.period))
    ]
    rows = [(f"Priority {level[1:]}", *cells(quarters, (level,))) for level in OUTAGES]
    return Grid("Outages by priority and month", ("Priority", *columns), (*rows, ("Total", *cells(quarters, None))))


def total_name(period: Period) -> str:
    months = period.months()
    return f"Q{(months[0] % 100 - 4) % 12 // 3 + 1} total" if len(months) == 3 else "Total"


def cells(quarters: list[Measured], levels: tuple[str, ...] | None) -> list[Cell]:
    return [
        n
        for one in quarters
        for n in (*(f.n for f in one.by_month(None, levels)), one.kpi.measure(one.facts.only(levels=levels)).n)
    ]


def stated(quarters: list[Measured]) -> Iterator[Stated]:
    """Each quarter's, and what its P2s are compared with."""
    for one in quarters:
        for level in (*OUTAGES, None):
            n = one.facts.only(levels=(level,) if level else None).d
            key, words = span_key(one.period), one.period.words
            if len(quarters) > 1:
                yield number(f"outages/{key}/{level or 'all'}", f"{level or 'All'} outages, {words}", n)
        if (was := one.was(None, ("P2",))) is not None and one.earlier is not None:
            source = one.entered_before[0].source if one.entered_before else ""
            label = f"P2 outages, {one.earlier.words}"
            yield number(f"outages/{span_key(one.earlier)}/P2", label, was, source)
            now = one.facts.only(levels=("P2",)).d
            yield number(
                f"outages/{key}/P2/change", f"P2 outages more or fewer than in {one.earlier.words}", abs(now - was)
            )
        if peak := peak_sentence(counted(one).only(levels=("P2",)).rows, "P2s"):
            share = peak.partition("(")[2].removesuffix(").")
            most = max(figure.d for figure in one.by_month(None, ("P2",)))
            label = f"Share of the month with the most P2 outages, {words}"
            yield Stated(f"outages/{key}/P2/peak", label, share, most, one.facts.only(levels=("P2",)).d)


def table_casts(quarters: list[Measured], whole: Measured) -> list[Check]:
    added = sum(one.figure.n for one in quarters)
    levels = sum(whole.facts.only(levels=(level,)).d for level in OUTAGES)
    return [
        Check("Outages by quarter", whole.figure.n, added, "records", "the quarters"),
        Check("Outages by priority", whole.figure.n, levels, "records", "the priorities"),
    ]


PIECES = {"outages": outages}
