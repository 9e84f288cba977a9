"""Asking for commentary: each person is told privately what they are to say, and by when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.command import Field, Post, Reply, Request
from bot.grammar import did_you_mean
from bot.kpi.enquiry import today
from bot.parts import Buttons, Part, line
from bot.persons import person_meant
from bot.report.naming import Named, named
from bot.report.saying import WORDS, answer_to, is_for_words, undo
from bot.report.standing import Standing, drafted
from bot.report.written import Written
from bot.when import read_day
from core.errors import DeskError
from core.report.stated import Lack
from core.report.workflow import comment_key, plan, short_day
from core.wording import ended
from core.working_days import after
from storage import people, reports, trail
from storage.models import Report, ReportQuestion

BY, OF = Field("by", "By when", is_time=True), Field("of", "Of whom")
DAYS = 5  # working days to answer in, where the committee leaves no other time


@dataclass(frozen=True)
class Asking:
    """What is asked of whom: their key and name, or none where nobody is known."""

    key: str
    question: str
    who: str = ""
    name: str = ""


def ask(request: Request, session: Session) -> Reply:
    found = named(request, session, request.typed.words)
    report, stands = drafted(session, found, "ask")
    wanted = chosen(found, [*askings(request, session, stands)])
    if not wanted:
        raise DeskError(f"Nothing is wanted of anybody in {found.title}.")
    by_on = due(request, stands)
    new = [one for one in wanted if one.who and is_new(request, session, report, one, by_on)]
    lost = [f"Nobody is listed to be asked: {ended(one.question)}" for one in wanted if not one.who]
    told = [f"{one.name}: {ended(one.question)}" for one in new]
    head = f"Asked, by {short_day(by_on)}:" if new else "All of it was asked before."
    posts = tuple(posts_of(request, found, report, new, by_on))
    return Reply((*map(line, [head, *told, *lost]), undo(request)), posts=posts)


def chosen(found: Named, wanted: list[Asking]) -> list[Asking]:
    """All of it, or the one that is named."""
    if not found.rest:
        return wanted
    key = found.rest[0].lower()
    one = [each for each in wanted if key in {each.key, each.key.removeprefix(WORDS)}]
    if not one:
        raise DeskError(did_you_mean("question", key, [each.key.removeprefix(WORDS) for each in wanted]), "key")
    return one


def askings(request: Request, session: Session, stands: Standing) -> Iterator[Asking]:
    """What the draft lacks, and the officers' comments that are awaited."""
    lacks = Written(request, session, stands).internal.lacks
    people_listed = {person.key: person.name for person in request.desk.people}
    comments = {f"{WORDS}{comment_key(role)}": role for role in stands.named.shape.comments}
    for lack in dict.fromkeys(lack for lack in lacks if lack.key not in comments and is_for_words(lack)):
        who, name = whom(request, session, lack, stands)
        yield Asking(lack.key, lack.sentence, who, name)
    for role in stands.awaited:
        key = next((person.key for person in request.desk.people if person.role == role), "")
        sentence = f"Your comment on it, as {role} officer" if key else f"{role}, whose comment is wanted"
        yield Asking(comment_key(role), sentence, key, people_listed.get(key, ""))


def whom(request: Request, session: Session, lack: Lack, stands: Standing) -> tuple[str, str]:
    """As typed, as the draft has it, or the report's first author."""
    if typed := request.field("of"):
        number, name = person_meant(request, session, typed)
        return people.key_of(session, number), name
    shape = stands.named.shape
    names = {person.key: person.name for person in request.desk.people}
    key = next((key for key in (lack.who, *shape.authors, shape.contact) if key in names), "")
    return key, names.get(key, "")


def due(request: Request, stands: Standing) -> date:
    """As typed, when the draft is due, or in a week."""
    on, rules = today(request), request.desk.alerts
    if typed := request.field("by"):
        return read_day(typed, on, field="by")
    usual = after(request.desk.calendar, on, DAYS)
    if stands.meets_on is None:
        return usual
    planned = plan(request.desk.calendar, stands.meets_on, rules.draft_working_days, rules.data_working_days)
    return planned["draft"] if planned["draft"] > on else min(usual, planned["publication"])


def is_new(request: Request, session: Session, report: Report, asking: Asking, by_on: date) -> bool:
    """Stored, where that was not asked of them by that day already."""
    person = people.by_key(session, asking.who) or people.get(
        session, people.person_id(session, asking.who, asking.name)
    )
    values = {"question": asking.question, "person_id": person.id, "by_on": by_on}
    there = next((one for one in reports.questions(session, report.id) if one.key == asking.key), None)
    if there is not None:
        return trail.change(session, request.act, there, values)
    whole = {**values, "report_id": report.id, "key": asking.key, "asked_at": request.now}
    trail.add(session, request.act, ReportQuestion, whole)
    return True


def posts_of(request: Request, found: Named, report: Report, asked: Sequence[Asking], by_on: date) -> Iterator[Post]:
    for who in dict.fromkeys(one.who for one in asked):
        own = [one for one in asked if one.who == who]
        head = line(f"{request.person.name} asks for your words in {found.title}, by {short_day(by_on)}:")
        yield Post(f"@{who}", f"report:{report.id}:{who}", (head, *questions(found, own)))


def questions(found: Named, asked: Sequence[Asking]) -> Iterator[Part]:
    for one in asked:
        yield line(ended(one.question))
        yield Buttons((answer_to("Answer", found, one.key),))
