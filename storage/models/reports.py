"""Committee reports: drafts and what people said to them, who signed, and the files that were frozen."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.report.states import AUDIENCES, KINDS, STATES
from storage.models.base import UtcDateTime, one_of, one_standing


class Report(SQLModel, table=True):
    """One for each shape and period, from `start_on` up to, not including, `end_on`."""

    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("state", STATES),
        one_standing("ix_report_period", "shape", "start_on", "end_on"),
    )

    id: int = Field(default=None, primary_key=True)
    shape: str
    start_on: date
    end_on: date
    state: str
    committee_on: date | None = None
    signed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolution: str | None = None
    resolved_on: date | None = None
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportVersion(SQLModel, table=True):
    """A draft as it was at a time, and what was signed and published. JSON are `document`, its `public` copy
    and `stated`; `sha256` is of what they come to, whatever they say of their own standing. Triggers refuse any change
    but the withdrawal of a draft.
    """

    __tablename__ = "report_version"
    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("kind", KINDS),
        UniqueConstraint("report_id", "number"),
    )

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    number: int
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int = Field(foreign_key="person.id")
    policy_id: int = Field(foreign_key="policy.id")
    document: str
    public: str | None = None
    stated: str
    sha256: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportQuestion(SQLModel, table=True):
    """What was asked of whom, by when."""

    __tablename__ = "report_question"
    __table_args__: ClassVar[tuple[object, ...]] = (one_standing("ix_report_question_key", "report_id", "key"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    key: str
    question: str
    person_id: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    by_on: date
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportWords(SQLModel, table=True):
    """What somebody said to a question. `whose` is the name that is printed; `recorded_by` wrote it down, with the
    `evidence` where it was on another's behalf. `role` is the office in which an officer comments.
    """

    __tablename__ = "report_words"
    __table_args__: ClassVar[tuple[object, ...]] = (one_standing("ix_report_words_key", "report_id", "key"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    key: str
    text: str
    whose: str
    recorded_by: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    role: str | None = None
    evidence: str | None = None
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportSignature(SQLModel, table=True):
    """Of one role, under the version that is named."""

    __tablename__ = "report_signature"
    __table_args__: ClassVar[tuple[object, ...]] = (one_standing("ix_report_signature_role", "report_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    version_id: int = Field(foreign_key="report_version.id")
    role: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportFile(SQLModel, table=True):
    """A copy of what was signed or published, byte for byte. Triggers refuse its change and its deletion."""

    __tablename__ = "report_file"
    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("audience", AUDIENCES),
        UniqueConstraint("version_id", "audience", "name"),
    )

    id: int = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="report_version.id")
    name: str
    media_type: str
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str
    audience: str


class ReportReturn(SQLModel, table=True):
    """What was taken of a Word copy of a version that somebody edited. JSON are `reworded` (key, before, after),
    `added` (key before it, text), and `findings`, sentences on figures that differ.
    """

    __tablename__ = "report_return"
    __table_args__: ClassVar[tuple[object, ...]] = (Index("ix_report_return_report", "report_id"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    version_id: int = Field(foreign_key="report_version.id")
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    reworded: str
    added: str
    findings: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


REPORTS: dict[str, type[SQLModel]] = {
    "report": Report,
    "report_version": ReportVersion,
    "report_question": ReportQuestion,
    "report_words": ReportWords,
    "report_signature": ReportSignature,
    "report_return": ReportReturn,
}
