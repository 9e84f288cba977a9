"""A reply as Slack's blocks. Pure: parts in, blocks and what had to be left out, out.

User text goes into rich text and plain text only, which Slack does not parse: no markup or mention in it comes alive.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeVar

from bot.grammar import quote
from bot.parts import Button, Buttons, Chart, Facts, File, Form, Heading, Paragraph, Part, Span, Table, line
from bot.plain import plain
from bot.slack.native import DRAWN, MOST_DRAWN, can_draw, drawn
from core.numbers import plural
from reports.charts import Scorecard, alternative_text
from reports.tables import Table as Grid
from reports.tables import as_text, cell_text

Block = dict[str, Any]
T = TypeVar("T")

# Limits of slack.md.
MOST_BLOCKS = 50
MOST_CHARACTERS = 11_000  # of all blocks together, which leaves room to say what was left out; Slack allows 12,000
BELOW_TABLE = 2_000  # characters that a long table leaves for what follows it
PER_BLOCK = 125  # characters that Slack counts for a block itself
MOST_TEXT = 2_900
MOST_MESSAGE = 3_900
TABLE_ROWS, TABLE_COLUMNS = 100, 20
MOST_BUTTONS = 25
LINES = 20  # paragraphs in one block of text
LABEL, VALUE, HEADER = 75, 2_000, 150
CELL = 200
PRESS = "press"
NOUNS = {
    "paragraph": ("line", "lines"),
    "facts": ("fact", "facts"),
    "table": ("table", "tables"),
    "chart": ("picture", "pictures"),
    "buttons": ("button", "buttons"),
}


@dataclass(frozen=True)
class Rendered:
    """`text` is what notifications and screen readers have; `left_out` says what did not fit, in words."""

    text: str
    blocks: list[Block]
    left_out: tuple[str, ...] = ()


def render(parts: Sequence[Part]) -> Rendered:
    """Blocks within Slack's limits: what is over them is cut and said to be cut."""
    blocks: list[Block] = []
    missing: Counter[str] = Counter()
    for group in grouped(parts):
        made = group_blocks(group, blocks)
        if len(blocks) + len(made) >= MOST_BLOCKS or size([*blocks, *made]) > MOST_CHARACTERS:
            missing[group[0].kind] += how_many(group)
        else:
            blocks += made
    left_out = tuple(plural(number, NOUNS.get(kind, (kind, f"{kind}s"))) for kind, number in missing.items())
    if left_out:
        blocks.append(context(f"Left out, because Slack shows no more at once: {', '.join(left_out)}."))
    return Rendered(escaped_within(plain(parts), MOST_MESSAGE) or " ", blocks, left_out)


