"""Reading desk.toml. Every mistake in it is named in a sentence, with its line."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.desk import Desk, DeskFile
from bot.desk_checks import Mistake, calendar_of, mistakes
from bot.desk_reports import ReportShape
from bot.report.content.template import found_in, wrong_files
from bot.toml_lines import line_of, lines_of
from core.errors import DeskError


def read_desk(path: Path) -> Desk:
    """The desk of a file. DeskError names the line of every mistake."""
    return parse_desk(read_text(path), path, path.parent)


def parse_desk(text: str, path: Path, folder: Path | None = None) -> Desk:
    """The same from its text; `path` is where a mistake would be. In `folder` are its templates and crests."""
    try:
        file = DeskFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DeskError(f"{path} is not valid TOML: {error}.") from error
    except ValidationError as error:
        raise refused(path, text, map(mistaken, error.errors())) from error
    if found := mistakes(file) or (list(wrong_files(file.reports, folder)) if folder else []):
        raise refused(path, text, found)
    reports = file.reports if folder is None else tuple(found_in(folder, shape) for shape in file.reports)
    return build_desk(file, text, reports)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DeskError(f"I cannot read {path}: {error.strerror}. Name your desk.toml in ICTBOT_DESK.") from error
    except UnicodeDecodeError as error:
        raise DeskError(f"{path} is not text in UTF-8: {error}. Save it as UTF-8.") from error


def mistaken(error: Mapping[str, object]) -> Mistake:
    """What pydantic found, in words for whoever keeps the file."""
    at = error["loc"]
    assert isinstance(at, tuple)  # noqa: S101 - pydantic's contract
    key = max((place for place, step in enumerate(at) if isinstance(step, str)), default=0)
    name = ".".join(f"{step + 1}" if isinstance(step, int) else str(step) for step in at[key:])  # windows.2
    said = str(error["msg"])
    match error["type"]:
        case "missing":
            return Mistake(at, f"{name} is missing")
        case "extra_forbidden":
            return Mistake(at, f"{name} is no setting that I know here")
        case "value_error":
            return Mistake(at, f"{name} {said.removeprefix('Value error, ')}")
        case _:  # "Input should be a valid date" and the like
            return Mistake(at, f"{name} {said[said.find('should') :]}")


def refused(path: Path, text: str, found: Iterable[Mistake]) -> DeskError:
    lines = lines_of(text)
    told = sorted((line_of(each.at, lines), each.said) for each in found)
    if len(told) == 1:
        ((number, said),) = told
        return DeskError(f"{path} line {number}: {said}.")
    return DeskError("\n".join([f"{path} has mistakes:", *(f"  line {number}: {said}." for number, said in told)]))


def build_desk(file: DeskFile, text: str, reports: tuple[ReportShape, ...]) -> Desk:
    return Desk(
        text=text,
        name=file.name,
        zone=file.zone,
        first_line=frozenset(file.first_line),
        channels=file.channels,
        calendars={name: calendar_of(name, sections, file) for name, sections in file.hours.items()},
        partners=file.partners,
        services=file.services,
        targets=tuple(target for section in file.targets for target in section.targets()),
        kpi_targets=file.kpi_targets,
        budget=file.budget,
        undo=file.undo,
        satisfaction=file.satisfaction,
        reviews=file.reviews,
        alerts=file.alerts,
        reports=reports,
        people=file.people,
        groups=file.groups,
    )
