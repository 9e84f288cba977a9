"""When it was: what at: says, what the text says, or now. Asked about where it is unlikely, or may not be meant."""

from datetime import date, datetime, timedelta

from bot.command import Question, Request
from bot.parts import buttons, line
from bot.tickets.again import NOTHING_YET, restate
from bot.when import has_clock, read_moment, spoken, time_said

A_DAY = timedelta(days=1)


def today(request: Request) -> date:
    return request.desk.calendar.local(request.now).date()


def started_at(request: Request, summary: str) -> datetime:
    """When it began: what `at:` says, or "since 9am" in the text, or now; an unlikely time is asked about."""
    if request.field("at"):
        return moment(request, request.field("at"))
    word, typed = time_said(summary)
    if word != "since":
        return now_or_then(request, typed)
    if not has_clock(typed):
        asked = f'Since when on {typed}? {NOTHING_YET} Add at:"{typed} 09:00" to the line, or press Now.'
        raise Question(line(asked), buttons(("Now", restate(request, at="now"))))
    return moment(request, typed)


def now_or_then(request: Request, typed: str) -> datetime:
    """Now, unless the text ends with a time of the last day, of which nobody can say whether it is this one: "replaced
    at 3pm".
    """
    then = read_moment(typed, request.now, request.desk.zone, sure=True).at if has_clock(typed) else request.now
    if not timedelta() < request.now - then < A_DAY:
        return request.now
    at, exact = (spoken(then, request.now, request.desk.zone, always_date=dated) for dated in (False, True))
    verb = f"{request.command} {request.verb}"
    choices = ((at.capitalize(), restate(request, verb, at=exact)), ("Now", restate(request, verb, at="now")))
    raise Question(line(f"Was that {at}, or now? {NOTHING_YET}"), buttons(*choices))


def at_of(request: Request) -> datetime:
    """What `at:` says, or now; asked where the text says a time."""
    if request.field("at"):
        return moment(request, request.field("at"))
    return now_or_then(request, time_said(request.typed.text)[1])


def moment(request: Request, typed: str) -> datetime:
    found = read_moment(typed, request.now, request.desk.zone, sure=request.is_sure())
    if found.question:
        verb = f"{request.command} {request.verb}"
        choices = [(label, restate(request, verb, at=value, sure="yes")) for label, value in found.choices]
        raise Question(line(f"{found.question} {NOTHING_YET}"), buttons(*choices))
    return found.at
