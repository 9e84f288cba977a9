"""What may be wrong with the files that [[reports]] of desk.toml names: templates and crests, and where those are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.desk_checks import Mistake
from bot.desk_reports import ReportShape
from bot.report.piece import pieces
from bot.report.template import chosen, path_of, text_of, unknown_sections
from core.errors import DeskError
from reports.shape import called, sections_of

PICTURES = (b"\x89PNG", b"<svg", b"<?xml")


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
