"""The card of an upload: one message that always says how it stands, and what its person can do."""

import json
from base64 import b64encode
from collections.abc import Mapping

from bot.command import Post
from bot.imports.export import Ways
from bot.imports.outcome import WORKBOOKS, Outcome, annotated
from bot.parts import Button, Buttons, File, Form, FormField, Part, Table, buttons, line
from core.errors import DeskError
from core.imports import kinds
from core.imports.mapping import NAMES, NEEDED, propose, read_pairs
from core.imports.times import ORDERS, UnsettledError
from core.imports.uploads import (
    ASKING,
    LEVELS_ASKED,
    OPEN,
    QUEUED,
    WAITING,
    propose_levels,
    reference,
    spell_size,
    still_needed,
)
from core.numbers import grouped, plural
from reports.tables import as_csv
from reports.workbook import as_xlsx
from storage.models import Upload

ERRORS_IN_FILE = 10_000
FIRST_ERRORS = f"The first {grouped(ERRORS_IN_FILE)} of the rows with errors are"
NOTHING_YET = "Nothing is stored yet."
ROWS = ("row", "rows")
WRONG_ROWS = ("row with errors", "rows with errors")
STANDS = {
    "reading": "is being read",
    ASKING: "waits for your answer",
    WAITING: "waits for your word",
    QUEUED: "is next",
    "importing": "is being imported",
}
Card = tuple[Part, ...]


def named(upload: Upload) -> str:
    return f"{reference(upload.id)}, {upload.name}"


def post(upload: Upload, card: Card, *news: Part) -> Post:
    """The card where it stands; `news` are said below it, and so are heard of."""
    return Post(upload.place, f"upload:{upload.id}", news, card)


def ways_of(upload: Upload) -> Ways:
    return Ways(**json.loads(upload.ways))


def cancel(upload: Upload) -> Button:
    return Button("Cancel", f"import cancel {reference(upload.id)}")


def reading(upload: Upload) -> Card:
    size = spell_size(upload.size)
    return (line(f"{named(upload)} ({size}): I am reading it, and then say here what it would do. {NOTHING_YET}"),)


def preview(upload: Upload, outcome: Outcome) -> Card:
    """The counts, the first errors, the first rows, and what can be done."""
    counts, *others = outcome.summary()
    lines = [line(f"{named(upload)}: {counts}"), *map(line, others)]
    first = [Table(outcome.first)] if outcome.first else []
    asked = [words_asked(upload)] if upload.words else []
    return (*lines, *first, *map(line, asked), line(decision(upload, outcome)), Buttons(choices(upload, outcome)))


def decision(upload: Upload, outcome: Outcome) -> str:
    if sends_wrong_rows(upload, outcome):
        which = "The rows with errors are" if len(outcome.errors) <= ERRORS_IN_FILE else FIRST_ERRORS
        return f"{NOTHING_YET} {which} in the file below: import the good ones, then mend these there and send it."
    if upload.words or outcome.new + outcome.changed:
        return NOTHING_YET
    return "All of it is here already: there is nothing to import."


def sends_wrong_rows(upload: Upload, outcome: Outcome) -> bool:
    """Wherever the others can be imported; where only its priorities must be explained it would be the file again."""
    return bool(outcome.errors) and (not upload.words or outcome.new + outcome.changed > 0)


def choices(upload: Upload, outcome: Outcome) -> tuple[Button, ...]:
    """The rows with errors are never left out unasked: with errors there is no plain Import."""
    here = reference(upload.id)
    said = [Button("Say the priorities", f"import priorities {here}", opens_form=True)] if upload.words else []
    if outcome.new + outcome.changed:
        whole = ("Import", "go") if not outcome.errors else ("Import the good rows", "good")
        said.append(Button(whole[0], f"import {whole[1]} {here}"))
    if ways_of(upload).columns:
        said.append(Button("Change the columns", f"import columns {here}", opens_form=True))
    return (*said, cancel(upload))


def words_asked(upload: Upload) -> str:
    words = ", ".join(json.loads(upload.words or "[]"))
    return f"These priorities do not speak for themselves: {words}. Say which is which."


def wrong_rows(upload: Upload, outcome: Outcome) -> File:
    """The rows with errors, each with what would mend it; a workbook where the file was one."""
    table = annotated(outcome.header, outcome.errors[:ERRORS_IN_FILE])
    if upload.name.lower().endswith(WORKBOOKS):
        return File(f"{upload.name}.errors.xlsx", b64encode(as_xlsx(table)).decode(), is_binary=True)
    return File(f"{upload.name}.errors.csv", as_csv(table))


def question(upload: Upload, error: DeskError) -> Card:
    """What has still to be said before it can be read."""
    here = reference(upload.id)
    if isinstance(error, UnsettledError):
        order = [(wording.replace("-", " ").capitalize(), f"import look {here} dates:{wording}") for wording in ORDERS]
        asked = line(f"{named(upload)}: {error.finding} {NOTHING_YET} Which comes first?")
        return (asked, buttons(*order, ("Cancel", f"import cancel {here}")))
    said = error.sentence
    if error.field == "map" and not ways_of(upload).columns:
        said = f"I know no export with these columns: {', '.join(json.loads(upload.header or '[]'))}."
    return (line(f"{named(upload)}: {said} {NOTHING_YET}"), Buttons((*kinds_offered(upload), cancel(upload))))


