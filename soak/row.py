"""A line of the table: what was counted, and what it should come to."""

from bench.row import Row


def counted(name: str, value: float, unit: str, goal: str = "none set") -> Row:
    """As the bench writes them, where nothing has a floor."""
    return Row(name, value, unit, None, None, goal)


def none_of(name: str, found: int, unit: str) -> Row:
    return counted(name, found, unit, f"<= 0 {unit}")
