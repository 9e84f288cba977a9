"""A whole export compared with what is there and, where it is to be stored, written: whatever it is a table of."""

from sqlmodel import Session

from bot.command import Writing
from bot.imports import tickets
from bot.imports.budget_figures import bring_figures
from bot.imports.budget_lines import bring_lines
from bot.imports.export import Export, Rows
from bot.imports.outcome import Outcome
from bot.imports.registers import bring_records
from core.imports.kinds import FIGURES, LINES

BUDGET = {LINES: bring_lines, FIGURES: bring_figures}


def go_through(export: Export | Rows, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    """Rows always as a whole, for equal ones are told apart by their order; tickets may come in portions."""
    if isinstance(export, Export):
        return tickets.go_through(export, writing, session, is_stored=is_stored)
    bring = BUDGET.get(export.plan.profile.name, bring_records)
    return bring(export.sheet, export.plan, writing, session, is_stored=is_stored)
