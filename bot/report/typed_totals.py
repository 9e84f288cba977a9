"""The totals that somebody typed for a report, against the budget's lines."""

from sqlmodel import Session

from bot.budget.look import claim_of
from bot.budget.view import view_of
from core.budget import in_print, periods_of, row_of
from core.budget_check import checked
from core.periods import Period
from core.report.stated import Check
from storage import budgets


def typed_checks(session: Session, period: Period) -> list[Check]:
    """Of each document whose totals were entered for the period's end, the newest entry: /budget printed."""
    year, _, last = periods_of(period)
    newest = {one.document: claim_of(one) for one in budgets.printed(session, year, last)}
    if not newest or not budgets.lines(session, year):
        return []
    lines = view_of(session, year, last).sections[0].lines
    shown, total = in_print([row_of(one, last) for one in lines])
    return [check for claim in newest.values() for check in checked(claim, lines, shown, total, last)]
