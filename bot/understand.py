"""From a typed line to the verb that is meant, and what was typed behind it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.command import Command, Person, Verb
from bot.grammar import Typed, nearest, parse, split_command
from core.errors import DeskError
from core.records.fields import is_reference
from core.roles import may

TIME_KEYS = ("at", "agreed")  # their values may be several words without quotes
SURE = "sure"  # answers the bot's own question about something unusual
NAMES_RECORD = "REF"  # begins what follows a verb about one record
ELSEWHERE = {"owner": "assign", "assignee": "assign"}  # fields that people expect, and the verb that is there for it
ADMIN = "admin"
ALIKE = 80  # how near (per cent) a first word must be to a verb to be taken for a slip


@dataclass(frozen=True)
class Meant:
    """`line` is the whole of it in its plainest form: without slash or shortcut, with its verb."""

    command: str
    verb: Verb
    line: str
    typed: Typed


def understand(text: str, commands: Mapping[str, Command], person: Person, partners: Collection[str] = ()) -> Meant:
    """DeskError with the nearest command or verb, or when the person's role may not use it.

    `partners`: their keys, lower case.
    """
    name, rest = split_command(text, commands)
    verb, words = choose(commands[name], rest, person.role)
    if not may(person.role, verb.needs):
        raise DeskError(f"{commands[name].typed} {verb.name} is not open to you: you are {person.role}.")
    times = {*TIME_KEYS, *(field.key for field in verb.fields if field.is_time)}
    keys = [field.key for field in verb.fields]
    foreign = partial(instead, commands[name], keys) if verb.takes.startswith(NAMES_RECORD) else None
    typed = parse(words, {SURE, *keys}, times, foreign, {"partner": partners})
    return Meant(name, verb, f"{name} {verb.name} {words}".strip(), typed)


def instead(command: Command, keys: Sequence[str], key: str) -> str:
    """What a line about a record takes, where it does not take `key`: its words would become the record's."""
    if elsewhere := command.verb(ELSEWHERE.get(key, "")):
        return f"{command.typed} {elsewhere.name} does it, for example {elsewhere.example}."
    return f"There are {', '.join(f'{one}:' for one in keys)}." if keys else "There is none."


def choose(command: Command, rest: str, role: str = ADMIN) -> tuple[Verb, str]:
    """The verb meant, and the words that go with it. A first word such as `p2` implies one, or it was left out.

    What is implied is done by those who may; for others it is as if it were left out.
    """
    first, _, following = rest.strip().partition(" ")
    verb = command.verb(first.lower())
    if verb:
        return verb, following
    if command.verb_may_follow and (behind := verb_behind(command, rest)):
        return behind
    implied = command.shortcut(first)
    if implied and (verb := command.verb(implied)) and may(role, verb.needs):
        return verb, rest
    refuse_slip(command, first, following)
    if command.default is None:
        raise DeskError(usage(command))
    return command.default, rest


def verb_behind(command: Command, rest: str) -> tuple[Verb, str] | None:
    """The first word that is a verb, and the other words in their order."""
    words = rest.split()
    for at, word in enumerate(words):
        if verb := command.verb(word.lower()):
            return verb, " ".join([*words[:at], *words[at + 1 :]])
    return None


def refuse_slip(command: Command, first: str, following: str) -> None:
    """`resolv OUT-12` is a slip, `update failed on all phones` may be a report: ask only where a slip is likely."""
    near = nearest(first.lower(), [verb.name for verb in command.verbs], cutoff=ALIKE)
    if near and (not following or is_reference(following.split(" ", maxsplit=1)[0])):
        meant = f"{command.typed} {near} {following}".rstrip()
        raise DeskError(f"{command.typed} has no {first!r}. Did you mean {meant}?")


def usage(command: Command) -> str:
    examples = "\n".join(f"  {verb.example}" for verb in command.verbs)
    return f"{command.typed}: {command.does}. For example:\n{examples}"
