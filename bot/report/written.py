"""The draft of a report as it stands: what people said is in it, and it says of itself what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from pydantic import TypeAdapter
from sqlmodel import Session

from bot.command import Request
from bot.report.comments import settled
from bot.report.content.context import Audience, Context
from bot.report.content.draft import Draft, draft
from bot.report.returned import edited, findings, said_findings
from bot.report.standing import Standing
from bot.report.typed_totals import typed_checks
from core.report.stated import Check, Stated
from core.report.workflow import against_signing, lack_words
from core.wording import ended
from reports.document import DOCUMENT, Document, without_gaps
from reports.exempt import marked as marked_exempt
from storage import reports
from storage.models import Report, ReportVersion

STATED = TypeAdapter(tuple[Stated, ...])


@dataclass(frozen=True)
class Written:
    """A report written now, for a person and a standing; its copies are made as they are asked for."""

    request: Request
    session: Session
    standing: Standing

    @cached_property
    def internal(self) -> Draft:
        whole = settled(draft(self._context), self._context)
        document = marked_exempt(whole.document, self._told.document, self.standing.named.shape.exempt)
        return replace(whole, document=edited(document, self.standing, self._context.quotes))

    @cached_property
    def public(self) -> Draft:
        return replace(self._told, document=edited(self._told.document, self.standing, self._in_public.quotes))

    @cached_property
    def _told(self) -> Draft:
        """To the public, before anything that somebody edited."""
        return settled(draft(self._in_public), self._in_public)

    @cached_property
    def _in_public(self) -> Context:
        return replace(self._context, audience="public")

    @cached_property
    def _context(self) -> Context:
        named = self.standing.named
        spoken, due = self.standing.spoken, self.standing.due
        return Context(self.request, self.session, named.period, named.shape, spoken=spoken, due=due)

    def copy(self, audience: Audience) -> Draft:
        return self.public if audience == "public" else self.internal

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Its own, and the totals that were typed for it."""
        return (*self.internal.checks, *typed_checks(self.session, self.standing.named.period))

    def look_again(self, spoken: Mapping[str, tuple[str, str]]) -> list[str]:
        """At what people said, where its figures are not those of the report; it may stand so nevertheless."""
        found = said_findings(self.internal.document, self.internal.stated, spoken)
        return [f"Look again at {ended(one)}" for one in found]

    def against(self) -> list[str]:
        """What stands against signing, a sentence each."""
        found = against_signing(self.checks, self.internal.lacks, self.standing.asked(self.request))
        return [*found, *(f"In the Word copy: {ended(one)}" for one in findings(self.standing))]

    def unsaid(self) -> dict[str, str]:
        """By the key of each question that stands against signing, the sentence in which `against` tells it."""
        asked = self.standing.asked(self.request)
        return {one.key: ended(lack_words(one, asked.get(one.key))) for one in self.internal.lacks if one.blocks}

    def kept_in(self, report: Report) -> ReportVersion | None:
        """The newest version, where it says what the report now says."""
        newest = reports.newest(self.session, report.id)
        return newest if newest is not None and newest.sha256 == self.sha256 else None

    @cached_property
    def sha256(self) -> str:
        withheld = [shape.suppress_below for shape in self.request.desk.reports]
        return digest(self.internal.document, self.internal.stated, withheld)


def digest(document: Document, stated: tuple[Stated, ...], withheld: Sequence[int]) -> str:
    """Of all that a report says, but for its own standing and open questions; and of what its public copy withholds."""
    said = DOCUMENT.dump_json(replace(without_gaps(document, lambda _: True), status="", reference=""))
    return sha256(said + STATED.dump_json(stated) + repr(withheld).encode()).hexdigest()


def reference(report: Report, number: int) -> str:
    return f"ictbot-report:{report.id}:{number}"


def marked(document: Document, report: Report, number: int, status: str) -> Document:
    return replace(document, status=status, reference=reference(report, number))


def draft_status(number: int, at: datetime, request: Request) -> str:
    on = request.desk.calendar.local(at)
    return f"Draft {number} of {on.day} {on:%B %Y}, not signed"


def document_of(version: ReportVersion, audience: Audience = "internal") -> Document:
    kept = version.public if audience == "public" and version.public else version.document
    return DOCUMENT.validate_json(kept)


def stated_of(version: ReportVersion) -> tuple[Stated, ...]:
    return STATED.validate_json(version.stated)
