"""desk.toml: what it promises is read as written, and every mistake in it is named in a sentence with its place."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.desk import SHIPPED, Desk
from bot.desk_file import read_desk
from bot.desk_types import as_days, as_minutes, as_window
from core.errors import DeskError
from core.sla import target_for

TEXT = SHIPPED.read_text(encoding="utf-8")
STRICTER = """
[[targets]]
kind = "incident"
partner = "RHL"
from = 2021-04-01
P2 = "1 hour"
[[kpi_targets]]
kpi = "sla"
from = 2021-04-01
target = 92.5
[[kpi_targets]]
kpi = "sla"
from = 2020-04-01
partner = "RHL"
target = 85
"""
LATER_HOURS = """
[[hours.standard]]
from = 2021-04-01
days = "mon, wed, sat"
windows = ["08:30-12:30", "13:30-17:00"]
day = "7:30"
bank_holidays = "open"
"""


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "desk.toml"


def desk_of(file: Path, text: str) -> Desk:
    file.write_text(text, encoding="utf-8")
    return read_desk(file)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_desk_that_is_shipped_is_valid_and_has_a_target_for_every_level() -> None:
    desk = read_desk(SHIPPED)
    assert desk.text == TEXT
    assert {(target.kind, target.level) for target in desk.targets} == {
        *(("incident", level) for level in ("P1", "P2", "P3", "P4")),
        *(("request", level) for level in ("minor", "standard", "major", "bespoke")),
    }
    assert {person.role for person in desk.people} > {"guest", "staff", "service desk", "manager", "admin"}


def test_a_service_keeps_its_own_hours_and_anything_else_the_standard_ones() -> None:
    desk = read_desk(SHIPPED)
    christmas_eve, saturday = utc("2026-12-24 10:00"), utc("2020-08-29 10:00")
    assert desk.terms.hours["Website"] == "always"
    assert desk.calendar_of("Website").is_open(saturday)
    assert not desk.calendar_of("Email").is_open(saturday)
    assert desk.calendar_of(None) is desk.calendar_of("Fax") is desk.calendar
    assert not desk.calendar.is_open(christmas_eve)
    assert desk.calendar.is_open(christmas_eve.replace(year=2025, day=23))


@pytest.mark.parametrize(
    ("kpi", "on", "partner", "target"),
    [
        ("sla", date(2021, 3, 31), None, 90),
        ("sla", date(2021, 4, 1), None, 92.5),
        ("sla", date(2021, 4, 1), "BDC", 92.5),
        ("sla", date(2020, 3, 31), "RHL", 90),
        ("sla", date(2021, 4, 1), "RHL", 85),
        ("sla", date(2004, 12, 31), None, None),
        ("outages", date(2021, 4, 1), None, None),
    ],
)
def test_a_kpis_target_holds_from_its_day_and_a_partners_own_goes_before_the_general_one(
    write: Path, kpi: str, on: date, partner: str | None, target: float | None
) -> None:
    assert desk_of(write, TEXT + STRICTER).kpi_target(kpi, on, partner) == target


@pytest.mark.parametrize(
    ("on", "partner", "allowed"),
    [(date(2021, 3, 31), "RHL", 4), (date(2021, 4, 1), "RHL", 1), (date(2021, 4, 1), "BDC", 4)],
)
def test_a_partner_may_have_a_target_of_its_own_from_a_day_on(
    write: Path, on: date, partner: str, allowed: int
) -> None:
    target = target_for(desk_of(write, TEXT + STRICTER).targets, "incident", "P2", [partner], on)
    assert (target.amount, target.unit) == (allowed, "hours")


def test_hours_change_from_a_day_on_and_a_day_may_have_several_windows(write: Path) -> None:
    calendar = desk_of(write, TEXT + LATER_HOURS).calendar
    tuesday, wednesday, good_friday = utc("2021-03-30 00:00"), utc("2021-04-07 00:00"), utc("2021-04-02 00:00")
    assert calendar.worked(tuesday, tuesday.replace(day=31)) == 510 * 60
    assert calendar.worked(wednesday, wednesday.replace(day=8)) == 450 * 60
    assert not calendar.is_open(wednesday.replace(hour=12))
    assert calendar.worked(good_friday, good_friday.replace(day=3)) == 0
    assert calendar.minutes_per_day(date(2021, 4, 7)) == 450


def line_of(text: str, words: str, *, last: bool = False) -> int:
    """The first or the last line on which some words stand."""
    found = [number for number, line in enumerate(text.split("\n"), start=1) if words in line]
    return found[-1 if last else 0]


DAYS_WANTED = "{} is not a list of days such as mon-fri or mon, wed"
ALL_ROLES = "guest, staff, service desk, partner manager, finance, security, legal, committee officer, manager, admin"


@pytest.mark.parametrize(
    ("was", "becomes", "at", "said"),
    [
        ('day = "8:30"', 'day = "25:00"', "", "day '25:00' is not a time of day such as 08:30"),
        ('day = "8:30"', 'day = "8:60"', "", "day '8:60' is not a time of day such as 08:30"),
        ('"mon-fri"', '"Monday"', "", "days 'Monday' is not a list of days such as mon-fri or mon, wed"),
        ('"mon-fri"', '"mon-frid"', "", "days 'mon-frid' is not a list of days such as mon-fri or mon, wed"),
        ('"closed"', '"shut"', "", "bank_holidays should be 'open' or 'closed'"),
        ('key = "BDC"', 'key = "B DC"', "", "key should match pattern '^[A-Za-z0-9_-]+$'"),
        ("on = 2026-12-24", 'on = "24 Dec"', "", "on should be a valid date or datetime, input is too short"),
        ('kind = "incident"', 'kind = "change"', "", "kind should be 'incident' or 'request'"),
        ('P3 = "1 day"', 'P5 = "1 day"', "", "P5 = '1 day' is not a level with an allowance such as P3 = '1 day'"),
        ('P3 = "1 day"', 'P3 = "1 week"', "", "P3 = '1 week' is not a level with an allowance such as P3 = '1 day'"),
        ('P3 = "1 day"', 'P3 = "0 days"', "", "P3 = '0 days' is not a level with an allowance such as P3 = '1 day'"),
        (
            '[[targets]]\nkind = "incident"\nfrom = 2005-01-01\nP1 = "4 hours"',
            '[[targets]] # here\nkind = "incident"\nfrom = 2005-01-01',
            "# here",
            'incidents of level P1 have no target: P1 = "…"',
        ),
        ('key = "manager"', 'key = "slack:U1"', "", r"key should match pattern '^[^:@\s]+$'"),
        ("hours = 24", "hours = 0", "", "hours should be greater than or equal to 1"),
        ("target = 90", 'target = "ninety"', "", "target should be a valid number, unable to parse string as a number"),
        ('role = "manager"', 'role = "boss"', "", f"role 'boss' is not one of {ALL_ROLES}"),
        (
            '[[people]]\nkey = "manager"\nname = "Asha Rao"\nrole = "manager"',
            '[[people]] # here\nkey = "manager"\nname = "Asha Rao"',
            "# here",
            "role is missing",
        ),
        ('role = "manager"\n', "rolle = 1\nrole = 'staff'\n", "rolle", "rolle is no setting that I know here"),
        ('key = "DDDC"', 'key = "bdc"', "", "the partner 'bdc' is there twice"),
        ('name = "Telephony"', 'name = "Email"', 'name = "Email"', "the service 'Email' is there twice"),
        (
            'also = ["outlook", "exchange"',
            'also = ["phones", "exchange"',
            '"phone", ',
            "the service 'phones' is there twice",
        ),
        ('places = ["Rykneld"]', 'places = ["Clowne"]', 'places = ["Clowne"]', "the place 'Clowne' is there twice"),
        ('key = "manager"', 'key = "admin"', 'key = "admin"', "the person 'admin' is there twice"),
        ('shell = "guest"', 'shell = "admin"', 'shell = "admin"', "the identity 'shell admin' is there twice"),
        (
            '[[hours."extended"]]\nfrom = 2005-01-01',
            "[[hours.standard]]\nfrom = 2005-01-01 # again",
            "# again",
            "the day of hours 'standard 2005-01-01' is there twice",
        ),
        ('hours = "always"', 'hours = "alwys"', "", "the service 'Website' has hours 'alwys', which are not defined"),
        ('["service desk"]', '["sevice desk"]', "", f"'sevice desk' is not one of {ALL_ROLES}"),
        ("management = ", "managment = ", "[channels]", 'the channel for management is missing: management = "…"'),
        ('kpi = "sla"', 'kpi = "slaa"', "", "there is no KPI 'slaa': /kpi list shows them"),
        ('kpi = "sla"', 'kpi = "risk"', "", "there is no KPI 'risk': /kpi list shows them"),
        ('kpi = "sla"', 'kpi = "spend"\npartner = "BDC"', 'partner = "BDC"', "'spend' is not kept by partner"),
        ('kpi = "sla"', 'kpi = "timesheet"\npartner = "BDC"', 'partner = "BDC"', "'timesheet' is not kept by partner"),
        (
            'role = "manager"',
            'role = "manager"\npartner = "BDC"',
            'partner = "BDC"',
            "only a partner manager is kept to one partner, and this is manager: leave partner out",
        ),
        ('kpi = "sla"', 'kpi = "sla"\npartner = "XYZ"', 'partner = "XYZ"', "there is no partner 'XYZ'"),
        ('kind = "incident"', 'kind = "incident"\npartner = "XYZ"', 'partner = "XYZ"', "there is no partner 'XYZ'"),
        ('\npartner = "DDDC"', '\npartner = "XYZ"', 'partner = "XYZ"', "there is no partner 'XYZ'"),
        ('key = "RHL"', 'key = "All"', "", "no partner can be called 'All', which stands for all"),
        ('tell = ["owner"]', 'tell = ["ownr"]', "", "there is no channel or person 'ownr' to tell"),
        ('then = "management"', 'then = "@nobody"', "", "there is no channel or person '@nobody' to tell"),
        ('quiet = "19:00-07:00"', 'quiet = "night"', "", "quiet 'night' is not a window such as 08:30-17:00"),
        ('quiet_days = "sat-sun"', "quiet_days = 'weekend'", "", DAYS_WANTED.format("quiet_days 'weekend'")),
    ],
)
def test_a_mistake_is_named_with_its_file_and_its_line(write: Path, was: str, becomes: str, at: str, said: str) -> None:
    """`at` are words of the last such line, where it is not the line that was written."""
    assert was in TEXT
    text = TEXT.replace(was, becomes, 1)
    number = line_of(text, at, last=True) if at else line_of(text, becomes)
    with pytest.raises(DeskError) as refused:
        desk_of(write, text)
    found = [told for told in refused.value.sentence.split("\n") if said in told]
    assert found, refused.value.sentence
    assert f"line {number}: {said}." in found[0]
    assert str(write) in refused.value.sentence


def test_one_mistake_is_one_sentence_and_several_are_listed_in_the_order_of_the_file(write: Path) -> None:
    boss = TEXT.replace('role = "manager"', 'role = "boss"')
    number = line_of(boss, '"boss"')
    with pytest.raises(DeskError) as refused:
        desk_of(write, boss)
    window = line_of(TEXT, "windows = ")
    assert refused.value.sentence == f"{write} line {number}: role 'boss' is not one of {ALL_ROLES}."
    with pytest.raises(DeskError) as refused:
        desk_of(write, boss.replace('name = "Joint', 'nmae = "Joint').replace('["08:30-17:00"]', '["08:30"]'))
    assert refused.value.sentence.split("\n") == [
        f"{write} has mistakes:",
        "  line 1: name is missing.",
        f"  line {line_of(TEXT, 'name = ')}: nmae is no setting that I know here.",
        f"  line {window}: windows should have at least 1 item after validation, not 0.",
        f"  line {window}: windows.1 '08:30' is not a window such as 08:30-17:00.",
        f"  line {number}: role 'boss' is not one of {ALL_ROLES}.",
    ]


GROUPED = """
[[groups]]
role = "staff"
identities = { slack = "S1" }

