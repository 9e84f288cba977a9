"""A report written in a test: the draft of a period, as nobody in particular asks for it."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.app import Bot
from bot.desk_reports import ReportShape
from bot.report.content.context import Audience, Context
from bot.report.content.draft import Draft, draft
from bot.report.unasked import request_of
from core.periods import parse_period
from core.report.stated import Check


def drafted(
    bot: Bot,
    period: str,
    now: datetime,
    shape: ReportShape | None = None,
    audience: Audience = "internal",
    spoken: Mapping[str, tuple[str, str]] | None = None,
) -> Draft:
    def write(session: Session) -> Draft:
        over = parse_period(period, bot.desk.calendar.local(now).date())
        request, own = request_of(bot.desk, now), shape or bot.desk.reports[0]
        return draft(Context(request, session, over, own, audience, spoken or {}))

    return bot.database.read(write)


def wrong(draft: Draft) -> list[Check]:
    """What does not cast."""
    return [check for check in draft.checks if not check.is_right]
