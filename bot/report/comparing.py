"""Two versions of a report side by side: what was added, dropped or changed between them."""

from sqlmodel import Session

from bot.command import Reply, Request
from bot.parts import Table, line
from bot.report.naming import Named, named
from bot.report.standing import standing
from bot.report.written import document_of
from core.errors import DeskError
from core.numbers import plural
from reports.versions import differences, differences_table
from storage import reports
from storage.models import ReportVersion

DIFFERENCE = ("difference", "differences")
NEEDED = 2


def compare(request: Request, session: Session) -> Reply:
    """The two that are named by number, the named and the newest, or the two newest."""
    found = named(request, session, request.typed.words)
    stands = standing(session, found)
    kept = reports.versions(session, stands.report.id) if stands.report else []
    before, now = chosen(found, kept)
    told = differences(document_of(before), document_of(now))
    head = f"{found.title}: {name(before)} and {name(now)}"
    if not told:
        return Reply((line(f"{head} say the same."),), is_restricted=True)
    shown = Table(differences_table(told, f"{head}: {plural(len(told), DIFFERENCE)}"))
    return Reply((shown,), is_restricted=True)


def chosen(found: Named, kept: list[ReportVersion]) -> tuple[ReportVersion, ReportVersion]:
    by_number = {str(version.number): version for version in kept}
    if unknown := next((word for word in found.rest if word not in by_number), None):
        raise DeskError(f"There is no version {unknown}. There are: {', '.join(by_number) or 'none yet'}.")
    if len(kept) < NEEDED:
        raise DeskError("There is one version only, or none: nothing to compare yet.")
    wanted = sorted({int(word) for word in found.rest})
    if len(wanted) > 1:
        return by_number[str(wanted[0])], by_number[str(wanted[-1])]
    if wanted and wanted[0] != kept[-1].number:
        return by_number[str(wanted[0])], kept[-1]
    return kept[-2], kept[-1]


def name(version: ReportVersion) -> str:
    return f"version {version.number} ({version.kind})"
