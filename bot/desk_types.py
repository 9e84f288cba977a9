"""What the sections of desk.toml are made of: sections that know all their keys, times of day, windows and days."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from core.roles import ROLES

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def as_minutes(clock_time: object) -> int:
    """Minutes of `8:30`, up to `24:00`."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", str(clock_time).strip())
    if not match or (minutes := int(match[1]) * 60 + int(match[2])) > 24 * 60 or int(match[2]) > 59:
        raise ValueError(f"{clock_time!r} is not a time of day such as 08:30")
    return minutes


def as_window(text: object) -> tuple[int, int]:
    start, dash, end = str(text).partition("-")
    if not dash:
        raise ValueError(f"{text!r} is not a window such as 08:30-17:00")
    return as_minutes(start), as_minutes(end)


def as_days(text: object) -> frozenset[int]:
    """Weekday numbers of `mon-fri` or `mon, wed, sat`."""
    days: set[int] = set()
    for item in str(text).lower().split(","):
        first, _, last = item.strip().partition("-")
        if first not in DAYS or (last or first) not in DAYS[DAYS.index(first) :]:
            raise ValueError(f"{text!r} is not a list of days such as mon-fri or mon, wed")
        days.update(range(DAYS.index(first), DAYS.index(last or first) + 1))
    return frozenset(days)


def known_role(role: str) -> str:
    if role not in ROLES:
        raise ValueError(f"{role!r} is not one of {', '.join(ROLES)}")
    return role


Role = Annotated[str, AfterValidator(known_role)]
