"""A file that somebody dropped for the bot: its states, its size, and what people have said of it so far."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.errors import DeskError
from core.imports.mapping import LEVELS_GIVEN, NEEDED, propose, read_pairs, spell_pairs
from core.numbers import grouped

READING, ASKING, WAITING = "reading", "asking", "waiting"  # to be read; a question, or the decision, is open
QUEUED, IMPORTING = "queued", "importing"
IMPORTED, CANCELLED, FAILED = "imported", "cancelled", "failed"
STATES = (READING, ASKING, WAITING, QUEUED, IMPORTING, IMPORTED, CANCELLED, FAILED)
TO_DO = (READING, QUEUED, IMPORTING)  # the bot's turn
OPEN = (ASKING, WAITING)  # the person's turn
LARGEST = 50 * 10**6
LEVELS_ASKED = ("P1", "P2", "P3", "P4")
WORDS_ASKED = 20  # more are no priorities
COMMON = frozenset({"export", "report", "file", "data", "list", "tickets", "calls", "copy", "of", "the"})
_REFERENCE = re.compile(r"(?:UPL-?)?(\d{1,9})", re.IGNORECASE)


def reference(number: int) -> str:
    return f"UPL-{number}"


def read_upload(typed: str) -> int:
    """The number of an upload. DeskError when none is named."""
    match = _REFERENCE.fullmatch(typed.strip())
    if match is None:
        raise DeskError("Name the upload, such as UPL-3. /ict import lists yours.")
    return int(match[1])


def refuse_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise DeskError(
            f"{name} is too large: it has {spell_size(size)}, and I take up to {spell_size(LARGEST)} here. Split it by "
            "date, compress it with gzip, or ask an administrator to run ictbot import.",
            "file",
        )


def spell_size(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 10**6:.1f} MB" if size >= 10**6 else f"{grouped(round(size / 1000))} KB"


def columns_said(fields: Mapping[str, str], before: str, header: Sequence[str]) -> str:
    """A mapping that names all that is needed is taken as it is; a shorter one adds to what was said or proposed."""
    if not fields:
        return before
    known = read_pairs(before, "map") if before else propose(tuple(header))
    return spell_pairs(known | dict(fields) if still_needed(fields) else fields)


def propose_tool(name: str, taken: Collection[str]) -> str:
    """What the tool may be called, by the name of its file without counts and dates; nothing where that is taken."""
    words = re.findall(r"[^\W\d_]{2,}", name.partition(".")[0].casefold())
    proposed = "-".join(word for word in words if word not in COMMON)
    return "" if proposed in taken else proposed


def priorities_said(fields: Mapping[str, str], before: str) -> str:
    """`p1`: "1, Blocker" and so on, as word=level for `profile_of`."""
    known = read_pairs(before, "priorities") if before else {}
    said = {word: key.upper() for key, words in fields.items() for word in split_words(words)}
    return spell_pairs(known | said)


def split_words(typed: str) -> list[str]:
    return [word for part in re.split("[,;]", typed) if (word := part.strip())]


def propose_levels(words: Iterable[str]) -> dict[str, str]:
    """For words whose first number is one from 1 to 4, the level of that number; people confirm it."""
    found: dict[str, list[str]] = {}
    for word in words:
        number = re.match(r"\D*([1-4])(?!\d)", word)
        if number:
            found.setdefault(f"P{number[1]}", []).append(word)
    return {level: ", ".join(words) for level, words in found.items()}


def unknown_words(column: Iterable[str], said: str) -> list[str]:
    """Of words that were refused as priorities the first that are no levels of ours, and were not said."""
    known = {word.casefold() for word in (*LEVELS_GIVEN, *(read_pairs(said, "priorities") if said else ()))}
    return sorted({word for word in column if word and word.casefold() not in known})[:WORDS_ASKED]


def still_needed(columns: Mapping[str, str]) -> list[str]:
    return [name for name in NEEDED if not columns.get(name)]
