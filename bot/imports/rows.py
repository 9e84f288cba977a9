"""What the rows of registers and of the budget have in common: whose name they are read in, what is said of them."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlmodel import Session

from bot.command import Person, Place, Request, Writing
from bot.grammar import MAX_TEXT, Typed, clean
from bot.imports.outcome import Outcome
from core.errors import DeskError
from core.imports.rows import Row, RowPlan, read_rows, unread
from core.imports.tables import Sheet
from core.kpis import catalogue
from core.roles import may
from reports.tables import Table
from storage import people
from storage.trail import enter

ROWS_SHOWN = 5
COLUMNS_SHOWN = 20


def as_request(writing: Writing, session: Session, table: str, *needs: str) -> Request:
    """The same as if the importer typed it: so a row is read by those who read lines. DeskError if they may not."""
    for need in needs:
        if not may(writing.role, need):
            raise DeskError(f"That needs the role {need}: you are {writing.role}.", "role")
    row = people.get(session, writing.act.person_id)
    person = Person(row.id, row.key, row.name, writing.role, writing.partner)
    said = Typed("", {}, ())
    return Request("", writing.now, person, Place("import"), table, "import", "", said, writing.desk, catalogue(), {},
                   writing.policy_id, writing.act)  # fmt: skip


def cleaned(sheet: Sheet, plan: RowPlan, outcome: Outcome) -> Iterator[Row]:
    """The rows with the visible text of each cell on one line; those that are too long, or no date, become errors."""
    for row in read_rows(sheet, plan):
        given = {key: clean(typed) for key, typed in row.given.items()}
        long = next((key for key, text in given.items() if len(text) > MAX_TEXT), None)
        if row.fault or long:
            key, mend = row.fault or (long or "", f"Shorten it to {MAX_TEXT:,} characters")
            outcome.errors.append(row.error(plan, sheet.header, key, mend))
        else:
            yield Row(row.line, row.cells, given)


def preview(plan: RowPlan, header: tuple[str, ...], rows: Sequence[dict[str, str]]) -> Table | None:
    """The first rows as they were understood."""
    keys = [field.key for field in plan.profile.fields if any(row.get(field.key) for row in rows)][:COLUMNS_SHOWN]
    if not keys:
        return None
    shown = tuple(tuple(row.get(key, "") for key in keys) for row in islice(rows, ROWS_SHOWN))
    return Table("The first rows", tuple(plan.column(key, header) for key in keys), shown)


def not_read(sheet: Sheet, plan: RowPlan) -> list[str]:
    names = unread(sheet.header, plan)
    more = f" and {len(names) - COLUMNS_SHOWN} more" if len(names) > COLUMNS_SHOWN else ""
    return [f"Columns that are not read: {', '.join(names[:COLUMNS_SHOWN])}{more}."] if names else []


def enter_batch(writing: Writing, session: Session, table: str, outcome: Outcome) -> None:
    """Marks the request as an import, so that it is taken back row by row; not where it changed nothing."""
    if outcome.new or outcome.changed:
        counts = {"source": table, "new": outcome.new, "changed": outcome.changed}
        enter(session, writing.act, "batch", table, 0, None, counts)
