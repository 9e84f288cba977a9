"""Whether a record may stand: by itself, beside what it belongs to, and beside those that there are already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from bot.records.words import owner_of, values_of
from core.errors import DeskError
from core.records import REGISTERS
from core.records.fields import Field, Register
from core.sources import Values
from storage import registers
from storage.database import take_turn
from storage.models.base import Kept
from storage.registers import Wanted

ENTERED_AT_ONCE = "The same was entered by somebody else at this moment; nothing was stored. Look at it, and try again."


def in_turn(register: Register, session: Session, person_id: int) -> None:
    """Until commit nobody else adds what would be the same as what is checked now. Before a record is locked."""
    take_turn(session, f"add by {person_id}")
    if register.single:
        take_turn(session, f"{register.name} singly")


def check(register: Register, values: Values, session: Session, row: Kept | None = None) -> None:
    """DeskError where values contradict one another, or what they belong to, or are another record's."""
    register.check(values)
    owner = owner_of(register, values, session)
    if owner is not None:
        register.suits(owner, values)
    if row is not None:
        check_belonging(register, values, session, row)
    if register.single:
        fields = [register.field(key) for key in register.single]
        same = Wanted({field.name: values[field.name] for field in fields})
        others = [each for each in registers.found(session, register.name, same, limit=2) if each is not row]
        if others:
            raise same_as(register, others[0], fields)


def check_belonging(register: Register, values: Values, session: Session, row: Kept) -> None:
    """DeskError where what belongs to a record would suit it no longer."""
    for other in REGISTERS.values():
        if other.owner is None or other.owner.of != register.name:
            continue
        for each in registers.found(session, other.name, Wanted({other.owner.name: row.id})):
            try:
                other.suits(values, values_of(other, each))
            except DeskError as error:
                raise DeskError(f"{other.reference(each.id)} would suit it no longer: {error.sentence}") from error


def recorded_before(
    register: Register, values: Values, session: Session, person_id: int, *, for_change: bool = False
) -> Kept | None:
    """What the same person recorded of the same thing, where each records one."""
    column = register.field(register.once).name if register.once else ""
    if values.get(column) is None:
        return None
    of_it = {column: values[column]}
    return registers.added_by(session, register.name, of_it, person_id, for_change=for_change)


def same_as(register: Register, other: Kept, fields: Sequence[Field]) -> DeskError:
    ref = register.reference(other.id)
    return DeskError(f"{ref} has the same {labels(fields)}. Correct it: {register.typed} edit {ref}.", fields[0].key)


def labels(fields: Sequence[Field]) -> str:
    return " and ".join(field.label for field in fields)


@dataclass(frozen=True)
class Rows:
    """The rows of a file: each is checked beside those before it too, for none of them stands yet."""

    register: Register
    session: Session
    person_id: int
    earlier: set[tuple[object, ...]] = field(default_factory=set)

    def check(self, values: Values, row: Kept | None = None) -> None:
        """DeskError as for a typed line, and where a new row is of what the person has recorded before."""
        check(self.register, values, self.session, row)
        before = None if row else recorded_before(self.register, values, self.session, self.person_id)
        if before:
            raise same_as(self.register, before, [self.register.field(self.register.once)])
        found = {(labels(fields), *(values[one.name] for one in fields)): fields for fields in self.alone(values, row)}
        for key in self.earlier & set(found):
            fields = found[key]
            raise DeskError(f"An earlier row has the same {labels(fields)}: keep one", fields[0].key)
        self.earlier.update(found)

    def alone(self, values: Values, row: Kept | None) -> Iterator[list[Field]]:
        """The fields that no two rows may have alike."""
        if self.register.single:
            yield [self.register.field(key) for key in self.register.single]
        once = self.register.field(self.register.once) if self.register.once else None
        if once and row is None and values[once.name] is not None:
            yield [once]
