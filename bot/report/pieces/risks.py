"""The risk register: when it was reviewed and refreshed, and what stands in it."""

from collections.abc import Iterator, Sequence

from bot.kpi.gather import BEGINNING
from bot.report.content.context import Context
from bot.report.content.piece import Made
from bot.report.content.registers import register_grid
from bot.report.content.stated import number, span_key
from core.report.registers import risks_reviewed
from core.report.stated import Check, Lack, Stated
from storage import registers
from storage.models.governance import Risk
from storage.registers import Wanted


def risks(context: Context) -> Made:
    rows = open_at_the_end(context)
    reviewed = [row.reviewed_on for row in rows]
    words = risks_reviewed(reviewed, context.period) if rows else "No risks are recorded."
    return Made(
        (words,), stated=tuple(stated(rows, context)), checks=(cast(rows, context),), lacks=tuple(lacks(rows, context))
    )


def open_at_the_end(context: Context) -> list[Risk]:
    """The gravest first."""
    every = registers.found(context.session, "risk", Wanted())
    end = context.period.end
    rows = [row for row in every if row.raised_on < end and (row.closed_on is None or row.closed_on >= end)]
    return sorted(rows, key=lambda row: (-score(row), row.id))


def score(row: Risk) -> int:
    return (row.likelihood or 0) * (row.impact or 0)


def not_reviewed(rows: Sequence[Risk], context: Context) -> list[Risk]:
    span = context.period
    return [row for row in rows if row.reviewed_on is None or not span.start <= row.reviewed_on < span.end]


def stated(rows: Sequence[Risk], context: Context) -> Iterator[Stated]:
    key, words = span_key(context.period), context.period.words
    inside = len(rows) - len(not_reviewed(rows, context))
    yield number(f"risks/{key}/open", f"Open risks at the end of {words}", len(rows))
    yield number(f"risks/{key}/reviewed", f"Open risks reviewed in {words}", inside)


def cast(rows: Sequence[Risk], context: Context) -> Check:
    began, ended = (
        registers.how_many(context.session, "risk", Wanted(dated=dated, since=BEGINNING, until=context.period.end))
        for dated in ("raised_on", "closed_on")
    )
    return Check("Open risks", len(rows), began - ended, "records", "the risk register")


def lacks(rows: Sequence[Risk], context: Context) -> Iterator[Lack]:
    late = not_reviewed(rows, context)
    if late:
        which = ", ".join(f"RSK-{row.id}" for row in late)
        yield Lack("data/risk", f"Risks were not reviewed in {context.period.words}: {which}", blocks=False)


def risk_register(context: Context) -> Made:
    rows = open_at_the_end(context)
    if not rows:
        return Made()
    return Made(tables=(register_grid("risk", "Risk register", rows, context, without=("closed",)),))


PIECES = {"risks": risks, "risk-register": risk_register}