[[groups]]
role = "partner manager"
identities = { slack = "S2" }
"""


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("", "", 'line 6: a partner manager needs the partner that they manage: partner = "…"'),
        ('role = "partner manager"', 'role = "partner manager"\npartner = "XYZ"', "line 8: there is no partner 'XYZ'"),
        (
            'role = "staff"',
            'role = "staff"\npartner = "BDC"',
            "line 4: only a partner manager is kept to one partner, and this is staff: leave partner out",
        ),
        ('role = "partner manager"', 'role = "boss"', "line 7: role 'boss' is not one of"),
        ('identities = { slack = "S1" }', "", "line 2: identities is missing"),
        ('{ slack = "S1" }', "{ }", "line 4: identities should have at least 1 item after validation, not 0"),
        ('"S2"', '"s1"', "line 8: the group 'slack s1' is there twice"),
    ],
)
def test_a_mistake_in_a_group_is_named_too(write: Path, was: str, becomes: str, said: str) -> None:
    text = GROUPED.replace(was, becomes) if was else GROUPED
    with pytest.raises(DeskError) as refused:
        desk_of(write, TEXT + text)
    number = int(said.split(" ")[1].rstrip(":"))
    assert said.replace(f"line {number}", f"line {number + len(TEXT.split(chr(10))) - 1}") in refused.value.sentence


def test_what_is_no_toml_is_named_with_its_line(write: Path) -> None:
    with pytest.raises(DeskError, match=r"is not valid TOML: Expected '\]' at the end of a table .*\(at line 9"):
        desk_of(write, TEXT.replace("[channels]", "[channels", 1))


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('["08:30-17:00"]', '["17:00-08:30"]', "Monday 17:00 to 08:30: service hours start and end on a quarter-hour"),
        ('["08:30-17:00"]', '["08:30-17:00", "12:00-13:00"]', "Monday 12:00 to 13:00"),
        ('["08:30-17:00"]', '["08:31-17:00"]', "Monday 08:31 to 17:00"),
        ('day = "8:30"', 'day = "0:00"', "working day between 1 and 1,440 minutes"),
        ("Europe/London", "Europe/Matlock", "I know no time zone 'Europe/Matlock'"),
        ('name = "Joint', 'hours.none = []\nname = "Joint', "The service hours “none” are empty"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_with_what_is_wrong(
    write: Path, was: str, becomes: str, said: str
) -> None:
    with pytest.raises(DeskError) as refused:
        desk_of(write, TEXT.replace(was, becomes, 1))
    assert said in refused.value.sentence


def test_hours_that_cannot_be_kept_are_named_with_their_file(write: Path) -> None:
    with pytest.raises(DeskError) as refused:
        desk_of(write, TEXT.replace('day = "10:00"', 'day = "0:00"'))
    assert str(write) in refused.value.sentence
    assert "extended" in refused.value.sentence


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('day = "8:30"', "day = 510"),
        ('days = "mon-fri"', "days = 5"),
        ('windows = ["08:30-17:00"]', "windows = [8]"),
        ('days = "mon-fri"', 'days = "fri-mon"'),
        ('P3 = "1 day"\n', ""),
        ('kind = "incident"', 'kind = "incident"\npartner = "XYZ"'),
        ('kpi = "sla"', 'kpi = "sla"\npartner = "XYZ"'),
        ('shell = "guest"', 'shell = "admin"'),
        ('windows = ["08:30-17:00"]', "windows = []"),
        ('name = "Email"', 'name = " "'),
        ('also = ["outlook", "exchange"', 'also = ["phones", "exchange"'),
        ('places = ["Rykneld"]', 'places = ["Clowne"]'),
        ('key = "RHL"', 'key = "All"'),
        ('[[hours."extended"]]', "[[hours.standard]]"),
        ('kpi = "sla"', 'kpi = "slaa"'),
        ("target = 90", "target = 900"),
        ('partner = "DDDC"', ""),
        ('partner = "DDDC"', 'partner = "XYZ"'),
    ],
)
def test_a_slip_that_would_only_show_later_is_refused_at_once(write: Path, was: str, becomes: str) -> None:
    """Numbers where text belongs, days that run backwards, a level without a target, names that point nowhere or at
    two things.
    """
    assert was in TEXT
    with pytest.raises(DeskError):
        desk_of(write, TEXT.replace(was, becomes, 1))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot read"),
        ("name = “Café”".encode("utf-16"), "desk.toml"),
        ("name = 'Café'".encode("cp1252"), "utf-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(write: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        write.write_bytes(content)
    with pytest.raises(DeskError) as refused:
        read_desk(write)
    assert said in refused.value.sentence
    assert str(write) in refused.value.sentence


def test_times_windows_and_days_are_read_as_a_person_writes_them() -> None:
    assert (as_minutes("8:30"), as_minutes(" 08:30 "), as_minutes("24:00")) == (510, 510, 1440)
    assert as_window("08:30 - 17:00") == (510, 1020)
    assert as_days("Mon-Wed, sat") == {0, 1, 2, 5}
