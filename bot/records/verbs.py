"""The command of every register, and its verbs, made from the fields."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlmodel import Session

from bot.command import Command, Field, Reply, Request, Verb
from bot.records import entry, look
from bot.records.totals import totals
from bot.sheets import in_both
from core.records import REGISTERS
from core.records.fields import Field as Column
from core.records.fields import Register

Story = Callable[[Register, Request, Session], Reply]
AGAIN = Field("again", "Record the same again", ("yes",))
PAGE = Field("page", "Page")


def commands() -> Iterator[Command]:
    return map(command_of, REGISTERS.values())


def command_of(register: Register) -> Command:
    verbs = tuple(verbs_of(register))
    return Command(register.name, register.does, verbs, is_slash=register.is_slash, letters=(register.letters,))


def verbs_of(register: Register) -> Iterator[Verb]:
    """Add, edit and close; list, show, file and, where records are of several kinds, totals."""
    one, ref = register.noun[0], register.reference(1)
    fields = tuple(map(as_field, register.fields))
    verb = partial(made, register)
    yield verb("add", f"record one {one}", entry.add, register.example, takes(register), (*fields, AGAIN))
    yield verb("edit", "correct it, or change how it stands", entry.edit, f"{ref} {register.correction}", "REF", fields)
    if register.closes:
        closed = f"{ref} {register.closes}" if register.drops else ref
        yield verb("close", "close it, today or on a day", entry.close, closed, closing(register), fields)
    yield verb("show", "show it with its history", look.show, ref, "REF")
    yield from lists_of(register)


def lists_of(register: Register) -> Iterator[Verb]:
    narrowed = tuple(
        as_field(field) for field in register.fields if field in look.filters(register) or is_partner(field)
    )
    which = " ".join(filter(None, ("[all]" if register.closes else "", "[period]" if register.dated else "")))
    verb = partial(made, register)
    yield verb("list", "list them, twenty a page", look.listing, "", which, (*narrowed, PAGE))
    yield from in_both(verb("csv", "all of it as a CSV file", look.as_file, "", which, narrowed))
    if register.total:
        yield verb("totals", "what they come to, by kind and partner", totals, "", which, narrowed)


def made(
    register: Register, name: str, does: str, run: Story, rest: str, words: str, fields: tuple[Field, ...] = ()
) -> Verb:
    """A verb of this register. Nothing restricted is shared with a channel but its counts."""
    writes = name in {"add", "edit", "close"}
    looks = "look" if name == "totals" else register.sees
    needs = {"add": register.needs, "edit": register.handles, "close": register.handles}.get(name, looks)
    return Verb(
        name,
        does,
        partial(run, register),
        f"{register.typed} {name} {rest}".strip(),
        words,
        fields,
        needs=needs,
        writes=writes,
        is_default=name == "add",
        is_restricted=register.restricted and name != "totals",
    )


def takes(register: Register) -> str:
    """What may follow without a key: the leading field, then free words."""
    lead = register.field(register.lead) if register.lead else None
    first = "|".join(lead.choices) or lead.label.lower() if lead else ""
    return f"{first} {register.field(register.words).label.lower()}".strip()


def closing(register: Register) -> str:
    """What may follow without a key: how it ended, then what it came to."""
    ended = f"[{'|'.join(field.key for field in register.ends)}]" if register.drops else ""
    words = f"[{register.field(register.closing).label.lower()}]" if register.closing else ""
    return " ".join(filter(None, ("REF", ended, words)))


def as_field(column: Column) -> Field:
    choices = ("yes", "no") if column.kind == "yes/no" else column.choices
    is_time = column.kind in {"date", "moment", "month", "period"}
    return Field(column.key, column.label, choices, required=column.required, is_time=is_time)


def is_partner(column: Column) -> bool:
    return column.kind == "partner"
