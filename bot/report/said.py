"""What people said about a figure of the report's period, with whose words they are."""

from collections.abc import Container, Iterator

from sqlmodel import Session

from bot.kpi.measured import Measured
from bot.kpi.plan import subject
from bot.records.commentary import lies_in
from bot.report.context import Context
from bot.report.piece import Said
from core.budget import Line, periods_of
from core.periods import parse_period
from core.sources import Books
from storage import budgets, people, registers, trail
from storage.registers import Wanted


def said_of(context: Context, one: Measured) -> list[Said]:
    """Of a KPI or a measure; of spending also the reasons given for its lines."""
    about = {subject(one.kpi)}
    if not isinstance(one.kpi.where, Books):
        return said_about(context, about, f"action/{one.kpi.name}")
    lines = lines_of(one.kpi.where, context)
    reasons = list(reasons_of(lines, context))
    return [*reasons, *said_about(context, about | {line.name for line in lines}, f"action/{one.kpi.name}")]


def said_about(context: Context, about: Container[str], *actions: str) -> list[Said]:
    """Commentary of periods that lie in the report's, the oldest first; then what was given for the report itself."""
    given = [context.spoken[key] for key in actions if key in context.spoken]
    return [*commentary(context, about), *given]


def commentary(context: Context, about: Container[str]) -> Iterator[Said]:
    session, today = context.session, context.desk.calendar.local(context.request.now).date()
    for row in reversed(registers.found(session, "commentary", Wanted())):
        if row.about in about and lies_in(parse_period(row.period, today), context.period):
            yield row.text, author_of(session, "commentary", row.id)


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
    entries = trail.of_record(session, record, number)
    return people.names(session).get(entries[-1].person_id, "") if entries else ""
