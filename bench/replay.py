"""`make replay`: a quarter of a real helpdesk's incidents, live: each is logged, given and resolved when it was, while
the jobs run. Prints how many warnings there were, how many somebody would have wanted, and whether any came twice.

The incidents are those of an IT company (UCI's log of ServiceNow, March to May 2016), or every so many of them. Nobody
acknowledges anything, so that what is told to the next is at its most.
"""

import csv
import gzip
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place, Post
from bot.outbox import Attempt
from bot.plain import plain
from bot.running import ticker_of
from bot.settings import Settings
from storage.alerts import HEARD
from storage.database import Database
from storage.migrate import migrate
from storage.models import Alert, Outbox, Ticket

SINCE, UNTIL = datetime(2016, 3, 1, tzinfo=UTC), datetime(2016, 6, 1, tzinfo=UTC)
EVERY, AT_NIGHT = timedelta(minutes=30), timedelta(hours=2)
DAY = range(7, 18)  # hours
USEFUL = timedelta(minutes=15)  # so long before a ticket is resolved a warning still changes something
PARTNERS, SERVICES = ("BDC", "DDDC", "NEDDC", "RHL"), ("Email", "Telephony", "Network", "Housing", "Login")
OWNERS = ("Sam", "Priya")


@dataclass(frozen=True)
class Incident:
    """As it was: priority 1 to 4, who had it, when it came and went."""

    number: int
    priority: str
    is_assigned: bool
    opened_at: datetime
    resolved_at: datetime | None


@dataclass
class Told:
    """A channel that counts what is said to it."""

    said: list[tuple[str, str]] = field(default_factory=list)
    seconds_between: float = 0

    def deliver(self, post: Post, earlier: str | None, _attempt: Attempt) -> str:
        self.said.append((post.to, plain(post.newest)))
        return earlier or post.subject


def read(path: Path, every: int) -> list[Incident]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [row for at, row in enumerate(csv.DictReader(file)) if at % every == 0]
    found = [incident(row) for row in rows]
    return [one for one in found if SINCE <= one.opened_at < UNTIL]


def incident(row: dict[str, str]) -> Incident:
    """One that was resolved before it was opened counts as open."""
    opened_at = moment(row["opened_at"])
    ended = row["resolved_at"] if row["resolved_at"] != "?" else row["closed_at"]
    resolved_at = moment(ended) if ended != "?" else None
    is_sound = resolved_at is not None and resolved_at >= opened_at
    number = int(row["number"].removeprefix("INC"))
    return Incident(number, row["priority"][0], row["assigned_to"] != "?", opened_at, resolved_at if is_sound else None)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def events(incidents: Sequence[Incident]) -> list[tuple[datetime, int, Incident | None]]:
    """What happens when: an incident is logged (0), is resolved (1), or the clock moves on (2)."""
    found: list[tuple[datetime, int, Incident | None]] = [(one.opened_at, 0, one) for one in incidents]
    found += [(one.resolved_at, 1, one) for one in incidents if one.resolved_at and one.resolved_at < UNTIL]
    found += [(at, 2, None) for at in ticks()]
    return sorted(found, key=lambda event: event[:2])


def ticks() -> Iterator[datetime]:
    at = SINCE
    while at < UNTIL:
        yield at
        at += EVERY if at.hour in DAY and at.weekday() < 5 else AT_NIGHT


def replay(bot: Bot, clock: SetClock, incidents: Sequence[Incident]) -> Told:
    told, refs = Told(), dict[int, str]()
    ticker = ticker_of(bot, told)
    for at, kind, one in events(incidents):
        clock.set(at)
        if one is None:
            ticker.tick()
        elif kind == 0:
            refs[one.number] = logged(bot, one, at)
        else:
            command = "outage" if refs[one.number].startswith("OUT") else "incident"
            say(bot, f'{command} resolve {refs[one.number]} Done cause:"as recorded"', at)
    return told


def logged(bot: Bot, one: Incident, at: datetime) -> str:
    """Its reference. Partner, service and owner are spread by its number: the source has others."""
    partner, service = PARTNERS[one.number % 4], SERVICES[one.number % 5]
    where = f"partner:{partner} service:{service} new:yes"
    reference = say(bot, f"incident p{one.priority} Incident {one.number} {where}", at).split(",", 1)[0]
    if one.is_assigned:
        say(bot, f"{'outage' if one.priority in '12' else 'incident'} assign {reference} {OWNERS[one.number % 2]}", at)
    return reference


