"""The line of each table and key, whatever way they are written."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.toml_lines import Loc, line_of, lines_of

TEXT = '''
# a comment with = and [brackets]
name = "x"        # and one behind
"quoted key" = 1

[channels]
outages = """
[[people]]
key = "no key, but text"
"""
management = 'm'

[[hours.standard]]
windows = [
    "08:30-12:30",   # a list over
    ["odd"]
]
[hours.standard.more]
a.b.c = 1

[[hours."extended"]]
day = "8:30"
[[hours.standard]]
day = "7:30"
inline = { one = 1, two = { three = 3 } }
'''
PLACES: list[tuple[Loc, int]] = [
    (("name",), 3),
    (("quoted key",), 4),
    (("channels",), 6),
    (("channels", "outages"), 7),
    (("channels", "management"), 11),
    (("hours",), 13),
    (("hours", "standard"), 13),
    (("hours", "standard", 0), 13),
    (("hours", "standard", 0, "windows"), 14),
    (("hours", "standard", 0, "windows", 1), 14),
    (("hours", "standard", 0, "missing"), 13),
    (("hours", "standard", 0, "more"), 18),
    (("hours", "standard", 0, "more", "a", "b", "c"), 19),
    (("hours", "extended", 0, "day"), 22),
    (("hours", "standard", 1), 23),
    (("hours", "standard", 1, "day"), 24),
    (("hours", "standard", 1, "inline", "two", "three"), 25),
    (("people",), 1),
    ((), 1),
]


@pytest.mark.parametrize(("loc", "line"), PLACES)
def test_each_place_is_on_its_line(loc: Loc, line: int) -> None:
    assert line_of(loc, lines_of(TEXT)) == line


def locs_of(value: Any, loc: Loc = ()) -> list[Loc]:  # noqa: ANN401 - any value of TOML
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [loc, *(found for step, each in inner for found in locs_of(each, (*loc, step)))]


WORD = st.text("abc", min_size=1, max_size=3)
TABLE = st.dictionaries(WORD, st.integers(), max_size=3)


@given(st.dictionaries(WORD, st.lists(TABLE, min_size=1, max_size=3), max_size=3), st.integers(0, 3))
def test_every_table_and_key_of_any_file_is_found_where_it_was_written(
    tables: dict[str, list[dict[str, int]]], blank: int
) -> None:
    lines: list[str] = []
    wanted: dict[Loc, int] = {}
    for name, rows in tables.items():
        for at, row in enumerate(rows):
            lines += [*["# [[not.this]]"] * blank, f"[[{name}]]"]
            wanted[name, at] = len(lines)
            for key, value in row.items():
                lines.append(f"{key} = {value}")
                wanted[name, at, key] = len(lines)
    text = "\n".join(lines)
    found = lines_of(text)
    assert {loc: found[loc] for loc in wanted} == wanted
    assert set(locs_of(tomllib.loads(text))) - {()} == set(found)
