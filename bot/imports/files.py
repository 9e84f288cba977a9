"""Importing from the command line: a file on this machine, in the name of an administrator."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlmodel import Session

from bot.app import Bot
from bot.command import Person, Place, Writing
from bot.imports.export import Export, Rows, Ways
from bot.imports.memory import Known, noted, open_known, recall_in, remember
from bot.imports.outcome import WORKBOOKS, HasErrors, Outcome, annotated
from bot.imports.through import go_through
from core.errors import DeskError
from reports.tables import as_csv
from reports.workbook import as_xlsx
from storage import batches, requests
from storage.database import take_turn
from storage.trail import Act

Follow = Callable[[Export | Rows], Export | Rows]


def import_file(
    bot: Bot,
    file: Path,
    ways: Ways | None = None,
    *,
    confirmed: bool = False,
    only_good: bool = False,
    follow: Follow = lambda export: export,
) -> Outcome:
    """The preview, or the import in one transaction. With errors nothing is stored, unless `only_good`.

    `follow` may watch the rows as they are read.
    """
    known = open_known(
        file, ways or Ways(), bot.desk.zone, lambda header: bot.database.read(partial(recall_in, header))
    )
    known = replace(known, export=follow(known.export))
    if not confirmed:
        outcome = looked(bot, known)
        outcome.ending = mended(outcome) or outcome.ending
        return outcome
    try:
        return bot.database.write(lambda session: brought(bot, known, file.name, session, only_good=only_good))
    except HasErrors as refused:
        refused.outcome.is_refused = True
        refused.outcome.ending = mended(refused.outcome) or ""
        return refused.outcome


def looked(bot: Bot, known: Known) -> Outcome:
    act = Act(0, bot.clock(), importer(bot).id)
    return bot.database.read(lambda session: through(bot, known, act, session, is_stored=False))


def brought(bot: Bot, known: Known, name: str, session: Session, *, only_good: bool) -> Outcome:
    """Raises HasErrors."""
    source = known.export.plan.profile.name
    take_turn(session, f"import {source}")
    act = requests.claim(session, str(uuid4()), bot.clock(), importer(bot).id, f"import {name} as {source}")
    assert act is not None  # noqa: S101 - a fresh id
    outcome = through(bot, known, act, session, is_stored=True)
    if outcome.errors and not only_good:
        raise HasErrors(outcome)
    remember(session, known.export.sheet.header, known.ways, act.at, act.person_id)
    outcome.ending, outcome.first = "Imported.", None
    return outcome


def through(bot: Bot, known: Known, act: Act, session: Session, *, is_stored: bool) -> Outcome:
    person = importer(bot)
    writing = Writing(bot.desk, act, bot.dispatcher.policy_id, act.at, person.role, person.partner)
    return noted(go_through(known.export, writing, session, is_stored=is_stored), known)


def mended(outcome: Outcome) -> str | None:
    if not outcome.errors:
        return None
    return "Nothing is stored yet: mend these rows, or add --only-good to import the others."


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
