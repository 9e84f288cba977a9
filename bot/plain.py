"""A reply as plain text: for the terminal, for notifications, and for whoever listens to it being read aloud."""

from collections.abc import Iterable

from bot.parts import Buttons, Chart, Facts, File, Form, FormField, Heading, Paragraph, Part, Table
from reports.tables import as_text


def plain(parts: Iterable[Part]) -> str:
    """One line or block for each part; buttons, as their labels in brackets, end the line before them."""
    said: list[str] = []
    is_line = False
    for part in parts:
        text = plain_part(part)
        if isinstance(part, Buttons) and is_line:
            said[-1] = f"{said[-1]} {text}"
        elif text:
            said.append(text)
        is_line = bool(text) and isinstance(part, Paragraph | Chart)
    return "\n".join(said)


def plain_part(part: Part) -> str:  # noqa: PLR0911 - one line for each kind of part
    match part:
        case Heading(text=text):
            return text
        case Paragraph(spans=spans):
            return "".join(span.text for span in spans)
        case Facts(pairs=pairs):
            return "\n".join(f"{label}: {value}" for label, value in pairs)
        case Table(grid=grid):
            return as_text(grid)
        case Chart():
            return "[chart]"  # its figures stand in the text; the channel adds its alternative text to the picture
        case File(name=name):
            return f"[file {name}]"
        case Buttons(buttons=buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Form(title=title, fields=fields):
            return "\n".join([title, *(plain_field(field) for field in fields)])


def plain_field(field: FormField) -> str:
    choices = f" ({', '.join(field.choices)})" if field.choices else ""
    needed = " - needed" if field.required and not field.value else ""
    return f"  {field.label}{choices}: {field.value}{needed}"
