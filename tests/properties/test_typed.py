"""Whatever is typed gives a result or a sentence, and nothing that could be seen is lost."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.grammar import MAX_TEXT, clean, parse, quote, split_command
from bot.when import leading_time, read_day, read_moment, spoken
from core.errors import DeskError
from core.periods import Period, find_period, month_period, parse_period

FIELDS = ("partner", "at", "priority", "owner")
COMMANDS = ("outage", "incident", "kpi", "ict")
PIECES = st.sampled_from(
    [
        *("q2", "h1", "p13", "2020-21", "2020/21", "may", "apr-jun", "to", "last", "12", "months", "fy", "ytd"),
        *("14:10", "1410", "yesterday", "fri", "12/6", "31/6", "2h", "ago", "an", "hour", "BST", "+01:00", "9am", "."),
        *("partner:", "at:", "at=", "owner:x", "prioriti:2", '"', "'", "“", "”", "«", "x", "/ict", "/", ":", "="),
        *("\u200b", "\u200d", "\u0301", "\U0001f3f4", "\U000e0067", "\U0001f468", "\ufe0f", "\x00", "\n", "\u0338"),
    ]
)
ANYTHING = st.text() | st.lists(PIECES, max_size=9).map(" ".join) | st.lists(PIECES, max_size=9).map("".join)
DAYS = st.dates(date(2006, 1, 1), date(2044, 12, 31))
MONTHS = st.builds(lambda year, month: year * 100 + month, st.integers(2000, 2098), st.integers(1, 12))
MOMENTS = st.datetimes(datetime(2006, 1, 1), datetime(2044, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001 - with timezones
    lambda at: at.replace(second=0, microsecond=0)
)


def without(text: str, marks: set[str]) -> list[str]:
    return [character for character in text.casefold() if character not in marks]


@given(ANYTHING, DAYS)
def test_any_text_is_a_period_or_a_sentence(text: str, today: date) -> None:
    with suppress(DeskError):
        period = parse_period(text, today)
        assert period.start < period.end


@given(st.lists(PIECES, max_size=9), DAYS)
def test_a_period_is_taken_out_of_words_whole(words: list[str], today: date) -> None:
    with suppress(DeskError):
        period, left = find_period(words, today)
        taken = len(words) - len(left)
        assert (period is None) == (taken == 0)
        runs = range(len(words) - taken + 1)
        assert any((*words[:at], *words[at + taken :]) == left for at in runs)


@given(MONTHS, MONTHS, DAYS)
def test_a_period_says_itself_in_words_that_read_back(one: int, other: int, today: date) -> None:
    period = Period(month_period(min(one, other)).start, month_period(max(one, other)).end)
    again = parse_period(period.words, today)
    assert (again, again.assumed) == (period, None)


@given(DAYS, st.integers(0, 400), DAYS)
def test_a_period_of_days_reads_back(first: date, more: int, today: date) -> None:
    period = Period(first, first + timedelta(days=more + 1))
    assert parse_period(period.words, today) == period or period.is_whole_months


@given(MONTHS, MONTHS)
def test_the_period_before_ends_where_this_one_begins(one: int, other: int) -> None:
    period = Period(month_period(min(one, other)).start, month_period(max(one, other)).end)
    before = period.previous()
    assert (before.end, len(before.months())) == (period.start, len(period.months()))


@given(ANYTHING, MOMENTS)
def test_any_text_is_a_time_or_a_sentence(text: str, now: datetime) -> None:
    with suppress(DeskError):
        moment = read_moment(text, now)
        assert (moment.question is None) == (moment.choices == ())
        assert moment.question or now - timedelta(days=30) <= moment.at <= now


@given(ANYTHING, DAYS)
def test_any_text_is_a_day_or_a_sentence(text: str, today: date) -> None:
    with suppress(DeskError):
        assert read_day(text, today)


@given(ANYTHING, MOMENTS)
def test_a_choice_never_leads_to_another_question(text: str, now: datetime) -> None:
    with suppress(DeskError):
        for _, value in read_moment(text, now).choices:
            assert read_moment(value, now, sure=True).question is None


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_time_of_this_month_reads_back_as_it_was_said(now: datetime, ago: timedelta) -> None:
    at = (now - ago).replace(second=0, microsecond=0)
    assume(at >= now - timedelta(days=30))
    moment = read_moment(spoken(at, now), now)
    assert (moment.at, moment.question) == (at, None)
    assert leading_time(f"{spoken(at, now)} Email") == spoken(at, now)


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANYTHING)
def test_any_line_is_a_command_or_a_sentence(line: str) -> None:
    with suppress(DeskError):
        assert split_command(line, COMMANDS)[0] in COMMANDS


@given(ANYTHING, st.sampled_from(FIELDS))
def test_a_quoted_value_comes_back(text: str, key: str) -> None:
    value = clean(text)
    assume(len(value) < MAX_TEXT // 3)
    typed = parse(f"Email {key}:{quote(value)} down", FIELDS)
    assert typed.fields == {key: value}
    assert typed.text == "Email down"


@given(ANYTHING)
def test_without_fields_the_text_is_the_visible_line(line: str) -> None:
    assert parse(line, ()).text == clean(line)


@given(ANYTHING)
def test_nothing_visible_is_lost(line: str) -> None:
    with suppress(DeskError):
        typed = parse(line, FIELDS)
        kept = typed.text + "".join(f"{key}:{value}" for key, value in typed.fields.items())
        marks = set("\"“”„‟«»'‘’‚ :=")  # noqa: RUF001 - every mark that may stand around a value
        before, after = (sorted(without(text, marks)) for text in (clean(line), kept))
        assert after == before


@given(ANYTHING)
def test_what_is_left_of_a_line_has_no_field_left_in_it(line: str) -> None:
    with suppress(DeskError):
        typed = parse(line, FIELDS)
        assert parse(typed.text, ()).text == typed.text
        assert len(typed.words) <= len(typed.text.split())
