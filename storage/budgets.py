"""Queries over the budget: rows to be changed, and a year's lines as core's records. Writing goes through the trail."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from core.budget import NOTHING, Line, Reason, Spent, added, code_order, moved_by
from storage import people
from storage.models import (
    BudgetActual,
    BudgetAdjustment,
    BudgetFigure,
    BudgetLine,
    BudgetPrinted,
    BudgetProfile,
    BudgetReason,
    Virement,
)


def lines(session: Session, year: int) -> list[BudgetLine]:
    """The lines of a financial year, by code."""
    found = session.exec(select(BudgetLine).where(BudgetLine.year == year, col(BudgetLine.void_at).is_(None)))
    return sorted(found, key=lambda line: (code_order(line.code), line.id))


def line_called(session: Session, typed: str) -> BudgetLine | None:
    """By code or name, the newest year first."""
    word = typed.casefold()
    rows = session.exec(
        select(BudgetLine).where(col(BudgetLine.void_at).is_(None)).order_by(col(BudgetLine.year).desc())
    )
    return next((row for row in rows if word in {row.code.casefold(), row.name.casefold()}), None)


def latest(session: Session, year: int | None = None) -> tuple[int, int] | None:
    """The newest year, or that year, and its newest period for which there are actuals."""
    newest = (
        select(BudgetLine.year, BudgetActual.period)
        .join(BudgetLine, col(BudgetActual.line_id) == BudgetLine.id)
        .where(col(BudgetActual.void_at).is_(None), col(BudgetLine.void_at).is_(None))
        .order_by(col(BudgetLine.year).desc(), col(BudgetActual.period).desc())
    )
    newest = newest if year is None else newest.where(BudgetLine.year == year)
    return session.exec(newest.limit(1)).first()


def profile(session: Session, line_id: int) -> list[BudgetProfile]:
    """Twelve rows, by period."""
    mine = select(BudgetProfile).where(BudgetProfile.line_id == line_id).order_by(col(BudgetProfile.period))
    return list(session.exec(mine))


def actuals(session: Session, line_id: int) -> list[BudgetActual]:
    mine = select(BudgetActual).where(BudgetActual.line_id == line_id, col(BudgetActual.void_at).is_(None))
    return list(session.exec(mine.order_by(col(BudgetActual.period))))


def figure(session: Session, line_id: int, kind: str, period: int) -> BudgetFigure | None:
    mine = select(BudgetFigure).where(BudgetFigure.line_id == line_id, BudgetFigure.kind == kind)
    return session.exec(mine.where(BudgetFigure.period == period, col(BudgetFigure.void_at).is_(None))).first()


def commitments(session: Session, line_id: int) -> dict[int, int]:
    """Pence by period."""
    mine = select(BudgetFigure).where(BudgetFigure.line_id == line_id, BudgetFigure.kind == "commitment")
    return {row.period: row.pence for row in session.exec(mine.where(col(BudgetFigure.void_at).is_(None)))}


def reason(session: Session, line_id: int, period: int) -> BudgetReason | None:
    mine = select(BudgetReason).where(BudgetReason.line_id == line_id, BudgetReason.period == period)
    return session.exec(mine.where(col(BudgetReason.void_at).is_(None))).first()


def printed(session: Session, year: int, period: int) -> list[BudgetPrinted]:
    """The documents whose totals were entered, oldest first."""
    mine = select(BudgetPrinted).where(BudgetPrinted.year == year, BudgetPrinted.period == period)
    return list(session.exec(mine.where(col(BudgetPrinted.void_at).is_(None)).order_by(col(BudgetPrinted.id))))


def virements(session: Session, year: int) -> list[Virement]:
    ids = [line.id for line in lines(session, year)]
    mine = select(Virement).where(col(Virement.from_line_id).in_(ids), col(Virement.to_line_id).in_(ids))
    return list(session.exec(mine.where(col(Virement.void_at).is_(None)).order_by(col(Virement.id))))


def adjustments(session: Session, year: int, period: int) -> list[BudgetAdjustment]:
    """Those up to a period."""
    mine = select(BudgetAdjustment).where(BudgetAdjustment.year == year, BudgetAdjustment.period <= period)
    mine = mine.where(col(BudgetAdjustment.void_at).is_(None))
    return list(session.exec(mine.order_by(col(BudgetAdjustment.period), col(BudgetAdjustment.id))))


def ledger_days(session: Session, year: int, period: int) -> list[date]:
    """The days of the ledgers from which the actuals up to a period come, sorted."""
    ids = [line.id for line in lines(session, year)]
    rows = of_lines(session, BudgetActual, ids)
    return sorted({row.ledger_on for row in rows if row.period <= period})


def spent_by_ledger(session: Session, year: int, period: int) -> int:
    """Pence of a year's actuals and adjustments up to a period, added by the database."""
    standing = (col(BudgetActual.void_at).is_(None), col(BudgetLine.void_at).is_(None))
    actual = select(func.sum(BudgetActual.pence)).join(BudgetLine, col(BudgetActual.line_id) == BudgetLine.id)
    actual = actual.where(*standing, BudgetLine.year == year, BudgetActual.period <= period)
    adjusted = select(func.sum(BudgetAdjustment.pence)).where(col(BudgetAdjustment.void_at).is_(None))
    adjusted = adjusted.where(BudgetAdjustment.year == year, BudgetAdjustment.period <= period)
    return sum(int(session.exec(every).one() or 0) for every in (actual, adjusted))


