"""A report before it is written in any format: passages, tables and charts in order, each with whose words it has."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter

from reports.charts import Chart as Drawing
from reports.tables import Table as Grid

Voice = Literal["shape", "computed", "person"]
Numbering = Literal["none", "headings", "paragraphs"]

DEEPEST = 5
"""A page has headings down to <h6>, and its title is <h1>."""


@dataclass(frozen=True)
class Run:
    """Words in one style."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True)
class Heading:
    """`level` counts from 1 below the title; a gap is closed (see `levels`)."""

    text: str
    level: int
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a point of a list. `key` is the same in every draft, so that drafts can be compared.

    `voice`: the shape's own words, computed from figures, or a person's, whose name is `who`. `is_exempt`: it is
    not for publication (see reports.exempt).
    """

    key: str
    runs: tuple[Run, ...]
    voice: Voice = "shape"
    who: str = ""
    is_point: bool = False
    is_exempt: bool = False
    kind: Literal["passage"] = "passage"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Tabled:
    """Its caption is the grid's; the first column heads the rows."""

    key: str
    grid: Grid
    kind: Literal["tabled"] = "tabled"


@dataclass(frozen=True)
class Drawn:
    """Its alternative text and table are made from the drawing."""

    key: str
    drawing: Drawing
    kind: Literal["drawn"] = "drawn"


@dataclass(frozen=True)
class Gap:
    """Where a person must speak: what is asked, of whom (a name, or ""), by when."""

    key: str
    question: str
    who: str = ""
    by: date | None = None
    kind: Literal["gap"] = "gap"


Block = Heading | Passage | Tabled | Drawn | Gap


@dataclass(frozen=True)
class Document:
    """`marking` stands on every page, `facts` below the title: (label, value). `crest` is a picture (PNG or SVG).

    `status` says in words what this copy is: draft 3 of 4 October 2020, not checked; signed by Asha Rao. `reference` is
    the version that it was written from ("ictbot-report:3:2"), by which a copy that comes back is known again.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    title: str
    subtitle: str
    organisation: str
    blocks: tuple[Block, ...]
    marking: str = ""
    status: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    numbering: Numbering = "none"
    crest: bytes = b""
    language: str = "en-GB"
    reference: str = ""


DOCUMENT = TypeAdapter(Document)
TO = "Report to"  # the label of the fact that names the committee


def without_gaps(document: Document, is_left_out: Callable[[Gap], bool]) -> Document:
    """A heading goes with the questions that are left out, where nothing else stood under it."""
    kept: list[Block] = []
    is_emptied = False
    for block in reversed(document.blocks):
        if isinstance(block, Gap) and is_left_out(block):
            is_emptied = True
        elif not (is_emptied and isinstance(block, Heading) and is_bare(block, kept[-1:])):
            kept.append(block)
            is_emptied = False
    return replace(document, blocks=tuple(reversed(kept)))


def is_bare(heading: Heading, following: Sequence[Block]) -> bool:
    return all(isinstance(block, Heading) and block.level <= heading.level for block in following)


def levels(document: Document) -> Iterator[int]:
    """Of each block: 0 but for headings, none of which is deeper than one below the heading before it, nor than 5."""
    last = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            last = max(1, min(block.level, last + 1, DEEPEST))
            yield last
        else:
            yield 0


def numbers(document: Document) -> Iterator[str]:
    """The number of each block, "" for most: 2.1.3 of a heading, or 16. of a paragraph, counted through the report."""
    counts: list[int] = []
    paragraphs = 0
    for block, level in zip(document.blocks, levels(document), strict=True):
        number = ""
        if level and document.numbering == "headings":
            counts = [*counts[:level], *[0] * (level - len(counts))]
            counts[level - 1] += 1
            number = ".".join(map(str, counts))
        elif document.numbering == "paragraphs" and is_paragraph(block):
            paragraphs += 1
            number = f"{paragraphs}."
        yield number


def is_paragraph(block: Block) -> bool:
    return isinstance(block, Gap) or (isinstance(block, Passage) and not block.is_point)
