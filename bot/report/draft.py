"""A draft: the shape filled with what the period came to and what people said, and what it must cast to and lacks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.desk_reports import ReportShape
from bot.report.context import Context
from bot.report.piece import Made, Words, pieces
from core.errors import DeskError
from core.report.casting import amounts, together, verdict
from core.report.stated import Check, Lack, Stated
from reports.document import Block, Document, Drawn, Gap, Heading, Passage, Run, Tabled
from reports.shape import Section, filled, sections_of
from reports.tables import Table as Grid

SHAPES = Path(__file__).with_name("shapes")
KINDS = ("words", "table", "chart")
LATER = Passage("reconciliation", ())  # until every piece is made: its checks are those of all of them


@dataclass(frozen=True)
class Draft:
    """`stated` and `checks` are those of the pieces that stand in it."""

    document: Document
    stated: tuple[Stated, ...]
    checks: tuple[Check, ...]
    lacks: tuple[Lack, ...]

    @property
    def wrong(self) -> tuple[Check, ...]:
        """What does not cast, and stands against signing."""
        return tuple(check for check in self.checks if not check.is_right)


@dataclass
class Desk:
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
        """What a person said to it; else the question itself, marked as open. `of`: whose it is to say, by key."""
        spoken = self.context.spoken.get(key)
        if spoken is not None:
            text, who = spoken
            return [
                Passage(f"{key}.{number}", (Run(part.strip()),), "person", who)
                for number, part in enumerate(text.split("\n\n"), start=1)
            ]
        name = next((person.name for person in self.context.desk.people if person.key == of), of)
        self.asked.append(Lack(f"words/{key}", question.rstrip("."), of, blocks=blocks))
        return [Gap(key, question, name)]

    def reconciliation(self) -> list[Block]:
        """Every check of the pieces that stand in the report, those put below it too."""
        return [LATER]

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(one for each in self.made.values() for one in each.checks)


def blocks(name: str, kind: str, made: Made) -> Iterator[Block]:
    if kind == "words":
        yield from (spoken(f"{name}.{number}", words) for number, words in enumerate(made.words, start=1))
    elif kind == "table":
        yield from (Tabled(f"{name}.table{number}", grid) for number, grid in enumerate(made.tables, start=1))
    else:
        yield from (Drawn(f"{name}.chart{number}", one) for number, one in enumerate(made.charts, start=1))


def spoken(key: str, words: Words) -> Passage | Heading:
    if isinstance(words, Heading):
        return words
    text, who = (words, "") if isinstance(words, str) else words
    return Passage(key, (Run(text),), "person" if who else "computed", who)


def draft(context: Context) -> Draft:
    """DeskError where the shape's template cannot be filled."""
    desk = Desk(context)
    makers: dict[str, Callable[..., Sequence[Block]]] = {
        "put": desk.put,
        "ask": desk.ask,
        "reconciliation": desk.reconciliation,
    }
    found = [block for section in chosen(context.shape) for block in filled(section, words(context), makers)]
    made = desk.made.values()
    return Draft(
        document_of(context, tuple(each for block in found for each in settled(block, desk.checks))),
        tuple(one for each in made for one in each.stated),
        desk.checks,
        (*(one for each in made for one in each.lacks), *desk.asked),
    )


def settled(block: Block, checks: tuple[Check, ...]) -> Iterator[Block]:
    """What waited until all was made."""
    if block != LATER:
        yield block
        return
    yield Passage(f"{LATER.key}.1", (Run(together(checks)),), "computed")
    columns = ("What", "Stated", "Adds to", "Unit", "Against", "Agrees")
    rows = tuple((one.name, *amounts(one), one.unit, one.against, verdict(one)) for one in checks)
    yield Tabled(f"{LATER.key}.table1", Grid("Every total against what it is made of", columns, rows))


def chosen(shape: ReportShape) -> list[Section]:
    """The sections that the desk wants, in its order and with its names."""
    every = sections_of(template(shape))
    if unknown := [key for key in (*shape.sections, *shape.names) if key not in every]:
        raise DeskError(f"The template {shape.template} has no section {unknown[0]}. It has: {', '.join(every)}.")
    wanted = [every[key] for key in shape.sections or every]
    return [Section(one.key, shape.names.get(one.key, one.name), one.body) for one in wanted]


def template(shape: ReportShape) -> str:
    """One that is shipped, or a file of the council's own."""
    shipped = SHAPES / f"{shape.template}.md"
    path = shipped if shipped.exists() else Path(shape.template)
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        own = ", ".join(sorted(each.stem for each in SHAPES.glob("*.md")))
        raise DeskError(f"There is no template {shape.template}. Name a file, or one of: {own}.") from error


def words(context: Context) -> dict[str, object]:
    """The names that a template may use."""
    people = {person.key: person.name for person in context.desk.people}
    return {
        "period": context.period.words,
        "previous": context.period.previous().words,
        "quarters": [quarter.words for quarter in context.quarters],
        "desk": context.desk.name,
        "committee": context.shape.committee,
        "partners": [(partner.key, partner.name) for partner in context.desk.partners],
        "authors": [people.get(key, key) for key in context.shape.authors],
        "contact": people.get(context.shape.contact, context.shape.contact),
        "is_public": context.is_public,
    }


def document_of(context: Context, found: tuple[Block, ...]) -> Document:
    shape = context.shape
    crest = Path(shape.crest).read_bytes() if shape.crest else b""
    facts = (("Period", context.period.words), ("Report to", shape.committee))
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
