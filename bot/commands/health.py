"""/ict health: which bots run, what waits to be said or was given up, how the jobs run; and sending again."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.command import Command, Reply, Request, Verb
from bot.parts import Button, Buttons, Part, Table, line
from bot.when import spoken
from core.errors import DeskError
from core.numbers import grouped, plural
from reports.tables import Table as Grid
from storage import job_runs, leadership, outbox, recomputation, running
from storage.models import JobRun, Outbox, RunningBot

MOST_SHOWN = 10
POSTS, LETTERS = ("post", "posts"), ("dead letter", "dead letters")


def show(request: Request, session: Session) -> Reply:
    parts = (*bots(request, session), *waiting(request, session), *dead_letters(request, session))
    return Reply((*parts, *jobs(request, session), *recomputing(session)))


def bots(request: Request, session: Session) -> list[Part]:
    """By the database's own time, as the register is."""
    live, now = running.live(session), running.database_time(session)
    if not live:
        return [line("No bot runs by itself: what is to be said waits. Start one with ictbot run.")]
    leader = leadership.current(session)
    rows = tuple(bot_row(bot, now, request, leads=leader is not None and leader.bot_id == bot.id) for bot in live)
    head = ("Bot", "Started", "Last seen", "Policy", "Schema", "Leads")
    return [Table(Grid("Running bots", head, rows))]


def bot_row(bot: RunningBot, now: datetime, request: Request, *, leads: bool) -> tuple[str, ...]:
    policy = str(bot.policy_id) if bot.policy_id else "waits to migrate"
    ago = f"{int((now - bot.seen_at).total_seconds())} s ago"
    return bot.name, spoken(bot.started_at, now, request.desk.zone), ago, policy, bot.revision, "yes" if leads else ""


def waiting(request: Request, session: Session) -> list[Part]:
    oldest, found = outbox.oldest(session), outbox.found(session)
    posts = plural(outbox.waiting(session), POSTS)
    words = f"{posts} to be sent" + (f", the oldest for {age(request.now - oldest)}." if oldest else ".")
    caught = f" {plural(found, POSTS)} found in the channel's own record and not sent twice." if found else ""
    return [line(f"{words}{caught}")]


def age(span: timedelta) -> str:
    seconds = max(0, int(span.total_seconds()))
    return f"{seconds} s" if seconds < 120 else f"{grouped(seconds // 60)} min"


def dead_letters(request: Request, session: Session) -> list[Part]:
    """Where to, since when and why; what they say stays with those for whom it is meant."""
    number = outbox.how_many_dead(session)
    if not number:
        return [line("No dead letters.")]
    shown = outbox.dead(session, MOST_SHOWN)
    rows = tuple(
        (f"{row.id}", where(row), spoken(given_up(row), request.now, request.desk.zone), row.error or "")
        for row in shown
    )
    first = shown[0].id
    again = (Button(f"Send {first} again", f"health retry {first}"), Button(f"Drop {first}", f"health drop {first}"))
    more = f" The first {MOST_SHOWN} are shown." if number > MOST_SHOWN else ""
    words = line(
        f"{plural(number, LETTERS)}: mend the reason, then send it again (or /ict health retry all), or drop it.{more}"
    )
    return [words, Table(Grid("Dead letters", ("Number", "Where", "Given up", "Reason"), rows)), Buttons(again)]


def where(row: Outbox) -> str:
    """One person's, or a channel's."""
    return "a direct message" if "@" in row.place else f"#{row.place}"


def given_up(row: Outbox) -> datetime:
    return row.dead_at or row.queued_at


def jobs(request: Request, session: Session) -> list[Part]:
    runs = job_runs.every(session)
    rows = tuple(job_row(run, request) for run in runs)
    head = ("Job", "Every", "Last run", "Late by", "Took", "Runs")
    return [Table(Grid("Jobs", head, rows))] if rows else []


def job_row(run: JobRun, request: Request) -> tuple[str, ...]:
    """Late by how much its last run was, or by how much its next one is now."""
    overdue = int((request.now - run.ran_at).total_seconds()) - run.every_seconds
    ran = spoken(run.ran_at, request.now, request.desk.zone)
    late = f"{max(run.late_seconds, overdue, 0)} s"
    return run.name, f"{run.every_seconds} s", ran, late, f"{run.took_ms} ms", grouped(run.runs)


def recomputing(session: Session) -> list[Part]:
    newest = recomputation.newest(session)
    if newest is None or newest.finished_at:
        return []
    return [line(f"Recomputing after a new desk.toml: {grouped(newest.done)} of {grouped(newest.total or 0)} tickets.")]


def retry(request: Request, session: Session) -> Reply:
    if request.typed.text.strip().lower() == "all":
        return retry_all(request, session)
    row = dead_letter(request, session)
    outbox.revive(session, row, request.now)
    return Reply((line(f"Dead letter {row.id} is sent again to {where(row)}."),))


def retry_all(request: Request, session: Session) -> Reply:
    letters = outbox.dead(session, outbox.how_many_dead(session))
    for row in letters:
        outbox.revive(session, row, request.now)
    return Reply((line(f"{plural(len(letters), LETTERS)} to be sent again, each in the order of its thread."),))


def drop(request: Request, session: Session) -> Reply:
    row = dead_letter(request, session)
    row.dropped_at = request.now
    session.add(row)
    return Reply((line(f"Dead letter {row.id} to {where(row)} is dropped, and is not sent."),))


def dead_letter(request: Request, session: Session) -> Outbox:
    typed = request.typed.text.strip().lstrip("#")
    if not typed.isdecimal() or len(typed) > 9:
        raise DeskError("Which dead letter? Say its number: /ict health lists them.")
    row = outbox.dead_letter(session, int(typed))
    if row is None:
        raise DeskError(f"There is no dead letter {typed}. /ict health lists them.")
    return row


COMMAND = Command(
    name="health",
    does="how the bot itself is: running bots, what waits to be said, dead letters, jobs",
    is_slash=False,
    verbs=(
        Verb(
            "show",
            "how the bot itself is",
            show,
            "/ict health",
            needs="manager",
            is_default=True,
            is_restricted=True,
        ),
        Verb(
            "retry",
            "send a dead letter again, or all of them",
            retry,
            "/ict health retry 1",
            "number|all",
            needs="manager",
            writes=True,
        ),
        Verb(
            "drop",
            "give a dead letter up for good",
            drop,
            "/ict health drop 1",
            "number",
            needs="manager",
            writes=True,
        ),
    ),
)
