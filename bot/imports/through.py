"""A whole export compared with what is there and, where it is to be stored, written: whatever it is a table of."""

from sqlmodel import Session

from bot.command import Writing
from bot.imports.budget_figures import bring_figures
from bot.imports.budget_lines import bring_lines
from bot.imports.export import Export
from bot.imports.outcome import Outcome
from bot.imports.registers import bring_records
from bot.imports.tickets import bring_tickets
from core.imports.kinds import FIGURES, LINES
from core.imports.rows import RowPlan

BUDGET = {LINES: bring_lines, FIGURES: bring_figures}


def go_through(export: Export, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    if isinstance(export.plan, RowPlan):
        bring = BUDGET.get(export.plan.profile.name, bring_records)
        return bring(export.sheet, export.plan, writing, session, is_stored=is_stored)
    return bring_tickets(export.sheet, export.plan, writing, session, is_stored=is_stored)
