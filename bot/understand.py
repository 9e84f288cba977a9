"""From a typed line to the verb that is meant, and what was typed behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.command import Command, Person, Verb
from bot.desk import Partner
from bot.grammar import HUB, Typed, nearest, parse, split_command
from bot.refusals import refused
from core.errors import DeskError
from core.records.fields import is_reference
from core.roles import may

TIME_KEYS = ("at", "agreed")  # their values may be several words without quotes
SURE = "sure"  # answers the bot's own question about something unusual
NAMES_RECORD = "REF"  # begins what follows a verb about one record
ELSEWHERE = {"owner": "assign", "assignee": "assign"}  # fields that people expect, and the verb that is there for it
ADMIN = "admin"
ALIKE = 80  # how near (per cent) a first word must be to a verb to be taken for a slip
HELP = "help"
SHOW = "show"
TAKES_BACK = "staff"  # what /ict undo needs
POINTS = ".,;:!?"  # that may stand behind a reference
# What people say for a verb of which the command has none by that name: the first of these that it has.
MEANS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("done", "complete", "completed", "finish", "finished", "closed"), ("close", "resolve")),
    **dict.fromkeys(("close", "fix", "fixed", "mended", "solve", "solved", "resolved"), ("resolve",)),
    **dict.fromkeys(("update", "change", "correct", "amend"), ("edit",)),
    **dict.fromkeys(("view", "display"), (SHOW,)),
}


@dataclass(frozen=True)
class Meant:
    """`line` is the whole of it in its plainest form: without slash or shortcut, with its verb."""

    command: str
    verb: Verb
    line: str
    typed: Typed


def understand(text: str, commands: Mapping[str, Command], person: Person, partners: Sequence[Partner] = ()) -> Meant:
    """DeskError with the nearest command or verb, or when the person's role may not use it."""
    name, rest = about_help(*split_command(text, commands))
    verb, words = choose(commands[name], rest, person.role)
    if not may(person.role, verb.needs):
        raise refused(f"{commands[name].typed} {verb.name} is", person, verb.needs, partners)
    times = {*TIME_KEYS, *(field.key for field in verb.fields if field.is_time)}
    keys = [field.key for field in verb.fields]
    foreign = partial(instead, commands[name], keys) if verb.takes.startswith(NAMES_RECORD) else None
    typed = parse(words, {SURE, *keys}, times, foreign, {"partner": {partner.key.lower() for partner in partners}})
    return Meant(name, verb, f"{name} {verb.name} {words}".strip(), typed)


def is_open(text: str, commands: Mapping[str, Command], role: str) -> bool:
    """Whether a role allows what a line does; so far as is known, where the line cannot be understood."""
    try:
        name, rest = about_help(*split_command(text, commands))
        return may(role, choose(commands[name], rest, role)[0].needs)
    except DeskError:
        return True


def about_help(name: str, rest: str) -> tuple[str, str]:
    """`/outage help` is /ict help outage."""
    return (HUB, f"{HELP} {name}") if name != HUB and rest.strip().lower() in {HELP, "?"} else (name, rest)


def instead(command: Command, keys: Sequence[str], key: str) -> str:
    """What a line about a record takes, where it does not take `key`: its words would become the record's."""
    if elsewhere := command.verb(ELSEWHERE.get(key, "")):
        return f"{command.typed} {elsewhere.name} does it, for example {elsewhere.example}."
    return f"There are {', '.join(f'{one}:' for one in keys)}." if keys else "There is none."


def choose(command: Command, rest: str, role: str = ADMIN) -> tuple[Verb, str]:
    """The verb meant, and the words that go with it. A first word such as `p2` implies one, or it was left out.

    What is implied is done by those who may; for others it is as if it were left out.
    """
    rest = verb_first(command, rest.strip())
    first, _, following = rest.partition(" ")
    verb = command.verb(first.lower()) or in_other_words(command, first, following)
    if verb:
        return verb, following
    if command.verb_may_follow and (behind := verb_behind(command, rest)):
        return behind
    implied = command.shortcut(first)
    if implied and (verb := command.verb(implied)) and may(role, verb.needs):
        return verb, rest
    refuse_slip(command, first, following)
    refuse_unknown(command, first, following, role)
    if command.default is None:
        raise DeskError(usage(command))
    return command.default, rest


def verb_first(command: Command, rest: str) -> str:
    """`OUT-1 resolve Mended` is `resolve OUT-1 Mended`, and `OUT-1` alone is to be shown."""
    ref, _, following = rest.partition(" ")
    word, _, more = following.partition(" ")
    if not command.keeps(ref) or not (not word or command.verb(word.lower()) or word.lower() in MEANS):
        return rest
    return f"{word or SHOW} {ref} {more}".rstrip()


def in_other_words(command: Command, first: str, following: str) -> Verb | None:
    """The verb that a word stands for, where the line can be no title: nothing follows, or one of its records does."""
    ref, _, more = following.partition(" ")
    is_of_record = command.keeps(ref) or (is_reference(ref) and not more)
    if following and not is_of_record:
        return None
    verb = next(filter(None, map(command.verb, MEANS.get(first.lower(), ()))), None)
    return None if verb and verb.name == "edit" and not is_field(verb, more) else verb


def is_field(verb: Verb, words: str) -> bool:
    """Whether nothing follows, or a field: free words would replace what a record is about."""
    return not words or words.replace("=", ":").partition(":")[0].lower() in {field.key for field in verb.fields}


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


def refuse_unknown(command: Command, first: str, following: str, role: str) -> None:
    """`delete RSK-4` is no title: say what there is for such a record."""
    second, _, more = following.partition(" ")
    ref = next((word for word in (first, second) if command.keeps(word.rstrip(POINTS))), "")
    known = [verb.name for verb in command.verbs if verb.takes.startswith(NAMES_RECORD) and may(role, verb.needs)]
    if not ref or not known or not (ref == first or first.replace("-", "").isalpha()):
        return
    lacks = "" if ref == first else f"{command.typed} has no {first:.40}. "
    back = "; a mistake of yours is taken back with /ict undo" if may(role, TAKES_BACK) else ""
    text = " Put it in quotes if it is text." if more else ""
    have = f"For {ref.rstrip(POINTS).upper()} there {'are' if known[1:] else 'is'}: {', '.join(known)}{back}."
    raise DeskError(f"{lacks}{have}{text}")


def usage(command: Command) -> str:
    examples = "\n".join(f"  {verb.example}" for verb in command.verbs)
    return f"{command.typed}: {command.does}. For example:\n{examples}"
