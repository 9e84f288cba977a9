"""Many tickets computed again come out as one by one; history that only new terms breach raises no alarm."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, Hours
from core.holds import Holds
from core.imports.times import MISSING
from core.recompute import Figures, Standing, differing, recompute
from core.sla import SEED_TARGETS, Target
from core.terms import BEGINNING, Terms
from core.tickets import NO_OUTCOME, Facts, clock_columns, outcome_columns

JULY = date(2020, 7, 1)
WEEK, LONGER = ((((hours, 1020),),) * 5 + ((),) * 2 for hours in (510, 480))
STANDARD = Calendar("standard", (Hours(BEGINNING, WEEK, 510), Hours(JULY, LONGER, 540)), frozenset({date(2020, 6, 24)}))
ALWAYS = Calendar("always", (Hours(BEGINNING, (((0, 1440),),) * 7, 1440, bank_holidays_closed=False),))
TARGETS = (*SEED_TARGETS, Target("incident", "P3", 2, "days", JULY), Target("incident", "P3", 3, "hours", JULY, "RHL"))
TERMS = Terms({"standard": STANDARD, "always": ALWAYS}, {"Website": "always"}, TARGETS, "Europe/London")
NOW = datetime(2020, 7, 15, 14, 10, tzinfo=UTC)
MINUTE = 60


class One(NamedTuple):
    kind: str
    level: str
    service: str
    partners: tuple[str, ...]
    opened: datetime
    resolved: datetime | None
    held_since: datetime | None
    holds: tuple[tuple[datetime, datetime], ...]
    agreed: date | None


def seconds(at: datetime | None) -> int:
    return MISSING if at is None else int(at.timestamp())


def figures(count: int, **known: int) -> Figures:
    """As they were, which decides only whether there is a warning, and what the watch looks at."""
    names = Figures.__dataclass_fields__
    return Figures(**{name: np.full(count, known.get(name, MISSING), dtype=np.int64) for name in names})


def standing(tickets: Sequence[One], was: Figures, *, is_warned: bool = False) -> Standing:
    def times(name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([seconds(getattr(one, name)) for one in tickets], dtype=np.int64)

    count = len(tickets)
    return Standing(
        np.arange(1, count + 1),
        [one.kind for one in tickets],
        [one.level for one in tickets],
        [one.service for one in tickets],
        [one.partners for one in tickets],
        [one.agreed for one in tickets],
        times("opened"),
        times("resolved"),
        times("resolved"),
        times("held_since"),
        np.full(count, is_warned),
        np.zeros(count, dtype=np.bool_),
        was,
    )


def holds_of(tickets: Sequence[One]) -> Holds:
    rows = [(at, seconds(start), seconds(end)) for at, one in enumerate(tickets) for start, end in one.holds]
    owner, start, end = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Holds(owner, start, end)


def alone(one: One) -> dict[str, object]:
    """By the rules for one ticket."""
    calendar = TERMS.calendar_of(one.service)
    facts = Facts(one.kind, one.level, one.partners, one.opened, one.holds, one.held_since, one.agreed)
    clock = clock_columns(facts, calendar, TARGETS)
    outcome = NO_OUTCOME
    if one.resolved is not None:
        outcome = outcome_columns(facts, calendar, clock["allowed_minutes"], one.resolved, first_contact=False)
    months = {"opened_month": calendar.month(one.opened)}
    months["ended_month"] = calendar.month(one.resolved) if one.resolved else MISSING
    found = clock | outcome | months
    return {name: spelt(found[name]) for name in Figures.__dataclass_fields__ if name != "watch_at"}


def spelt(value: object) -> object:
    if isinstance(value, datetime):
        return seconds(value)
    return MISSING if value is None else int(value)  # type: ignore[call-overload]


JUNE = datetime(2020, 6, 1, tzinfo=UTC)
instants = st.integers(0, 60 * 24 * 60).map(lambda minutes: JUNE + timedelta(minutes=minutes))
levels = st.sampled_from((("incident", "P2"), ("incident", "P3"), ("request", "major"), ("request", "bespoke")))


@st.composite
def ticket(draw: st.DrawFn) -> One:
    kind, level = draw(levels)
    opened = draw(instants)
    rest = [opened + timedelta(minutes=draw(st.integers(0, 40_000))) for _ in range(4)]
    holds = tuple((min(pair), max(pair)) for pair in zip(rest[:2], rest[2:], strict=True))[: draw(st.integers(0, 2))]
    resolved = max(rest) + timedelta(minutes=draw(st.integers(0, 5_000))) if draw(st.booleans()) else None
    held = rest[0] if resolved is None and draw(st.booleans()) else None
    service = draw(st.sampled_from(("", "Website", "Email")))
    partners = draw(st.sampled_from(((), ("RHL",), ("BDC", "RHL"))))
    agreed = date(2020, 11, draw(st.integers(2, 28))) if level == "bespoke" else None
    return One(kind, level, service, partners, opened, resolved, held, holds, agreed)


@given(st.lists(ticket(), max_size=12))
def test_many_come_out_as_one_by_one(tickets: list[One]) -> None:
    was = figures(len(tickets), warn_at=1, allowed_minutes=1)
    found = recompute(standing(tickets, was), holds_of(tickets), TERMS, seconds(NOW)).columns()
    for at, one in enumerate(tickets):
        assert {name: int(found[name][at]) for name in found if name != "watch_at"} == alone(one)


def p3(opened: datetime, **others: object) -> One:
    return One("incident", "P3", "", (), opened, None, None, (), None)._replace(**others)  # type: ignore[arg-type]


def test_a_ticket_for_which_no_target_holds_keeps_what_it_was_allowed() -> None:
    unsaid = One("request", "bespoke", "", (), NOW, None, None, (), None)  # and nobody has agreed a date
    found = recompute(standing([unsaid], figures(1, allowed_minutes=90)), None, TERMS, seconds(NOW))
    assert found.allowed_minutes.tolist() == [90]
    assert found.due_at.tolist() == [seconds(STANDARD.after(NOW, 90 * MINUTE))]


def test_what_was_never_to_be_warned_of_is_not() -> None:
    found = recompute(standing([p3(NOW)], figures(1)), None, TERMS, seconds(NOW))
    assert found.warn_at.tolist() == [MISSING]
    assert found.watch_at.tolist() == found.due_at.tolist()


LATE, RISKY, FRESH = (NOW - timedelta(days=days) for days in (9, 2, 0))  # of 18 working hours


@pytest.mark.parametrize(
    ("opened", "watched", "looks"),
    [
        (LATE, NOW + timedelta(days=1), "never"),  # breached by the new terms alone
        (LATE, NOW - timedelta(minutes=1), "as it was"),  # the watch was about to say so anyway
        (LATE, None, "never"),
        (RISKY, NOW + timedelta(days=1), "when due"),  # at risk by the new terms alone
        (RISKY, NOW - timedelta(minutes=1), "as it was"),
        (FRESH, NOW - timedelta(minutes=1), "to warn"),  # no longer at risk
        (FRESH, None, "to warn"),
    ],
)
def test_only_what_is_still_to_come_is_watched_for(opened: datetime, watched: datetime | None, looks: str) -> None:
    was = figures(1, warn_at=1, watch_at=seconds(watched))
    found = recompute(standing([p3(opened)], was), None, TERMS, seconds(NOW))
    next_looks = {
        "never": MISSING,
        "as it was": seconds(watched),
        "when due": int(found.due_at[0]),
        "to warn": int(found.warn_at[0]),
    }
    assert found.watch_at.tolist() == [next_looks[looks]]


def test_what_is_warned_of_is_watched_for_its_deadline_only() -> None:
    found = recompute(standing([p3(NOW)], figures(1, warn_at=1), is_warned=True), None, TERMS, seconds(NOW))
    assert found.watch_at.tolist() == found.due_at.tolist()


@pytest.mark.parametrize("over", [{"resolved": NOW}, {"held_since": NOW}], ids=str)
def test_what_is_resolved_or_on_hold_is_not_watched(over: dict[str, datetime]) -> None:
    found = recompute(standing([p3(FRESH, **over)], figures(1, warn_at=1, watch_at=1)), None, TERMS, seconds(NOW))
    assert found.watch_at.tolist() == [MISSING]


def test_a_deadline_at_closing_time_is_met_until_the_doors_open() -> None:
    opened = datetime(2020, 7, 15, 16, 0, tzinfo=UTC)  # closing time; due at closing time two days later
    evening = datetime(2020, 7, 17, 17, 0, tzinfo=UTC)
    found = recompute(standing([p3(opened)], figures(1, warn_at=1)), None, TERMS, seconds(evening))
    assert found.watch_at.tolist() == found.due_at.tolist() == [seconds(datetime(2020, 7, 17, 16, 0, tzinfo=UTC))]


def test_columns_and_tickets_that_differ() -> None:
    old, new = (figures(3, opened_month=202007) for _ in range(2))
    assert differing(old, new)[0] == []
    new.due_at[1] = 7
    columns, rows = differing(old, new)
    assert columns == ["due_at"]
    assert rows.tolist() == [False, True, False]
