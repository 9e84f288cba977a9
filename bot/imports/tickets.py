"""Tickets of another tool: clocked, compared with what is there, and written, part by part."""

from sqlmodel import Session

from bot.command import Writing
from bot.imports.export import Export
from bot.imports.outcome import Outcome
from bot.tickets.rework import end_hold, rework
from core.imports.tickets import MISSING, Part, TicketColumns, read_parts, warnings
from core.outcomes import Clocked, clock_tickets
from core.zones import Seconds, to_local_many
from reports.tables import Table
from storage import imports, tickets
from storage.models import Ticket
from storage.trail import Values

ROWS_SHOWN = 5
DISPUTES_SHOWN = 10


def go_through(export: Export, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    """Every part of the file compared with what is there, and, where it is to be stored, written."""
    profile, desk = export.plan.profile, writing.desk
    outcome = Outcome(export.sheet.header)
    after, is_known = imports.last_id(session), imports.is_known(session, profile.name)
    for part in read_parts(export.sheet, export.plan):
        clocked = clock_tickets(part.tickets, desk.calendars, desk.service_hours(), desk.targets, desk.zone)
        columns = imports.columns_of(part.tickets, clocked, profile.name, writing.policy_id, writing.now)
        found = imports.difference(session, columns, profile.columns) if is_known else imports.all_new(columns)
        note(outcome, part, found, clocked)
        outcome.first = outcome.first or preview(part.tickets, desk.zone)
        if is_stored:
            imports.add_rows(session, columns, found.new)
            for number, values in found.changed:
                follow(writing, session, number, values)
    outcome.warnings = tuple(warnings(export.sheet, export.plan, outcome.odd))
    if is_stored:
        imports.enter_batch(session, writing.act, profile.name, outcome.new, after)
    return outcome


def note(outcome: Outcome, part: Part, found: imports.Difference, clocked: Clocked) -> None:
    outcome.new += len(found.new)
    outcome.changed += len(found.changed)
    outcome.unchanged += found.unchanged
    outcome.errors += part.errors
    outcome.odd.append(part.oddities)
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


def follow(writing: Writing, session: Session, number: int, values: Values) -> None:
    """A known ticket that the export has otherwise: clock, outcome and downtime follow, with the holds made here."""
    ticket = session.get_one(Ticket, number, with_for_update=True)
    ended_at = values.get("ended_at")
    if ended_at is not None:
        end_hold(writing, session, ticket, max(ended_at, ticket.held_since or ended_at))
        values |= {"held_since": None}
    if values.get("resolved_at") is not None:
        moved = values.get("reassignments", ticket.reassignments) or values.get("reopenings", ticket.reopenings)
        values |= {"first_contact": not moved}
    was_watched = ticket.watch_at is not None
    rework(writing, session, ticket, values)
    if not was_watched and ticket.watch_at is not None and ticket.watch_at <= writing.now:
        tickets.set_watch(session, number, None, ticket.warned_at)  # history raises no alarm
