"""What outages lack in a report."""

from datetime import UTC, datetime

from bot.report.pieces.outages import without_cause
from storage.models import Ticket

AT = datetime(2020, 8, 6, 9, 0, tzinfo=UTC)


def outage(number: int, cause: str | None = None) -> Ticket:
    """A P1."""
    return Ticket(
        id=number,
        kind="incident",
        level="P1",
        summary="Down",
        cause=cause,
        opened_at=AT,
        opened_month=202008,
        allowed_minutes=240,
        policy_id=1,
    )


def wanted(*tickets: Ticket) -> list[str]:
    return [lack.sentence for lack in without_cause([*tickets])]


def test_each_priority_1_incident_without_a_cause_is_named() -> None:
    found = wanted(outage(1), outage(2, "Power"), outage(3))
    assert found == [f"OUT-{number} was a priority 1 incident, and no cause is recorded" for number in (1, 3)]


def test_of_more_than_a_few_it_says_how_many() -> None:
    found = wanted(*map(outage, range(7, 20)))
    assert found == ["13 priority 1 incidents have no cause recorded, the first of them OUT-7"]
