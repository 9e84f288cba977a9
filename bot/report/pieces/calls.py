"""Calls raised and outstanding by month and partner: demand, against last year's average and its highest month."""

from dataclasses import replace

from bot.kpi.answer import SHARED, known_around
from bot.kpi.backlog import by_age
from bot.kpi.headline import is_only_entered, plain
from bot.kpi.measured import Measured
from bot.kpi.splits import Split, overlaps, split_by
from bot.report.content.casting import casts
from bot.report.content.context import Context
from bot.report.content.entered import from_documents, is_unrecorded, unrecorded
from bot.report.content.piece import Made
from bot.report.content.remarks import words_of
from bot.report.content.stated import at_the_end, drawn, month_key, number, span_key, stated_before, stated_of
from core.backlog import AGE_BANDS
from core.entered import MARK, Known, average, more_a_month, most_in_a_year
from core.numbers import grouped
from core.periods import financial_year, financial_year_words, month_words
from core.report.sentences import level_range, net_change
from core.report.stated import Stated
from reports.tables import Cell
from reports.tables import Table as Grid


def calls(context: Context) -> Made:
    one = context.kpi("raised")
    if is_unrecorded(one):
        return unrecorded(one)
    own, before, year = known_around(one, context.request, context.session)
    last_year = financial_year_words(financial_year(context.period.start) - 1)
    words = [text for text in (more_a_month(own, before, last_year), most_in_a_year(own, year)) if text]
    more = tuple(stated_average(one, own, before, last_year, year))
    return with_documents(counted_made(one, context, [headline(one)], tuple(words), more), one)


def headline(one: Measured) -> str:
    """How many, and how many there were before: perhaps in documents."""
    mark = f" ({MARK})" if one.entered_before else ""
    return f"{plain(one).removesuffix('.')}{mark}."


def stated_average(
    one: Measured, own: list[Known], before: list[Known], last_year: str, year: list[Known]
) -> list[Stated]:
    """What the sentences about the average and the highest month rest on."""
    if not own or not before:
        return []
    key, (now, then) = span_key(one.period), (average(own), average(before))
    found = [
        number(f"raised/{key}/average", f"Calls raised a month, {one.period.words}", round(now)),
        number(f"raised/{last_year}/average", f"Calls raised a month, {last_year}", round(then)),
        number(f"raised/{key}/more", f"More calls a month than in {last_year}", abs(round(now - then))),
    ]
    most = max(year, key=lambda known: known.n, default=None)
    return [*found, number(f"raised/{month_key(most.month)}/all", month_words(most.month), most.n)] if most else found


def outstanding(context: Context) -> Made:
    one, raised = context.kpi("outstanding"), context.kpi("raised")
    if is_unrecorded(one):
        return unrecorded(one)
    flow, stated = net_flow(one, raised)
    ages, bands = age_words(one, context)
    words = [*flow, *ages]
    return with_documents(counted_made(one, context, words, tuple(month_ends(one)), (*stated, *bands)), one)


def month_ends(one: Measured) -> list[str]:
    """As they were counted; or as documents have them, where they have all."""
    if is_only_entered(one):
        found = [(month, figure.n) for month in one.months if (figure := one.as_entered((month,)))]
        whole = level_range(found, "calls were outstanding") if len(found) == len(one.months) else ""
        return [f"{whole.removesuffix('.')} ({MARK})."] if whole else []
    ends = list(zip(one.months, (figure.n for figure in one.by_month()), strict=True))
    return [level_range(ends, "calls were outstanding")] if ends else []


def net_flow(one: Measured, raised: Measured) -> tuple[list[str], list[Stated]]:
    """What ended follows from what was left before, what was opened and what is left; documents would not say it."""
    if one.entered_before or is_only_entered(one) or one.period != raised.period:
        return [], []
    before, opened = (one.before.n if one.before else 0), raised.figure.n
    ended = before + opened - one.figure.n
    key = span_key(one.period)
    stated = [
        number(f"ended/{key}/all", f"Calls ended, {one.period.words}", ended),
        number(f"outstanding/{key}/net", "More or fewer calls left at the end", abs(opened - ended)),
    ]
    return [net_change(one.period, opened, ended)], stated


def age_words(one: Measured, context: Context) -> tuple[list[str], list[Stated]]:
    if not one.months or not one.is_counted:
        return [], []
    last = one.months[-1]
    ages = list(zip(AGE_BANDS, by_age(one, last, context.request, context.session), strict=True))
    words = ", ".join(f"{band.words} {grouped(n)}" for band, n in ages)
    stated = [
        number(f"outstanding/{month_key(last)}/age{at}", f"Calls outstanding, {band.words}, {month_words(last)}", n)
        for at, (band, n) in enumerate(ages)
    ]
    return [f"By age {at_the_end(one)}: {words}."], stated


def counted_made(
    one: Measured, context: Context, words: list[str], after: tuple[str, ...], stated: tuple[Stated, ...]
) -> Made:
    said = words_of(context, (one.kpi.name,))
    if is_only_entered(one):
        return Made((*after, *said), stated=stated)
    splits = split_by(one, "partner")
    return Made(
        (*words, *after, *said),
        (count_grid(one, splits),),
        (drawn(one, splits, context),),
        (*stated_of(one, splits, with_whole=not one.kpi.is_level), *stated_before(one), *stated),
        tuple(casts(one, context)),
    )


def with_documents(made: Made, one: Measured) -> Made:
    """Figures of documents stand before what follows from them, and beside what was counted."""
    if not one.entered:
        return made
    theirs = from_documents(one)
    return replace(
        made,
        words=(*theirs.words, *made.words),
        tables=(*made.tables, *theirs.tables),
        stated=(*made.stated, *theirs.stated),
    )


def count_grid(one: Measured, splits: list[Split]) -> Grid:
    """A row for each partner and one for all; months, and their sum where they may be added."""
    has_sum = len(one.months) > 1 and not one.kpi.is_level
    heads = [f"End {name}" if one.kpi.is_level else name for name in map(short, one.months)]
    heads[-1] = heads[-1] if one.is_over or not one.kpi.is_level else "Now"
    rows: list[tuple[Cell, ...]] = [
        (label, *(figure.n for figure in one.by_month(partner)), *([one.facts.only(partner=partner).d] * has_sum))
        for label, partner, _ in (*splits, ("Total", None, None))
    ]
    notes = (SHARED,) if overlaps(one, splits) else ()
    return Grid(f"{one.kpi.title}, {one.period.words}", ("Partner", *heads, *["Total"] * has_sum), tuple(rows), notes)


def short(month: int) -> str:
    return month_words(month, short=True)


PIECES = {"calls": calls, "outstanding": outstanding}
