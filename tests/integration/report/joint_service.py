"""The records of a joint service in April to September 2020, as the report of those two quarters has them (seed 001).

The report's own figures: outages, security events, the budget, the saving, projects and posts, April of BDC and May of
DDDC, and 230 calls a month more than the year before. What its appendices held is not known: numbers of calls, of
incidents and of hours are invented so that its sentences hold, and so are the names of people.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

import bot.demo
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place
from bot.imports.files import import_file
from bot.kpi.measured import measure
from bot.kpi.splits import counted
from core.kpis import catalogue
from core.periods import financial_period, month_period
from core.working_days import is_working
from tests.talk import turns

AFTER = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
HALF_YEAR = financial_period(2020, 1, 6)
OUTAGES = Path(bot.demo.__file__).parent / "outages-2020-21.csv"
TYPED = Path(__file__).parents[2] / "data" / "joint_2020_21.txt"
FROM_SHELL = Place("shell")

# Resolved within target, of all resolved, outages among them.
WITHIN_SLA = {
    "BDC": ((128, 143), (120, 132), (140, 151), (171, 187), (117, 126), (130, 141)),
    "DDDC": ((118, 129), (101, 125), (125, 136), (152, 165), (109, 117), (121, 129)),
    "NEDDC": ((125, 135), (131, 141), (128, 137), (150, 162), (122, 131), (127, 136)),
    "RHL": ((31, 34), (29, 32), (33, 35), (38, 41), (30, 33), (32, 35)),
}
RAISED = (1350, 1380, 1440, 1610, 1370, 1430)
LEFT = (612, 640, 655, 671, 660, 668)
LAST_YEAR = (1180, 1240, 1150, 1210, 1090, 1260, 1300, 1270, 980, 1330, 1220, 1170)
P2_BEFORE = (11, 9, 10)  # January to March 2020
OF_100_REQUESTS = {"BDC": 32, "DDDC": 28, "NEDDC": 31, "RHL": 9}
HEAD = ("reference", "kind", "priority", "summary", "service", "partners", "opened", "resolved")

# Class, partner, day, title: as many of each as the report has.
EVENTS = (
    ("non-reportable", "DDDC", "2020-05-12", "Email to a wrong address, recalled"),
    ("non-reportable", "DDDC", "2020-08-06", "Letter in a wrong envelope"),
    ("non-reportable", "NEDDC", "2020-06-18", "Attachment to a wrong address"),
    ("non-reportable", "NEDDC", "2020-09-03", "Screen shared by mistake"),
    ("advice", "BDC", "2020-04-21", "Is this link safe"),
    ("advice", "BDC", "2020-07-15", "Phones abroad"),
    ("advice", "NEDDC", "2020-07-28", "Shared passwords"),
    ("theft", "DDDC", "2020-08-19", "Stolen iPad"),
    ("reported-application", "BDC", "2020-06-02", "Application patched"),
    ("reported-application", "DDDC", "2020-06-02", "Application patched"),
    ("reported-application", "NEDDC", "2020-06-02", "Application patched"),
)
# All hours and those on projects, of two teams, April to September.
HOURS = {
    "Business Development": ((620, 254), (590, 236), (640, 250), (660, 198), (560, 162), (630, 189)),
    "Infrastructure": ((760, 281), (720, 259), (780, 289), (800, 232), (690, 193), (770, 231)),
}


def enter(bot: Bot, clock: SetClock, folder: Path) -> None:
    """All of it, typed and imported on 5 October 2020; `folder` takes the file of calls."""
    clock.set(AFTER)
    import_file(bot, OUTAGES, confirmed=True)
    import_file(bot, calls_file(bot, folder), confirmed=True)
    for line in typed():
        obeyed(bot, line)


def obeyed(bot: Bot, turn: str) -> None:
    person, _, line = turn.partition(": ")
    reply = bot.dispatcher.answer(line, person, FROM_SHELL, bot.clock())
    assert not reply.is_error, f"{line}: {reply.text}"


def typed() -> Iterator[str]:
    yield from (" ".join(turn.text.split("\n")) for turn in turns(TYPED))
    for name, partner, day, title in EVENTS:
        decided = ' personal:yes decision:"do not report" reason:"no risk to anybody"' * (name == "non-reportable")
        yield f'manager: /security {name} "{title}, {partner}" partner:{partner} aware:"{day} 10:00"{decided}'
    for team, sheets in HOURS.items():
        for month, (hours, projects) in zip(HALF_YEAR.months(), sheets, strict=True):
            yield f'manager: /ict timesheet {team} month:"{month_period(month).words}" hours:{hours} project:{projects}'
    for month, n in zip(financial_period(2019, 1, 12).months(), LAST_YEAR, strict=True):
        yield f'manager: /ict figure raised month:"{month_period(month).words}" n:{n} source:"report of 2019-20"'
    for month, n in zip(financial_period(2019, 10, 12).months(), P2_BEFORE, strict=True):
        for level, number in (("P1", 0), ("P2", n)):
            words = month_period(month).words
            yield f'manager: /ict figure outages month:"{words}" priority:{level} n:{number} source:"report of 2019-20"'


def calls_file(bot: Bot, folder: Path) -> Path:
    """Incidents beside the outages, so that each partner comes to its share, and requests up to a month's calls."""
    path = folder / "calls.csv"
    rows = [*incidents(bot)]
    rows += requests(bot, Counter(row[6][:7] for row in rows))
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *((f"C-{number}", *row[1:]) for number, row in enumerate(rows, start=1))])
    return path


