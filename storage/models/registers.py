"""The table of every register, by its name."""

from storage.models.accounts import Commentary, Figure, Measure, Reading, Recommendation, Review, Security
from storage.models.base import Kept, one_standing
from storage.models.governance import Audit, Debt, Obligation, Post, Project, Risk, Saving
from storage.models.operations import Change, Estate, Satisfaction, Timesheet, Training

TABLES: dict[str, type[Kept]] = {
    table.__name__.lower(): table
    for table in (
        *(Change, Estate, Timesheet, Training, Satisfaction),
        *(Risk, Obligation, Audit, Debt, Saving, Project, Post),
        *(Security, Measure, Reading, Figure, Review, Recommendation, Commentary),
    )
}
for name, table in TABLES.items():
    one_standing(f"ix_{name}_source_ref", table.__table__.c.source_ref)  # type: ignore[attr-defined]
