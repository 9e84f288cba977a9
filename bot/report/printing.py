"""The files of what was signed and published: they take seconds, so they are made beside all else, a moment after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.report.formats import formats, rendered
from bot.report.naming import file_name
from bot.report.written import document_of
from core.periods import Period
from reports.document import Document
from storage import reports
from storage.database import Database
from storage.models import ReportVersion
from storage.reports import Unprinted


@dataclass(frozen=True)
class Printing:
    """From the frozen document, while nothing is locked; never changed from then on."""

    database: Database
    endings: Callable[[], Sequence[str]] = formats

    def work_waiting(self) -> int:
        """How many were made: all that are wanted, and can be made here."""
        wanted = self.database.read(partial(reports.unprinted, endings=self.endings()))
        for one in wanted:
            document = self.database.read(partial(document_for, one))
            file = rendered(document, name_of(one), one.ending, one.audience)
            self.database.write(partial(reports.freeze, version_id=one.version_id, files=[file]))
        return len(wanted)


def document_for(one: Unprinted, session: Session) -> Document:
    version = session.get_one(ReportVersion, one.version_id)
    return document_of(version, "public" if one.audience == "public" else "internal")


def name_of(one: Unprinted) -> str:
    return file_name(one.shape, Period(one.start_on, one.end_on))
