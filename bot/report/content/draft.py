"""A draft: the shape filled with what the period came to and what people said, and what it must cast to and lacks."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.report.content.context import Context
from bot.report.content.piece import Made, Words, pieces
from bot.report.content.template import chosen
from core.errors import DeskError
from core.report.casting import amounts, together, verdict
from core.report.stated import Check, Lack, Stated
from core.roles import ROLES
from reports.document import TO, Block, Document, Drawn, Gap, Heading, Passage, Run, Tabled
from reports.shape import filled
from reports.tables import Table as Grid

KINDS = ("words", "table", "chart", "topics")
YEAR = 12  # months
LATER = Passage("reconciliation", ())  # until every piece is made: its checks are those of all of them
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Draft:
    """`stated` and `checks` are those of the pieces that stand in it; `briefs`, by piece, what a message says of it."""

    document: Document
    stated: tuple[Stated, ...]
    checks: tuple[Check, ...]
    lacks: tuple[Lack, ...]
    briefs: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Filling:
    """What the template calls: each piece is made once, however often it is put."""

    context: Context
    made: dict[str, Made] = field(default_factory=dict)
    asked: list[Lack] = field(default_factory=list)

    def put(self, name: str, *kinds: str) -> list[Block]:
        """A piece, whole or only its words, table or chart. DeskError where there is none of that name."""
        if name not in pieces() or not set(kinds) <= set(KINDS):
            raise DeskError(f"There is no piece {name} {' '.join(kinds)}. There are: {', '.join(sorted(pieces()))}.")
        if name not in self.made:
            self.made[name] = pieces()[name](self.context)
        return [block for kind in kinds or KINDS for block in blocks(name, kind, self.made[name])]

    def ask(self, key: str, question: str, *, of: str = "", blocks: bool = True) -> list[Block]:
        """What a person said to it; else the question itself, marked as open. `of`: who says it, by key or role.

        DeskError where a piece has that name: a paragraph is found again by its key.
        """
        if key in pieces():
            raise DeskError(f"The template asks {key}, which is the name of a piece. Call the question otherwise.")
        spoken = self.context.said_to(key)
        if spoken is not None:
            text, who = spoken
            return [
                Passage(f"{key}.{number}", (Run(part.strip()),), "person", who)
                for number, part in enumerate(text.split("\n\n"), start=1)
            ]
        officer = f"the {of} officer" if of in ROLES else of
        name = next((person.name for person in self.context.desk.people if of in {person.key, person.role}), officer)
        lack = Lack(f"words/{key}", question.rstrip("."), of, blocks=blocks)
        self.asked.append(lack)
        return [Gap(key, question, name, self.context.due.get(lack.key) or self.context.due.get(key))]

    def has(self, name: str) -> bool:
        """Whether there is a table of it: what it states does not stand in the report for that."""
        made = self.made.get(name) or pieces()[name](self.context)
        return bool(made.tables)

    def reconciliation(self) -> list[Block]:
        """Every check of the pieces that stand in the report, those put below it too."""
        return [LATER]

    @property
    def checks(self) -> tuple[Check, ...]:
        return once((one for each in self.made.values() for one in each.checks), lambda one: one)


def blocks(name: str, kind: str, made: Made) -> Iterator[Block]:
    if kind == "words":
        yield from passages(name, made.words)
    elif kind == "table":
        yield from tables(name, made.tables)
    elif kind == "chart":
        yield from (Drawn(f"{name}.chart{number}", one) for number, one in enumerate(made.charts, start=1))
    else:
        for number, topic in enumerate(made.topics, start=1):
            yield Heading(topic.heading, 1)
            yield from passages(f"{name}.topic{number}", topic.words)
            yield from tables(f"{name}.topic{number}", topic.tables)


def passages(name: str, every: Sequence[Words]) -> Iterator[Block]:
    yield from (spoken(f"{name}.{number}", words) for number, words in enumerate(every, start=1))


def tables(name: str, grids: Sequence[Grid]) -> Iterator[Tabled]:
    yield from (Tabled(f"{name}.table{number}", grid) for number, grid in enumerate(grids, start=1))


def spoken(key: str, words: Words) -> Passage | Heading:
    if isinstance(words, Heading):
        return words
    text, who = (words, "") if isinstance(words, str) else words
    return Passage(key, (Run(text),), "person" if who else "computed", who)


def draft(context: Context) -> Draft:
    """DeskError where the shape's template cannot be filled."""
    filling = Filling(context)
    makers: dict[str, Callable[..., Sequence[Block]]] = {
        "put": filling.put,
        "ask": filling.ask,
        "reconciliation": filling.reconciliation,
    }
    names = {**words(context), "has": filling.has}
    found = [block for section in chosen(context.shape) for block in filled(section, names, makers)]
    made = filling.made.values()
    return Draft(
        document_of(context, tuple(each for block in found for each in settled(block, filling.checks))),
        once((one for each in made for one in each.stated), lambda one: one.key),
        filling.checks,
        once((*(one for each in made for one in each.lacks), *filling.asked), lambda one: one.key),
        {name: each.brief for name, each in filling.made.items() if each.brief},
    )


def once(every: Iterable[Thing], key: Callable[[Thing], Hashable]) -> tuple[Thing, ...]:
    """What two pieces state, check or lack stands once: the first of each key."""
    found: dict[Hashable, Thing] = {}
    for one in every:
        found.setdefault(key(one), one)
    return tuple(found.values())


def settled(block: Block, checks: tuple[Check, ...]) -> Iterator[Block]:
    """What waited until all was made."""
    if block != LATER:
        yield block
        return
    yield Passage(f"{LATER.key}.1", (Run(together(checks)),), "computed")
    columns = ("What", "Stated", "Adds to", "Unit", "Against", "Agrees")
    rows = tuple((one.name, *amounts(one), one.unit, one.against, verdict(one)) for one in checks)
    yield Tabled(f"{LATER.key}.table1", Grid("Every total against what it is made of", columns, rows))


def words(context: Context) -> dict[str, object]:
    """The names that a template may use."""
    people = {person.key: person.name for person in context.desk.people}
    return {
        "period": context.period.words,
        "previous": context.period.previous().words,
        "following": context.following.words,
        "has_begun": context.has_begun,
        "is_year": len(context.period.months()) == YEAR,
        "quarters": [quarter.words for quarter in context.quarters],
        "desk": context.desk.name,
        "committee": context.shape.committee,
        "partners": [(partner.key, partner.name) for partner in context.desk.partners],
        "authors": [people.get(key, key) for key in context.shape.authors],
        "author": context.author,
        "contact": people.get(context.shape.contact, context.shape.contact),
        "is_public": context.is_public,
    }


def document_of(context: Context, found: tuple[Block, ...]) -> Document:
    shape = context.shape
    crest = Path(shape.crest).read_bytes() if shape.crest else b""
    facts = (("Period", context.period.words), (TO, shape.committee))
    return Document(
        shape.title,
        context.period.words,
        context.desk.name,
        found,
        marking=shape.marking,
        facts=facts,
        numbering=shape.numbering,
        crest=crest,
    )
