"""Major incidents: news asked for while one is open, and its review while that is due. Only of those announced here."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.announce import announced_in
from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from bot.tickets.words import headline, ref, subject
from core.calendar import day_words
from core.outages import review_due_on
from core.sla import hours_and_minutes
from core.thresholds import LATE_BY, WEEK
from core.working_days import before
from storage import tickets, trail
from storage.models import Ticket

MOST = 200
MOST_OFTEN = 3
LOOK_BACK = timedelta(days=90)  # a review that is missing for longer stands in the quarter's checklist


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    still_open = tickets.open_outages(session, MOST)
    resolved = tickets.unreviewed_outages(session, now - LOOK_BACK, only_told=True)
    found = [*(news_due(ticket, now, desk, session) for ticket in still_open if ticket.held_since is None)]
    found += [review_due(ticket, now, desk, session) for ticket in resolved]
    return [alert for each in found for alert in each]


def news_due(ticket: Ticket, now: datetime, desk: Desk, session: Session) -> Iterator[Alert]:
    """Asked for after each such time without any, in service hours; of one that nobody answers for, daily."""
    place = announced_in(session, desk, subject(ticket))
    wanted = desk.alerts.update_minutes.get(ticket.level)
    if not place or not wanted:
        return
    last = last_news(ticket, session)
    calendar = desk.calendar_of(ticket.service)
    silent = calendar.worked(last, now) // 60
    if times := asked_before(silent, wanted, calendar.minutes_per_day(calendar.local(now).date())):
        said = f"{ref(ticket)} has had no news for {hours_and_minutes(silent)}: what is new?"
        ways = Buttons(
            (
                Button("Update", f"outage update {ref(ticket)}", opens_form=True),
                Button("Resolve", f"outage resolve {ref(ticket)}", opens_form=True),
            )
        )
        key = f"news:{subject(ticket)}:{last:%Y%m%dT%H%M%SZ}:{times}"
        why = f"{wanted} minutes without news allowed"
        post = Post(place, subject(ticket), (line(said), ways))
        yield Alert(key, post, why, "major", is_urgent=ticket.level == "P1")


def asked_before(silent: int, wanted: int, day: int) -> int:
    """How many times by now: three times, and then each working day, all in minutes of service hours."""
    return min(silent // wanted, MOST_OFTEN) + silent // day


def last_news(ticket: Ticket, session: Session) -> datetime:
    """A note, or anything else that was done to it."""
    happened = [note.at for note in tickets.notes(session, ticket.id)]
    happened += [entry.at for entry in trail.of_record(session, "ticket", ticket.id)]
    return max([ticket.opened_at, *happened])


def review_due(ticket: Ticket, now: datetime, desk: Desk, session: Session) -> Iterator[Alert]:
    """Before it is due, and weekly once it is over."""
    place = announced_in(session, desk, subject(ticket))
    assert ticket.resolved_at is not None  # noqa: S101 - only those that are
    due_on = review_due_on(desk.calendar, ticket.resolved_at, desk.reviews.within_days)
    today = desk.calendar.local(now).date()
    if not place or today < before(desk.calendar, due_on, desk.alerts.review_days_before):
        return
    weeks, late = divmod((today - due_on).days, WEEK)
    if weeks > 0 and late > LATE_BY:
        return
    over = "was due" if today > due_on else "is due"
    said = f"Its review {over} {day_words(due_on)}: cause and lessons of {headline(ticket)}"
    write = Button("Write review", f"review add {ref(ticket)}", opens_form=True)
    show = Button("Show", f"outage show {ref(ticket)}")
    key = f"review:{subject(ticket)}:{due_on}:{max(weeks, 0) if today > due_on else 'before'}"
    post = Post(place, subject(ticket), (line(said), Buttons((write, show))))
    yield Alert(key, post, f"resolved, {desk.reviews.within_days} working days for its review", "major")


JOB = Job("major-incidents", "ask for news of open outages, and for reviews that are due", 120, check, check)
