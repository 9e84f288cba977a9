"""Importing tickets from another tool's export: read, clock, compare with what is there, and write, part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlmodel import Session

from bot.app import Bot
from bot.command import Person, Place, Writing
from bot.tickets.rework import end_hold, rework
from core.errors import DeskError
from core.imports.mapping import profile_of, read_map, read_pairs, refusal
from core.imports.plan import Plan, plan, recognise
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import Sheet, read_table
from core.imports.tickets import MISSING, Oddities, Part, RowError, TicketColumns, read_parts, warnings
from core.imports.times import read_order
from core.numbers import grouped
from core.outcomes import Clocked, clock_tickets
from core.zones import Seconds, to_local_many
from reports.tables import Table, as_csv, as_text
from reports.workbook import as_xlsx
from storage import batches, imports, requests, tickets
from storage.database import take_turn
from storage.imports import Batch
from storage.models import Ticket
from storage.trail import Act, Values

ERRORS_SHOWN = 10
ROWS_SHOWN = 5
DISPUTES_SHOWN = 10
WORKBOOKS = (".xlsx", ".xls", ".ods")


@dataclass(frozen=True)
class Ways:
    """What people say of a file that it does not say itself: the order of its dates, its columns, its priorities."""

    profile: str | None = None
    zone: str | None = None
    dates: str | None = None
    columns: str | None = None
    priorities: str | None = None


@dataclass(frozen=True)
class Export:
    sheet: Sheet
    plan: Plan


@dataclass
class Outcome:
    """What an import did, or would do. `disputed`: the first tickets whose own SLA flag says otherwise than our clock.

    `ending` is the sentence with which it ends; `is_refused` says that it was to be stored and was not.
    """

    header: tuple[str, ...]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    odd: list[Oddities] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    agreed: int = 0
    disagreed: int = 0
    disputed: list[str] = field(default_factory=list)
    first: Table | None = None
    ending: str = "Nothing is stored yet: add --yes to import."
    is_refused: bool = False

    @property
    def batch(self) -> Batch:
        return Batch(self.new, self.changed, self.unchanged)

    def words(self) -> str:
        counts = f"{grouped(self.new)} new, {grouped(self.changed)} changed, {grouped(len(self.errors))} errors"
        lines = [f"{counts}; {grouped(self.unchanged)} unchanged."]
        lines += [f"  line {e.line}, {e.column} {e.value!r}: {e.mend}" for e in self.errors[:ERRORS_SHOWN]]
        if len(self.errors) > ERRORS_SHOWN:
            lines.append(f"  and {grouped(len(self.errors) - ERRORS_SHOWN)} more")
        lines += self.warnings
        if self.agreed + self.disagreed:
            which = f" The first of them: {', '.join(self.disputed)}." if self.disputed else ""
            lines.append(
                f"The tool's own SLA flag agrees with our clock on {grouped(self.agreed)} tickets and disagrees on "
                f"{grouped(self.disagreed)}; ours counts.{which}"
            )
        shown = [as_text(self.first)] if self.first else []
        return "\n".join([*lines, *shown, self.ending])


class HasErrors(Exception):  # noqa: N818 - it only carries the outcome out of the transaction, which is rolled back
    """The file has rows that cannot be read, and nobody said that the others shall come in alone."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("the import has errors")
        self.outcome = outcome


def import_tickets(
    bot: Bot,
    file: Path,
    profile: str | None = None,
    zone: str | None = None,
    *,
    confirmed: bool,
    only_good: bool = False,
    ways: Ways | None = None,
) -> Outcome:
    """The preview, or the import in one transaction. With errors nothing is stored, unless `only_good`."""
    export = open_export(file, ways or Ways(profile, zone), bot.desk.zone)
    if not confirmed:
        outcome = bot.database.read(lambda session: go_through(bot, export, session, None))
        outcome.ending = mended(outcome) or outcome.ending
        return outcome
    person = importer(bot)
    source = export.plan.profile.name

    def work(session: Session) -> Outcome:
        take_turn(session, f"import {source}")
        act = requests.claim(session, str(uuid4()), bot.clock(), person.id, f"import {file.name} as {source}")
        assert act is not None  # noqa: S101 - a fresh id
        outcome = go_through(bot, export, session, act)
        if outcome.errors and not only_good:
            raise HasErrors(outcome)
        outcome.ending, outcome.first = "Imported.", None
        return outcome

    try:
        return bot.database.write(work)
    except HasErrors as refused:
        refused.outcome.is_refused = True
        refused.outcome.ending = mended(refused.outcome) or ""
        return refused.outcome


