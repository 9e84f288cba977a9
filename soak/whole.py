"""Whether a database is whole, whatever happened to it: what was acknowledged is there, once, with its trail."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from storage.database import Database
from storage.models import Alert, StoredRequest, Ticket, Trail
from storage.trail import RECORDS, freeze, table_of

Row = dict[str, Any]


def lost(database: Database, acknowledged: Collection[str]) -> list[str]:
    """The ids of requests that were acknowledged and are not stored with their reply."""
    kept = {row["request_id"] for row in every(database, StoredRequest) if row["reply"]}
    return sorted(set(acknowledged) - kept)


def doubled(database: Database) -> list[str]:
    """Tickets of one summary, which no two lines of a soak share."""
    summaries = Counter(row["summary"] for row in every(database, Ticket))
    return [summary for summary, times in summaries.items() if times > 1]


def broken(database: Database) -> list[str]:
    """Where requests, trail and records do not tell the same; nothing when all is whole."""
    entries = every(database, Trail)
    asked, told = {row["number"] for row in every(database, StoredRequest)}, {entry["number"] for entry in entries}
    found = [f"request {number} has no entry" for number in sorted(asked - told)]
    found += [f"entries of request {number}, which is not there" for number in sorted(told - asked)]
    for name, model in RECORDS.items():
        if model is Alert:  # said by the jobs, at no one's request
            continue
        held = {row["id"]: json.loads(freeze(row)) for row in every(database, model)}
        found += differing(name, held, [entry for entry in entries if entry["record"] == name])
    return found


def differing(name: str, held: Mapping[int, Row], entries: Sequence[Row]) -> list[str]:
    """The records of one table against what its entries say of them, each of which begins where the last one ended."""
    states: dict[int, Row] = {}
    found = []
    for entry in entries:
        number, before = entry["record_id"], json.loads(entry["before"] or "{}")
        if (number in states) is (entry["action"] == "add"):
            found.append(f"{name} {number}: entry {entry['id']} adds it again, or changes what was never added")
        state = states.setdefault(number, {})
        if any(state.get(column, value) != value for column, value in before.items()):
            found.append(f"{name} {number}: entry {entry['id']} does not begin where the one before it ended")
        state.update(json.loads(entry["after"]))
    found += [f"{name} {number} is in the trail or the table only" for number in sorted(states.keys() ^ held.keys())]
    both = states.keys() & held.keys()
    return found + [
        f"{name} {number} is not as its trail left it" for number in both if not agree(held, states, number)
    ]


def agree(held: Mapping[int, Row], states: Mapping[int, Row], number: int) -> bool:
    return held[number] | states[number] == held[number]


def every(database: Database, model: type[SQLModel]) -> list[Row]:
    """All rows of a table in the order of its key."""
    table = table_of(model)

    def read(session: Session) -> list[Row]:
        return [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]

    return database.read(read)