Row = tuple[str, ...]


def incidents(bot: Bot) -> Iterator[Row]:
    """A P3 has one working day: those in time are resolved on the day, the others three working days later."""

    def read(session: Session) -> list[tuple[str, int, int, int]]:
        one = measure(session, bot.desk, catalogue()["sla"], HALF_YEAR, bot.clock())
        return [
            (partner, month, n - own.n, d - own.d)
            for partner, each in WITHIN_SLA.items()
            for month, (n, d) in zip(HALF_YEAR.months(), each, strict=True)
            for own in [counted(one).only((month,), partner)]
        ]

    for partner, month, n, d in bot.database.read(read):
        days = working_days(bot, month)
        for number in range(d):
            at = number % (len(days) - 4)
            until = days[at] if number < n else days[at + 3]
            yield (
                "",
                "incident",
                "P3",
                "Shared mailbox does not open",
                "Email",
                partner,
                f"{days[at]} 09:00",
                f"{until} 11:00",
            )


def requests(bot: Bot, known: Counter[str]) -> Iterator[Row]:
    """The oldest are ended first, so that as many are left at each month's end as the report's calls outstanding."""
    outages = outages_by_month()
    waiting: list[tuple[str, date]] = []
    for month, raised, left in zip(HALF_YEAR.months(), RAISED, LEFT, strict=True):
        days, name = working_days(bot, month), f"{month_period(month).start:%Y-%m}"
        number = raised - known[name] - outages[name]
        waiting += [(partner_of(at), days[at * len(days) // number]) for at in range(number)]
        ended, waiting = waiting[: len(waiting) - left], waiting[len(waiting) - left :]
        for partner, opened in ended:
            until = max(opened, days[2]) + timedelta(days=1)
            until = next((day for day in days if day >= until), days[-1])
            yield request(partner, opened, f"{until} 12:00")
    yield from (request(partner, opened, "") for partner, opened in waiting)


def request(partner: str, opened: date, until: str) -> Row:
    return ("", "request", "standard", "Access from home", "", partner, f"{opened} 09:30", until)


def partner_of(number: int) -> str:
    """So many of each hundred."""
    place = number * 37 % 100
    for partner, share in OF_100_REQUESTS.items():
        if place < share:
            return partner
        place -= share
    raise AssertionError(number)


def outages_by_month() -> Counter[str]:
    with OUTAGES.open(encoding="utf-8") as file:
        return Counter(row["opened"][:7] for row in csv.DictReader(file))


def working_days(bot: Bot, month: int) -> list[date]:
    period = month_period(month)
    every = (period.start + timedelta(days=at) for at in range((period.end - period.start).days))
    return [day for day in every if is_working(bot.desk.calendar, day)]
