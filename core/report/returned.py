"""A draft that was edited by hand against the one that was kept: what is a person's to keep, which figures differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.report.figures import changed, figures, unstated
from core.report.shares import wrong_shares
from core.report.totals import faults, is_total

Rows = Sequence[Sequence[str]]
DOCUMENT = "the document"
SHORT = 60  # characters of a passage by which it is known again


@dataclass(frozen=True)
class Kept:
    """A passage of the draft as it was kept. `label` is the heading above it, `whose` the person whose words it is.

    `question`: the key under which a person said it for this report; "" for what stands elsewhere. A question that
    nobody has answered is open, and has no text.
    """

    key: str
    label: str
    text: str
    voice: Literal["shape", "computed", "person", "open"]
    whose: str = ""
    question: str = ""


@dataclass(frozen=True)
class KeptTable:
    key: str
    label: str
    rows: Rows


@dataclass(frozen=True)
class Rewording:
    """A passage of the shape, or one computed, whose words were changed and whose figures were not."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Taken:
    """What is taken from a document. `words`: by question what a person says now; `added`: (key before it, text).

    `findings` are sentences without a full stop. A passage of ours with another figure is not taken.
    """

    words: Mapping[str, str]
    reworded: tuple[Rewording, ...]
    added: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]


def folded(text: str) -> str:
    return " ".join(text.split())


def short(text: str) -> str:
    """The beginning of a passage, up to a word's end."""
    words = folded(text)
    return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"


def copies(key: str, found: Mapping[str, str]) -> list[str]:
    """What stands under a key, and under "key#2" where somebody copied it and then changed one of them."""
    return [text for each, text in found.items() if each.split("#")[0] == key and text.strip()]


def persons_words(kept: Sequence[Kept], found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """By question the answer that is new, or that is another than before."""
    for question in dict.fromkeys(one.question for one in kept if one.question):
        before = [one for one in kept if one.question == question]
        now = "\n\n".join(filter(None, (newest(one, copies(one.key, found)) for one in before)))
        if now and folded(now) != folded(" ".join(one.text for one in before)):
            yield question, now


def newest(one: Kept, texts: Sequence[str]) -> str:
    """Of several copies the one that was changed."""
    return next((text for text in texts if folded(text) != folded(one.text)), texts[0] if texts else "").strip()


def passage_findings(kept: Sequence[Kept], found: Mapping[str, str], stated: Collection[str]) -> Iterator[str]:
    for one in kept:
        texts = copies(one.key, found)
        if one.voice == "open" or not one.text.strip():
            yield from (fault for text in texts for fault in text_findings(one.label, text, stated))
        elif not texts:
            yield f"{one.label}: a passage was removed: “{short(one.text)}”"
        else:
            yield from (fault for text in texts for fault in differences(one, text, stated))


def differences(one: Kept, text: str, stated: Collection[str]) -> Iterator[str]:
    """Of a person's own answer the figures that are not the report's; of all else those that are not the draft's."""
    if folded(text) == folded(one.text):
        return
    if one.question:
        yield from text_findings(one.label, text, stated)
        return
    yield from (f"{one.label}: {differs(each.frozen, each.edited)}" for each in changed(one.text, text))
    if one.whose:
        yield f"{one.label}: words of {one.whose} stand elsewhere and are changed there: “{short(one.text)}”"


def differs(before: str, after: str) -> str:
    """The draft says 18, the document 19."""
    return f"the draft says {before or 'nothing'}, the document {after or 'nothing'}"


def text_findings(label: str, text: str, stated: Collection[str]) -> Iterator[str]:
    yield from (f"{label}: {figure} is not among the report's figures" for figure in unstated(text, stated))
    yield from (f"{label}: {fault}" for fault in wrong_shares(text))


def rewordings(kept: Sequence[Kept], found: Mapping[str, str]) -> Iterator[Rewording]:
    for one in kept:
        if one.voice in {"shape", "computed"}:
            text = newest(one, copies(one.key, found))
            if text and folded(text) != folded(one.text) and not changed(one.text, text):
                yield Rewording(one.key, one.text, folded(text))


def table_findings(kept: KeptTable, found: Rows | None) -> Iterator[str]:
    """Cells that differ by row and column, rows and columns that are not there or are new, totals that do not cast."""
    if not found:
        yield f"{kept.label}: the table was removed"
        return
    old, now = squared(kept.rows), squared(found)
    columns, columns_now = named(old[0][1:]), named(now[0][1:])
    rows = {name: dict(zip(columns_now, row[1:], strict=True)) for name, row in named_rows(now)}
    is_edited = False
    for name, row in named_rows(old):
        differing = list(row_findings(f"{kept.label}, {name}", columns, row[1:], rows.get(name)))
        is_edited = is_edited or (bool(differing) and not is_total(name))
        yield from differing
    known = {name for name, _ in named_rows(old)}
    for name, row in named_rows(now):
        if name not in known:
            yield f"{kept.label}: a row was added: {', '.join(filter(None, row))}"
    yield from (f"{kept.label}: a column was added: {one}" for one in columns_now if one not in columns)
    yield from (f"{kept.label}, {fault}" for fault in new_faults(old, now, is_edited=is_edited))


def new_faults(old: Rows, now: Rows, *, is_edited: bool) -> Iterator[str]:
    """Those that the draft had not. Where a line was edited, that is the cause of a wrong total, and no other."""
    before = faults(old, whose=DOCUMENT, has_causes=not is_edited)
    yield from (one for one in faults(now, whose=DOCUMENT, has_causes=not is_edited) if one not in before)


def row_findings(
    label: str, columns: Sequence[str], row: Sequence[str], now: Mapping[str, str] | None
) -> Iterator[str]:
    if now is None:
        yield f"{label}: the row is not in the document"
        return
    for column, before in zip(columns, row, strict=True):
        after = now.get(column)
        if after is None:
            yield f"{label}, {column}: the cell is not in the document"
        elif not is_same_cell(before, after):
            yield f"{label}, {column}: {differs(before, after)}"


def is_same_cell(before: str, after: str) -> bool:
    """In the same words, or the same number written in another way."""
    if folded(before) == folded(after):
        return True
    one, other = ([figure.key for figure in figures(text)] for text in (before, after))
    return len(one) == 1 and one == other and is_bare(before) == is_bare(after)


def is_bare(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)


def named(names: Iterable[str]) -> list[str]:
    """Names folded, and told apart where one stands twice."""
    found: list[str] = []
    for name in map(folded, names):
        found.append(name if name not in found else f"{name} ({len(found) + 1})")
    return found


def named_rows(rows: Rows) -> Iterator[tuple[str, Sequence[str]]]:
    return zip(named(row[0] for row in rows[1:]), rows[1:], strict=True)


def squared(rows: Rows) -> Rows:
    """Each row with a cell for each column, and each cell folded."""
    width = max(map(len, rows))
    return [[*map(folded, row), *[""] * (width - len(row))] for row in rows]


def added_findings(label: str, text: str, stated: Collection[str]) -> Iterator[str]:
    """Of a paragraph, or of a table that was pasted in (cells apart by tabs)."""
    yield from text_findings(label, text, stated)
    if "\t" in text:
        rows = squared([line.split("\t") for line in text.split("\n")])
        yield from (f"{label}: {fault}" for fault in faults(rows, whose=DOCUMENT))
