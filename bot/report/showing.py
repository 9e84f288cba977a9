"""Where a report stands: which state and versions, who has signed, what is asked and awaited, and what can be done."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.command import Reply, Request
from bot.parts import Buttons, Paragraph, line
from bot.report.naming import named, nothing_more
from bot.report.standing import Standing, standing
from bot.report.summary import FILES, awaiting, ways
from bot.when import spoken
from core.calendar import day_words
from core.report.workflow import plan_words, short_day
from core.roles import may
from core.wording import ended, listed
from storage import reports
from storage.models import Report


def show(request: Request, session: Session) -> Reply:
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    stands = standing(session, found)
    if stands.report is None or (not may(request.person.role, "staff") and stands.state != "published"):
        told = "no report is published yet" if not may(request.person.role, "staff") else "no draft yet"
        return Reply((line(f"{found.title}: {told}."), *shown(offered(stands, request))))
    said = line(f"{found.title}: {state_words(stands.report, request, session)}")
    return Reply((said, *details(stands, request), *shown(offered(stands, request))))


WAYS = {
    "draft": (("Draft", "draft"), ("Check", "check"), *FILES, ("Sign", "sign")),
    "signed": (*FILES, ("Publish", "publish")),
    "published": FILES,
}


def shown(ways: Buttons) -> list[Buttons]:
    return [ways] if ways.buttons else []


def details(stands: Standing, request: Request) -> list[Paragraph]:
    """For a partner's manager what is published, and no more."""
    return list(map(line, facts(stands, request))) if may(request.person.role, "staff") else []


def state_words(report: Report, request: Request, session: Session) -> str:
    """Draft 3 of Sun 4 Oct 09:00. / signed Tue 10 Nov 11:04. / published Mon 16 Nov 09:00."""
    if report.state == "draft":
        newest = reports.newest(session, report.id)
        return f"draft {newest.number} of {moment(newest.at, request)}." if newest else "no draft yet."
    at = report.signed_at if report.state == "signed" else report.published_at
    return f"{report.state} {moment(at, request)}." if at else f"{report.state}."


def moment(at: datetime, request: Request) -> str:
    return spoken(at, request.now, request.desk.zone, always_date=True)


def facts(stands: Standing, request: Request) -> Iterator[str]:
    report = stands.report
    signed = [f"{stands.names[one.person_id]} ({one.role}), {moment(one.at, request)}" for one in stands.signatures]
    yield from [f"Signed by {listed(signed)}."] if signed else []
    yield from [f"To be signed by: {listed(stands.unsigned)}."] if stands.unsigned else []
    yield from unanswered(stands)
    yield from awaiting(stands) if stands.state != "published" else []
    if report and report.resolution:
        yield f"Committee, {day_words(report.resolved_on or report.end_on)}: {report.resolution}"
    elif stands.meets_on:
        yield plan_words(request.desk.calendar, stands.meets_on)


def unanswered(stands: Standing) -> Iterator[str]:
    """What was asked and not said yet, by whom it is to be said."""
    open_ones = [one for one in stands.questions if not is_answered(one.key, stands)]
    for one in open_ones if stands.state == "draft" else ():
        yield f"Asked of {stands.names[one.person_id]} by {short_day(one.by_on)}: {ended(one.question)}"


def is_answered(key: str, stands: Standing) -> bool:
    return key.removeprefix("words/") in stands.spoken


def offered(stands: Standing, request: Request) -> Buttons:
    if stands.state != "published" and not may(request.person.role, "staff"):
        return Buttons(())
    if stands.report is None:
        return ways(request, stands.named, ("Draft", "draft"))
    return ways(request, stands.named, *WAYS[stands.state])
