"""Incidents resolved within the SLA and on first contact, by partner and month, and what is done about misses."""

from collections.abc import Sequence
from dataclasses import replace

from bot.kpi.answer import value_table
from bot.kpi.headline import is_only_entered, sentence
from bot.kpi.measured import Measured
from bot.kpi.splits import counted, split_by
from bot.report.content.actions import action
from bot.report.content.casting import casts
from bot.report.content.context import Context
from bot.report.content.entered import from_documents, is_unrecorded, unrecorded
from bot.report.content.piece import Made
from bot.report.content.stated import at_the_end, drawn, month_key, stated_before, stated_miss, stated_of, turned
from core.facts import Counts
from core.numbers import grouped
from core.periods import month_period
from core.report.sentences import below_target, did_not_meet, nobody_missed
from core.report.stated import Stated
from core.sentences import Miss, every_miss, untold, worth_telling


def within_sla(context: Context) -> Made:
    return by_partner(context.kpi("sla"), context)


def first_contact(context: Context) -> Made:
    return by_partner(context.kpi("first-contact"), context)


def by_partner(one: Measured, context: Context) -> Made:
    """As it was counted; as documents have it, where nothing was; and who missed the target in which month."""
    if is_unrecorded(one):
        return unrecorded(one)
    base = from_documents(one) if is_only_entered(one) else counted_made(one, context)
    facts = of_documents(one) if is_only_entered(one) else counted(one)
    misses = missed(one, facts, context)
    told = worth_telling(misses)
    spoken, lacks = action(context, one, misses)
    sentences = (*map(did_not_meet, told), *untold(len(misses) - len(told)), *unbroken(one, facts, misses, context))
    return replace(
        base,
        words=(*base.words, *sentences, *spoken),
        stated=(*base.stated, *(stated_miss(one, miss) for miss in misses)),
        lacks=tuple(lacks),
        brief=" ".join([str(base.words[0]), *below_target(told), *untold(len(misses) - len(told))]) if misses else "",
    )


def of_documents(one: Measured) -> Counts:
    return Counts(tuple(each.count() for each in one.entered if each.level is None), one.period.months())


def counted_made(one: Measured, context: Context) -> Made:
    splits = split_by(one, "partner")
    beside, stated = still_open(one)
    theirs = from_documents(one) if one.entered else Made()
    return Made(
        (sentence(one), *beside, *theirs.words),
        (turned(value_table(one, splits)), *theirs.tables),
        (drawn(one, splits, context),),
        (*stated_of(one, splits), *stated_before(one), *stated, *theirs.stated),
        tuple(casts(one, context)),
    )


def still_open(one: Measured) -> tuple[list[str], list[Stated]]:
    """Beside a share that closing old tickets lowers and hiding them flatters."""
    if one.late_open is None or not one.months:
        return [], []
    last, n = one.months[-1], one.late_open
    label = f"Incidents open and past their deadline {at_the_end(one)}"
    stated = Stated(f"{one.kpi.name}/{month_key(last)}/overdue", label, grouped(n), n)
    return [f"{label}: {grouped(n)}."], [stated]


def missed(one: Measured, facts: Counts, context: Context) -> list[Miss]:
    def target_of(partner: str, month: int) -> float | None:
        return context.desk.kpi_target(one.kpi.name, month_period(month).start, partner)

    return every_miss(facts, [partner for partner in facts.partners() if partner], target_of)


def unbroken(one: Measured, facts: Counts, misses: Sequence[Miss], context: Context) -> list[str]:
    """Said of months that have ended, in which something was measured against a target."""
    if one.goal.target is None:
        return []
    ended = [month for month in facts.months if month_period(month).end <= context.today]
    blank = [month for month in ended if not facts.only(months=(month,)).d]
    return nobody_missed(ended, [*blank, *(miss.month for miss in misses)])


PIECES = {"sla": within_sla, "first-contact": first_contact}
