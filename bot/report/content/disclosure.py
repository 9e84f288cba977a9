"""What a public copy tells of a restricted register, where small numbers of it are withheld."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from bot.kpi.measured import Measured, Past
from bot.kpi.restricted import is_restricted
from bot.kpi.scorecard import as_known
from core.facts import Facts, Figure, Kpi
from core.periods import Period
from core.records import REGISTERS
from core.report.suppression import parts_of
from core.sources import Rows
from reports.public import MARK, published
from reports.tables import Cell
from reports.tables import Table as Grid

WITHHELD = Figure(0, 0, None, said=MARK)


class Untold:
    """Facts of which a public copy tells nothing but what `Disclosure.table` does: whatever else asks is refused."""

    @property
    def rows(self) -> NoReturn:
        raise self.refusal

    @property
    def d(self) -> NoReturn:
        raise self.refusal

    @property
    def months(self) -> NoReturn:
        raise self.refusal

    def only(self, *_args: object, **_named: object) -> NoReturn:
        raise self.refusal

    def partners(self) -> NoReturn:
        raise self.refusal

    def levels(self) -> NoReturn:
        raise self.refusal

    def is_shared(self) -> NoReturn:
        raise self.refusal

    @property
    def refusal(self) -> ValueError:
        return ValueError("numbers of a restricted register go into a public copy by way of its disclosure only")


UNTOLD: Facts = Untold()


def is_withheld(one: Measured) -> bool:
    return one.figure == WITHHELD


@dataclass(frozen=True)
class Disclosure:
    """`least`: numbers from 1 up to, not including, it are withheld, and what would tell them; at 0 nothing is.

    `published`: the periods of reports that are out, so that a longer one tells no more of a part of it than those do.
    """

    partners: tuple[str, ...]
    least: int
    published: tuple[Period, ...] = ()

    def of(self, one: Measured) -> Measured:
        """As a piece may have it: the whole of a restricted KPI where it may be told, and nothing of its parts."""
        if not self.least or not is_restricted(one.kpi):
            return one
        is_whole = one.partner is None and not one.levels
        facts = one.facts if one.is_counted else None
        if not (is_whole and self.tells(one.kpi, as_known(one).figure, facts)):
            return replace(one, figure=WITHHELD, facts=UNTOLD, past=None, year_ago=None, entered=(), is_counted=True)
        return replace(
            one, facts=UNTOLD, past=self.earlier(one.kpi, one.past), year_ago=self.earlier(one.kpi, one.year_ago)
        )

    def earlier(self, kpi: Kpi, past: Past | None) -> Past | None:
        """None where it is withheld."""
        if past is None or not self.tells(kpi, past.figure, None if past.entered else past.facts):
            return None
        return replace(past, facts=UNTOLD)

    def tells(self, kpi: Kpi, figure: Figure, facts: Facts | None) -> bool:
        """Whether the whole is told: as the table tells it, or where only documents have it, if it is not small."""
        if figure.value is None or not self.least:
            return True
        if kpi.unit != "count":
            return False
        return figure.n == self.table(kpi, facts).rows[-1][-1] if facts else not 0 < figure.n < self.least

    def table(self, kpi: Kpi, facts: Facts, caption: str = "") -> Grid:
        """A row for each class, a column for each partner, with their totals."""
        parts = parts_of(facts.months, [each.months() for each in self.published if each.is_whole_months])
        tables = (self.counted(kpi, facts.only(months=months)) for months in parts)
        return replace(published(self.counted(kpi, facts), self.least, [*tables]), caption=caption)

    def counted(self, kpi: Kpi, facts: Facts) -> Grid:
        classes = classes_of(kpi)
        inner = [[facts.only(partner=key, levels=(name,)).d for key in self.partners] for name in classes]
        lines = [*inner, [sum(column) for column in zip(*inner, strict=True)]]
        return Grid("", (kpi.parts, *self.partners, "Total"), tuple(rows((*classes, "total"), lines)))


def classes_of(kpi: Kpi) -> tuple[str, ...]:
    """By which its register splits it."""
    assert isinstance(kpi.where, Rows)  # noqa: S101 - it is kept in a register
    fields = REGISTERS[kpi.where.register].fields
    return next(field.choices for field in fields if field.key == kpi.where.level)


def rows(names: Iterable[str], lines: Iterable[Sequence[int]]) -> Iterable[tuple[Cell, ...]]:
    return ((name.capitalize(), *line, sum(line)) for name, line in zip(names, lines, strict=True))
