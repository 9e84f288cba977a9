"""What a register is: its fields as data, from which parsing, forms, lists and files are all made."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.calendar import Calendar, day_words
from core.errors import DeskError
from core.sources import Group, Values

Kind = Literal[
    "text",
    "date",
    "moment",
    "month",
    "integer",
    "decimal",
    "money",
    "yes/no",
    "choice",
    "person",
    "partner",
    "service",
    "ticket",
    "record",
    "kpi",
    "subject",
    "period",
]
REFERENCE = re.compile(r"(?:([A-Za-z]{3})-)?#?(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Field:
    """One column: as typed (`key`), as shown (`label`) and as stored (`column`; the key, where it is not given).

    `default` is read as if it had been typed. `of` names the register that a record belongs to. `least` and `most`
    bound a number; a date or moment that `is_past` cannot lie in the future. Of texts that a record may do without,
    lists show those that are `is_listed`.
    A month is yyyymm, money is pence, a period its words. A subject is what figures are about: a KPI, a register, a
    measure or a budget line.
    """

    key: str
    label: str
    kind: Kind = "text"
    column: str = ""
    required: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""
    least: int = 0
    most: int = 999_999_999
    is_past: bool = False
    is_listed: bool = False

    @property
    def name(self) -> str:
        return self.column or self.key


@dataclass(frozen=True)
class Duty:
    """What the law or the house asks for once this is recorded; `by`: until when, where there is a limit."""

    text: str
    by: datetime | None = None


def agrees(_values: Values) -> None:
    """The check of a register whose fields cannot contradict one another."""


def no_duties(_values: Values) -> tuple[Duty, ...]:
    return ()


def how_many(groups: Sequence[Group]) -> int:
    return sum(number for _, number in groups)


def every_one(groups: Sequence[Group]) -> Sequence[Group]:
    return groups


def nothing_more(_groups: Sequence[Group], _target: float | None) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Total:
    """What the records of a register come to together.

    The field `by` makes the rows of the table, `cell` the figure of some records; the last row is that of them all, so
    that shares and means are never added. `says` puts it into words, against the target where there is one. Both see
    the columns `of`, and those of the rows and partners. The field `weight` says for how many things one record
    stands, and `noun` what those are called, where they are not called as the records are. `stands` leaves out what a
    later record replaces. Only one that `is_targeted` is compared with a target.
    """

    by: str = ""
    of: tuple[str, ...] = ()
    weight: str = ""
    cell: Callable[[Sequence[Group]], str | int] = how_many
    says: Callable[[Sequence[Group], float | None], tuple[str, ...]] = nothing_more
    stands: Callable[[Sequence[Group]], Sequence[Group]] = every_one
    noun: tuple[str, str] | None = None
    is_targeted: bool = False


@dataclass(frozen=True)
class Today:
    """The local day on which something is asked, and the calendar by which working days are counted."""

    on: date
    calendar: Calendar


def no_words(_owner: Values, _values: Values, _today: Today) -> str:
    return ""


def nothing_together(_owner: Values, _every: Sequence[Values], _today: Today) -> tuple[str, ...]:
    return ()


def any_owner(_owner: Values, _values: Values) -> None:
    """The check of a register whose records contradict nothing that they belong to."""


@dataclass(frozen=True)
class Register:
    """A list that the desk keeps. `letters` begin its references: RSK-12.

    Free words fill the field `words`; a first word may fill the field `lead`. `dated` is the field by which it counts
    in a period. Closing it fills the date `closes`, or `drops` where it came to nothing, and perhaps `closing` with
    what was typed. `needs` is what adding takes, `handles` what editing and closing take, `sees` what looking takes:
    rows of core.roles. What is `restricted` is never said in a channel; its counts by `lead` may be. `check` refuses
    values that contradict one another. `mark` stands behind every reference. Of one value of the field `once` a person
    records one: again, it is corrected. There is one record for each combination of the fields `single`. Where no
    partner is given, the field `whose` may name one.

    A record that belongs to one of another register `suits` it or is refused, and says `beside` it what it comes to;
    `together` is what all those of one come to.
    """

    name: str
    does: str
    noun: tuple[str, str]
    letters: str
    fields: tuple[Field, ...]
    words: str
    example: str
    correction: str
    dated: str = ""
    lead: str = ""
    closes: str = ""
    drops: str = ""
    closing: str = ""
    needs: str = "staff"
    handles: str = "staff"
    sees: str = "look"
    restricted: bool = False
    is_slash: bool = False
    mark: str = ""
    once: str = ""
    check: Callable[[Values], None] = agrees
    duties: Callable[[Values], tuple[Duty, ...]] = no_duties
    total: Total | None = None
    single: tuple[str, ...] = ()
    whose: str = ""
    suits: Callable[[Values, Values], None] = any_owner
    beside: Callable[[Values, Values, Today], str] = no_words
    together: Callable[[Values, Sequence[Values], Today], tuple[str, ...]] = nothing_together

    def field(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)

    def has(self, key: str) -> bool:
        return any(field.key == key for field in self.fields)

    @property
    def ends(self) -> tuple[Field, ...]:
        """The dates of which one, where it is there, says that a record is closed."""
        return tuple(self.field(key) for key in (self.closes, self.drops) if key)

    @property
    def owner(self) -> Field | None:
        """The field by which a record belongs to one of another register."""
        return next((field for field in self.fields if field.of), None)

    @property
    def typed(self) -> str:
        return f"/{self.name}" if self.is_slash else f"/ict {self.name}"

    def reference(self, number: int) -> str:
        return f"{self.letters}-{number}"

    def read_reference(self, typed: str) -> int | None:
        """The number of `RSK-12`, `rsk-12`, `#12` or `12`; None for anything else."""
        match = REFERENCE.fullmatch(typed.strip())
        return int(match[2]) if match and (match[1] or self.letters).upper() == self.letters else None


def is_reference(word: str) -> bool:
    """Whether a word may be the reference of some record, whatever its letters."""
    return REFERENCE.fullmatch(word) is not None


def no_more_than(values: Values, part: Field, whole: Field) -> None:
    """DeskError where a part is larger than what it is a part of."""
    low, high = values.get(part.name), values.get(whole.name)
    if low is not None and high is not None and low > high:
        raise DeskError(
            f"{part.label} ({low:,.12g}) cannot be more than {whole.label.lower()} ({high:,.12g}).", part.key
        )


def not_before(values: Values, later: Field, earlier: Field) -> None:
    """DeskError where a date or time stands before the one that it follows."""
    end, start = values.get(later.name), values.get(earlier.name)
    if end is None or start is None or end >= start:
        return
    if later.kind == "date":
        end_day, start_day = day_words(end), day_words(start)
        raise DeskError(f"{later.label} ({end_day}) cannot be before {earlier.label.lower()} ({start_day}).", later.key)
    raise DeskError(f"{later.label} cannot be before {earlier.label.lower()}.", later.key)


OWNER = Field("owner", "Owner", "person", "owner_id")
PARTNER = Field("partner", "Partner", "partner")
TITLE = Field("title", "What", required=True)
NUMBER = Field("number", "How many", "integer", least=1)  # entered together; one, where it is not given
