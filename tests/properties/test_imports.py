"""Whatever a file holds, it is tickets, rows with errors, or a sentence."""

import csv
import io
import re
from contextlib import suppress
from datetime import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DeskError
from core.imports.mapping import propose, read_map, read_pairs
from core.imports.plan import plan
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import read_table
from core.imports.tickets import read_parts, warnings
from core.imports.times import HORIZON, MISSING, ORDERS, Order, read_plain, read_time
from storage.bulk import Times
from storage.models.base import SPELLING

CELLS = st.text(max_size=12) | st.sampled_from(
    [
        *(
            "12/Mar/24 9:41 AM",
            "31/12/2023 10:00",
            "2024-03-12 09:41:00",
            "2024-03-12T09:41Z",
            "1/1/24 00:00",
            "-",
            "?",
        ),
        *(
            "2005-01-01 00:00+14:00",
            "2045-12-31 23:59-12:00",
            "31/03/2024 01:30",
            "99/99/9999 99:99",
            "\u0663/1/24 1:00",
        ),
        *("P1", "3 high", "Urgent", "1", "true", "Incident", "", "T1", '"', "a\nb", "=1", "\u2028", "\x85", "\ufeff"),
    ]
)
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08", b"\xef\xbb\xbf", b"a,b\n", b"a;b\n1;2\n"]
)


@given(STARTS, st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(start: bytes, rest: bytes) -> None:
    with suppress(DeskError):
        sheet = read_table(start + rest)
        assert list(sheet.rows()) == list(sheet.rows())
        assert all(number > 0 for number, _ in sheet.rows())


@given(
    st.sampled_from(PROFILES),
    st.lists(st.lists(CELLS, max_size=16), max_size=6),
    st.sampled_from([None, *ORDERS]),
    st.sampled_from(["Europe/London", "America/New_York", "Pacific/Kiritimati"]),
)
def test_every_row_is_a_ticket_or_has_one_error(
    profile: Profile, rows: list[list[str]], order: Order | None, zone: str
) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([list(profile.columns.values()), *rows])
    with suppress(DeskError):
        sheet = read_table(file.getvalue().encode())
        wanted = plan(sheet, profile, zone, order)
        parts = list(read_parts(sheet, wanted, 2))
        lines = [line for part in parts for line in part.tickets.line]
        wrong = [error.line for part in parts for error in part.errors]
        assert not set(lines) & set(wrong)
        assert len(lines) + len(wrong) == sum(wanted.counts) + sum(not wanted.counts[bad.row] for bad in wanted.undated)
        assert all(error.mend for part in parts for error in part.errors)
        assert all(map(str, warnings(sheet, wanted, [part.oddities for part in parts])))


@given(st.text(max_size=40), st.sampled_from(ORDERS))
def test_any_text_is_a_time_or_none(text: str, order: Order) -> None:
    reading = read_time(text, order)
    assert reading is None or reading.seconds > 0


@given(st.lists(st.text(max_size=20), max_size=12), st.text(max_size=60))
def test_a_proposed_mapping_names_columns_of_the_file_once_each(header: list[str], typed: str) -> None:
    found = propose(tuple(header))
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(header)
    with suppress(DeskError):
        read_pairs(typed, "map")
    with suppress(DeskError):
        read_map(typed, tuple(header))


PLAIN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
NEARLY = st.builds(
    "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}{}".format,
    st.integers(2000, 2050),
    *(st.integers(0, 13), st.integers(0, 32), st.sampled_from([" ", " ", " ", "T", "  "])),
    *(st.integers(0, 25), st.integers(0, 61), st.integers(0, 61), st.sampled_from(["", "", "", "Z", "0"])),
)


def slowly(text: str) -> int:
    with suppress(ValueError):
        seconds = int(datetime.fromisoformat(f"{text}+00:00").timestamp())
        if PLAIN.fullmatch(text) and HORIZON[0] <= seconds < HORIZON[1]:
            return seconds
    return MISSING


@given(st.lists(NEARLY | CELLS | st.sampled_from(["2016-02-29 23:59:59", "\u0662016-02-29 10:00:00"]), max_size=8))
def test_the_commonest_form_is_read_of_many_as_of_one(texts: list[str]) -> None:
    assert read_plain(texts).tolist() == [slowly(text) for text in texts]


@given(st.lists(st.just(MISSING) | st.integers(HORIZON[0], HORIZON[1] - 1), max_size=8))
def test_times_are_written_as_one_alone_would_be(seconds: list[int]) -> None:
    times = Times(np.array(seconds, dtype=np.int64))
    spelt = [at and f"{at:{SPELLING}}" for at in times]
    assert (times.spelt(), times.spelt("+00")) == (spelt, [text and f"{text}+00" for text in spelt])
