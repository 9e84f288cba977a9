"""`ictbot check`: everything that an operator can set wrong, or that can run out, looked at one by one."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.desk import Desk
from bot.desk_file import read_desk
from bot.finding import Finding, well, wrong
from bot.keeping import newest
from bot.plain import plain
from bot.policy import unsettled
from bot.report.content.template import unfillable
from bot.settings import Settings, read_settings
from bot.slack.check import check as check_slack
from bot.vitals import database as database_stands
from core.errors import DeskError
from storage import posts, requests
from storage.database import Database, server_time
from storage.recomputation import in_force
from storage.reports import changed_files

APART = timedelta(seconds=5)  # of two clocks that are both kept by a time server
LONGEST_WAIT = timedelta(minutes=10)
LONGEST_WITHOUT_BACKUP = timedelta(hours=48)
LEAST_ROOM = 200_000_000  # bytes


def check(db: str | None, clock: Clock) -> Iterator[Finding]:
    """What depends on something that is wrong is left out."""
    try:
        settings = read_settings(db)
        desk = read_desk(settings.desk)
    except DeskError as error:
        yield from map(wrong, error.sentence.split("\n"))
        return
    yield well(f"{settings.desk.name} has no mistake: {desk.name}, {len(desk.people)} people")
    yield reports(desk)
    yield from check_database(settings.database_url, clock())
    yield from slack(settings, desk)
    if settings.backups:
        yield backups(settings.backups, clock())


def reports(desk: Desk) -> Finding:
    """Whether the template of each can be filled."""
    said = [f"report {shape.key}: {why}" for shape in desk.reports if (why := unfillable(shape))]
    return (
        wrong("; ".join(said))
        if said
        else well(f"{len(desk.reports)} kinds of report have templates that can be filled")
    )


def check_database(url: str, now: datetime) -> Iterator[Finding]:
    try:
        database = Database(url)
    except DeskError as error:
        yield wrong(error.sentence)
        return
    stands = database_stands(database)
    yield stands
    if stands.is_well:
        yield from clocks(database, now)
        yield waiting(database, now)
        yield from recomputation(database)
        yield from frozen(database)
    if database.path and database.path.parent.exists():
        yield room(database.path)
    database.close()


def recomputation(database: Database) -> Iterator[Finding]:
    """How far it is, where a new desk.toml computes tickets otherwise."""
    for said in database.read(lambda session: unsettled(session, in_force(session) or 0, date.max)):
        yield well(plain((said,)))


def frozen(database: Database) -> Iterator[Finding]:
    """Whether every file of a signed report is, byte for byte, what was signed."""
    kept, changed = database.read(changed_files)
    if changed:
        yield wrong(f"files of signed reports are not what was signed: {', '.join(changed)}. Bring back a backup")
    elif kept:
        yield well(f"{kept} files of signed reports are what was signed")


def clocks(database: Database, now: datetime) -> Iterator[Finding]:
    theirs, last = database.read(server_time), database.read(requests.newest)
    if theirs and abs(theirs - now) > APART:
        yield wrong(f"the clock here is {abs(theirs - now).seconds} seconds off the database's: let both be set by NTP")
    elif last and last > now:
        yield wrong(f"the clock stands at {now:%d %b %Y %H:%M} UTC, before the newest record ({last:%d %b %Y %H:%M})")
    else:
        yield well(f"the clock stands at {now:%d %b %Y %H:%M} UTC, and after the newest record")


def waiting(database: Database, now: datetime) -> Finding:
    found = database.read(posts.standing)
    if found.oldest_at and now - found.oldest_at > LONGEST_WAIT:
        since = f"{found.oldest_at:%d %b %Y %H:%M} UTC"
        return wrong(f"{found.waiting} posts wait, the oldest since {since}: start ictbot run, or look at its log")
    return well(f"{found.waiting} posts wait to be sent, {found.dead} were given up")


def room(path: Path) -> Finding:
    """A backup, a migration and the write-ahead log may each take as much again as the database has."""
    size = path.stat().st_size if path.exists() else 0
    free, needed = shutil.disk_usage(path.parent).free, max(LEAST_ROOM, size)
    said = f"{free / 1e9:,.1f} GB free beside {path.name}, which has {size / 1e9:,.1f} GB"
    return well(said) if free > needed else wrong(f"{said}: make room")


def slack(settings: Settings, desk: Desk) -> Iterator[Finding]:
    if not (settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret):
        yield well("no Slack settings: posts are printed")
        return
    yield from check_slack(settings, desk)


def backups(folder: Path, now: datetime) -> Finding:
    made = newest(folder)
    if made is None:
        return wrong(f"there is no backup in {folder}: run ictbot backup")
    hours = (now - made) // timedelta(hours=1)
    said = f"the newest backup in {folder} is {hours} hours old"
    return well(said) if now - made <= LONGEST_WITHOUT_BACKUP else wrong(f"{said}: run ictbot backup")
