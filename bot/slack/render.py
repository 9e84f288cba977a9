"""A reply as Slack's blocks. Pure: parts in, blocks and what had to be left out, out.

User text goes into rich text and plain text only, which Slack does not parse: no markup or mention in it comes alive.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.grammar import quote
from bot.parts import Button, Buttons, Chart, Facts, File, Form, Heading, Paragraph, Part, Table
from bot.plain import plain
from reports.charts import alternative_text
from reports.tables import Table as Grid
from reports.tables import as_text, cell_text

Block = dict[str, Any]

# Limits of slack.md.
MOST_BLOCKS = 50
MOST_CHARACTERS = 11_000  # of all blocks together; Slack refuses somewhere above 12,000
MOST_TEXT = 2_900
MOST_MESSAGE = 3_900
TABLE_ROWS, TABLE_COLUMNS = 100, 20
MOST_BUTTONS = 25
LINES = 20  # paragraphs in one block of text
LABEL, VALUE, HEADER = 75, 2_000, 150
PRESS = "press"


@dataclass(frozen=True)
class Rendered:
    """`text` is what notifications and screen readers have; `left_out` says what did not fit, in words."""

    text: str
    blocks: list[Block]
    left_out: tuple[str, ...] = ()


def render(parts: Sequence[Part]) -> Rendered:
    """Blocks within Slack's limits: what is over them is cut and said to be cut."""
    blocks: list[Block] = []
    left_out: list[str] = []
    tables = 0
    for group in grouped(parts):
        kind = group[0].kind
        tables += kind == "table"
        made = group_blocks(group, len(blocks), is_first_table=tables <= 1)
        if len(blocks) + len(made) >= MOST_BLOCKS or size([*blocks, *made]) > MOST_CHARACTERS:
            left_out.append(f"a {kind}")
        else:
            blocks += made
    if left_out:
        blocks.append(context(f"Left out, because Slack shows no more at once: {', '.join(left_out)}."))
    return Rendered(escaped(cut(plain(parts), MOST_MESSAGE)) or " ", blocks, tuple(left_out))


def grouped(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Paragraphs that follow each other are the lines of one block; every other part stands alone."""
    start = 0
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        goes_on = isinstance(part, Paragraph) and isinstance(following, Paragraph) and at + 1 - start < LINES
        if not goes_on:
            yield parts[start : at + 1]
            start = at + 1


def group_blocks(group: Sequence[Part], position: int, *, is_first_table: bool) -> list[Block]:
    lines = [part for part in group if isinstance(part, Paragraph)]
    return [text_lines(lines)] if len(lines) > 1 else part_blocks(group[0], position, is_first_table=is_first_table)


def text_lines(lines: Iterable[Paragraph]) -> Block:
    return rich(*(section(*(span(each.text, each.style) for each in line.spans if each.text)) for line in lines))


def part_blocks(  # noqa: PLR0911 - one line for each kind of part
    part: Part, position: int, *, is_first_table: bool
) -> list[Block]:
    match part:
        case Heading(text=text):
            return [{"type": "header", "text": plain_text(text, HEADER)}]
        case Paragraph():
            return [text_lines([part])]
        case Facts(pairs=pairs):
            return [facts(pairs[start : start + 10]) for start in range(0, len(pairs), 10)]
        case Table(grid=grid):
            return table(grid) if is_first_table else [preformatted(as_text(grid))]
        case Chart(drawing=drawing):
            return [context(f"Picture: {alternative_text(drawing)}")]
        case Buttons(buttons=buttons):
            return actions(buttons[:MOST_BUTTONS], position)
        case File(name=name):
            return [context(f"File: {name}")]
        case Form(title=title):
            return [
                rich(section(span(title, "plain"))),
                *actions((Button("Fill in the form", refilled(part)),), position),
            ]


def span(text: str, style: str) -> Block:
    element: Block = {"type": "text", "text": cut(text, MOST_TEXT)}
    return element if style == "plain" else element | {"style": {style: True}}


def section(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements) or [span(" ", "plain")]}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def refilled(form: Form) -> str:
    """The line that asks with this form again, where one is opened only by pressing a button."""
    return " ".join([form.line, *(f"{field.key}:{quote(field.value)}" for field in form.fields if field.value)])


def preformatted(text: str) -> Block:
    return rich({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": cut(text, MOST_TEXT)}]})


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    return {"type": "section", "fields": [plain_text(f"{label}: {value}", VALUE) for label, value in pairs]}


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text, VALUE)]}


def table(grid: Grid) -> list[Block]:
    """Its caption, and Slack's own table; rows over the limit are counted below it."""
    shown = (grid.columns, *grid.rows[: TABLE_ROWS - 1])
    rows = [[{"type": "raw_text", "text": cut(cell_text(cell), 200) or " "} for cell in row] for row in shown]
    more = len(grid.rows) - (TABLE_ROWS - 1)
    notes = [*grid.notes, *([f"{more} more rows: the CSV has all."] if more > 0 else [])]
    caption = rich(section(span(grid.caption, "bold")))
    return [caption, {"type": "table", "rows": [row[:TABLE_COLUMNS] for row in rows]}, *map(context, notes)]


def actions(buttons: Sequence[Button], position: int) -> list[Block]:
    """Each button carries its command line, if Slack can hold it; ids are single within a message."""
    elements = [
        {
            "type": "button",
            "text": plain_text(button.label, LABEL),
            "action_id": f"{PRESS}-{position}-{at}",
            "value": button.line,
        }
        for at, button in enumerate(buttons)
        if len(button.line) <= VALUE
    ]
    long = [button.label for button in buttons if len(button.line) > VALUE]
    notes = [context(f"Too long for a button, so please type it: {', '.join(long)}.")] if long else []
    return [*([{"type": "actions", "elements": elements}] if elements else []), *notes]


def plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": False}


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def escaped(text: str) -> str:
    """For fields that Slack parses: & first, then the brackets that would begin a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(blocks: Iterable[Block]) -> int:
    """Characters of all texts in blocks, as Slack counts them, roughly upwards."""

    def length(value: Any) -> int:  # noqa: ANN401 - nested JSON
        if isinstance(value, str):
            return len(value)
        values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return sum(map(length, values))

    return sum(map(length, blocks))
