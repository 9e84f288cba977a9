"""Leases and waits by a clock that may be set back: one that is further off than any that is given counts as over."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_


def is_over(until: Any, now: datetime, longest: timedelta) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Twice the longest, because the clock of another bot may go before ours."""
    return or_(until.is_(None), until <= now, until > now + 2 * longest)
