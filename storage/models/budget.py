"""The budget of a financial year: lines, their profile and actuals by period (1 is April), and what is said of them.

Money is pence, income below zero. `year` is the one in which the financial year began.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from core.budget import KINDS, REASONS
from storage.models.base import UtcDateTime, one_of, one_standing

FIGURES = ("commitment", "forecast")


def in_year() -> CheckConstraint:
    return CheckConstraint("period BETWEEN 1 AND 12", name="period")


class BudgetLine(SQLModel, table=True):
    """`holder_id`: who answers for the line, and may give its reasons and its forecast."""

    __tablename__ = "budget_line"
    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("kind", KINDS),
        one_standing("ix_budget_line_year", "year", "code"),
    )

    id: int = Field(default=None, primary_key=True)
    year: int
    code: str
    name: str
    kind: str = "revenue"
    programme: str | None = None
    is_income: bool = False
    holder_id: int | None = Field(default=None, foreign_key="person.id")
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BudgetProfile(SQLModel, table=True):
    """The original budget of one period. A line has twelve of them, which add to its full budget."""

    __tablename__ = "budget_profile"
    __table_args__: ClassVar[tuple[object, ...]] = (
        in_year(),
        Index("ix_budget_profile_line", "line_id", "period", unique=True),
    )

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budget_line.id")
    period: int
    pence: int = Field(sa_type=BigInteger)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BudgetActual(SQLModel, table=True):
    """What the ledger of a day shows as spent in one period, or since 1, where it gave the year so far as one."""

    __tablename__ = "budget_actual"
    __table_args__: ClassVar[tuple[object, ...]] = (
        in_year(),
        CheckConstraint("since IN (1, period)", name="since"),
        one_standing("ix_budget_actual_line", "line_id", "period"),
    )

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budget_line.id")
    since: int
    period: int
    pence: int = Field(sa_type=BigInteger)
    ledger_on: date
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Virement(SQLModel, table=True):
    """Budget moved between two lines, evenly from a period to the end of the year. It never changes the total."""

    __table_args__: ClassVar[tuple[object, ...]] = (
        in_year(),
        CheckConstraint("from_line_id <> to_line_id", name="lines"),
        CheckConstraint("pence > 0", name="pence"),
    )

    id: int = Field(default=None, primary_key=True)
    from_line_id: int = Field(foreign_key="budget_line.id", index=True)
    to_line_id: int = Field(foreign_key="budget_line.id")
    period: int
    pence: int = Field(sa_type=BigInteger)
    why: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BudgetAdjustment(SQLModel, table=True):
    """An explicit line without a budget, such as the year-end adjustments of Finance: never hidden in a total."""

    __tablename__ = "budget_adjustment"
    __table_args__: ClassVar[tuple[object, ...]] = (in_year(), Index("ix_budget_adjustment_year", "year"))

    id: int = Field(default=None, primary_key=True)
    year: int
    name: str
    period: int
    pence: int = Field(sa_type=BigInteger)
    why: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BudgetFigure(SQLModel, table=True):
    """As of the end of a period: what is ordered and not yet paid, or the holder's forecast for the whole year."""

    __tablename__ = "budget_figure"
    __table_args__: ClassVar[tuple[object, ...]] = (
        in_year(),
        one_of("kind", FIGURES),
        one_standing("ix_budget_figure_line", "line_id", "kind", "period"),
    )

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budget_line.id")
    kind: str
    period: int
    pence: int = Field(sa_type=BigInteger)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BudgetReason(SQLModel, table=True):
    """Why a line stands off its budget at the end of a period: will it come right, or is it permanent?"""

    __tablename__ = "budget_reason"
    __table_args__: ClassVar[tuple[object, ...]] = (
        in_year(),
        one_of("kind", REASONS),
        one_standing("ix_budget_reason_line", "line_id", "period"),
    )

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budget_line.id")
    period: int
    kind: str
    text: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BudgetPrinted(SQLModel, table=True):
    """The totals that a document prints, entered to be checked. Empty is one that it does not print."""

    __tablename__ = "budget_printed"
    __table_args__: ClassVar[tuple[object, ...]] = (in_year(), Index("ix_budget_printed_year", "year", "period"))

    id: int = Field(default=None, primary_key=True)
    year: int
    period: int
    document: str
    full_pence: int | None = Field(default=None, sa_type=BigInteger)
    to_date_pence: int | None = Field(default=None, sa_type=BigInteger)
    actual_pence: int | None = Field(default=None, sa_type=BigInteger)
    variance_pence: int | None = Field(default=None, sa_type=BigInteger)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


BUDGET: dict[str, type[SQLModel]] = {
    "budget_line": BudgetLine,
    "budget_profile": BudgetProfile,
    "budget_actual": BudgetActual,
    "virement": Virement,
    "budget_adjustment": BudgetAdjustment,
    "budget_figure": BudgetFigure,
    "budget_reason": BudgetReason,
    "budget_printed": BudgetPrinted,
}
