"""Tickets of another tool: clocked, compared with what is there, and written, part by part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sqlmodel import Session

from bot.command import Writing
from bot.desk import Desk
from bot.imports.export import Export
from bot.imports.outcome import Outcome
from bot.matching import by_any_name
from bot.tickets.rework import end_hold, rework_quietly
from core.imports.events import Waits
from core.imports.plan import fields_of
from core.imports.tickets import Part, TicketColumns, read_parts, warnings
from core.imports.times import MISSING
from core.numbers import grouped
from core.outcomes import Clocked, clock_tickets
from core.zones import Seconds, to_local_many
from reports.tables import Table
from storage import imports, tickets, trail, waits
from storage.bulk import Columns, add_rows
from storage.imports import Change
from storage.models import Hold, Ticket
from storage.waits import Wait

ROWS_SHOWN = 5
PARTNERS_SHOWN = 10
DISPUTES_SHOWN = 10


def go_through(export: Export, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    """Every part of the file compared with what is there, and, where it is to be stored, written."""
    profile, desk = export.plan.profile, writing.desk
    outcome = Outcome(export.sheet.header)
    after, is_known = imports.last_id(session), imports.is_known(session, profile.name)
    fields = fields_of(profile, export.sheet.header)
    strange: Counter[str] = Counter()
    for part in (with_keys(each, desk, strange) for each in read_parts(export.sheet, export.plan)):
        clocked = clock_tickets(part.tickets, desk.terms, part.waits)
        columns = imports.columns_of(part.tickets, clocked, profile.name, writing.policy_id, writing.now)
        found = imports.all_new(columns)
        if is_known:
            found = imports.difference(session, columns, fields, waits.by_ticket(part.waits))
        note(outcome, part, found, clocked)
        outcome.first = outcome.first or preview(part.tickets, desk.zone)
        if is_stored:
            add_new(session, profile.name, columns, found.new, part.waits)
            for change in found.changed:
                follow(writing, session, profile.name, change)
    outcome.warnings = (*warnings(export.sheet, export.plan, outcome.odd), *told(strange))
    if is_stored:
        imports.enter_batch(session, writing.act, profile.name, outcome.new, after)
    return outcome


def with_keys(part: Part, desk: Desk, strange: Counter[str]) -> Part:
    """The partners by their keys, as people name them too; `strange` counts those that the desk does not have."""
    known = {name: partner.key for name, partner in by_any_name(desk).items()}
    strange.update(name for names in part.tickets.partners for name in names if name.lower() not in known)
    meant = {
        names: tuple(dict.fromkeys(known.get(name.lower(), name) for name in names))
        for names in set(part.tickets.partners)
    }
    return replace(part, tickets=replace(part.tickets, partners=[meant[names] for names in part.tickets.partners]))


def told(strange: Counter[str]) -> list[str]:
    if not strange:
        return []
    each = ", ".join(f"{name} ({grouped(count)})" for name, count in strange.most_common(PARTNERS_SHOWN))
    return [
        f"Partners that desk.toml does not have: {each}. No figure of a partner counts them; mend them, or add them."
    ]


def add_new(session: Session, source: str, columns: Columns, new: Sequence[int], waited: Waits | None) -> None:
    add_rows(session, "ticket", columns, new)
    mine = waited.only(np.isin(waited.owner, new)) if waited is not None else None
    if mine:
        waits.add_many(session, source, mine, columns["source_ref"])


def note(outcome: Outcome, part: Part, found: imports.Difference, clocked: Clocked) -> None:
    outcome.new += len(found.new)
    outcome.changed += len(found.changed)
    outcome.unchanged += found.unchanged
    outcome.errors += part.errors
    outcome.odd.append(part.oddities)
    if part.waits is not None:
        outcome.holds += len(part.waits)
        outcome.held += len(set(part.waits.owner.tolist()))
    disputes = disputed(part.tickets, clocked)
    outcome.agreed += disputes.count(None)
    outcome.disagreed += len(disputes) - disputes.count(None)
    outcome.disputed += list(filter(None, disputes))[: DISPUTES_SHOWN - len(outcome.disputed)]


def disputed(columns: TicketColumns, clocked: Clocked) -> list[str | None]:
    """For each resolved ticket with a flag of the tool's own: its reference if our clock disagrees, else None."""
    rows = zip(columns.reference, columns.made_sla, clocked.met_target, strict=True)
    return [None if theirs == ours else reference for reference, theirs, ours in rows if None not in {theirs, ours}]


def preview(columns: TicketColumns, zone: str) -> Table | None:
    """The first rows as they were understood."""
    if not len(columns):
        return None
    opened, resolved = shown(columns.opened[:ROWS_SHOWN], zone), shown(columns.resolved[:ROWS_SHOWN], zone)
    rows = zip(columns.reference, columns.kind, columns.priority, opened, resolved, columns.summary, strict=False)
    return Table("The first rows", ("Reference", "Kind", "Priority", "Opened", "Resolved", "Summary"), tuple(rows))


def shown(times: Seconds, zone: str) -> list[str]:
    there = times != MISSING
    local = times.copy()
    local[there] = to_local_many(times[there], zone)
    spelt = local.astype("datetime64[s]").astype(str).tolist()
    return [text.replace("T", " ")[:16] if known else "" for text, known in zip(spelt, there.tolist(), strict=True)]


def follow(writing: Writing, session: Session, source: str, change: Change) -> None:
    """A known ticket that the export has otherwise: clock, outcome and downtime follow, with the holds made here."""
    values = dict(change.values)
    ticket = session.get_one(Ticket, change.number, with_for_update=True)
    if change.waits is not None:
        set_waits(writing, session, ticket, source, change.waits)
    ended_at = values.get("ended_at")
    if ended_at is not None:
        end_hold(writing, session, ticket, max(ended_at, ticket.held_since or ended_at))
        values |= {"held_since": None}
    elif change.waits is not None:
        running = [hold.started_at for hold in tickets.holds(session, ticket.id) if hold.ended_at is None]
        values |= {"held_since": min(running, default=None)}
    if values.get("resolved_at") is not None:
        moved = values.get("reassignments", ticket.reassignments) or values.get("reopenings", ticket.reopenings)
        is_known = moved or values["first_contact"] is not None or ticket.reporter_id is not None
        values |= {"first_contact": not moved if is_known else None}
    rework_quietly(writing, session, ticket, values)


def set_waits(writing: Writing, session: Session, ticket: Ticket, source: str, wanted: Sequence[Wait]) -> None:
    """The holds of a source are as its log has them; what was put on hold here stays."""
    left = {(start, reason): end for start, end, reason in wanted}
    for row in tickets.holds(session, ticket.id):
        if row.source == source and (row.started_at, row.reason) in left:
            end = left.pop((row.started_at, row.reason))
            trail.change(session, writing.act, row, {"ended_at": end or row.ended_at})
        elif row.source == source:
            trail.change(session, writing.act, row, {"void_at": writing.now})
    for (start, reason), end in left.items():
        hold = {"ticket_id": ticket.id, "started_at": start, "ended_at": end, "reason": reason, "source": source}
        trail.add(session, writing.act, Hold, hold)
