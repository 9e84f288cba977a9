"""Why a signed figure changed: the records that were written since, from the trail."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.command import Request
from bot.tickets.words import ref
from core.calendar import day_words
from core.facts import Kpi
from core.periods import Period
from core.records import REGISTERS
from core.sources import Books, Rows
from core.tickets import unpack_partners
from storage import reports
from storage.models import BUDGET, ReportVersion, Ticket, Trail

MOST = 3  # records that are named, of those that bear on one figure
MONTHS = re.compile(r"(\d{4})-(\d\d)(?:\.\.(\d{4})-(\d\d))?")
OF_TICKET = {"ticket": "id", "hold": "ticket_id", "downtime": "ticket_id"}
DONE = {"add": "was logged", "change": "was changed"}
OPEN = 999_912  # a month that is never over
Why = tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """A record that was written since: of which table, as what it counts, and in a sentence.

    A ticket may count, or have counted, from month `first` to `last`; of other records that is not known. `marks` are
    its levels and partners.
    """

    table: str
    sentence: str
    first: int = 0
    last: int = OPEN
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sought:
    """What bears on a figure: records of these tables, of these months, where it is of one level or partner of that."""

    tables: frozenset[str]
    first: int
    last: int
    mark: str

    def bears(self, one: Recorded) -> bool:
        is_in = one.first <= self.last and self.first <= one.last
        return one.table in self.tables and is_in and (not self.mark or not one.marks or self.mark in one.marks)


def whys(since: Sequence[Recorded], period: Period, kpis: Mapping[str, Kpi], keys: Sequence[str]) -> dict[str, Why]:
    """By the key of the figure, a sentence for each record that bears on it."""
    marks = {mark for one in since for mark in one.marks}
    return {key: sentences(sought(key, kpis, period, marks), since) for key in keys}


def sentences(wanted: Sought, since: Sequence[Recorded]) -> Why:
    """The first few, and how many more there are."""
    found = list(dict.fromkeys(one.sentence for one in since if wanted.bears(one)))
    more = len(found) - MOST
    return (*found[:MOST], *([f"And {more} more."] if more > 0 else []))


def sought(key: str, kpis: Mapping[str, Kpi], period: Period, marks: set[str]) -> Sought:
    subject, *_, last = key.split("/")
    months = period.months()
    span = MONTHS.search(key)
    first, final = (months[0], months[-1]) if span is None else ends(*span.groups())
    return Sought(tables_of(subject, kpis), first, final, last if last in marks else "")


def ends(year: str, month: str, last_year: str | None, last_month: str | None) -> tuple[int, int]:
    return int(year + month), int(last_year + last_month) if last_year and last_month else int(year + month)


def tables_of(subject: str, kpis: Mapping[str, Kpi]) -> frozenset[str]:
    """By what the figure is counted from; tickets where its name does not say."""
    where = kpis[subject].where if subject in kpis else None
    if isinstance(where, Rows):
        return frozenset({where.register})
    if isinstance(where, Books) or subject in {"budget", "variations"}:
        return frozenset(BUDGET)
    own = next((name for name in REGISTERS if subject.rstrip("s") == name), None)
    return frozenset({own} if own else {"ticket"})


def recorded_since(request: Request, session: Session, version: ReportVersion) -> Iterator[Recorded]:
    """Each record once, by the first that was done to it since."""
    seen: dict[tuple[str, int], list[Trail]] = {}
    for entry in reports.written_since(session, version):
        table, number = owner_of(entry)
        seen.setdefault((table, number), []).append(entry)
    for (table, number), entries in seen.items():
        on = day_words(request.desk.calendar.local(entries[0].at).date())
        if table == "ticket" and number:
            yield of_ticket(session.get_one(Ticket, number), entries, on)
        elif entries[0].action == "batch":
            yield Recorded(table, f"Records were imported on {on}.")
        else:
            yield Recorded(table, f"{name_of(table, number)} {DONE[entries[0].action]} on {on}.")


def owner_of(entry: Trail) -> tuple[str, int]:
    """The record by its table and number; what hangs off a ticket is the ticket's."""
    column = OF_TICKET.get(entry.record)
    if column is None or column == "id" or entry.action != "add":
        return entry.record, entry.record_id
    return "ticket", json.loads(entry.after or "{}").get(column, 0)


def of_ticket(ticket: Ticket, entries: Sequence[Trail], on: str) -> Recorded:
    """As it is, and as it was before each change."""
    before = [json.loads(entry.before or "{}") for entry in entries]
    was = [value for values in before for name in MONTH_COLUMNS if (value := values.get(name))]
    levels = {ticket.level, *(values["level"] for values in before if "level" in values)}
    partners = {ticket.partners, *(values["partners"] for values in before if "partners" in values)}
    months = (ticket.opened_month, ticket.ended_month, ticket.reported_month, *was)
    done = "was withdrawn" if ticket.void_at else DONE[entries[0].action]
    return Recorded(
        "ticket",
        f"{ref(ticket)} {done} on {on}.",
        min(filter(None, months)),
        max(filter(None, months)) if ticket.ended_month else OPEN,
        frozenset(levels) | {key for packed in partners for key in unpack_partners(packed)},
    )


MONTH_COLUMNS = ("opened_month", "ended_month", "reported_month")


def name_of(table: str, number: int) -> str:
    if table in REGISTERS:
        return REGISTERS[table].reference(number)
    return f"A {table.replace('_', ' ')}"
