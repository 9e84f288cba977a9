"""A report's template: one of those shipped, or a council's own file; its sections as the desk wants them, and what may
be wrong with it or with the crest.
"""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from bot.desk_checks import Mistake
from bot.desk_reports import ReportShape
from bot.report.content.piece import pieces
from core.errors import DeskError
from reports.shape import Section, called, sections_of

SHAPES = Path(__file__).parents[1] / "shapes"
PICTURES = (b"\x89PNG", b"<svg", b"<?xml")


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


def found_in(folder: Path, shape: ReportShape) -> ReportShape:
    """With its own files as seen from anywhere."""
    template = path_of(shape.template, folder)
    own = {} if template.stem == shape.template else {"template": str(template)}
    crest = {"crest": str(folder / shape.crest)} if shape.crest else {}
    return shape.model_copy(update=own | crest)


def wrong_files(shapes: Sequence[ReportShape], folder: Path) -> Iterator[Mistake]:
    for at, shape in enumerate(shapes):
        yield from wrong_template(at, shape, folder)
        if shape.crest and not is_picture(folder / shape.crest):
            yield Mistake(("reports", at, "crest"), f"{shape.crest!r} is no picture (PNG or SVG) beside desk.toml")


def wrong_template(at: int, shape: ReportShape, folder: Path) -> Iterator[Mistake]:
    try:
        known = sections_of(text_of(shape.template, folder))
    except DeskError as error:
        yield Mistake(("reports", at, "template"), error.sentence.rstrip("."))
        return
    for key in unknown_sections(shape, known):
        where = "sections" if key in shape.sections else "names"
        said = f"the template {shape.template!r} has no section {key!r}. It has: {', '.join(known)}"
        yield Mistake(("reports", at, where), said)


def is_picture(path: Path) -> bool:
    try:
        return path.read_bytes().lstrip().startswith(PICTURES)
    except OSError:
        return False


def unfillable(shape: ReportShape) -> str:
    """What would keep its template from being filled: a sentence, or nothing."""
    try:
        names = [name for section in chosen(shape) for name in called(section, "put")]
    except DeskError as error:
        return error.sentence
    unknown = next((name for name in names if name not in pieces()), None)
    return f"There is no piece {unknown}. There are: {', '.join(sorted(pieces()))}." if unknown else ""
