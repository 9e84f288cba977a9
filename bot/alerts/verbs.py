"""What people do about warnings: they have seen one, want it later, or nothing of it, or quiet for a while."""

import re
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.alerts.words import subject_of
from bot.command import Reply, Request, Verb
from bot.parts import buttons, line
from bot.when import spoken
from core.errors import DeskError
from storage import alerts, trail
from storage.models import Silence

LENGTH = re.compile(r"(\d{1,3}) ?(m|min|h|hours?|d|days?)", re.ASCII)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
LONGEST = timedelta(days=31)


def acknowledge(request: Request, session: Session) -> Reply:
    """Somebody has seen it: nobody else is told."""
    subject, _ = meant(request)
    if not alerts.acknowledge(session, request.act, subject):
        return Reply((line("No warning of that waits: nobody else would have been told."),))
    return answered(request, f"{request.person.name} sees to it: nobody else is told.")


def snooze(request: Request, session: Session) -> Reply:
    """Nothing more is said of it for a while, to nobody; what comes meanwhile is said then."""
    subject, rest = meant(request)
    until = request.now + length(rest or "2h")
    alerts.acknowledge(session, request.act, subject)
    silence(request, session, "", subject, until)
    return answered(request, f"Nothing more of that until {told(request, until)}.")


def mute(request: Request, session: Session) -> Reply:
    """The person hears no more of it; whoever comes after them is told at once."""
    subject, _ = meant(request)
    place = f"@{request.person.key}"
    silence(request, session, place, subject, None)
    waiting = [alert for alert in alerts.unacknowledged(session, subject) if alert.place == place]
    alerts.set_escalation(session, [alert.id for alert in waiting if alert.escalate_at], request.now)
    return answered(request, "You hear no more of that.")


def quiet(request: Request, session: Session) -> Reply:
    """For the channel in which it is typed, or for oneself; what comes meanwhile is said then, and P1 at once."""
    place = request.place.name or f"@{request.person.key}"
    where = f"#{place}" if request.place.name else "you"
    if request.typed.text.strip().lower() in {"off", "end"}:
        held = [each for each in alerts.silences(session, place, "", request.now) if each.place == place]
        if not held:
            raise DeskError(f"It is not quiet for {where}.")
        for each in held:
            trail.change(session, request.act, each, {"until_at": request.now})
        return answered(request, f"Warnings reach {where} again.")
    until = request.now + length(request.typed.text or "2h")
    silence(request, session, place, "", until)
    return answered(request, f"Quiet for {where} until {told(request, until)}: what comes is said then, P1 at once.")


def silence(request: Request, session: Session, place: str, subject: str, until: datetime | None) -> None:
    values = {"place": place, "subject": subject, "since_at": request.now, "until_at": until}
    trail.add(session, request.act, Silence, values)


def meant(request: Request) -> tuple[str, str]:
    """What it is about, typed or the thread's own, and what was typed behind it."""
    first, *rest = request.typed.words or ("",)
    subject = subject_of(first)
    if subject:
        return subject, " ".join(rest)
    if request.place.subject:
        return request.place.subject, request.typed.text
    raise DeskError("Say what it is about, such as OUT-1 or OBL-2; or press the button under the warning.")


def length(typed: str) -> timedelta:
    match = LENGTH.fullmatch(typed.strip().lower())
    span = int(match[1]) * UNITS[match[2][0]] if match else timedelta()
    if not timedelta() < span <= LONGEST:
        raise DeskError(f"“{typed:.40}” is no length of time. Type 30m, 2h or 3d, at most {LONGEST.days} days.")
    return span


def told(request: Request, at: datetime) -> str:
    return spoken(at, request.now, request.desk.zone)


def answered(request: Request, said: str) -> Reply:
    return Reply((line(said), buttons(("Undo", f"ict undo {request.act.number}"))))


VERBS = (
    Verb(
        "acknowledge",
        "say that you see to a warning",
        acknowledge,
        "/ict acknowledge OUT-1",
        "REF",
        writes=True,
    ),
    Verb("snooze", "hear no more of it for a while", snooze, "/ict snooze OUT-1 2h", "REF length", writes=True),
    Verb("mute", "hear no more of it yourself", mute, "/ict mute OUT-1", "REF", writes=True),
    Verb(
        "quiet",
        "no warnings for a while: to the channel in which you type it, or to you",
        quiet,
        "/ict quiet 2h",
        "length, or off",
        writes=True,
    ),
)
