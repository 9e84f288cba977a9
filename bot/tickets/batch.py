"""Taking an import back: how many of its tickets are withdrawn, and which stay because people have changed them."""

from sqlmodel import Session

from bot.command import Reply, Request
from bot.parts import buttons, line
from bot.tickets.words import headline
from core.numbers import grouped
from storage import batches, requests, tickets
from storage.models import StoredRequest, Ticket

KEPT_SHOWN = 20


def undo_import(request: Request, session: Session, stored: StoredRequest) -> Reply:
    done = batches.undo(session, request.act, stored.number)
    requests.mark_undone(session, stored.number, request.act.number)
    for number in done.restored:
        tickets.rewatch(session, session.get_one(Ticket, number))
    lines = [f"Undone: {stored.line}"]
    lines += [f"Tickets withdrawn: {grouped(done.withdrawn)}."] if done.withdrawn else []
    lines += [f"Tickets brought back: {grouped(done.brought_back)}."] if done.brought_back else []
    lines += [f"Tickets now again as they were: {grouped(len(done.restored))}."] if done.restored else []
    if done.kept:
        lines.append(f"Kept, because they have been changed since: {grouped(len(done.kept))}. Edit them singly:")
        lines += [f"  {headline(session.get_one(Ticket, number))}" for number in done.kept[:KEPT_SHOWN]]
    again = buttons(("Undo the undo", f"ict undo {request.act.number}"))
    return Reply((*map(line, lines), again))
