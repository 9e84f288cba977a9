"""Taking an import back: how many of its rows are withdrawn, and which stay because people have changed them."""

from sqlmodel import Session

from bot.command import Reply, Request
from bot.imports import card
from bot.parts import buttons, line
from bot.records.words import headline as shown
from bot.tickets.rework import settle
from bot.tickets.words import headline
from core.numbers import grouped
from core.periods import financial_year_words
from core.records import REGISTERS
from storage import batches, requests, uploads
from storage.models import TABLES, BudgetLine, StoredRequest, Ticket, Upload

KEPT_SHOWN = 20


def undo_import(request: Request, session: Session, stored: StoredRequest) -> Reply:
    done = batches.undo(session, request.act, stored.number)
    requests.mark_undone(session, stored.number, request.act.number)
    for record, number in done.restored:
        if record == "ticket":
            settle(request.writing, session, session.get_one(Ticket, number), stored.at)
    upload = upload_of(session, stored.number)
    what = noun(done.record)
    lines = [f"Undone: {undone(stored, upload)}"]
    lines += [f"{what} withdrawn: {grouped(done.withdrawn)}."] if done.withdrawn else []
    lines += [f"{what} brought back: {grouped(done.brought_back)}."] if done.brought_back else []
    lines += [f"{what} now again as they were: {grouped(len(done.restored))}."] if done.restored else []
    if done.kept:
        lines.append(f"Kept, because they have been changed since: {grouped(len(done.kept))}. Edit them singly:")
        lines += [f"  {headed(one, request, session)}" for one in done.kept[:KEPT_SHOWN]]
    again = buttons(("Undo the undo", f"ict undo {request.act.number}"))
    if upload is None or not is_part_back(session, upload):
        return Reply((*map(line, lines), again))
    part = card.stopped(upload, is_back=True)
    return Reply((*map(line, lines), *part, again), posts=(card.post(upload, part),))


def call_off(request: Request, session: Session, stored: StoredRequest, upload: Upload) -> Reply:
    """An import that has brought nothing yet: the intake finds it undone, and ends it."""
    requests.mark_undone(session, stored.number, request.act.number)
    return Reply((line(f"Undone: {undone(stored, upload)}"), line("It has brought nothing that could be taken back.")))


def upload_of(session: Session, number: int) -> Upload | None:
    """The file that came in by this request, or by the one that it undoes."""
    return uploads.of_request(session, requests.origin(session, number))


def sender_of(session: Session, number: int) -> int | None:
    """Who sent the file that this request imports: it is theirs to take back too, whoever pressed Import."""
    upload = uploads.of_request(session, number)
    return upload.person_id if upload is not None else None


def undone(stored: StoredRequest, upload: Upload | None) -> str:
    """A press says less than its file's name."""
    if upload is None or upload.number != stored.number:
        return stored.line
    return f"the import of {card.named(upload)}"


def is_part_back(session: Session, upload: Upload) -> bool:
    is_back = requests.standing(session, upload.number or 0) is not None
    return is_back and upload.done < (upload.rows or 0)


def noun(record: str) -> str:
    if record == "ticket":
        return "Tickets"
    return REGISTERS[record].noun[1].capitalize() if record in REGISTERS else "Budget lines"


def headed(one: batches.Owner, request: Request, session: Session) -> str:
    record, number = one
    if record == "ticket":
        return headline(session.get_one(Ticket, number))
    if record in REGISTERS:
        return shown(REGISTERS[record], session.get_one(TABLES[record], number), session, request.desk)
    row = session.get_one(BudgetLine, number)
    return f"{row.code} {row.name}, {financial_year_words(row.year)}"
