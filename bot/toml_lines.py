"""On which line of a TOML file each table and each key begins, which tomllib does not tell."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Loc = tuple[str | int, ...]  # ("people", 2, "role"): the role of the third of the people


def statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each header and each key of a valid file: its first line, its text and what it says by itself.

    A whole statement is TOML by itself, and the beginning of one that goes on over more lines is not.
    """
    begun: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        begun.append(line)
        try:
            said = tomllib.loads("\n".join(begun))
        except tomllib.TOMLDecodeError:
            continue
        if said:
            yield number - len(begun) + 1, begun[0].lstrip(), said
        begun = []


def lines_of(text: str) -> dict[Loc, int]:
    """The first line of each table, each of an array of tables, and each key."""
    found: dict[Loc, int] = {}
    newest: dict[Loc, int] = {}  # the last index of each array of tables, by its name
    table: Loc = ()
    for number, line, said in statements(text):
        if line.startswith("["):
            name = name_of(said)
            if line.startswith("[["):
                newest[name] = newest.get(name, -1) + 1
            table = indexed(name, newest)
            remember(found, table, number)
        else:
            for key in keys_of(said):
                remember(found, (*table, *key), number)
    return found


def remember(found: dict[Loc, int], loc: Loc, number: int) -> None:
    """What contains it begins there too, if it has not begun before."""
    for length in range(1, len(loc) + 1):
        found.setdefault(loc[:length], number)


def name_of(said: Any) -> Loc:  # noqa: ANN401 - what a header says: tables in tables, perhaps in a list
    """("hours", "standard") of `[[hours.standard]]`."""
    if isinstance(said, list):
        return name_of(said[0])
    return tuple(step for key, inner in said.items() for step in (key, *name_of(inner)))


def indexed(name: Loc, newest: Mapping[Loc, int]) -> Loc:
    """With the number of the table that is meant behind the name of each array."""
    loc: list[str | int] = []
    for length, step in enumerate(name, start=1):
        loc.append(step)
        if name[:length] in newest:
            loc.append(newest[name[:length]])
    return tuple(loc)


def keys_of(said: Any) -> Iterator[Loc]:  # noqa: ANN401 - any value of TOML
    """`identities = { shell = "x" }` says ("identities",) and ("identities", "shell")."""
    for key, inner in said.items() if isinstance(said, dict) else ():
        yield (key,)
        yield from ((key, *rest) for rest in keys_of(inner))


def line_of(loc: Loc, lines: Mapping[Loc, int]) -> int:
    """The line of a place, or of what contains it; the first line for what is nowhere in the file."""
    known = (lines[loc[:length]] for length in range(len(loc), 0, -1) if loc[:length] in lines)
    return next(known, 1)
