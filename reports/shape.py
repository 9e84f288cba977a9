"""The shape of a report: a text of sections in Markdown, into which Jinja puts what is computed and what people say.

    == outages: Outages
    Staff are assigned at once, and ICT management is told.

    {{ put("outages", "table") }}

A line `== key: Name` begins a section. `put` takes a piece, whole or only its "words", "table" or "chart"; `ask` takes
what a person says, or stands open with a question. Both are put in after the Markdown was read, so that nobody's words
are markup.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.nodes import Call, Const, Name
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt

from core.errors import DeskError
from reports.document import Block, Heading, Passage, Run

SECTION = re.compile(r"^== *([a-z][a-z0-9-]*) *: *(.+?) *$", re.MULTILINE)
PLACE = re.compile("\ue000(\\d+)\ue001")  # of a private use: no text of ours has these
Made = Sequence[Block]


@dataclass(frozen=True)
class Section:
    key: str
    name: str
    body: str


def sections_of(text: str) -> dict[str, Section]:
    """By key, in their order. DeskError where there is none, or one twice."""
    _, *rest = SECTION.split(text)
    found = [Section(*each) for each in zip(rest[::3], rest[1::3], rest[2::3], strict=True)]
    by_key = {section.key: section for section in found}
    if not found or len(by_key) < len(found):
        raise DeskError("A report's template has sections, each begun once by a line such as `== purpose: Purpose`.")
    return by_key


def filled(section: Section, words: Mapping[str, Any], makers: Mapping[str, Callable[..., Made]]) -> list[Block]:
    """The section's heading and blocks; nothing where no block came of it.

    `makers` are what the template may call for blocks; `words` its other names. DeskError where it names what is not
    there.
    """
    made: list[Made] = []

    def placed(maker: Callable[..., Made]) -> Callable[..., str]:
        def place(*args: Any, **named: Any) -> str:  # noqa: ANN401 - whatever the template says
            made.append(maker(*args, **named))
            return f"\ue000{len(made) - 1}\ue001"

        return place

    room = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    callable_ones = {name: placed(maker) for name, maker in makers.items()}
    try:
        text = room.from_string(section.body).render({**words, **callable_ones})
    except TemplateError as error:
        raise DeskError(f"The template's section {section.key} cannot be filled: {error}.") from error
    found = list(blocks_of(text, section.key, made))
    return [Heading(section.name, 1), *found] if found else []


def called(section: Section, maker: str) -> list[str]:
    """What the section calls a maker with, first: the pieces that it puts. DeskError where it is no template."""
    try:
        calls = Environment(autoescape=True).parse(section.body).find_all(Call)
    except TemplateSyntaxError as error:
        raise DeskError(f"The template's section {section.key} cannot be read: {error}.") from error
    made = [each.args[0] for each in calls if isinstance(each.node, Name) and each.node.name == maker and each.args]
    return [str(first.value) for first in made if isinstance(first, Const)]


def blocks_of(text: str, key: str, made: Sequence[Made]) -> Iterator[Block]:
    """Headings, paragraphs and points of the Markdown; a place alone in its line becomes all that was made for it, its
    headings below the one above it. The keys of the paragraphs are none of a piece or a question of the same name.
    """
    tokens, numbers, is_point, level = iter(MarkdownIt().parse(text)), count(1), False, 1
    for token in tokens:
        if token.type in {"list_item_open", "list_item_close"}:
            is_point = token.type == "list_item_open"
        elif token.type == "heading_open":
            level = int(token.tag[1])
            yield Heading(next(tokens).content, level)
        elif token.type == "inline":
            for block in paragraph(token.children or [], f"{key}.text{next(numbers)}", made, is_point=is_point):
                yield replace(block, level=level + block.level) if isinstance(block, Heading) else block


def paragraph(children: Sequence[Any], key: str, made: Sequence[Made], *, is_point: bool) -> Iterator[Block]:
    runs = tuple(runs_of(children))
    alone = PLACE.fullmatch("".join(run.text for run in runs).strip())
    if alone:
        for block in made[int(alone[1])]:
            yield replace(block, is_point=True) if is_point and isinstance(block, Passage) else block
        return
    spoken = tuple(Run(PLACE.sub(lambda place: in_line(made[int(place[1])]), run.text), run.is_bold) for run in runs)
    yield Passage(key, spoken, "shape" if spoken == runs else "computed", is_point=is_point)


def runs_of(children: Sequence[Any]) -> Iterator[Run]:
    depth = 0
    for child in children:
        depth += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        if child.type in {"text", "code_inline"}:
            yield Run(child.content, depth > 0)
        elif child.type in {"softbreak", "hardbreak"}:
            yield Run(" ", depth > 0)


def in_line(blocks: Made) -> str:
    """Within a sentence only the words of what was made."""
    return " ".join(block.text for block in blocks if isinstance(block, Passage))
