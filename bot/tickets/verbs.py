"""The verbs that incidents, requests and outages have in common, with an example of each."""

from bot.command import Field, Run, Verb
from bot.sheets import in_both
from bot.tickets import edit, life, look, outside
from bot.tickets.log import PARTNER

TEXT = Field("text", "Text")
LEVELS = (
    Field("priority", "Priority", ("P1", "P2", "P3", "P4")),
    Field("size", "Size", ("minor", "standard", "major", "bespoke")),
)
EDITABLE = (
    Field("summary", "Summary"),
    *LEVELS,
    Field("service", "Service"),
    PARTNER,
    Field("at", "Started at"),
    Field("cause", "Cause"),
    Field("agreed", "Agreed date"),
    outside.REF,
)


AT = life.AT
CAUSE = Field("cause", "Cause")

# Name, what it does, what follows it, an example of that, fields, and who does it.
WRITING: tuple[tuple[str, str, str, str, tuple[Field, ...], Run], ...] = (
    ("take", "take it yourself", "REF", "REF", (), life.take),
    ("assign", "give it to somebody", "REF person", "REF Priya", (Field("to", "To whom"),), life.assign),
    ("acknowledge", "say that you have seen a warning", "REF", "REF", (), life.acknowledge),
    ("update", "add what is new", "REF text", "REF Supplier is on site", (TEXT,), life.update),
    ("hold", "stop the clock while waiting", "REF reason", "REF waiting for the supplier", (TEXT, AT), life.hold),
    ("resume", "let the clock go on", "REF", "REF", (AT,), life.resume),
    (
        "resolve",
        "say that it is mended",
        "REF text",
        'REF Restarted cause:"disk full"',
        (TEXT, AT, CAUSE),
        life.resolve,
    ),
    ("reopen", "open it again", "REF text", "REF It is back", (TEXT, AT), life.reopen),
    ("edit", "correct it", "REF", "REF partner:BDC", EDITABLE, edit.edit),
)
LISTED = "[all] [words]"
READING: tuple[tuple[str, str, str, str, tuple[Field, ...], Run], ...] = (
    ("show", "show it with its history", "REF", "REF", (), look.show),
    ("list", "list the open ones, or with `all` every one", LISTED, "", (PARTNER,), look.listing),
    ("csv", "the list as a CSV file", LISTED, "", (PARTNER,), look.as_file),
)


def common(name: str, letters: str) -> tuple[Verb, ...]:
    """The verbs of one command; `letters` are those of its references."""

    def verb(row: tuple[str, str, str, str, tuple[Field, ...], Run], *, writes: bool) -> Verb:
        word, does, takes, rest, fields, run = row
        example = f"/{name} {word} {rest}".replace("REF", f"{letters}-1").strip()
        return Verb(word, does, run, example, takes, fields, needs="staff" if writes else "look", writes=writes)

    *reading, csv = (verb(row, writes=False) for row in READING)
    return (*(verb(row, writes=True) for row in WRITING), *reading, *in_both(csv))
