"""Where something is said, as the outbox keeps it."""

import pytest

from bot.slack.spot import Spot, read_spot


@pytest.mark.parametrize(
    ("spot", "kept"),
    [
        (Spot("ict-outages"), "ict-outages"),
        (Spot("C1", user="U1"), "C1@U1"),
        (Spot("C1", "1600000000.000100", "U1"), "C1:1600000000.000100@U1"),
        (Spot(user="U1"), "@U1"),
        (Spot(), ""),
    ],
)
def test_a_spot_survives_its_stay_in_the_outbox(spot: Spot, kept: str) -> None:
    assert spot.to == kept
    assert read_spot(kept) == spot


@pytest.mark.parametrize(
    ("spot", "is_direct"),
    [
        (Spot("D1", user="U1"), True),
        (Spot(user="U1"), True),
        (Spot("U1", user="U1"), True),
        (Spot("C1", user="U1"), False),
        (Spot("C1", "1600.1", "U1"), False),
    ],
)
def test_a_direct_message_is_seen_by_one_person_anyhow(spot: Spot, *, is_direct: bool) -> None:
    assert spot.is_direct is is_direct
