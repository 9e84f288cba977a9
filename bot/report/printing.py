"""The PDF of what was signed and published: it takes seconds, so it is made beside all else, a moment after."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.report.formats import PDF, rendered
from bot.report.written import document_of
from reports.document import Document
from reports.pdf import has_pdf
from storage import reports
from storage.database import Database
from storage.models import ReportVersion
from storage.reports import Unprinted


@dataclass(frozen=True)
class Printing:
    """From the frozen document, while nothing is locked; kept from then on as the other files are."""

    database: Database

    def work_waiting(self) -> int:
        """How many were made: all that are wanted, where PDF can be made here."""
        wanted = self.database.read(reports.unprinted) if has_pdf() else []
        for one in wanted:
            document = self.database.read(partial(document_for, one))
            file = rendered(document, one.name, PDF, one.audience)
            self.database.write(partial(reports.freeze, version_id=one.version_id, files=[file]))
        return len(wanted)


def document_for(one: Unprinted, session: Session) -> Document:
    version = session.get_one(ReportVersion, one.version_id)
    return document_of(version, "public" if one.audience == "public" else "internal")
