"""What is in order: obligations, audit findings and mobile devices, record by record."""

from datetime import date

import pytest

from core.facts import Count, Counts
from core.kpis.governance import FIXED, MOBILE, events, findings_open, met, mobile, mobile_share, obligations_met
from core.records.operations import DEVICES
from core.sources import Pair, Rules

DUE = date(2021, 7, 15)


@pytest.mark.parametrize(
    ("done_on", "today", "part"),
    [
        (None, date(2021, 7, 14), None),  # not due yet
        (None, DUE, None),  # there is still time today
        (None, date(2021, 7, 16), (0, 1)),
        (date(2021, 7, 1), date(2021, 7, 2), (1, 1)),
        (DUE, date(2021, 10, 1), (1, 1)),
        (date(2021, 7, 16), date(2021, 10, 1), (0, 1)),
    ],
)
def test_an_obligation_is_met_by_its_day_and_left_out_until_then(
    done_on: date | None, today: date, part: Pair | None
) -> None:
    assert met({"due_on": DUE, "done_on": done_on}, Rules(today)) == part


@pytest.mark.parametrize("device", DEVICES)
def test_mobile_devices_are_counted_of_what_people_work_at(device: str) -> None:
    part = mobile({"device": device}, Rules(DUE))
    assert part == (None if device not in MOBILE + FIXED else (int(device in MOBILE), 1))


def test_servers_are_no_part_of_the_client_estate_and_laptops_are() -> None:
    assert mobile({"device": "virtual server"}, Rules(DUE)) is None
    assert mobile({"device": "laptop"}, Rules(DUE)) == (1, 1)
    assert mobile({"device": "thin client"}, Rules(DUE)) == (0, 1)


MONTHS = (202107, 202108)
FACTS = Counts((Count(202107, "high", (), 0, 86), Count(202108, "high", (), 0, 16)), MONTHS)


def test_findings_are_those_open_at_the_last_months_end_and_events_are_added_up() -> None:
    assert findings_open(FACTS).n == 16
    assert events(FACTS).n == 102
    assert findings_open(FACTS.only((202107,))).n == 86


def test_over_85_per_cent_is_the_last_count_and_no_mean_of_two() -> None:
    counts = Counts((Count(202107, "", (), 8550, 9970), Count(202108, "", (), 8560, 10_000)), MONTHS)
    assert mobile_share(counts).value == 0.856
    assert obligations_met(counts).d == 19_970
