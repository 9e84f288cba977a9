"""Whatever stands in whatever cell: every row is stored, is here already, or has its error; and twice is once."""

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place
from bot.imports.export import Ways, open_export
from bot.imports.files import import_file
from bot.imports.outcome import Outcome
from bot.settings import Settings
from core.errors import DeskError
from core.imports.kinds import FIGURES, LINES, PROFILE, TABLES, Kind
from core.imports.rows import read_date
from core.imports.tables import read_table
from core.imports.times import ORDERS, Order
from core.records.fields import Field
from storage.database import Database
from tests.conftest import FRIDAY

# Where a test fails, its example may be long; it is wanted all the same.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

BEFORE = (
    *("outage p2 Email down", "ict measure share Uptime", "ict review OUT-1 A full disk", "change completed Switch"),
    *("budget line 1 Employees 120,000 2020-21", "budget line 2 Income (12,000) 2020-21"),
)
VALUES = (
    *("yes", "no", "none", "now", "2020-07-03", "13/07/2020", "03/04/2020", "12/Mar/20 9:41 AM", "july 2020", "Jul-20"),
    *("0", "5", "-1", "1e9", "99999999999", "£2,935.5", "(9,000)", "37.55", "BDC", "all", "Priya Shah", "OUT-1", "1"),
    *("MSR-1", "CHG-1", "RVW-1", "completed", "theft", "share", "critical", "on hold", "'=1+1", "\u200b", "a\nb", '"'),
    *("2020-21", "p6 2020-21", "p1-6 2020-21", "p12 2020-21", "p6", "Employees", "revenue", "100", "2020-07-03 14:10"),
)
cells = st.sampled_from(VALUES) | st.just("") | st.text(st.characters(codec="utf-8"), max_size=12)


@pytest.fixture(scope="module")
def bot(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("rows") / "desk.db")
    database = Database(str(file), synchronous="OFF")
    built = build(Settings(), SetClock(FRIDAY), database)
    for line in BEFORE:
        assert not built.dispatcher.answer(f"/{line}", "admin", Place("shell", "ict-dddc"), FRIDAY).is_error, line
    yield built
    database.close()


SUITS: dict[str, tuple[str, ...]] = {
    "date": ("2020-07-03", "13/07/2020", "12/Mar/20 9:41 AM"),
    "moment": ("2020-07-03 14:10", "2020-07-04T08:00:00Z"),
    "month": ("july 2020", "Jul-20", "p6 2020-21", "p1-6 2020-21", "p12 2020-21"),
    "integer": ("1", "2", "4"),
    "decimal": ("1", "2.5", "40"),
    "money": ("£2,935.5", "12"),
    "yes/no": ("yes", "No"),
    "person": ("Priya Shah", ""),
    "partner": ("BDC", "dddc"),
    "ticket": ("OUT-1", "1"),
    "record": ("MSR-1", "RVW-1"),
    "reference": ("", "CHG-1"),
    "outside": ("", "A-1", "A-2"),
    "year": ("2020-21", "2021/22"),
    "code": ("1", "2", "3"),
    "line": ("1", "Income"),
}
AMOUNTS = ("100", "(9,000)", "120000", "0", "")


def likely(one: Field) -> st.SearchStrategy[str]:
    """Of ten cells nine that suit the field."""
    amounts = AMOUNTS if one.key in {"amount", "profile", "actual", "committed", *PROFILE} else ()
    words = one.choices or SUITS.get(one.key) or amounts or SUITS.get(one.kind) or ("Firewall", "Switch", "=1+1")
    suiting = st.sampled_from(words)
    return st.integers(0, 9).flatmap(lambda chance: suiting if chance else cells)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Kind, Sequence[Sequence[str]]]:
    """Mostly what suits the field, so that much of it is stored."""
    kind = draw(st.sampled_from([*TABLES.values(), TABLES[LINES], TABLES[FIGURES]]))
    fields = [one for one in kind.fields if one.key in kind.needs | kind.any_of or draw(st.booleans())]
    rows = draw(st.lists(st.tuples(*map(likely, fields)), min_size=1, max_size=5))
    return kind, [[one.label for one in fields], *rows, *(rows if draw(st.booleans()) else [])]


def brought(bot: Bot, file: Path, ways: Ways, *, confirmed: bool) -> Outcome:
    outcome = import_file(bot, file, ways, confirmed=confirmed, only_good=confirmed)
    assert all(error.mend and error.line > 1 for error in outcome.errors)
    assert outcome.words()
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged


@given(tables(), st.sampled_from(ORDERS))
@settings(max_examples=300)
def test_no_row_is_lost_and_the_same_file_again_changes_nothing(
    bot: Bot, tmp_path_factory: pytest.TempPathFactory, table: tuple[Kind, Sequence[Sequence[str]]], order: Order
) -> None:
    kind, rows = table
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = tmp_path_factory.getbasetemp() / "rows.csv"
    file.write_bytes(text.getvalue().encode())
    ways = Ways(kind.name, dates=order)
    try:
        number = len(list(read_table(file).rows()))
        open_export(file, ways, "Europe/London")
    except DeskError:
        return
    looked = brought(bot, file, ways, confirmed=False)
    stored = brought(bot, file, ways, confirmed=True)
    event("some stored" if stored.new + stored.changed else "none stored")
    assert counts(looked) == counts(stored)
    assert looked.errors == stored.errors
    assert sum(counts(stored)) + len(stored.errors) == number
    again = brought(bot, file, ways, confirmed=True)
    assert counts(again) == (0, 0, number - len(stored.errors))
    assert [error.line for error in again.errors] == [error.line for error in stored.errors]


@given(st.sampled_from(["change", LINES, FIGURES]), st.tuples(st.booleans(), st.binary(max_size=120)))
@settings(max_examples=100)
def test_any_bytes_below_a_header_are_a_sentence_or_rows(
    bot: Bot, tmp_path_factory: pytest.TempPathFactory, name: str, content: tuple[bool, bytes]
) -> None:
    header = ",".join(one.label for one in TABLES[name].fields)
    file = tmp_path_factory.getbasetemp() / "bytes.csv"
    is_bare, rest = content
    file.write_bytes(rest if is_bare else header.encode() + b"\n" + rest)
    with suppress(DeskError):
        brought(bot, file, Ways(name, dates="day-first"), confirmed=False)


@given(st.text(max_size=30), st.sampled_from(ORDERS))
def test_any_text_is_a_day_or_none(text: str, order: Order) -> None:
    day = read_date(text, order)
    assert day is None or day.year > 2000
