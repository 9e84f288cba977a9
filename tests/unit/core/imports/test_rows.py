"""The rows of a table by field, with its dates as a person would type them."""

import pytest

from core.errors import DeskError
from core.imports.kinds import TABLES
from core.imports.rows import ROWS_LIMIT, Row, RowPlan, plain, plan_rows, read_rows, unread
from core.imports.tables import Sheet, read_table


def planned(text: str, kind: str, zone: str = "Europe/London") -> tuple[Sheet, RowPlan]:
    sheet = read_table(text.encode())
    return sheet, plan_rows(sheet, TABLES[kind], "", zone)


def given(text: str, kind: str, zone: str = "Europe/London") -> list[Row]:
    return list(read_rows(*planned(text, kind, zone)))


def test_a_row_is_what_a_person_would_type() -> None:
    first, second = given("Score,Date,Comment\n5,13/07/2020,'=1\n4, 2020-07-14 09:30:00 \n", "satisfaction")
    assert first.given == {"score": "5", "on": "2020-07-13", "comment": "=1"}
    assert (second.line, second.given) == (3, {"score": "4", "on": "2020-07-14", "comment": ""})


def test_a_cell_that_is_no_date_is_the_rows_fault() -> None:
    (row,) = given("Score,Date\n5,last Friday\n", "satisfaction")
    assert row.fault == ("on", "Date is a day: write it as in 2020-07-03")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2020-07-01 00:00:00", "july 2020"),
        ("13/07/2020", "july 2020"),
        ("2020-07", "2020-07"),
        ("Jul-20", "Jul-20"),
        ("last month", None),
    ],
)
def test_a_month_is_typed_or_a_day_of_it(typed: str, read: str | None) -> None:
    (row,) = given(f"Team,Month,Hours in all,Hours on projects\nDesk,{typed},1,1\n", "timesheet")
    assert (row.given.get("month"), row.fault is None) == (read, read is not None)


@pytest.mark.parametrize(
    ("typed", "zone", "read"),
    [
        ("13/07/2020 10:00", "Europe/London", "2020-07-13 09:00:00 UTC"),
        ("13/07/2020 10:00", "America/New_York", "2020-07-13 14:00:00 UTC"),
        ("2020-07-13T10:00:00Z", "America/New_York", "2020-07-13 10:00:00 UTC"),
        ("29/03/2020 01:30", "Europe/London", "2020-03-29 01:30:00 UTC"),
    ],
)
def test_a_time_is_of_the_files_zone(typed: str, zone: str, read: str) -> None:
    moment = next(field for field in TABLES["security"].fields if field.kind == "moment")
    needed = ",".join(field.label for field in TABLES["security"].fields)
    cells = ",".join(typed if field is moment else "" for field in TABLES["security"].fields)
    (row,) = given(f"{needed}\n{cells}x\n", "security", zone)
    assert row.given[moment.key] == read


def test_what_a_spreadsheet_would_run_loses_its_apostrophe_and_nothing_else_does() -> None:
    assert [plain(cell) for cell in ("'=1", "'-5", "'tis", " 'x' ", "=1")] == ["=1", "-5", "'tis", "'x'", "=1"]


def test_columns_of_no_field_are_told() -> None:
    sheet, plan = planned("Score,Colour,,Date\n5,red,x,2020-07-13\n", "satisfaction")
    assert unread(sheet.header, plan) == ["Colour"]


def test_dates_that_nothing_settles_are_asked_about() -> None:
    with pytest.raises(DeskError, match="03/04"):
        planned("Score,Date\n5,03/04/2020\n", "satisfaction")
    planned("Score,Comment\n5,03/04/2020\n", "satisfaction")  # a comment is no date


def test_more_rows_than_can_be_compared_at_once_are_refused() -> None:
    with pytest.raises(DeskError, match="more than 100,000 rows"):
        planned("Score,Comment\n" + "5,x\n" * (ROWS_LIMIT + 1), "satisfaction")
    assert len(planned("Score,Comment\n" + "5,x\n" * 3, "satisfaction")[1].counts) == 3
