"""What an import did, or would do, in words and as a file of the rows that must be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.imports.tables import ANNOTATIONS
from core.imports.tickets import Oddities, RowError
from core.numbers import grouped, plural
from reports.tables import Table, as_text

ERRORS_SHOWN = 10
TICKETS = ("ticket", "tickets")
WORKBOOKS = (".xlsx", ".xls", ".ods")  # the rows that must be mended come back in kind


@dataclass
class Outcome:
    """What an import did, or would do. `disputed`: the first tickets whose own SLA flag says otherwise than our clock.
    `holds`: of a log of status changes, how many there are, and `held` on how many tickets.

    `ending` is the sentence with which it ends; `is_refused` says that it was to be stored and was not.
    """

    header: tuple[str, ...]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    odd: list[Oddities] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    holds: int = 0
    held: int = 0
    agreed: int = 0
    disagreed: int = 0
    disputed: list[str] = field(default_factory=list)
    first: Table | None = None
    ending: str = "Nothing is stored yet: add --yes to import."
    is_refused: bool = False

    def words(self) -> str:
        shown = [as_text(self.first)] if self.first else []
        return "\n".join([*self.summary(), *shown, self.ending])

    def summary(self) -> list[str]:
        """The counts, the first errors, and what is odd; a line each."""
        errors = plural(len(self.errors), ("error", "errors"))
        lines = [
            f"{grouped(self.new)} new, {grouped(self.changed)} changed, {errors}; {grouped(self.unchanged)} unchanged."
        ]
        lines += [f"  line {e.line}, {e.column} {e.value!r}: {e.mend}" for e in self.errors[:ERRORS_SHOWN]]
        if len(self.errors) > ERRORS_SHOWN:
            lines.append(f"  and {grouped(len(self.errors) - ERRORS_SHOWN)} more")
        lines += self.warnings
        if self.holds:
            held = plural(self.held, TICKETS)
            lines.append(f"Times on hold in the log: {grouped(self.holds)}, on {held}. The clock leaves them out.")
        if self.agreed + self.disagreed:
            which = f" The first of them: {', '.join(self.disputed)}." if self.disputed else ""
            lines.append(
                f"The tool's own SLA flag agrees with our clock on {plural(self.agreed, TICKETS)} and disagrees on "
                f"{grouped(self.disagreed)}; ours counts.{which}"
            )
        return lines


class HasErrors(Exception):  # noqa: N818 - it only carries the outcome out of the transaction, which is rolled back
    """The file has rows that cannot be read, and nobody said that the others shall come in alone."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("the import has errors")
        self.outcome = outcome


def annotated(header: Iterable[str], errors: Sequence[RowError]) -> Table:
    """The rows that were left out as they stand, each with what is wrong; once mended, it can be imported."""
    names = (*ANNOTATIONS, *header)
    rows = [(str(error.line), error.column, error.mend, *error.cells) for error in errors]
    width = max(len(row) for row in (names, *rows))
    filled = [(*row, *[""] * (width - len(row))) for row in (names, *rows)]
    return Table("Rows with errors", filled[0], tuple(filled[1:]))
