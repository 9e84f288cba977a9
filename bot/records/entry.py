"""Writing a record: added from a line or a form, edited, closed. What is missing is asked for in one form."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from bot.command import Question, Reply, Request
from bot.grammar import spelt
from bot.matching import partners_meant
from bot.parts import Form, FormField, Part, buttons, line
from bot.records.checks import ENTERED_AT_ONCE, check, in_turn, recorded_before
from bot.records.read import NUMBER, choice_of, read
from bot.records.seen import find
from bot.records.words import actions, as_typed, card, headline, is_closed, values_of
from core.errors import DeskError
from core.records.fields import Field, Register, is_reference
from core.roles import may
from storage import requests, trail
from storage.models import TABLES
from storage.models.base import Kept

SAME_WITHIN = timedelta(minutes=1)
LONGEST_CHOICE = 4  # words
NOTHING_YET = "Nothing is stored yet."


def add(register: Register, request: Request, session: Session) -> Reply:
    """One line becomes one record; what is missing is asked for, and nothing is stored until then."""
    given = said(register, request)
    lacking = [field for field in register.fields if field.required and not given.get(field.key)]
    if lacking:
        wanted = " and ".join(field.label.lower() for field in lacking)
        title = f"Please add {wanted}. {NOTHING_YET}"
        raise Question(form(register, request, title, f"{register.name} add", given))
    in_turn(register, session, request.person.id)
    values: dict[str, object] = {field.name: None for field in register.fields}
    values |= {field.name: read(field, given[field.key], request, session) for field in fields_in(register, given)}
    check(register, values, session)
    again = request.field("again")
    before = None if again else recorded_before(register, values, session, request.person.id, for_change=True)
    if before is not None:
        typed = {key: given[key] for key in given if key in {*request.typed.fields, register.lead, register.words}}
        more = "You had recorded it before, so this corrects it. With again:yes it is one more."
        return changed(register, before, typed, request, session, line(more))
    refuse_double(register, request, session)
    with trail.alone(ENTERED_AT_ONCE):
        row = trail.add(session, request.act, TABLES[register.name], values)
    return answer(register, row, request, session)


def said(register: Register, request: Request) -> dict[str, str]:
    """By key, what was typed as a field or in its place, or else what goes without saying."""
    given = dict(request.typed.fields)
    words = list(request.typed.words)
    if register.lead and register.lead not in given:
        taken = leading(register.field(register.lead), words)
        given |= {register.lead: " ".join(words[:taken])} if taken else {}
        words = words[taken:]
    text = " ".join(words)
    given |= {register.words: text} if text and register.words not in given else {}
    known = unsaid(register, request, text) | given
    return {key: typed for key, typed in known.items() if register.has(key)}


def unsaid(register: Register, request: Request, text: str) -> dict[str, str]:
    """By key, the defaults; and a partner that is needed, where the text or the channel is of one only."""
    defaults = {field.key: field.default for field in register.fields if field.default}
    if not register.has("partner") or not register.field("partner").required:
        return defaults
    meant = partners_meant(request.desk, text, request.place.name)
    return defaults | ({"partner": meant[0]} if len(meant) == 1 else {})


def leading(field: Field, words: list[str]) -> int:
    """How many of the first words are the leading field's."""
    if field.kind == "choice":
        runs = range(min(LONGEST_CHOICE, len(words)), 0, -1)
        return next((run for run in runs if choice_of(field.choices, " ".join(words[:run]))), 0)
    first = "".join(words[:1])
    return int(bool(is_reference(first) or NUMBER.fullmatch(first)))


def fields_in(register: Register, given: Mapping[str, str]) -> list[Field]:
    return [field for field in register.fields if field.key in given]


def refuse_double(register: Register, request: Request, session: Session) -> None:
    """The same person and line within a minute is a second press, not a second record."""
    before = None if request.field("again") else requests.same_before(session, request.act, request.line, SAME_WITHIN)
    if before is None:
        return
    (added,) = trail.of_request(session, before)
    row = session.get_one(TABLES[register.name], added.record_id)
    already = f"Already recorded a moment ago: {headline(register, row, session, request.desk)}"
    again = buttons(("Record it again", f"{request.line} again:yes"))
    raise Question(line(f"{already} Nothing more was stored."), again)