def grouped(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Paragraphs that follow each other are the lines of one block; every other part stands alone."""
    start = 0
    for at in range(1, len(parts) + 1):
        if at == len(parts) or not is_one_block(parts[start : at + 1]):
            yield parts[start:at]
            start = at


def is_one_block(parts: Sequence[Part]) -> bool:
    are_lines = len(parts) <= LINES and all(isinstance(part, Paragraph) for part in parts)
    return are_lines and len(plain(parts)) <= MOST_TEXT


def how_many(group: Sequence[Part]) -> int:
    """Lines, facts and buttons; everything else is one."""
    match group[0]:
        case Facts(pairs=pairs):
            return len(pairs)
        case Buttons(buttons=buttons):
            return len(buttons)
        case _:
            return len(group)


def group_blocks(group: Sequence[Part], above: Sequence[Block]) -> list[Block]:
    """The blocks that come below those `above`, which may take some of the room or hold the only table."""
    lines = [part for part in group if isinstance(part, Paragraph)]
    return [text_lines(lines)] if len(lines) > 1 else part_blocks(group[0], above)


def text_lines(lines: Iterable[Paragraph]) -> Block:
    return rich(*(section(*(span(each.text, each.style) for each in one.spans if each.text)) for one in lines))


def part_blocks(part: Part, above: Sequence[Block]) -> list[Block]:  # noqa: PLR0911 - one line for each kind of part
    match part:
        case Heading(text=text):
            return [{"type": "header", "text": plain_text(text, HEADER)}]
        case Paragraph():
            return [text_lines([part])]
        case Facts(pairs=pairs):
            return [facts(pairs[start : start + 10]) for start in range(0, len(pairs), 10)]
        case Table(grid=grid):
            has_table = any(block["type"] == "table" for block in above)
            return (
                [preformatted(as_text(grid))] if has_table else table(grid, MOST_CHARACTERS - BELOW_TABLE - size(above))
            )
        case Chart(drawing=drawing, is_inline=is_inline):
            words, count = alternative_text(drawing), sum(block["type"] == DRAWN for block in above)
            if is_inline and count < MOST_DRAWN and can_draw(drawing):
                return [drawn(drawing), context(words)]
            # Of a scorecard the table above is all that its picture says.
            return [context(f"Picture: {drawing.title if isinstance(drawing, Scorecard) else words}")]
        case Buttons(buttons=buttons):
            return actions(buttons, len(above))
        case File(name=name):
            return [context(f"File: {name}")]
        case Form(title=title):
            button = Button("Fill in the form", refilled(part))
            return [text_lines([line(title)]), *actions((button,), len(above))]


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
    lines = text.split("\n")
    shown = leading(lines, map(len, lines), MOST_TEXT - len(lines))
    more = len(lines) - len(shown)
    told = cut("\n".join(shown), MOST_TEXT) + (f"\n… and {plural(more, NOUNS['paragraph'])} more" if more else "")
    return rich({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": told}]})


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    return {"type": "section", "fields": [plain_text(f"{label}: {value}", VALUE) for label, value in pairs]}


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text, VALUE)]}


def table(grid: Grid, room: int) -> list[Block]:
    """Its caption, and Slack's own table; below it how much of it is shown, where that is not all."""
    caption = [text_lines([line(Span(grid.caption, "bold"))])] if grid.caption else []
    notes = [context(note) for note in grid.notes]
    rows = shown_rows(grid, room - size([*caption, *notes]))
    counts = (len(rows) - 1, len(grid.rows), len(rows[0]), len(grid.columns))
    if counts[0] < counts[1] or counts[2] < counts[3]:
        notes.append(context("{} of {} rows and {} of {} columns are shown.".format(*counts)))
    return [*caption, {"type": "table", "rows": rows}, *notes]


def shown_rows(grid: Grid, room: int) -> list[list[Block]]:
    """The header, and as many rows as there is room for."""
    rows = [
        [{"type": "raw_text", "text": cut(cell_text(cell), CELL) or " "} for cell in row[:TABLE_COLUMNS]]
        for row in (grid.columns, *grid.rows[: TABLE_ROWS - 1])
    ]
    return leading(rows, map(length, rows), room)


def leading(things: Sequence[T], lengths: Iterable[int], room: int) -> list[T]:
    """The first, and those that follow it as long as there is room."""
    totals = zip(things, accumulate(lengths), strict=True)
    return [thing for at, (thing, total) in enumerate(totals) if at == 0 or total <= room]


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
    rows = [elements[start : start + MOST_BUTTONS] for start in range(0, len(elements), MOST_BUTTONS)]
    long = [button.label for button in buttons if len(button.line) > VALUE]
    notes = [context(f"Too long for a button, so please type it: {', '.join(long)}.")] if long else []
    return [*({"type": "actions", "elements": row} for row in rows), *notes]


def plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": False}


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def escaped(text: str) -> str:
    """For fields that Slack parses: & first, then the brackets that would begin a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_within(text: str, limit: int) -> str:
    """Escaping makes text longer, so it is cut afterwards, and never inside an entity."""
    whole = escaped(text)
    return whole if len(whole) <= limit else re.sub(r"&[a-z]*$", "", whole[: limit - 1]) + "…"


def size(blocks: Iterable[Block]) -> int:
    """Characters of blocks as Slack counts them, roughly upwards."""
    return sum(length(block) + PER_BLOCK for block in blocks)


def length(value: Any) -> int:  # noqa: ANN401 - nested JSON
    """Characters of all strings in it but the keys."""
    if isinstance(value, str):
        return len(value)
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(map(length, values))
