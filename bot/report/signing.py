"""Signing: refused with all that stands against it; the last signature freezes figures and words."""

from dataclasses import replace

from sqlmodel import Session

from bot.command import Post, Question, Reply, Request
from bot.kpi.enquiry import today
from bot.parts import Paragraph, line
from bot.policy import unsettled
from bot.report.comments import as_signed
from bot.report.drafting import kept, newest_draft
from bot.report.mending import mended_by
from bot.report.naming import Named, named, nothing_more
from bot.report.saying import undo
from bot.report.standing import Standing, drafted, standing
from bot.report.summary import FILES, awaiting, shortened, ways
from bot.report.written import Written, marked
from core.calendar import day_words
from core.errors import DeskError
from core.report.frozen import frozen_words
from core.report.workflow import numbered, plan_words, signs_as
from core.wording import listed
from reports.document import DOCUMENT, Document
from storage import reports, trail
from storage.models import Report, ReportSignature, ReportVersion
from storage.trail import Act, Values

LATER = "Later changes appear as restatements."


def sign(request: Request, session: Session) -> Reply:
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    role = role_of(request, found)
    report, stands = drafted(session, found, "sign")
    written = Written(request, session, stands)
    refuse_unready(written)
    version = newest_draft(written, report)
    again = withdrawn(written, version, role)
    if own := next((one for one in reports.signatures(session, report.id) if one.role == role), None):
        raise DeskError(f"{stands.names[own.person_id]} has signed it as {role} already.")
    values = {"report_id": report.id, "version_id": version.id, "role": role}
    trail.add(session, request.act, ReportSignature, values | {"person_id": request.person.id, "at": request.now})
    now = standing(session, found)
    if now.unsigned:
        return waits(now, again, request)
    freeze(replace(written, standing=now), report)
    return frozen(written, report)


def role_of(request: Request, found: Named) -> str:
    role = signs_as(request.person.role, found.shape.signs)
    if role is None:
        signs = listed(found.shape.signs)
        raise DeskError(f"{found.shape.title} is signed by: {signs}. You are {request.person.role}.")
    return role


def refuse_unready(written: Written) -> None:
    """Question, with everything that stands against it, so that nothing is stored."""
    request, stands = written.request, written.standing
    over = [] if stands.named.period.end <= today(request) else [f"{stands.named.period.words} is not over yet."]
    running = [part.spans[0].text for part in unsettled(written.session, request.policy_id, stands.named.period.end)]
    against = [*over, *written.against(), *running]
    if not against:
        return
    said = ["Not signed.", *shortened(numbered(against))]
    said += [plan_words(request.desk.calendar, stands.meets_on)] if stands.meets_on else []
    raise Question(*map(line, said), mended_by(written, against))


def withdrawn(written: Written, version: ReportVersion, role: str) -> list[str]:
    """The names of those who signed, in other roles, what the report does not say any more: they sign again."""
    session, names = written.session, written.standing.names
    gone = []
    for one in written.standing.signatures:
        if session.get_one(ReportVersion, one.version_id).sha256 != version.sha256:
            trail.change(session, written.request.act, one, {"void_at": written.request.now})
            gone += [names[one.person_id]] if one.role != role else []
    return gone


def waits(stands: Standing, again: list[str], request: Request) -> Reply:
    """Some have signed, and others are still to."""
    said = f"Signed by {request.person.name}, {clock(request)}. To be signed by: {listed(stands.unsigned)}."
    changed = f"It has changed since {listed(again)} signed it, who must sign again." if again else ""
    return Reply((line(said), *map(line, filter(None, (changed,))), undo(request)))


def clock(request: Request) -> str:
    """10 Nov 2020 11:04."""
    local = request.desk.calendar.local(request.now)
    return f"{local.day} {local:%b %Y %H:%M}"


def copies(written: Written, stands: Standing, number: int) -> tuple[Document, Document]:
    """The internal and the public one, as all have signed them."""
    assert stands.report is not None  # noqa: S101 - only a draft is signed
    status = f"Signed by {signers(stands, written.request)}"
    both = (as_signed(draft.document) for draft in (written.internal, written.public))
    internal, public = (marked(document, stands.report, number, status) for document in both)
    return internal, public


def freeze(written: Written, report: Report) -> None:
    """Both copies, as they are now."""
    session, act, stands = written.session, written.request.act, written.standing
    row = kept(written, report, "signed")
    keep(session, act, row, *copies(written, stands, row["number"]))
    trail.change(session, act, report, {"state": "signed", "signed_at": written.request.now})


def keep(session: Session, act: Act, row: Values, internal: Document, public: Document) -> None:
    """A version that stays. Its files follow in a moment: bot/report/printing.py."""
    texts = {"document": DOCUMENT.dump_json(internal).decode(), "public": DOCUMENT.dump_json(public).decode()}
    reports.add_version(session, act, {**row, **texts})


def signers(stands: Standing, request: Request) -> str:
    """Asha Rao, 10 November 2020; and whoever else."""
    local = request.desk.calendar.local
    each = (f"{stands.names[one.person_id]}, {day_words(local(one.at).date())}" for one in stands.signatures)
    return "; ".join(each)


def frozen(written: Written, report: Report) -> Reply:
    request, found = written.request, written.standing.named
    figures = frozen_words(written.internal.stated)
    said = f"Signed by {request.person.name}, {clock(request)}. Frozen: {figures}. {LATER}"
    rest: list[Paragraph] = list(map(line, awaiting(written.standing)))
    told = line(f"{found.title}: signed by {request.person.name}. {LATER}")
    post = Post(request.desk.channels["management"], f"report:{report.id}", (told, *rest))
    return Reply((line(said), *rest, ways(request, found, *FILES)), posts=(post,), is_restricted=True)
