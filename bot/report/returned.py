"""A Word draft that was edited by hand: what a person wrote is kept and put into later drafts, each figure that differs
is named.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.report.standing import Standing
from core.report.returned import (
    Kept,
    KeptTable,
    Rewording,
    Taken,
    added_findings,
    folded,
    passage_findings,
    persons_words,
    rewordings,
    table_findings,
    text_findings,
)
from core.report.stated import Stated
from reports.cells import text_rows
from reports.document import Block, Document, Gap, Heading, Passage, Run, Tabled
from reports.word_back import Returned
from storage.models import ReportReturn

ADDED = "added"  # begins the key of a paragraph that somebody put in


def taken(
    document: Document, returned: Returned, stated: Sequence[Stated], spoken: Mapping[str, tuple[str, str]]
) -> Taken:
    """What to keep of an edited copy of `document`, and what differs. `spoken`: by question what was said to it."""
    passages = list(kept_passages(document, spoken))
    known = list(known_figures(passages, stated))
    labels = {one.key: one.label for one in passages} | {one.key: one.label for one in kept_tables(document)}
    findings = [
        *passage_findings(passages, returned.passages, known),
        *(found for one in kept_tables(document) for found in table_findings(one, returned.tables.get(one.key))),
        *(
            found
            for key, text in returned.added
            for found in added_findings(f"Added after {labels.get(key) or document.title}", text, known)
        ),
    ]
    return Taken(
        dict(persons_words(passages, returned.passages)),
        tuple(rewordings(passages, returned.passages)),
        returned.added,
        tuple(dict.fromkeys(findings)),
    )


def kept_passages(document: Document, spoken: Collection[str]) -> Iterator[Kept]:
    label, seen = document.title, set[str]()
    for block in document.blocks:
        if isinstance(block, Heading):
            label = block.text
        elif isinstance(block, Gap):
            yield Kept(block.key, label, "", "open", question=block.key)
        elif isinstance(block, Passage) and block.key not in seen:
            seen.add(block.key)
            yield Kept(block.key, label, block.text, block.voice, block.who, question_of(block, spoken))


def question_of(block: Passage, spoken: Collection[str]) -> str:
    """Each paragraph of an answer has the question's key and its number."""
    key = block.key.rpartition(".")[0]
    return key if block.voice == "person" and key in spoken else ""


def kept_tables(document: Document) -> Iterator[KeptTable]:
    found = (block for block in document.blocks if isinstance(block, Tabled))
    yield from (KeptTable(one.key, one.grid.caption, text_rows(one.grid)) for one in found)


def known_figures(passages: Sequence[Kept], stated: Sequence[Stated]) -> Iterator[str]:
    """What a person may repeat: figures that are stated, what they were counted from, and what sentences have."""
    for one in stated:
        yield from (one.words, f"{one.n} {one.d}", one.source)
    yield from (one.text for one in passages if one.voice in {"shape", "computed"})


def said_findings(document: Document, stated: Sequence[Stated], spoken: Mapping[str, tuple[str, str]]) -> list[str]:
    """In what people said for a report: figures that are none of its own, and shares that cannot be."""
    known = list(known_figures(list(kept_passages(document, spoken)), stated))
    return [found for key, (text, _) in spoken.items() for found in text_findings(key, text, known)]


def amended(
    document: Document, reworded: Sequence[Rewording], added: Sequence[tuple[str, str]], who: str, begin: str = ADDED
) -> Document:
    """A later draft with what was taken: a rewording where the passage still says what it said, paragraphs in place,
    whose keys begin so.
    """
    words = {(one.key, folded(one.before)): one.after for one in reworded}
    places = list(placed(document, added))
    blocks: list[Block] = []
    for at, block in enumerate((None, *document.blocks)):
        if block is not None:
            blocks.append(in_words(block, words))
        blocks += [
            Passage(f"{begin}.{number}", (Run(text),), "person", who)
            for number, (place, text) in enumerate(places, start=1)
            if place == at
        ]
    return replace(document, blocks=tuple(blocks))


def in_words(block: Block, words: Mapping[tuple[str, str], str]) -> Block:
    if not isinstance(block, Passage) or (block.key, folded(block.text)) not in words:
        return block
    return replace(block, runs=(Run(words[block.key, folded(block.text)]),))


def placed(document: Document, added: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """How many blocks stand before each paragraph: up to the last that has its key, or all where none has it."""
    last = {block.key: at for at, block in enumerate(document.blocks, start=1) if not isinstance(block, Heading)}
    yield from ((last.get(key, len(document.blocks)) if key else 0, text) for key, text in added)


def edited(document: Document, stands: Standing, quotes: Callable[[str], bool]) -> Document:
    """With what was taken of each copy, the oldest first: later ones were made from drafts that have it already.

    Nothing of a piece whose subject has no words of people in this copy: it was written in the internal one.
    """
    for one in stands.returns:
        added = [(key, text) for key, text in json.loads(one.added) if quotes(subject_of(key))]
        reworded = [each for each in kept_rewordings(one) if quotes(subject_of(each.key))]
        document = amended(document, reworded, added, stands.names[one.person_id], f"copy-{one.id}")
    return document


def subject_of(key: str) -> str:
    """The piece, or the KPI that it is of: "security" of "security.1" and of "indicator-security.table1"."""
    return key.partition(".")[0].removeprefix("indicator-")


def kept_rewordings(one: ReportReturn) -> list[Rewording]:
    return [Rewording(*each) for each in json.loads(one.reworded)]


def findings(stands: Standing) -> list[str]:
    """Of the newest copy: whoever sends a better one has mended the one before."""
    return list(json.loads(stands.returns[-1].findings)) if stands.returns else []
