"""[alerts] of desk.toml: when the bot speaks unasked, to whom, from which thresholds on."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.desk_types import Section, as_days, as_minutes, as_window
from core.manners import KINDS, QuietHours

OWNER, USUAL = "owner", "usual"


class Route(Section):
    """Who is told of one kind: `owner` (where there is one), `usual` (where the check says), a name of [channels], or a
    person as `@key`. Who is told `then`, where a person was told and nobody has acknowledged for so many minutes.
    """

    on: bool = True
    tell: tuple[str, ...] = (USUAL,)
    then: str = ""
    after_minutes: int = Field(default=30, ge=1, le=30 * 24 * 60)


USUAL_ROUTES: Mapping[str, Route] = {
    "ticket": Route(tell=(OWNER,), then="management"),
    "budget": Route(tell=(OWNER,)),
    "due": Route(tell=(OWNER,)),
}


def known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
    return kind


class AlertRules(Section):
    """`quiet` are local hours, and `quiet_days` whole days, as bank holidays are. Of the rest, thresholds by check."""

    quiet: Annotated[tuple[int, int], BeforeValidator(as_window)] = (19 * 60, 7 * 60)
    quiet_days: Annotated[frozenset[int], BeforeValidator(as_days)] = frozenset({5, 6})
    daily_cap: int = Field(default=20, ge=0, le=1000)
    summary: Annotated[int, BeforeValidator(as_minutes)] = 16 * 60 + 30
    digest: Annotated[int, BeforeValidator(as_minutes)] = 8 * 60 + 30
    least_cases: int = Field(default=20, ge=1)
    update_minutes: Mapping[Annotated[str, Field(pattern="^P[12]$")], int] = {"P1": 60, "P2": 120}
    review_days_before: int = Field(default=2, ge=0, le=30)
    ico_hours: tuple[int, ...] = (48, 24, 6)
    due_days: tuple[int, ...] = (30, 7, 0)
    risk_review_days: int = Field(default=90, ge=1)
    estate_days: int = Field(default=365, ge=1)
    data_working_days: int = Field(default=5, ge=1, le=60)
    draft_working_days: int = Field(default=5, ge=0, le=60)
    remind_days: int = Field(default=7, ge=1, le=90)
    routes: Mapping[Annotated[str, AfterValidator(known_kind)], Route] = {}

    @property
    def quiet_hours(self) -> QuietHours:
        return QuietHours(*self.quiet, self.quiet_days)

    def route(self, kind: str) -> Route:
        return self.routes.get(kind) or USUAL_ROUTES.get(kind) or Route()
