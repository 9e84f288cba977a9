"""Two versions of a report side by side: what was added, dropped or changed, in the order of the newer document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from core.report.figures import changed
from reports.cells import shown
from reports.charts import as_table
from reports.document import Block, Document, Drawn, Gap, Heading, Passage, Tabled
from reports.tables import Table

Way = Literal["added", "dropped", "changed", "asked", "answered"]


@dataclass(frozen=True)
class Difference:
    """`where` is the heading above, or a cell's table, row and column. "" for what was not there, or no longer is."""

    where: str
    way: Way
    before: str = ""
    now: str = ""


@dataclass(frozen=True)
class Placed:
    key: str
    where: str
    block: Block


def differences(before: Document, now: Document) -> list[Difference]:
    old, new = list(placed(before)), list(placed(now))
    kept, found = {one.key: one for one in old}, {one.key: one for one in new}
    steps = SequenceMatcher(None, places(old, found), places(new, kept), autojunk=False).get_opcodes()
    said: list[Difference] = []
    for _, since, until, begin, end in steps:
        said += [each for one in old[since:until] if one.key not in found for each in dropped(one, found)]
        for one in new[begin:end]:
            said += changes(kept[one.key], one) if one.key in kept else added(one, kept)
    return said


def placed(document: Document) -> Iterator[Placed]:
    """Each block once under its key; a heading's key is what it says."""
    where, seen = document.title, set[str]()
    for block in document.blocks:
        key = f"# {block.text}" if isinstance(block, Heading) else block.key
        where = block.text if isinstance(block, Heading) else where
        if key not in seen:
            seen.add(key)
            yield Placed(key, where, block)


def places(every: Sequence[Placed], others: Mapping[str, Placed]) -> list[str]:
    """An answer stands where its question stood."""
    return [answers(one) if is_gap(others.get(answers(one))) else one.key for one in every]


def is_gap(one: Placed | None) -> bool:
    return one is not None and isinstance(one.block, Gap)


def answers(one: Placed) -> str:
    """The key of the question to which a person's paragraph is an answer."""
    return one.key.rpartition(".")[0] if isinstance(one.block, Passage) and one.block.voice == "person" else ""


def dropped(one: Placed, found: Mapping[str, Placed]) -> Iterator[Difference]:
    """A question that was answered is told with the answer; one is asked again where its answer was taken back."""
    if is_gap(one) and any(answers(each) == one.key for each in found.values()):
        return
    yield Difference(one.where, "dropped", said(one.block))


def added(one: Placed, kept: Mapping[str, Placed]) -> Iterator[Difference]:
    question = kept.get(answers(one))
    if is_gap(one):
        yield Difference(one.where, "asked", now=said(one.block))
    elif question is not None and is_gap(question):
        yield Difference(one.where, "answered", said(question.block), said(one.block))
    else:
        yield Difference(one.where, "added", now=said(one.block))


def changes(old: Placed, new: Placed) -> Iterator[Difference]:
    if isinstance(old.block, Tabled | Drawn) and isinstance(new.block, Tabled | Drawn):
        yield from table_changes(grid_of(old.block), grid_of(new.block))
    elif said(old.block) != said(new.block):
        yield Difference(new.where, "changed", said(old.block), said(new.block))


def grid_of(block: Tabled | Drawn) -> Table:
    return block.grid if isinstance(block, Tabled) else as_table(block.drawing)


def said(block: Block) -> str:
    match block:
        case Heading():
            return f"Heading: {block.text}"
        case Gap():
            return block.question
        case Tabled() | Drawn():
            return f"Table: {grid_of(block).caption}" if isinstance(block, Tabled) else f"Chart: {block.drawing.title}"
        case _:
            return block.text


def table_changes(old: Table, new: Table) -> Iterator[Difference]:
    """By row and column name, the rows of the newer first; rows and columns that are not in both are told whole."""
    rows, found = by_name(old), by_name(new)
    for name, row in found.items():
        if name not in rows:
            yield Difference(new.caption, "added", now=", ".join(filter(None, (name, *row.values()))))
            continue
        for column in dict.fromkeys((*row, *rows[name])):
            was, is_now = rows[name].get(column, ""), row.get(column, "")
            if was != is_now:
                yield Difference(f"{new.caption}, {name}, {column}", "changed", was, is_now)
    for name, row in rows.items():
        if name not in found:
            yield Difference(new.caption, "dropped", ", ".join(filter(None, (name, *row.values()))))


def by_name(grid: Table) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in grid.rows:
        name = shown(row[0])
        name = name if name not in found else f"{name} ({len(found) + 1})"
        found[name] = dict(zip(grid.columns[1:], map(shown, row[1:]), strict=True))
    return found


def figure_words(one: Difference) -> str:
    """18, now 19; 5 left out; 7 is new. Nothing where a whole text is one figure, or no figure changed."""
    if one.way != "changed" or " " not in one.before:
        return ""
    words = (
        f"{each.frozen}, now {each.edited}"
        if each.frozen and each.edited
        else (f"{each.frozen} left out" if each.frozen else f"{each.edited} is new")
        for each in changed(one.before, one.now)
    )
    return "; ".join(words)


def differences_table(found: Sequence[Difference], caption: str) -> Table:
    rows = tuple((one.where, one.way, one.before or None, one.now or None, figure_words(one) or None) for one in found)
    return Table(caption, ("Where", "What", "Before", "Now", "Figures"), rows)
