"""Committee reports: drafts, what was asked and said, who signed. Writing goes through the trail, files beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, func, insert
from sqlmodel import Session, SQLModel, col, select

from core.report.states import AUDIENCES
from storage import trail
from storage.models import (
    REPORTS,
    Report,
    ReportFile,
    ReportQuestion,
    ReportReturn,
    ReportSignature,
    ReportVersion,
    ReportWords,
    Trail,
)
from storage.trail import Act, Values, table_of

Dated = tuple[date, date]  # the first day, and the first that is not in it any more
KEPT: dict[str, type[SQLModel]] = {
    "report_version": ReportVersion,
    "report_words": ReportWords,
    "report_return": ReportReturn,
    "report_signature": ReportSignature,
}
IN_TRAIL = ("report_id", "number", "kind", "sha256")  # of a version: its texts stand in its own table only


@dataclass(frozen=True)
class Frozen:
    """A file as it is to be kept."""

    name: str
    media_type: str
    content: bytes
    audience: str

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def of_period(session: Session, shape: str, days: Dated) -> Report | None:
    mine = select(Report).where(Report.shape == shape, Report.start_on == days[0], Report.end_on == days[1])
    return session.exec(mine.where(col(Report.void_at).is_(None))).first()


def get(session: Session, number: int) -> Report | None:
    return session.get(Report, number)


def standing(session: Session, *states: str) -> list[Report]:
    """Those in one of these states, or all, the newest period first."""
    found = select(Report).where(col(Report.void_at).is_(None))
    found = found.where(col(Report.state).in_(states)) if states else found
    return list(session.exec(found.order_by(col(Report.end_on).desc(), col(Report.id).desc())))


def versions(session: Session, report_id: int) -> list[ReportVersion]:
    """Those that stand, the oldest first."""
    mine = select(ReportVersion).where(ReportVersion.report_id == report_id, col(ReportVersion.void_at).is_(None))
    return list(session.exec(mine.order_by(col(ReportVersion.number))))


def newest(session: Session, report_id: int, *kinds: str) -> ReportVersion | None:
    """Of one of these kinds, or of any."""
    mine = select(ReportVersion).where(ReportVersion.report_id == report_id, col(ReportVersion.void_at).is_(None))
    mine = mine.where(col(ReportVersion.kind).in_(kinds)) if kinds else mine
    return session.exec(mine.order_by(col(ReportVersion.number).desc())).first()


def states_any(session: Session, report_id: int, names: Sequence[str]) -> bool:
    """Whether it was signed with a figure of one of these names, by which the keys of figures begin."""
    mine = select(ReportVersion.stated).where(ReportVersion.report_id == report_id, ReportVersion.kind == "signed")
    return any(f'"key":"{name}/' in stated for stated in session.exec(mine) for name in names)


def next_number(session: Session, report_id: int) -> int:
    """Of a version: void ones are counted, so that no number is given twice."""
    numbers = session.exec(select(ReportVersion.number).where(ReportVersion.report_id == report_id)).all()
    return max(numbers, default=0) + 1


def add_version(session: Session, act: Act, values: Values) -> int:
    """The trail names it by its hash."""
    row = {**values, "at": act.at, "person_id": act.person_id}
    table = table_of(ReportVersion)
    version_id = int(session.execute(insert(table).values(**row).returning(table.c.id)).scalar_one())
    trail.enter(session, act, "add", table.name, version_id, None, {name: row[name] for name in IN_TRAIL})
    return version_id


def freeze(session: Session, version_id: int, files: Iterable[Frozen]) -> None:
    rows = [
        {
            "version_id": version_id,
            "name": file.name,
            "media_type": file.media_type,
            "content": file.content,
            "sha256": file.sha256,
            "audience": file.audience,
        }
        for file in files
    ]
    session.execute(insert(table_of(ReportFile)), rows)


@dataclass(frozen=True)
class Unprinted:
    """A copy of a signed or published report without its file of one format."""

    version_id: int
    audience: str
    ending: str
    shape: str
    start_on: date
    end_on: date


def unprinted(session: Session, endings: Sequence[str]) -> list[Unprinted]:
    """The oldest first. Asked every few seconds, so that neither documents nor files are read."""
    files, versions, own = table_of(ReportFile).c, table_of(ReportVersion).c, table_of(Report).c
    copies = session.execute(select(files.version_id, files.audience, files.name))
    kept = {(version_id, audience, name.rpartition(".")[2]) for version_id, audience, name in copies}
    frozen = select(versions.id, own.shape, own.start_on, own.end_on).where(versions.report_id == own.id)
    rows = session.execute(frozen.where(versions.kind != "draft").order_by(versions.id)).all()
    return [
        Unprinted(version_id, audience, ending, *report)
        for version_id, *report in rows
        for audience in AUDIENCES
        for ending in endings
        if (version_id, audience, ending) not in kept
    ]


def files(session: Session, version_id: int, audience: str) -> Sequence[ReportFile]:
    mine = select(ReportFile).where(ReportFile.version_id == version_id, ReportFile.audience == audience)
    return session.exec(mine.order_by(col(ReportFile.id))).all()


def words(session: Session, report_id: int) -> list[ReportWords]:
    return list(session.exec(select(ReportWords).where(*stands(ReportWords, report_id)).order_by(col(ReportWords.id))))


def words_on(session: Session, report_id: int, key: str) -> ReportWords | None:
    mine = select(ReportWords).where(*stands(ReportWords, report_id), ReportWords.key == key)
    return session.exec(mine.with_for_update()).first()


def questions(session: Session, report_id: int) -> list[ReportQuestion]:
    mine = select(ReportQuestion).where(*stands(ReportQuestion, report_id))
    return list(session.exec(mine.order_by(col(ReportQuestion.by_on), col(ReportQuestion.id))))


def signatures(session: Session, report_id: int) -> list[ReportSignature]:
    mine = select(ReportSignature).where(*stands(ReportSignature, report_id))
    return list(session.exec(mine.order_by(col(ReportSignature.id))))


def returns(session: Session, report_id: int) -> list[ReportReturn]:
    """The oldest first."""
    mine = select(ReportReturn).where(*stands(ReportReturn, report_id))
    return list(session.exec(mine.order_by(col(ReportReturn.id))))


def numbered(session: Session, report_id: int, number: int) -> ReportVersion | None:
    mine = select(ReportVersion).where(ReportVersion.report_id == report_id, ReportVersion.number == number)
    return session.exec(mine).first()


def stands(
    model: type[ReportWords] | type[ReportQuestion] | type[ReportSignature] | type[ReportReturn], report_id: int
) -> tuple[ColumnElement[bool], ...]:
    return (col(model.report_id) == report_id, col(model.void_at).is_(None))


def say(session: Session, act: Act, values: Values) -> bool:
    """What somebody said to a question, in place of what stood there; False where it is the same."""
    there = words_on(session, values["report_id"], values["key"])
    if there is None:
        trail.add(session, act, ReportWords, values)
        return True
    return trail.change(session, act, there, {name: value for name, value in values.items() if name != "at"})


def written_since(session: Session, version: ReportVersion) -> list[Trail]:
    """What was written of records since a version was kept, the oldest first."""
    mine = select(func.max(Trail.id)).where(Trail.record == "report_version", Trail.record_id == version.id)
    since = session.exec(mine).one()
    later = select(Trail).where(col(Trail.id) > since, col(Trail.record).not_in(REPORTS)) if since else None
    return [] if later is None else list(session.exec(later.order_by(col(Trail.id))))


def is_frozen(session: Session, number: int) -> bool:
    """Whether that request signed or published a report, or wrote what stands in one that was signed since: none
    of it is undone, though an officer's comment may be until publication.
    """
    return any(holds(session, entry) for entry in trail.of_request(session, number))


def is_built_on(session: Session, number: int) -> bool:
    """Whether that request began a report in which something was said, asked or signed since."""
    begun = [
        one.record_id for one in trail.of_request(session, number) if (one.record, one.action) == ("report", "add")
    ]
    return any(of(session, report) for report in begun for of in (words, questions, signatures, returns))


def holds(session: Session, entry: Trail) -> bool:
    if entry.record not in KEPT:
        return False
    row: Any = session.get_one(KEPT[entry.record], entry.record_id)
    is_comment = isinstance(row, ReportWords) and row.role is not None
    return session.get_one(Report, row.report_id).state in ({"published"} if is_comment else {"signed", "published"})


def changed_files(session: Session) -> tuple[int, list[str]]:
    """How many files are kept, and the names of those that are not what was frozen."""
    every = session.exec(select(ReportFile).order_by(col(ReportFile.id)).execution_options(yield_per=20))
    kept, wrong = 0, []
    for file in every:
        kept += 1
        wrong += [file.name] if sha256(file.content).hexdigest() != file.sha256 else []
    return kept, wrong
