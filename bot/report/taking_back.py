"""A Word copy of a draft that comes back: a person's words are kept, and each figure that differs is named."""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from sqlmodel import Session

from bot.command import Reply, Request
from bot.parts import Button, Buttons, line
from bot.report.naming import Named, shape_called
from bot.report.returned import taken
from bot.report.saying import undo
from bot.report.standing import standing
from bot.report.written import document_of, stated_of
from core.errors import DeskError
from core.numbers import plural
from core.periods import Period
from core.report.returned import Taken
from core.report.workflow import numbered
from core.wording import ended
from reports.word_back import Returned
from storage import reports, trail
from storage.database import take_turn
from storage.models import Report, ReportReturn, ReportVersion

BEGIN = "ictbot-report:"
PASSAGE = ("passage", "passages")
MOST_FINDINGS = 20


@dataclass(frozen=True)
class Copy:
    """An edited copy of a version of a report of ours."""

    returned: Returned
    version: ReportVersion
    report: Report
    named: Named


def is_ours(returned: Returned) -> bool:
    return returned.reference.startswith(BEGIN)


def take_back(request: Request, session: Session, returned: Returned) -> Reply:
    """Kept while it is a draft; of a signed report only what differs is told."""
    copy = copy_of(request, session, returned)
    take_turn(session, f"report {copy.named.typed}")
    stands = standing(session, copy.named)
    found = taken(document_of(copy.version), returned, stated_of(copy.version), stands.spoken)
    head = f"{copy.named.title}, version {copy.version.number}"
    if stands.state != "draft":
        said = [f"{head}: it is {stands.state}, so nothing is kept.", *differing(found)]
        return Reply(tuple(map(line, said)), is_restricted=True)
    keep(request, session, copy, found)
    said = [f"{head}: {kept_words(found)}.", *differing(found)]
    draft = Buttons((Button("Draft", f"report draft {copy.named.typed}"), *undo(request).buttons))
    return Reply((*map(line, said), draft), is_restricted=True)


def copy_of(request: Request, session: Session, returned: Returned) -> Copy:
    """DeskError where the report is not here any more."""
    number, _, version_number = returned.reference.removeprefix(BEGIN).partition(":")
    is_read = number.isdigit() and version_number.isdigit()
    report = reports.get(session, int(number)) if is_read else None
    version = reports.numbered(session, report.id, int(version_number)) if report else None
    shape = shape_called(request.desk, report.shape) if report else None
    if report is None or version is None or shape is None or report.void_at:
        raise DeskError("That is a copy of a report that is not kept here: download it again, and edit that.")
    return Copy(returned, version, report, Named(shape, Period(report.start_on, report.end_on)))


def keep(request: Request, session: Session, copy: Copy, found: Taken) -> None:
    for key, text in found.words.items():
        values = {"report_id": copy.report.id, "key": key, "text": text, "whose": whose(session, copy, key, request)}
        own = {"recorded_by": request.person.id, "at": request.now, "role": None}
        reports.say(session, request.act, values | own | {"evidence": "edited in Word"})
    row = {
        "report_id": copy.report.id,
        "version_id": copy.version.id,
        "person_id": request.person.id,
        "at": request.now,
        "reworded": json.dumps([astuple(one) for one in found.reworded], ensure_ascii=False),
        "added": json.dumps(found.added, ensure_ascii=False),
        "findings": json.dumps(found.findings, ensure_ascii=False),
    }
    trail.add(session, request.act, ReportReturn, row)


def whose(session: Session, copy: Copy, key: str, request: Request) -> str:
    """They stay the words of whoever said them; an answer that is new is of whoever sent it."""
    there = reports.words_on(session, copy.report.id, key)
    return there.whose if there else request.person.name


def kept_words(found: Taken) -> str:
    number = len(found.words) + len(found.reworded) + len(found.added)
    return f"{plural(number, PASSAGE)} kept" if number else "no words are new"


def differing(found: Taken) -> Iterator[str]:
    if not found.findings:
        yield "Every figure is as it was."
        return
    yield f"{plural(len(found.findings), ('figure differs', 'figures differ'))}:"
    yield from numbered([ended(one) for one in found.findings[:MOST_FINDINGS]])
