"""What people said about a figure of the report's period, with whose words they are."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.kpi.measured import Measured
from bot.kpi.plan import subject
from bot.records.commentary import lies_in
from bot.report.content.context import Context
from bot.report.content.piece import Said
from core.budget import Line, periods_of
from core.periods import Period, parse_period
from core.sources import Books
from core.wording import ended
from storage import budgets, people, trail

COMMENTARY = "commentary"  # whose words they are, where the trail does not know


def said_of(context: Context, one: Measured) -> list[Said]:
    """Of a KPI or a measure; of spending also the reasons given for its lines."""
    lines = lines_of(one.kpi.where, context) if isinstance(one.kpi.where, Books) else []
    about = {subject(one.kpi), *(line.name for line in lines)}
    given = context.said_to(f"action/{one.kpi.name}")
    return [*reasons_of(lines, context), *words_of(context, about), *([given] if given else [])]


def words_of(context: Context, about: Container[str]) -> list[Said]:
    """Commentary of periods that lie in the report's, the oldest first."""
    return [told(one, context.period) for one in remarks(context, about)]


@dataclass(frozen=True)
class Remark:
    """Whose words, and about which period; `who` is "" where that is not known."""

    period: Period
    text: str
    who: str


def told(one: Remark, period: Period) -> Said:
    """With its period, where that is not the report's."""
    text = ended(one.text)
    return text if one.period == period else f"{one.period.words}: {text}", one.who or COMMENTARY


def remarks(context: Context, about: Container[str]) -> Iterator[Remark]:
    """Of periods that lie in the report's, the oldest first."""
    rows = [row for row in context.commentary if row.about in about and context.quotes(row.about)]
    whose = authors(context.session, "commentary", [row.id for row in rows])
    for row in rows:
        period = parse_period(row.period, context.today)
        if lies_in(period, context.period):
            yield Remark(period, row.text, whose.get(row.id, ""))


def authors(session: Session, record: str, ids: Sequence[int]) -> dict[int, str]:
    """By record who wrote it last."""
    names = people.names(session)
    return {number: names[one] for number, one in trail.last_writers(session, record, ids).items()}


def lines_of(where: Books, context: Context) -> list[Line]:
    year, _, last = periods_of(context.period)
    return [line for line in budgets.loaded(context.session, year, last) if line.kind == where.kind]


def reasons_of(lines: list[Line], context: Context) -> Iterator[Said]:
    """Why a line stands off its budget, in the words of whoever gave the reason."""
    year, _, last = periods_of(context.period)
    rows = {row.code: row for row in budgets.lines(context.session, year)}
    for line in lines:
        row = rows.get(line.code)
        reason = budgets.reason(context.session, row.id, last) if row else None
        if reason is not None:
            yield f"{line.name} ({reason.kind}): {reason.text}", author_of(context.session, "budget_reason", reason.id)


def author_of(session: Session, record: str, number: int) -> str:
    """Who wrote it last."""
    return authors(session, record, [number]).get(number, "")