def say(bot: Bot, line: str, at: datetime) -> str:
    reply = bot.dispatcher.answer(line, "engineer", Place("shell"), at)
    assert not reply.is_error, f"{line}: {reply.text}"
    return reply.text


def is_wanted(alert: Alert, tickets: dict[str, Ticket], lost: set[str]) -> bool:
    """Of a ticket: it was still open a quarter of an hour later, or its review was missing. Of a target: its month
    ended below it, or used half of what may miss. All others ask for something that is missing, or list what is open.
    """
    if ticket := tickets.get(alert.subject):
        return (
            alert.key.startswith("review:") or ticket.resolved_at is None or ticket.resolved_at > alert.due_at + USEFUL
        )
    return alert.kind != "target" or alert.subject in lost


def lost_months(session: Session) -> set[str]:
    """Subjects of the months and partners whose tickets used more than half of the 10% that may miss."""
    done, missed = Counter[str](), Counter[str]()
    for ticket in session.execute(select(Ticket).where(col(Ticket.met_target).is_not(None))).scalars():
        for partner in ("all", ticket.partners.strip(",")):
            done[f"target:sla:{ticket.reported_month}:{partner}"] += 1
            missed[f"target:sla:{ticket.reported_month}:{partner}"] += not ticket.met_target
    return {subject for subject, number in done.items() if 20 * missed[subject] > number}


def report(session: Session, told: Told) -> Iterator[str]:
    alerts = session.execute(select(Alert).order_by(col(Alert.id))).scalars().all()
    tickets = {f"ticket:{one.id}": one for one in session.execute(select(Ticket)).scalars()}
    lost = lost_months(session)
    yield f"{'kind':14}{'found':>8}{'said':>8}{'summed':>8}{'other':>8}{'wanted of said':>16}"
    for kind in [*sorted({one.kind for one in alerts}), ""]:
        own = [one for one in alerts if kind in {one.kind, ""}]
        said = [one for one in own if one.outcome in HEARD]
        summed = sum(one.outcome == "summed" for one in own)
        wanted = sum(is_wanted(one, tickets, lost) for one in said)
        other = len(own) - len(said) - summed
        yield f"{kind or 'all':14}{len(own):8,}{len(said):8,}{summed:8,}{other:8,}{wanted:16,}"
    heard = [(one.place, one.subject, one.said, one.due_at.date()) for one in alerts if one.outcome in HEARD]
    twice = len(heard) - len(set(heard))
    sent = session.execute(select(Outbox).where(col(Outbox.alert_key).is_not(None))).scalars().all()
    tried = sum(row.attempts != 1 or row.sent_at is None for row in sent)
    yield f"The same words twice in a day to one place: {twice}. Not sent just once: {tried} of {len(sent):,}."
    yield from busiest(alerts, told)


def busiest(alerts: Sequence[Alert], told: Told) -> Iterator[str]:
    heard = Counter((one.place, one.due_at.date()) for one in alerts if one.outcome in HEARD)
    for place in sorted({place for place, _ in heard}):
        days = sorted(number for (where, _), number in heard.items() if where == place)
        half = days[len(days) // 2]
        yield f"{place:18} {sum(days):6,} on {len(days)} days, half of them up to {half}, at most {days[-1]}"
    yield f"Everything said, with what people did: {len(told.said):,} posts."


def main(path: Path, every: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"{folder}/replay.db", synchronous="OFF")
        migrate(database)
        clock = SetClock(SINCE)
        bot = build(Settings(), clock, database)
        incidents = read(path, every)
        levels = Counter(f"P{one.priority}" for one in incidents)
        print(f"{len(incidents):,} incidents: {', '.join(f'{level} {levels[level]:,}' for level in sorted(levels))}.")
        print(f"Every job runs each {EVERY} on weekdays by day, each {AT_NIGHT} otherwise.")
        told = replay(bot, clock, incidents)
        for text in database.read(lambda session: list(report(session, told))):
            print(text)
        database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 6)
