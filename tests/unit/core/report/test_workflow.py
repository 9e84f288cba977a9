"""From draft to publication: what stands against signing, who signs, and by when it is published."""

from datetime import date

import pytest

from core.calendar import Calendar, Hours
from core.errors import DeskError
from core.report.stated import Check, Lack
from core.report.states import OPEN_TO, STATES, refuse
from core.report.workflow import (
    Asked,
    against_signing,
    awaited,
    comment_key,
    numbered,
    odd_about,
    plan,
    plan_words,
    publish_by,
    signs_as,
    unsigned,
)
from core.wording import listed

NINE_TO_FIVE = ((9 * 60, 17 * 60),)
OFFICE = Calendar(
    "office",
    (Hours(date(2005, 1, 1), (*(NINE_TO_FIVE for _ in range(5)), (), ()), 480),),
)
CASTS = Check("Outages", 47, 47, "records", "ticket records")
TYPED = Check("Actual", 601_503, 583_503, "pounds", "lines", "Income 9,000 added, not deducted")
UNSAID = Lack("action/sla/2020-05/DDDC", "DDDC May missed its target: no corrective action", "engineer")
OPEN = Lack("words/development", "What has changed in the team?")
AWAITED = Lack("words/comment-legal", "The legal officer's comment", blocks=False)


@pytest.mark.parametrize(
    ("on", "odd"),
    [
        (date(2020, 11, 24), []),
        (date(2020, 10, 30), []),
        (date(2020, 10, 1), ["Thu 1 Oct 2020 is past."]),
        (date(2020, 11, 22), ["Sun 22 Nov 2020 is at a weekend."]),
        (date(2020, 12, 25), ["Fri 25 Dec 2020 is a bank holiday."]),
        (date(2020, 10, 3), ["Sat 3 Oct 2020 is past.", "Sat 3 Oct 2020 is at a weekend."]),
    ],
)
def test_a_committee_hardly_meets_in_the_past_or_on_a_day_off(on: date, odd: list[str]) -> None:
    assert odd_about(OFFICE, on, date(2020, 10, 30)) == odd


def test_what_stands_against_signing_is_what_does_not_cast_and_what_must_be_there() -> None:
    asked = {UNSAID.key: Asked("Sam Okafor", date(2020, 10, 2))}
    assert numbered(against_signing([CASTS, TYPED], [UNSAID, OPEN, AWAITED, OPEN], asked)) == [
        "1. Actual: lines add to £583,503, the draft says £601,503; £18,000 out: Income 9,000 added, not deducted.",
        "2. DDDC May missed its target: no corrective action (asked Sam Okafor, 2 Oct).",
        "3. What has changed in the team?",
    ]
    assert against_signing([CASTS], [AWAITED], {}) == []


def test_five_clear_working_days_lie_between_publication_and_the_committee() -> None:
    assert publish_by(OFFICE, date(2020, 11, 24)) == date(2020, 11, 16)
    assert publish_by(OFFICE, date(2021, 1, 4)) == date(2020, 12, 22)  # past Christmas, Boxing Day and New Year
    assert plan_words(OFFICE, date(2020, 11, 24)) == (
        "Committee Tue 24 Nov; publish by Mon 16 Nov (five clear working days)."
    )
    assert list(plan(OFFICE, date(2020, 11, 24), 5, 5).values()) == [
        date(2020, 11, 2),
        date(2020, 11, 9),
        date(2020, 11, 16),
        date(2020, 11, 24),
    ]


@pytest.mark.parametrize(
    ("role", "signs", "signed_as"),
    [
        ("manager", ("manager",), "manager"),
        ("admin", ("manager", "legal"), "manager"),
        ("admin", ("legal",), None),
        ("legal", ("manager", "legal"), "legal"),
        ("finance", ("manager", "legal"), None),
    ],
)
def test_only_the_roles_that_the_shape_names_sign(role: str, signs: tuple[str, ...], signed_as: str | None) -> None:
    assert signs_as(role, signs) == signed_as


def test_who_is_awaited() -> None:
    assert unsigned(("manager", "legal"), {"manager"}) == ["legal"]
    assert comment_key("committee officer") == "comment-committee-officer"
    assert awaited(("legal", "finance"), {"comment-legal", "development"}) == ["finance"]
    assert [listed(some) for some in (["a"], ["a", "b"], ["a", "b", "c"], [])] == ["a", "a and b", "a, b and c", ""]


@pytest.mark.parametrize(
    ("state", "deed", "told"),
    [
        ("draft", "publish", "published once all have signed it; it is a draft"),
        ("draft", "resolve", "recorded once it is published; it is a draft"),
        ("signed", "resolve", "recorded once it is published; it is signed."),
        ("signed", "sign", "It is signed already, and stays as it is."),
        ("signed", "draft", "Later changes appear as restatements in the next one."),
        ("published", "publish", "It is published already"),
        ("published", "comment", "It is published already"),
    ],
)
def test_what_is_too_early_or_too_late_is_refused_in_words(state: str, deed: str, told: str) -> None:
    with pytest.raises(DeskError, match=told.replace(".", r"\.")):
        refuse(state, deed)


def test_what_is_open_is_not_refused() -> None:
    assert set(OPEN_TO) == set(STATES)
    for state, deeds in OPEN_TO.items():
        for deed in deeds:
            refuse(state, deed)