def kinds_offered(upload: Upload) -> tuple[Button, ...]:
    """Tickets whose columns are then said, what its header is most like, or a table to be named."""
    here, header = reference(upload.id), tuple(json.loads(upload.header or "[]"))
    chosen = ways_of(upload).profile
    likely = [kind.name for kind in kinds.recognise(header)] or kinds.nearest(header)
    tickets = Button("Say which column is which", f"import columns {here}", opens_form=True)
    return (
        *([tickets] if chosen not in kinds.TABLES else []),
        *(
            Button(f"It is of {kinds.TABLES[name].noun[1]}", f"import look {here} profile:{name}")
            for name in likely
            if name != chosen
        ),
        Button("It is another table", f"import table {here}", opens_form=True),
    )


def table_form(upload: Upload) -> Form:
    """What may be imported beside the tickets of a helpdesk."""
    field = FormField("profile", "Table of", ways_of(upload).profile or "", tuple(kinds.TABLES), required=True)
    return Form(f"What is {upload.name} a table of?", f"import look {reference(upload.id)}", (field,))


def column_form(upload: Upload, tool: str) -> Form:
    """Filled with what was said, or with what the names of the columns suggest; a choice is a column of the file.

    `tool` is the name that is proposed for where it comes from.
    """
    header = tuple(json.loads(upload.header or "[]"))
    ways = ways_of(upload)
    said = read_pairs(ways.columns, "map") if ways.columns else propose(header)
    absent = still_needed(said)
    lacks = f" I found none for {', '.join(absent)}." if absent else ""
    asked = [
        FormField(name, label(name), said.get(name, ""), filled(header), required=name in NEEDED) for name in NAMES
    ]
    named_so = FormField("profile", "Name of the tool it comes from", ways.profile or tool, required=True)
    title = f"Which column of {upload.name} is which?{lacks} Leave empty what the file does not have."
    return Form(title, f"import look {reference(upload.id)}", (*asked, named_so))


def filled(header: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for column in header if column))


def label(name: str) -> str:
    return LABELS.get(name, name.capitalize())


LABELS = {
    "opened": "Time opened",
    "resolved": "Time resolved",
    "closed": "Time closed",
    "kind": "Kind (incident or request)",
    "group": "Team",
}


def priority_form(upload: Upload) -> Form:
    words = json.loads(upload.words or "[]")
    proposed = propose_levels(words)
    fields = tuple(
        FormField(level.lower(), f"Words that mean {level}, with commas between", proposed.get(level, ""))
        for level in LEVELS_ASKED
    )
    title = f"These priorities of {upload.name} do not speak for themselves: {', '.join(words)}."
    return Form(title, f"import look {reference(upload.id)}", fields)


def standing(upload: Upload) -> Card:
    """Where it is asked about, or sent again, before it has ended."""
    again = buttons(("Look again", f"import look {reference(upload.id)}"))
    return (line(f"{named(upload)} {STANDS[upload.state]}."), *((again,) if upload.state in OPEN else ()))


def queued(upload: Upload, sender: str = "") -> Card:
    """`sender`: whose it is, where that is not who is told."""
    told = f"I tell {sender}, in their direct messages," if sender else "I tell you here"
    return (line(f"{named(upload)}: it is being imported. {told} when it is done."),)


def progress(upload: Upload) -> Card:
    undo = buttons(("Stop and undo", f"ict undo {upload.number}"))
    return (line(f"{named(upload)}: {so_far(upload)}."), undo)


def so_far(upload: Upload) -> str:
    return f"{grouped(upload.done)} of {plural(upload.rows or 0, ROWS)}"


def imported(upload: Upload) -> Card:
    counts = f"{grouped(upload.new)} new, {grouped(upload.changed)} changed, {grouped(upload.unchanged)} unchanged"
    left = f"; {plural(upload.errors, WRONG_ROWS)} left out" if upload.errors else ""
    done = line(f"{named(upload)}: imported. {counts}{left}.")
    return (done, buttons(("Undo", f"ict undo {upload.number}")))


def failed(upload: Upload, why: str) -> Card:
    """Parts that were stored before it broke stay until they are taken back."""
    if not upload.done:
        return closed(upload, f"nothing is stored. {why}")
    stored = f"{so_far(upload)} were gone through, and what they brought is here."
    return (*closed(upload, f"{why} {stored}"), buttons(("Undo", f"ict undo {upload.number}")))


def stopped(upload: Upload, *, is_back: bool) -> Card:
    """By an undo, which may have been undone since: then what had come in is here, and the rest is not."""
    if not is_back:
        return closed(upload, "stopped, and taken back.")
    return closed(
        upload, f"stopped after {so_far(upload)}; what they brought is here. Send the file again for the rest."
    )


def closed(upload: Upload, why: str) -> Card:
    return (line(f"{named(upload)}: {why}"),)


def fields_of(typed: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: typed[name] for name in names if typed.get(name)}
