"""What people say in a report: to a question that stands in it, or as an officer's comment, or on another's behalf."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.command import Field, Question, Reply, Request
from bot.grammar import did_you_mean
from bot.parts import Button, Buttons, Form, FormField, line
from bot.report.naming import Named, is_signed, named
from bot.report.standing import Standing, drafted, standing
from bot.report.written import Written
from core.errors import DeskError
from core.report.stated import Lack
from core.report.workflow import comment_key
from core.roles import may
from storage import reports
from storage.models import Report
from storage.trail import Values

KEY, TEXT = Field("key", "To which question"), Field("text", "What is to stand there")
BEHALF = Field("on-behalf-of", "Whose words they are, if not yours")
EVIDENCE = Field("evidence", "Where they said so, such as their e-mail of 9 November")
DATA = "data/"  # begins the key of records that are missing
WORDS = "words/"  # begins the key of what lacks words


@dataclass(frozen=True)
class Saying:
    key: str
    text: str


def say(request: Request, session: Session) -> Reply:
    found = named(request, session, request.typed.text.split())
    saying = said(request, found)
    comments = {comment_key(role): role for role in found.shape.comments}
    role = comments.get(saying.key, "")
    report, stands = drafted(session, found, "comment" if role and is_signed(session, found) else "say")
    written = Written(request, session, stands)
    known = [*comments] if role else [*keys(written), *comments]
    if saying.key and saying.key not in known:
        raise DeskError(did_you_mean("question", saying.key, known), "key")
    if not (saying.key and saying.text):
        raise Question(form(request, found, saying, known))
    refuse_others(request, saying.key, role, stands)
    is_new = reports.say(session, request.act, values_of(request, report, saying, role))
    whose = request.field("on-behalf-of") or request.person.name
    told = f"{saying.key}, {whose}: {saying.text}" if is_new else f"{saying.key} says that already."
    now = standing(session, found)
    own_words = {saying.key: (saying.text, whose)}
    left = [f"Awaiting: {one} comment." for one in now.awaited] if role else written.look_again(own_words)
    return Reply((line(f"{found.title}. {told}"), *map(line, left), undo(request)))


def answer_to(label: str, found: Named, key: str) -> Button:
    """It opens the form for one's words."""
    return Button(label, f"report say {found.typed} {key.removeprefix(WORDS)}", opens_form=True)


def undo(request: Request) -> Buttons:
    return Buttons((Button("Undo", f"ict undo {request.act.number}"),))


def said(request: Request, found: Named) -> Saying:
    """The first word that follows is the key, the rest is the text."""
    typed = list(found.rest)
    key = request.field("key") or (typed.pop(0) if typed else "")
    return Saying(key.lower().removeprefix(WORDS), request.field("text") or " ".join(typed))


def is_for_words(lack: Lack) -> bool:
    """Where records are missing that the report can do without, nobody is asked for words in their place."""
    return lack.blocks or not lack.key.startswith(DATA)


def keys(written: Written) -> list[str]:
    """What words are wanted for, and what words are there for."""
    wanted = [one.key.removeprefix(WORDS) for one in written.internal.lacks if is_for_words(one)]
    return list(dict.fromkeys([*wanted, *written.standing.spoken]))


def may_answer(request: Request, key: str, stands: Standing) -> bool:
    """Whoever was asked, and a manager."""
    asked = {one.person_id for one in stands.questions if one.key.removeprefix(WORDS) == key.removeprefix(WORDS)}
    return may(request.person.role, "manager") or request.person.id in asked


def refuse_others(request: Request, key: str, role: str, stands: Standing) -> None:
    """One's own words, or another's with the evidence; an officer's comment is the officer's."""
    behalf, evidence = request.field("on-behalf-of"), request.field("evidence")
    if behalf and not evidence:
        raise DeskError(f'Say where {behalf} said so: evidence:"their e-mail of 9 November".', "evidence")
    if role and request.person.role != role and not (behalf and may(request.person.role, "committee")):
        way = f"/report say {stands.named.typed} {key} … on-behalf-of:… evidence:…"
        raise DeskError(f"That comment is for {role}. What they said elsewhere a manager records: {way}")
    if not role and not may_answer(request, key, stands):
        raise DeskError("That was not asked of you. Whoever was asked can say it, or a manager.")


def values_of(request: Request, report: Report, saying: Saying, role: str) -> Values:
    return {
        "report_id": report.id,
        "key": saying.key,
        "text": saying.text,
        "whose": request.field("on-behalf-of") or request.person.name,
        "recorded_by": request.person.id,
        "at": request.now,
        "role": role or None,
        "evidence": request.field("evidence") or None,
    }


def form(request: Request, found: Named, saying: Saying, known: Sequence[str]) -> Form:
    return Form(
        "What is to stand in the report? Nothing is stored yet.",
        f"report say {found.typed}",
        (
            FormField("key", KEY.label, saying.key, tuple(known), required=True),
            FormField("text", TEXT.label, saying.text, required=True),
            FormField("on-behalf-of", BEHALF.label, request.field("on-behalf-of")),
            FormField("evidence", EVIDENCE.label, request.field("evidence")),
        ),
    )
