"""A report written in a test: a request as the dispatcher would make it, and the draft of a period."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.app import Bot
from bot.command import Place, Request
from bot.desk_reports import ReportShape
from bot.grammar import Typed
from bot.report.content.context import Audience, Context
from bot.report.content.draft import Draft, draft
from core.periods import parse_period
from core.report.stated import Check
from storage.trail import Act


def request_of(bot: Bot, now: datetime, person: str = "manager") -> Request:
    who = bot.dispatcher.people["shell", person]
    known = bot.dispatcher
    act = Act(0, now, who.id)
    place = Place("shell")
    return Request(
        "",
        now,
        who,
        place,
        "report",
        "show",
        "",
        Typed("", {}, ()),
        bot.desk,
        known.kpis,
        known.commands,
        known.policy_id,
        act,
    )


def drafted(
    bot: Bot,
    period: str,
    now: datetime,
    shape: ReportShape | None = None,
    audience: Audience = "internal",
    spoken: Mapping[str, tuple[str, str]] | None = None,
) -> Draft:
    """As the manager would have it."""

    def write(session: Session) -> Draft:
        over = parse_period(period, bot.desk.calendar.local(now).date())
        return draft(Context(request_of(bot, now), session, over, shape or bot.desk.reports[0], audience, spoken or {}))

    return bot.database.read(write)


def wrong(draft: Draft) -> list[Check]:
    """What does not cast."""
    return [check for check in draft.checks if not check.is_right]
