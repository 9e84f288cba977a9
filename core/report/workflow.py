"""From draft to publication: who has still to sign, what stands against it, and the days by which things are due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.calendar import Calendar
from core.report.casting import wrong_words
from core.report.stated import Check, Lack
from core.wording import ended
from core.working_days import before, with_clear_days

CLEAR_DAYS = 5  # Local Government Act 1972, section 100B: published five clear days before the meeting
MEETING = "committee"
FRIDAY = 4  # as date.weekday counts
COMMENT = "comment-"  # begins the key of an officer's comment


@dataclass(frozen=True)
class Asked:
    """Who was asked for words, and when."""

    name: str
    on: date


def short_day(on: date) -> str:
    """Tue 24 Nov."""
    return f"{on:%a} {on.day} {on:%b}"


def publish_by(calendar: Calendar, meets_on: date) -> date:
    return with_clear_days(calendar, meets_on, CLEAR_DAYS)


def plan(calendar: Calendar, meets_on: date, draft_days: int, data_days: int) -> dict[str, date]:
    """What is due when, for a meeting on a day."""
    published_on = publish_by(calendar, meets_on)
    draft_on = before(calendar, published_on, draft_days)
    return {
        "data": before(calendar, draft_on, data_days),
        "draft": draft_on,
        "publication": published_on,
        MEETING: meets_on,
    }


def plan_words(calendar: Calendar, meets_on: date) -> str:
    """Committee Tue 24 Nov; publish by Mon 16 Nov (five clear working days)."""
    by = short_day(publish_by(calendar, meets_on))
    return f"Committee {short_day(meets_on)}; publish by {by} (five clear working days)."


def odd_about(calendar: Calendar, meets_on: date, today: date) -> list[str]:
    """What a day of a meeting is that it hardly can be: over, at a weekend, or a day on which the desk is closed."""
    said = f"{short_day(meets_on)} {meets_on.year}"
    closed = calendar.closed_for(meets_on)
    return [
        *([f"{said} is past."] if meets_on < today else []),
        *([f"{said} is at a weekend."] if meets_on.weekday() > FRIDAY else []),
        *([f"{said} is a {closed}."] if closed else []),
    ]


def against_signing(checks: Sequence[Check], lacks: Sequence[Lack], asked: Mapping[str, Asked]) -> list[str]:
    """A sentence for each sum that does not cast, and then for each thing that must be there and is not."""
    wrong = [wrong_words(check) for check in checks if not check.is_right]
    missing = [lack_words(lack, asked.get(lack.key)) for lack in lacks if lack.blocks]
    return list(dict.fromkeys(map(ended, [*wrong, *missing])))


def lack_words(lack: Lack, asked: Asked | None) -> str:
    """DDDC May missed its target: no corrective action (asked Sam Okafor, 2 Oct)"""
    if asked is None:
        return lack.sentence
    return f"{lack.sentence} (asked {asked.name}, {asked.on.day} {asked.on:%b})"


def numbered(sentences: Sequence[str]) -> list[str]:
    return [f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1)]


def signs_as(role: str, signs: Sequence[str]) -> str | None:
    """The role in which somebody signs; an administrator stands in for the manager. None where they may not."""
    if role in signs:
        return role
    return "manager" if role == "admin" and "manager" in signs else None


def unsigned(signs: Sequence[str], signed: Collection[str]) -> list[str]:
    return [role for role in signs if role not in signed]


def comment_key(role: str) -> str:
    return COMMENT + role.replace(" ", "-")


def awaited(comments: Sequence[str], said: Collection[str]) -> list[str]:
    """The roles whose comments are not there yet."""
    return [role for role in comments if comment_key(role) not in said]