def mended(outcome: Outcome) -> str | None:
    if not outcome.errors:
        return None
    return "Nothing is stored yet: mend these rows, or add --only-good to import the others."


def open_export(file: Path, ways: Ways, zone: str) -> Export:
    sheet = read_table(file)
    chosen = choose(sheet.header, ways)
    order = read_order(ways.dates) if ways.dates else None
    return Export(sheet, plan(sheet, chosen, ways.zone or chosen.zone or zone, order))


def choose(header: tuple[str, ...], ways: Ways) -> Profile:
    if ways.columns:
        priorities = read_pairs(ways.priorities or "", "priorities")
        return profile_of(ways.profile or "other", read_map(ways.columns, header), priorities)
    found = named(ways.profile) if ways.profile else recognise(header)
    if found is None:
        raise refusal(header)
    return found


def go_through(bot: Bot, export: Export, session: Session, act: Act | None) -> Outcome:
    """Every part of the file compared with what is there, and under an act written."""
    profile = export.plan.profile
    outcome = Outcome(export.sheet.header)
    after, is_known = imports.last_id(session), imports.is_known(session, profile.name)
    for part in read_parts(export.sheet, export.plan):
        desk = bot.desk
        clocked = clock_tickets(part.tickets, desk.calendars, desk.service_hours(), desk.targets, desk.zone)
        columns = imports.columns_of(part.tickets, clocked, profile.name, bot.dispatcher.policy_id, bot.clock())
        found = imports.difference(session, columns, profile.columns) if is_known else imports.all_new(columns)
        note(outcome, part, found, clocked)
        outcome.first = outcome.first or preview(part.tickets, desk.zone)
        if act is not None:
            imports.add_rows(session, columns, found.new)
            writing = Writing(desk, act, bot.dispatcher.policy_id, bot.clock())
            for number, values in found.changed:
                follow(writing, session, number, values)
    outcome.warnings = tuple(warnings(export.sheet, export.plan, outcome.odd))
    if act is not None:
        imports.enter_batch(session, act, profile.name, outcome.new, after)
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


def annotated(header: Iterable[str], errors: Sequence[RowError]) -> Table:
    """The rows that were left out as they stand, each with what is wrong; once mended, it can be imported."""
    names = ("line in the file", "column at fault", "what would mend it", *header)
    rows = [(str(error.line), error.column, error.mend, *error.cells) for error in errors]
    width = max(len(row) for row in (names, *rows))
    filled = [(*row, *[""] * (width - len(row))) for row in (names, *rows)]
    return Table("Rows with errors", filled[0], tuple(filled[1:]))


def write_annotated(file: Path, outcome: Outcome) -> str:
    """Written beside the file, as a workbook if that is one; says where, or why not."""
    table = annotated(outcome.header, outcome.errors)
    is_workbook = file.suffix.lower() in WORKBOOKS
    beside = file.with_name(f"{file.name}.errors{'.xlsx' if is_workbook else '.csv'}")
    try:
        beside.write_bytes(as_xlsx(table) if is_workbook else as_csv(table).encode("utf-8-sig"))
    except OSError as error:
        return f"The rows with errors could not be written to {beside} ({error.strerror})."
    return f"The rows with errors, and what would mend each, are in {beside}."


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


def undo_last(bot: Bot) -> str:
    """Take back the last import that is not undone yet, in an administrator's name."""
    number = bot.database.read(batches.newest)
    if number is None:
        raise DeskError("There is no import that could be undone.")
    channel, name = next(key for key, person in bot.dispatcher.people.items() if person == importer(bot))
    return bot.dispatcher.answer(f"/ict undo {number}", name, Place(channel), bot.clock()).text
