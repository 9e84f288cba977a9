"""What a reply is made of: channel-neutral parts. User text travels as spans and cells, never as markup."""

from base64 import b64decode
from dataclasses import dataclass
from typing import Literal

from reports.charts import Chart as Drawing
from reports.tables import Table as Grid


@dataclass(frozen=True)
class Span:
    text: str
    style: Literal["plain", "bold", "code"] = "plain"


@dataclass(frozen=True)
class Heading:
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """One line of the answer."""

    spans: tuple[Span, ...]
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Facts:
    """Names and values, as (label, value)."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Table:
    grid: Grid
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Chart:
    """Drawn by the channel that can show it; its alternative text and table come from the same data.

    `is_inline`: the channel draws it among the words, by its own means; otherwise it is a picture, sent apart.
    """

    name: str
    drawing: Drawing
    kind: Literal["chart"] = "chart"
    is_inline: bool = False


@dataclass(frozen=True)
class File:
    """`text`: what it holds; in base64 where it `is_binary`, so that it can be kept in words with its reply."""

    name: str
    text: str
    kind: Literal["file"] = "file"
    is_binary: bool = False

    @property
    def content(self) -> bytes:
        return b64decode(self.text) if self.is_binary else self.text.encode()


@dataclass(frozen=True)
class Button:
    """`line` is the command line that pressing it sends. Teams must know beforehand whether it opens a form."""

    label: str
    line: str
    opens_form: bool = False


@dataclass(frozen=True)
class Buttons:
    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True)
class FormField:
    """`value` is what was typed already. `choices` makes it a choice."""

    key: str
    label: str
    value: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Form:
    """Filled in and sent it is `line` with the fields added as key:value."""

    title: str
    line: str
    fields: tuple[FormField, ...]
    kind: Literal["form"] = "form"


Part = Heading | Paragraph | Facts | Table | Chart | File | Buttons | Form


def is_apart(part: Part) -> bool:
    """Whether it is a picture or a file, which is sent by itself, after the words."""
    return isinstance(part, File) or (isinstance(part, Chart) and not part.is_inline)


def line(*texts: str | Span) -> Paragraph:
    """A paragraph of plain words and styled spans."""
    return Paragraph(tuple(text if isinstance(text, Span) else Span(text) for text in texts))


def buttons(*pairs: tuple[str, str]) -> Buttons:
    return Buttons(tuple(Button(label, command) for label, command in pairs))
