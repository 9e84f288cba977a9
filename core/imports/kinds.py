"""The tables other than tickets that can be imported: every register, and the budget's lines and figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.budget import KINDS as BUDGETS
from core.budget import PERIODS
from core.errors import DeskError
from core.imports.mapping import propose, read_pairs
from core.records import REGISTERS
from core.records.fields import Field, Register

REFERENCE = Field("reference", "Reference")
OUTSIDE = Field("outside", "Outside reference")
SURE = 5  # columns that bear a kind's own names, whatever stands beside them
LINES, FIGURES = "budget-lines", "budget-figures"
PROFILE = tuple(f"p{period}" for period in range(1, PERIODS + 1))


@dataclass(frozen=True)
class Kind:
    """A table by its columns. The header must have all that it `needs` and, where `any_of` is not empty, one of those.

    `also`: by key, other names by which a column is known.
    """

    name: str
    noun: tuple[str, str]
    fields: tuple[Field, ...]
    needs: frozenset[str]
    any_of: frozenset[str] = frozenset()
    also: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def names(self) -> dict[str, tuple[str, ...]]:
        """By key, the names of its column in small letters."""
        more = dict(self.also)
        return {
            field.key: (field.label.casefold(), field.key.casefold(), *more.get(field.key, ())) for field in self.fields
        }

    def is_known_by(self, keys: Iterable[str]) -> bool:
        found = set(keys)
        return self.needs <= found and (not self.any_of or bool(self.any_of & found))


def of_register(register: Register) -> Kind:
    needs = frozenset(field.key for field in register.fields if field.required and not field.default)
    fields = (REFERENCE, OUTSIDE, *register.fields)
    return Kind(register.name, register.noun, fields, needs, also=((OUTSIDE.key, ("external reference", "id")),))


BUDGET_LINES = Kind(
    LINES,
    ("budget line", "budget lines"),
    (
        Field("code", "Code", required=True),
        Field("name", "Line"),
        Field("year", "Financial year", required=True),
        Field("kind", "Kind", choices=BUDGETS),
        Field("programme", "Programme"),
        Field("income", "Income"),
        Field("holder", "Holder", "person"),
        Field("amount", "Original budget"),
        *(Field(key, f"Period {key[1:]}") for key in PROFILE),
    ),
    frozenset({"code", "year"}),
    frozenset({"amount", *PROFILE}),
    also=(
        ("code", ("group code", "cost centre")),
        ("name", ("budget line", "description")),
        ("year", ("period",)),
        ("amount", ("budget", "full budget", "annual budget")),
    ),
)
BUDGET_FIGURES = Kind(
    FIGURES,
    ("budget figure", "budget figures"),
    (
        Field("line", "Line", required=True),
        Field("period", "Period", "month", required=True),
        Field("profile", "Profile"),
        Field("actual", "Actual"),
        Field("committed", "Committed"),
        Field("ledger", "Day of the ledger", "date", is_past=True),
    ),
    frozenset({"line", "period"}),
    frozenset({"profile", "actual", "committed"}),
    also=(
        ("line", ("code", "budget line", "group code", "cost centre")),
        ("committed", ("commitment", "commitments")),
        ("actual", ("actuals", "spend")),
        ("ledger", ("ledger date",)),
    ),
)
TABLES: dict[str, Kind] = {
    kind.name: kind for kind in (*map(of_register, REGISTERS.values()), BUDGET_LINES, BUDGET_FIGURES)
}


def exactly(kind: Kind, header: Sequence[str]) -> dict[str, str]:
    """By key, the columns that bear a name of the kind, whatever their case."""
    folded = {column.casefold(): column for column in reversed(header) if column}
    found: dict[str, str] = {}
    for key, names in kind.names().items():
        free = [folded[name] for name in names if name in folded and folded[name] not in found.values()]
        found |= {key: free[0]} if free else {}
    return found


def recognise(header: Sequence[str]) -> list[Kind]:
    """The kinds of table that the header may be of: those that know the most of its columns, and enough of them."""
    least = max(2, min(sum(map(bool, header)) / 2, SURE))
    each = [(exactly(kind, header), kind) for kind in TABLES.values()]
    known = [(len(found), kind) for found, kind in each if kind.is_known_by(found) and len(found) >= least]
    most = max((count for count, _ in known), default=0)
    return [kind for count, kind in known if count == most]


def nearest(header: Sequence[str]) -> list[str]:
    """What to propose for a header that is of no kind for certain: those most like it."""
    likely = [(len(propose(header, kind.names())), kind.name) for kind in TABLES.values()]
    return [name for count, name in sorted(likely, key=lambda one: -one[0])[:3] if count > 1]


def places(kind: Kind, header: tuple[str, ...], said: str) -> dict[str, int]:
    """By key, the column that holds it: as people said, by its name, or else by one much like it.

    DeskError for a field or a column that there is not, and where what is needed is not there.
    """
    named = _said(kind, header, said)
    by_name = {key: column for key, column in exactly(kind, header).items() if key not in named}
    found = named | {key: column for key, column in by_name.items() if column not in named.values()}
    left = [column for column in header if column not in found.values()]
    alike = propose(left, {key: names for key, names in kind.names().items() if key not in found})
    found |= alike
    if not kind.is_known_by(found):
        raise DeskError(_lacking(kind, header, found), "map")
    return {key: header.index(column) for key, column in found.items()}


def _said(kind: Kind, header: Sequence[str], said: str) -> dict[str, str]:
    """`title=Summary,on=Completed`; a field by its key or its label."""
    keys = {name: key for key, names in kind.names().items() for name in reversed(names)} | {
        field.key: field.key for field in kind.fields
    }
    columns = {column.casefold(): column for column in header}
    found: dict[str, str] = {}
    for name, column in read_pairs(said, "map").items():
        if name.casefold() not in keys:
            listed = ", ".join(field.key for field in kind.fields)
            raise DeskError(f"There is no field {name!r} of {kind.noun[1]}. There are {listed}.", "map")
        if column.casefold() not in columns:
            raise DeskError(f"The file has no column {column!r}. It has {', '.join(header)}.", "map")
        found[keys[name.casefold()]] = columns[column.casefold()]
    return found


def _lacking(kind: Kind, header: Sequence[str], found: Mapping[str, str]) -> str:
    absent = [field for field in kind.fields if field.key in kind.needs and field.key not in found]
    absent = absent or [field for field in kind.fields if field.key in kind.any_of]
    wanted = (
        " or ".join(field.label for field in absent)
        if kind.needs <= set(found)
        else ", ".join(field.label for field in absent)
    )
    example = f"{absent[0].key}={next(filter(None, header), 'Column')}"
    return f"For {kind.noun[1]} I found no column {wanted}. Say which it is, for instance --map {example!r}."