def reasons_given(session: Session, year: int, period: int) -> dict[str, int]:
    """By the code of a line the number of the record that says why it stands off its budget."""
    joined = select(BudgetLine.code, BudgetReason.id).join(BudgetReason, col(BudgetReason.line_id) == BudgetLine.id)
    standing = (col(BudgetReason.void_at).is_(None), col(BudgetLine.void_at).is_(None))
    mine = joined.where(*standing, BudgetLine.year == year, BudgetReason.period == period)
    return dict(session.exec(mine).all())


def loaded(session: Session, year: int, period: int) -> list[Line]:
    """A year's lines and adjustments with all that is known of them at the end of a period."""
    rows = lines(session, year)
    ids = [row.id for row in rows]
    moved = moved_by_line(virements(session, year))
    profiles, spent = grouped(of_lines(session, BudgetProfile, ids)), grouped(of_lines(session, BudgetActual, ids))
    reasons, figures = grouped(of_lines(session, BudgetReason, ids)), grouped(of_lines(session, BudgetFigure, ids))
    names = people.names(session)
    budgeted = [
        Line(
            code=row.code,
            name=row.name,
            kind=row.kind,
            programme=row.programme or "",
            is_income=row.is_income,
            holder=names.get(row.holder_id or 0, ""),
            profile=tuple(one.pence for one in profiles[row.id]),
            moved=moved.get(row.id, NOTHING),
            actuals=tuple(Spent(one.since, one.period, one.pence) for one in spent[row.id]),
            committed=sum(one.pence for one in figures[row.id] if one.kind == "commitment" and one.period == period),
            forecast=newest_forecast(figures[row.id], period),
            reason=next((Reason(one.kind, one.text) for one in reasons[row.id] if one.period == period), None),
        )
        for row in rows
    ]
    return [*budgeted, *map(adjustment_line, adjustments(session, year, period))]


def adjustment_line(row: BudgetAdjustment) -> Line:
    return Line("", row.name, actuals=(Spent(row.period, row.period, row.pence),), reason=Reason("permanent", row.why))


def newest_forecast(figures: Iterable[BudgetFigure], period: int) -> int | None:
    known = [one for one in figures if one.kind == "forecast" and one.period <= period]
    return max(known, key=lambda one: one.period).pence if known else None


def moved_by_line(rows: Iterable[Virement]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        for line_id, pence in ((row.from_line_id, -row.pence), (row.to_line_id, row.pence)):
            found[line_id] = added(found.get(line_id, NOTHING), moved_by(pence, row.period))
    return found


def of_lines(session: Session, model: Any, ids: Sequence[int]) -> list[Any]:  # noqa: ANN401 - a table of line_id and period
    rows = select(model).where(model.line_id.in_(ids), model.void_at.is_(None)).order_by(model.period, model.id)
    return list(session.exec(rows))


def grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.line_id].append(row)
    return found
