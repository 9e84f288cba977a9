"""What one look through a whole export settles: which rows count, and the order of day and month in its dates."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from core.errors import DeskError
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import Sheet
from core.imports.times import Order, settle

TIMES = ("opened", "resolved", "closed")
_LONGEST_DATE = 11  # 29/Feb/2016; longer first words are no dates, and need not be kept


@dataclass(frozen=True, eq=False)
class Plan:
    """How a sheet is to be read. `counts` has 1 for each row that does, 0 for one that a later row supersedes."""

    profile: Profile
    zone: str
    order: Order
    counts: bytearray
    superseded: int


def recognise(header: tuple[str, ...]) -> Profile | None:
    """The profile whose marking columns all stand in the header, in any order and case."""
    return next((profile for profile in PROFILES if not lacking(profile, header)), None)


def lacking(profile: Profile, header: tuple[str, ...]) -> list[str]:
    present = {column.casefold() for column in header}
    return [profile.columns[name] for name in profile.needs if profile.columns[name] not in present]


def fields_of(profile: Profile, header: tuple[str, ...]) -> dict[str, int]:
    """The place in the header of each of our fields that the sheet has; the reference comes first."""
    folded = [column.casefold() for column in header]
    return {name: folded.index(column) for name, column in profile.columns.items() if column in folded}


def plan(sheet: Sheet, profile: Profile, zone: str, order: Order | None = None) -> Plan:
    """The last row of each reference counts, because an event log has a row for each change of an incident.

    `zone`: that of the times, where the profile has none of its own. DeskError: a column is lacking, or nothing in the
    file tells days from months and `order` does not either.
    """
    if absent := lacking(profile, sheet.header):
        raise DeskError(f"The file lacks {', '.join(absent)}: export it again with them.", "file")
    places = fields_of(profile, sheet.header)
    pick: Any = itemgetter(*(places[name] for name in ("reference", *TIMES) if name in places))
    latest: dict[str, int] = {}
    counts, dates = bytearray(), set[str]()
    for row, (_, cells) in enumerate(sheet.rows()):
        cells.extend([""] * (len(sheet.header) - len(cells)))
        reference, *times = map(str.strip, pick(cells))
        dates.update(time.partition(" ")[0][:_LONGEST_DATE] for time in times)
        counts.append(1)
        if reference not in profile.missing:
            earlier = latest.get(reference)
            latest[reference] = row
            if earlier is not None:
                counts[earlier] = 0
    return Plan(profile, profile.zone or zone, order or settle(sorted(dates)), counts, counts.count(0))
