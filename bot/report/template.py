"""A report's template: one of those shipped, or a council's own file; its sections, as the desk wants them."""

from collections.abc import Container, Iterator
from pathlib import Path

from bot.desk_reports import ReportShape
from core.errors import DeskError
from reports.shape import Section, sections_of

SHAPES = Path(__file__).with_name("shapes")


def path_of(template: str, folder: Path = Path()) -> Path:
    """One that is shipped, by its name; else a file, relative to the folder of desk.toml."""
    shipped = SHAPES / f"{template}.md"
    return shipped if shipped.exists() else folder / template


def chosen(shape: ReportShape) -> list[Section]:
    """The sections that the desk wants, in its order and with its names."""
    every = sections_of(text_of(shape.template))
    if unknown := next(unknown_sections(shape, every), None):
        raise DeskError(f"The template {shape.template} has no section {unknown}. It has: {', '.join(every)}.")
    wanted = [every[key] for key in shape.sections or every]
    return [Section(one.key, shape.names.get(one.key, one.name), one.body) for one in wanted]


def unknown_sections(shape: ReportShape, known: Container[str]) -> Iterator[str]:
    return (key for key in (*shape.sections, *shape.names) if key not in known)


def text_of(template: str, folder: Path = Path()) -> str:
    try:
        return path_of(template, folder).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        own = ", ".join(sorted(each.stem for each in SHAPES.glob("*.md")))
        raise DeskError(f"There is no template {template}. Name a file beside desk.toml, or one of: {own}.") from error
