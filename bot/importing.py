"""Importing tickets from another tool's export: read, clock, compare with what is there, and write in chunks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlmodel import Session

from bot.app import Bot
from bot.command import Person, Writing
from bot.tickets.rework import end_hold, rework
from core.errors import DeskError
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import read_table
from core.imports.tickets import RowError, TicketColumns, read_tickets, recognise
from core.numbers import grouped
from core.outcomes import Clocked, clock_tickets
from storage import imports, requests, tickets
from storage.database import take_turn
from storage.imports import Batch
from storage.models import Ticket
from storage.trail import Values

ERRORS_SHOWN = 10


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do. `disagreed`: the tool's own SLA flag says otherwise than our clock."""

    batch: Batch
    errors: tuple[RowError, ...]
    warnings: tuple[str, ...]
    agreed: int
    disagreed: int
    confirmed: bool

    @property
    def new(self) -> int:
        return self.batch.new

    def words(self) -> str:
        counts = (
            f"{grouped(self.batch.new)} new, {grouped(self.batch.changed)} changed, {grouped(len(self.errors))} errors"
        )
        lines = [f"{counts}; {grouped(self.batch.unchanged)} unchanged."]
        lines += [f"  line {e.line}, {e.column} {e.value!r}: {e.mend}" for e in self.errors[:ERRORS_SHOWN]]
        if len(self.errors) > ERRORS_SHOWN:
            lines.append(f"  and {grouped(len(self.errors) - ERRORS_SHOWN)} more")
        lines += self.warnings
        if self.agreed + self.disagreed:
            lines.append(
                f"The tool's own SLA flag agrees with our clock on {grouped(self.agreed)} tickets and disagrees on "
                f"{grouped(self.disagreed)}; ours counts."
            )
        lines.append("Imported." if self.confirmed else "Nothing is stored yet: add --yes to import.")
        return "\n".join(lines)


def import_tickets(bot: Bot, file: Path, profile: str | None, zone: str | None, *, confirmed: bool) -> Outcome:
    """Read and clock outside the transaction, compare and write inside it."""
    sheet = read_table(file)
    chosen = named(profile) if profile else recognise(sheet.header)
    columns, errors, warnings = read_tickets(sheet, chosen, zone or bot.desk.zone)
    clocked = clock_tickets(columns, bot.desk.calendars, bot.desk.service_hours(), bot.desk.targets, bot.desk.zone)
    rows = imports.rows_of(columns, clocked, chosen.name, bot.dispatcher.policy_id, bot.clock())
    person = importer(bot)
    line = f"import {file.name} as {chosen.name}"

    def preview(session: Session) -> Batch:
        return imports.difference(session, chosen.name, rows, chosen.columns).batch

    def work(session: Session) -> Batch:
        take_turn(session, f"import {chosen.name}")
        act = requests.claim(session, str(uuid4()), bot.clock(), person.id, line)
        assert act is not None  # noqa: S101 - a fresh id
        found = imports.difference(session, chosen.name, rows, chosen.columns)
        imports.add_all(session, act, chosen.name, found.new)
        writing = Writing(bot.desk, act, bot.dispatcher.policy_id, bot.clock())
        for number, values in found.changed:
            follow(writing, session, number, values)
        return found.batch

    batch = bot.database.write(work) if confirmed else bot.database.read(preview)
    agreed, disagreed = flags(columns, clocked)
    return Outcome(batch, errors, warnings, agreed, disagreed, confirmed)


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


def named(profile: str) -> Profile:
    for known in PROFILES:
        if known.name == profile:
            return known
    raise DeskError(f"There is no profile {profile!r}. There are {', '.join(p.name for p in PROFILES)}.", "profile")


def importer(bot: Bot) -> Person:
    """In whose name the command line imports: an administrator of desk.toml."""
    for person in bot.dispatcher.people.values():
        if person.role == "admin":
            return person
    raise DeskError("desk.toml lists nobody with the role admin; imports are made in an administrator's name.")


def flags(columns: TicketColumns, clocked: Clocked) -> tuple[int, int]:
    """How often the tool's flag and our clock agree and disagree, over resolved tickets that have a flag."""
    pairs: Sequence[tuple[bool | None, bool | None]] = list(zip(columns.made_sla, clocked.met_target, strict=True))
    both = [(theirs, ours) for theirs, ours in pairs if theirs is not None and ours is not None]
    agreed = sum(theirs == ours for theirs, ours in both)
    return agreed, len(both) - agreed
