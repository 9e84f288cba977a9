"""Which service and partners a text speaks of, on the desk that is shipped."""

import pytest

from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.matching import find_service, mentions, partners_meant, read_partners, read_service
from core.errors import DeskError

DESK = read_desk(SHIPPED)


@pytest.mark.parametrize(
    ("text", "name", "is_there"),
    [
        ("EMAIL down", "email", True),
        ("email's down", "email", True),
        ("emails pile up", "email", False),
        ("voicemail", "mail", False),
        ("info@work hangs", "info@work", True),
        ("wi-fi", "wi-fi", True),
        ("a.b", "a+b", False),
    ],
)
def test_a_name_is_found_as_whole_words_whatever_the_case(text: str, name: str, *, is_there: bool) -> None:
    assert mentions(text, name) == is_there


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Email down at Wirksworth", "Email"),
        ("outlook hangs", "Email"),
        ("outlook asks for a password", "Login"),
        ("Nobody can log in", "Login"),
        ("staff portal is blank", "Intranet"),
        ("planning portal rejects drawings", "Planning"),
        ("benefits and revenues", "Revenues and Benefits"),
        ("the call centre has no internet", "Telephony"),
        ("everything is on fire", None),
    ],
)
def test_the_longest_name_in_a_text_decides_its_service(text: str, service: str | None) -> None:
    found = find_service(DESK, text)
    assert (found.name if found else None) == service


def test_a_service_typed_in_a_field_may_go_by_any_of_its_names() -> None:
    assert read_service(DESK, "mitel").name == "Telephony"
    with pytest.raises(DeskError, match=r"no service Emial\. Did you mean Email") as refused:
        read_service(DESK, "Emial")
    assert refused.value.field == "service"


@pytest.mark.parametrize(
    ("typed", "partners"),
    [
        ("bdc", ("BDC",)),
        ("Derbyshire Dales", ("DDDC",)),
        ("wirksworth", ("DDDC",)),
        ("Derbyshire Dales District Council", ("DDDC",)),
        ("neddc, BDC,bdc", ("BDC", "NEDDC")),
        ("BDC and DDDC", ("BDC", "DDDC")),
        ("BDC & DDDC; rhl + NEDDC", ("BDC", "DDDC", "NEDDC", "RHL")),
        (" ALL ", ("BDC", "DDDC", "NEDDC", "RHL")),
    ],
)
def test_partners_are_read_by_key_name_or_place_and_sorted(typed: str, partners: tuple[str, ...]) -> None:
    assert read_partners(DESK, typed) == partners


def test_an_unknown_partner_gets_the_nearest() -> None:
    with pytest.raises(DeskError, match=r"no partner DDC\. Did you mean DDDC") as refused:
        read_partners(DESK, "BDC, DDC")
    assert refused.value.field == "partner"


@pytest.mark.parametrize("typed", [",", " ; and "])
def test_a_field_that_names_no_partner_at_all_is_refused(typed: str) -> None:
    with pytest.raises(DeskError):
        read_partners(DESK, typed)


@pytest.mark.parametrize(
    ("text", "channel", "partners"),
    [
        ("Phones dead in Dronfield", "ict-bdc", ("NEDDC",)),
        ("Phones dead in Dronfield and Matlock", "", ("DDDC", "NEDDC")),
        ("Phones dead", "ict-bdc", ("BDC",)),
        ("Phones dead", "general", ()),
        ("Phones dead", "", ()),
    ],
)
def test_who_is_meant_stands_in_the_text_or_else_follows_from_the_channel(
    text: str, channel: str, partners: tuple[str, ...]
) -> None:
    assert partners_meant(DESK, text, channel) == partners
