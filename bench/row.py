"""One line of the bench's table and of bench.json."""

from typing import NamedTuple


class Row(NamedTuple):
    """`floor` is what the same machine did in the same run with bare means; `ratio` is value against floor."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    goal: str
