"""Working days counted forwards and backwards, over weekends and bank holidays."""

from datetime import date

from bot.desk import SHIPPED
from bot.desk_file import read_desk
from core.working_days import after, before, is_working, with_clear_days

CALENDAR = read_desk(SHIPPED).calendar


def test_weekends_bank_holidays_and_closures_are_none() -> None:
    assert is_working(CALENDAR, date(2020, 8, 28))
    assert not is_working(CALENDAR, date(2020, 8, 29))
    assert not is_working(CALENDAR, date(2020, 8, 31))
    assert not is_working(CALENDAR, date(2026, 12, 24))  # closed by desk.toml


def test_so_many_later_and_so_many_before() -> None:
    assert after(CALENDAR, date(2020, 8, 28), 1) == date(2020, 9, 1)
    assert before(CALENDAR, date(2020, 9, 1), 1) == date(2020, 8, 28)
    assert after(CALENDAR, date(2020, 8, 29), 0) == date(2020, 8, 29)


def test_five_clear_days_before_a_tuesdays_committee_is_monday_of_the_week_before() -> None:
    """The example of dialogue 5: committee Tue 24 Nov 2020, publish by Mon 16 Nov."""
    assert with_clear_days(CALENDAR, date(2020, 11, 24), 5) == date(2020, 11, 16)