def form(register: Register, request: Request, title: str, sent: str, given: Mapping[str, str]) -> Form:
    """Every field of the register, filled with what is known."""
    asked = (
        FormField(field.key, field.label, given.get(field.key, ""), offered(field, request), required=field.required)
        for field in register.fields
    )
    return Form(title, sent, tuple(asked))


def offered(field: Field, request: Request) -> tuple[str, ...]:
    """What may be chosen from, where that is known."""
    if field.kind == "partner":
        return tuple(partner.key for partner in request.desk.partners)
    if field.kind == "person":
        return tuple(person.name for person in request.desk.people if may(person.role, "look"))
    return ("yes", "no") if field.kind == "yes/no" else field.choices


def edit(register: Register, request: Request, session: Session) -> Reply:
    """Change what is typed; with nothing typed, a form of what is there. `none` empties a field."""
    in_turn(register, session, request.person.id)
    row, rest = find(register, request, session, for_change=True)
    given = corrections(register, request, rest, register.words)
    if not given:
        now = {field.key: as_typed(field, getattr(row, field.name), session, request.desk) for field in register.fields}
        ref = register.reference(row.id)
        asked = f"What should change in {ref}? {NOTHING_YET}"
        raise Question(form(register, request, asked, f"{register.name} edit {ref}", now))
    return changed(register, row, given, request, session)


def close(register: Register, request: Request, session: Session) -> Reply:
    """Closed today, or on the day that is typed, with what it came to."""
    in_turn(register, session, request.person.id)
    row, rest = find(register, request, session, for_change=True)
    if is_closed(register, row):
        ref = register.reference(row.id)
        end = next(field.key for field in register.ends if getattr(row, field.name) is not None)
        raise DeskError(f"{ref} is closed already; {register.typed} edit {ref} {end}:none opens it again.")
    ended, rest = how_ended(register, request, rest, register.reference(row.id))
    if rest and not register.closing:
        raise DeskError(
            f"Closing {register.reference(row.id)} takes no words, only fields such as {register.closes}:today. "
            "Leave them out, or edit the record first."
        )
    given = {ended: "today"} | corrections(register, request, rest, register.closing)
    return changed(register, row, given, request, session)


def how_ended(register: Register, request: Request, rest: str, ref: str) -> tuple[str, str]:
    """The date that closing fills, and the other words: of one that may have come to nothing it must be said."""
    keys = [field.key for field in register.ends]
    first, _, words = rest.partition(" ")
    if keys[1:] and first.lower() in keys:
        return first.lower(), words
    typed = [key for key in keys if request.field(key)] if keys[1:] else keys
    if typed:
        return typed[0], rest
    more = [*([rest] if rest else []), *spelt(request.typed.fields)]
    offered = [(key.capitalize(), " ".join([f"{register.name} close {ref} {key}", *more])) for key in keys]
    raise Question(line(f"Was {ref} {' or '.join(keys)}? {NOTHING_YET}"), buttons(*offered))


def corrections(register: Register, request: Request, rest: str, words: str) -> dict[str, str]:
    """By key, what was typed; the free words are the field `words`, where it has none of its own."""
    given = {key: typed for key, typed in request.typed.fields.items() if register.has(key)}
    return {words: rest} | given if rest and words else given


def changed(
    register: Register, row: Kept, given: Mapping[str, str], request: Request, session: Session, *more: Part
) -> Reply:
    """Nothing that the record holds already counts as typed: a form sends all of it back, to the minute only."""
    wanted = {
        field.name: read(field, given[field.key], request, session)
        for field in fields_in(register, given)
        if given[field.key] != as_typed(field, getattr(row, field.name), session, request.desk)
    }
    labels = [f.label.lower() for f in register.fields if f.name in wanted and getattr(row, f.name) != wanted[f.name]]
    check(register, {**values_of(register, row), **wanted}, session, row)
    with trail.alone(ENTERED_AT_ONCE):
        is_changed = trail.change(session, request.act, row, wanted)
    if not is_changed:
        raise DeskError(f"{register.reference(row.id)} is like that already.")
    return answer(register, row, request, session, line(f"Changed: {', '.join(labels)}."), *more)


def answer(register: Register, row: Kept, request: Request, session: Session, *first: Part) -> Reply:
    return Reply((*first, *card(register, row, request, session), actions(register, row, undo=request.act.number)))
