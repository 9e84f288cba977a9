"""Whom a refusal sends people to."""

import pytest

from bot.command import Person
from bot.desk import Partner
from bot.refusals import refused

PARTNERS = (
    Partner(key="BDC", name="Bolsover District Council"),
    Partner(key="DDDC", name="Derbyshire Dales District Council", channels=("ict-dddc", "ict-dales")),
)


@pytest.mark.parametrize(
    ("role", "partner", "needs", "told"),
    [
        ("guest", None, "staff", "An administrator can give you a role in desk.toml."),
        ("guest", None, "finance", "An administrator can give you a role in desk.toml."),
        ("partner manager", "DDDC", "staff", "Ask somebody of the service desk, or say it in #ict-dddc."),
        ("partner manager", "BDC", "staff", "Ask somebody of the service desk."),
        ("partner manager", "DDDC", "finance", "It is open to: finance, manager, admin."),
        ("staff", None, "admin", "It is open to: admin."),
    ],
)
def test_a_refusal_says_who_can_and_what_to_do(role: str, partner: str | None, needs: str, told: str) -> None:
    error = refused("/thing add is", Person(1, "sam", "Sam", role, partner), needs, PARTNERS)
    assert error.sentence == f"/thing add is not open to you: you are {role}. {told}"


def test_what_is_open_to_nobody_is_refused_without_more() -> None:
    error = refused("/vault open is", Person(1, "sam", "Sam", "admin"), "a key")
    assert error.sentence == "/vault open is not open to you: you are admin."
