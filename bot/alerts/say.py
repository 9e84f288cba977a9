"""Whom a warning is told and when: desk.toml and what people asked for, applied to what a check found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.alerts.words import with_buttons
from bot.command import Post
from bot.desk import Desk
from bot.desk_alerts import OWNER, USUAL
from bot.dispatch import queue
from bot.job import Alert, Job
from bot.plain import plain
from bot.when import spoken
from core.manners import Circumstances, Verdict, judge, quiet_until
from core.zones import to_utc
from storage import alerts


@dataclass(frozen=True)
class Plan:
    """A warning in one place, and what becomes of it there."""

    alert: Alert
    place: str
    key: str
    verdict: Verdict

    @property
    def post(self) -> Post:
        """A person is not told twice: by a card, and by news below it."""
        is_both = self.alert.post.parts and self.place.startswith("@")
        head = () if is_both and self.alert.kind != "upload" else self.alert.post.head
        return replace(self.alert.post, to=self.place, head=head)


def plans(alert: Alert, now: datetime, desk: Desk, session: Session) -> Iterator[Plan]:
    """One for each place; the first keeps the alert's own key."""
    for at, place in enumerate(places(alert, desk)):
        key = f"{alert.key}@{place}" if at else alert.key
        yield Plan(alert, place, key, judge(circumstances(alert, place, now, desk, session)))


def places(alert: Alert, desk: Desk) -> list[str]:
    """As the route of its kind says; where it names the owner and there is none, the usual place."""
    if alert.is_private:
        return [alert.post.to]
    told = [place_of(who, alert, desk) for who in desk.alerts.route(alert.kind).tell]
    told += [alert.post.to] if alert.is_urgent else []  # nobody learns too late that the owner is away
    return list(dict.fromkeys(told))


def place_of(who: str, alert: Alert, desk: Desk) -> str:
    if who == OWNER:
        return f"@{alert.owner}" if alert.owner else alert.post.to
    return alert.post.to if who == USUAL else desk.channels.get(who, who)


def circumstances(alert: Alert, place: str, now: datetime, desk: Desk, session: Session) -> Circumstances:
    silences = alerts.silences(session, place, alert.post.subject, now)
    asked_for = [silence.until_at for silence in silences if not silence.subject and silence.until_at]
    snoozed = [silence.until_at for silence in silences if silence.subject and silence.until_at]
    since = now - timedelta(days=1)
    return Circumstances(
        now,
        is_on=desk.alerts.route(alert.kind).on,
        is_urgent=alert.is_urgent,
        is_muted=any(silence.until_at is None for silence in silences),
        is_repeat=alerts.is_said_since(session, place, alert.post.subject, said_by(alert), since),
        quiet_until=max(filter(None, [desk_quiet_until(desk, now), *asked_for]), default=None),
        snoozed_until=max(snoozed, default=None),
        said_that_day=partial(said_that_day, session, desk, place),
        cap=0 if alert.kind in {"summary", "upload", "digest"} else desk.alerts.daily_cap,
    )


def said_by(alert: Alert) -> str:
    return plain(alert.post.newest)


def desk_quiet_until(desk: Desk, now: datetime) -> datetime | None:
    local = desk.calendar.local(now).replace(tzinfo=None)
    end = quiet_until(desk.alerts.quiet_hours, local, lambda day: desk.calendar.closed_for(day) is not None)
    return to_utc(end, desk.zone)[0] if end else None


def said_that_day(session: Session, desk: Desk, place: str, at: datetime) -> int:
    today = desk.calendar.local(at).date()
    since, until = (desk.calendar.midnight(day) for day in (today, today + timedelta(days=1)))
    return alerts.how_many(session, place, since, until)


def say(alert: Alert, now: datetime, desk: Desk, session: Session, *, finds_again: bool = False) -> int:
    """Queue it wherever it is to be said, once, and note it; in how many places that is new.

    What is to be said later is left alone where its check `finds_again` what then still holds.
    """
    found = plans(alert, now, desk, session)
    due = [plan for plan in found if not (finds_again and plan.verdict.outcome == "later")]
    return sum(carry_out(plan, now, desk, session) for plan in due)


def carry_out(plan: Plan, now: datetime, desk: Desk, session: Session) -> bool:
    alert, verdict, route = plan.alert, plan.verdict, desk.alerts.route(plan.alert.kind)
    is_heard = verdict.outcome in alerts.HEARD
    follows_up = route.then and is_heard and not alert.is_private and plan.place.startswith("@")
    noted = {
        "key": plan.key,
        "kind": alert.kind,
        "place": plan.place,
        "subject": alert.post.subject,
        "said": said_by(alert),
        "why": alert.why,
        "at": now,
        "due_at": verdict.at,
        "outcome": verdict.outcome,
        "is_urgent": alert.is_urgent,
        "escalate_at": verdict.at + timedelta(minutes=route.after_minutes) if follows_up else None,
    }
    if alerts.note(session, noted) is None:
        return False
    if is_heard:
        queue(session, now, with_buttons(plan.post, alert.kind), plan.key, verdict.at)
    return True


def preview(job: Job, now: datetime, desk: Desk, session: Session) -> str:
    """What a job would say at a time, to whom and why, what is held back, and what was said before."""
    found = [plan for alert in job.preview(now, desk, session) for plan in plans(alert, now, desk, session)]
    known = alerts.known(session, [plan.key for plan in found])
    lines = [f"{job.name}: {len(found)} to say, {len(known)} of them said before."]
    return "\n".join([*lines, *(previewed(plan, desk, is_known=plan.key in known) for plan in found)])


def previewed(plan: Plan, desk: Desk, *, is_known: bool) -> str:
    post = with_buttons(plan.post, plan.alert.kind)
    said = f"{post.where} | {plain(post.newest)}\n  why: {plan.alert.why}"
    return f"{said}\n  {held_words(plan.verdict, desk)}" if plan.verdict.outcome != "said" and not is_known else said


def held_words(verdict: Verdict, desk: Desk) -> str:
    if verdict.outcome == "later":
        return f"held back until {spoken(verdict.at, verdict.at, desk.zone, always_date=True)}: {verdict.why}"
    return f"held back: {verdict.why}"
