"""From a line to a reply: look up, allow, open the transaction, answer errors, remember the request.

Typing, pressing a button, filling in a form, the shell and every channel come through `Dispatcher.answer`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.announce import announced_in
from bot.command import POST, REPLY, Command, Person, Place, Post, Question, Reply, Request, Verb
from bot.desk import Desk
from bot.observed import Course, Observe, unobserved
from bot.parts import Buttons, is_apart, line
from bot.understand import is_open, understand
from core.errors import DeskError
from core.facts import Kpi
from storage import alerts, outbox, requests
from storage.database import Database, UnreachableError, UnsureError
from storage.trail import Act

log = logging.getLogger(__name__)
BROKEN = "Something broke on our side and nothing was stored."


def nobody(_channel: str, _outside_id: str) -> Person | None:
    """Where only those may speak whom desk.toml lists."""


@dataclass(frozen=True)
class Dispatcher:
    """Knows the catalogue and the database; `people` are those of desk.toml by channel and outside id.

    `unlisted` is asked about all others, before anything is opened in the database. `observe` is told how it went.
    """

    database: Database
    desk: Desk
    commands: Mapping[str, Command]
    kpis: Mapping[str, Kpi]
    people: Mapping[tuple[str, str], Person]
    policy_id: int
    unlisted: Callable[[str, str], Person | None] = nobody
    observe: Observe = unobserved

    def answer(self, text: str, outside_id: str, place: Place, now: datetime, request_id: str = "") -> Reply:
        """Do what a line says, once for each request id, and answer. Never raises."""
        course = Course(request_id) if request_id else Course()
        return self.attempt(lambda: self.run(text, self.person(place.channel, outside_id), place, now, course), course)

    def attempt(self, work: Callable[[], Reply], course: Course) -> Reply:
        """The answer, or in its place what went wrong. Never raises."""
        try:
            return work()
        except DeskError as error:
            course.outcome = "refused"
            return failure(error.sentence, error.field or "")
        except Question as question:
            course.outcome = "asked"
            return question.reply
        except Exception:  # the dispatcher's one broad except: whatever breaks, the person is answered
            course.outcome = "broken"
            told = {"reference": course.reference, "command": course.command, "verb": course.verb}
            log.exception("request failed", extra=told)
            return failure(f"{BROKEN} Please try again, or report {course.reference}.")
        finally:
            self.observe(course.answered)

    def person(self, channel: str, outside_id: str) -> Person:
        person = self.people.get((channel, outside_id)) or self.unlisted(channel, outside_id)
        if person is None:
            raise DeskError(f"I do not know {outside_id!r} here. An administrator can add you to desk.toml.")
        return person

    def run(self, text: str, person: Person, place: Place, now: datetime, course: Course) -> Reply:
        meant = understand(text, self.commands, person, self.desk.partners)
        course.command, course.verb = meant.command, meant.verb.name
        request = Request(
            id=course.request_id,
            now=now,
            person=person,
            place=place,
            command=meant.command,
            verb=meant.verb.name,
            line=meant.line,
            typed=meant.typed,
            desk=self.desk,
            kpis=self.kpis,
            commands=self.commands,
            policy_id=self.policy_id,
            act=Act(0, now, person.id),
        )
        return self.for_person(self.done(request, meant.verb), person)

    def done(self, request: Request, verb: Verb) -> Reply:
        if verb.writes:
            return self.write(lambda session: write_once(request, verb, session))
        reply = self.database.read(lambda session: verb.run(request, session))
        return replace(reply, is_restricted=reply.is_restricted or verb.is_restricted)

    def for_person(self, reply: Reply, person: Person) -> Reply:
        """Without the buttons that the person's role does not allow, where nobody else sees the answer."""
        if reply.visibility == "channel":
            return reply
        parts = (self.allowed(part, person.role) if isinstance(part, Buttons) else part for part in reply.parts)
        return replace(reply, parts=tuple(part for part in parts if part != Buttons(())))

    def allowed(self, offered: Buttons, role: str) -> Buttons:
        return Buttons(tuple(each for each in offered.buttons if is_open(each.line, self.commands, role)))

    def write(self, work: Callable[[Session], Reply]) -> Reply:
        """Once more where nobody knows whether it is stored: under one request id it is done once either way."""
        try:
            return self.database.write(work)
        except UnsureError as unsure:
            try:
                return self.database.write(work)
            except UnreachableError as error:
                raise unsure from error


def write_once(request: Request, verb: Verb, session: Session) -> Reply:
    """Run a writing verb under its request id; a second delivery gets the first one's answer and does nothing."""
    act = requests.claim(session, request.id, request.now, request.person.id, request.line)
    if act is None:
        return REPLY.validate_json(requests.stored_reply(session, request.id))
    reply = verb.run(replace(request, act=act), session)
    if reply.subject:  # whoever does something about it has seen the warning
        alerts.acknowledge(session, act, reply.subject)
    announcement = announced(reply, request, session)
    for post in [*announcement, *reply.posts]:
        queue(session, request.now, post)
    reply = replace(reply, told_in="".join(post.to for post in announcement))
    requests.finish(session, act.number, REPLY.dump_json(replace(reply, posts=())).decode())
    return reply


def announced(reply: Reply, request: Request, session: Session) -> list[Post]:
    """A reply for the channel goes to its thread, or to where it was said, or where the desk announces such things."""
    if reply.visibility != "channel":
        return []
    thread = announced_in(session, request.desk, reply.subject)
    place = thread or request.place.name or request.desk.channels["outages"]
    return [Post(place, reply.subject, reply.parts, reply.head)]


def queue(
    session: Session, now: datetime, post: Post, alert_key: str | None = None, due_at: datetime | None = None
) -> bool:
    """Into the outbox, in the transaction that caused it; pictures and files after the words, each as its own post.

    False, and nothing is queued, when a post of this key was queued before.
    """
    words = tuple(part for part in post.parts if not is_apart(part))
    apart = [(part,) for part in post.parts if is_apart(part)]
    first, *others = [words, *apart] if words or post.head else apart
    is_new = queue_one(session, now, replace(post, parts=first), alert_key, due_at)
    for other in others if is_new else ():
        queue_one(session, now, replace(post, parts=other, head=()), None, due_at)
    return is_new


def queue_one(session: Session, now: datetime, post: Post, alert_key: str | None, due_at: datetime | None) -> bool:
    return outbox.queue(session, now, post.to, post.subject, POST.dump_json(post).decode(), alert_key, due_at)


def failure(sentence: str, field: str = "") -> Reply:
    return Reply(tuple(line(text) for text in sentence.split("\n")), is_error=True, field=field)
