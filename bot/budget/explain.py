"""Entering what explains the budget: virements, adjustments, reasons, and the totals that a document prints."""

from sqlmodel import Session

from bot.budget.asking import (
    Asked,
    amount_field,
    find_line,
    form,
    is_meant,
    line_field,
    money,
    part,
    period_field,
    refuse_others,
    run_of,
    usual_year,
)
from bot.budget.enter import entered
from bot.budget.look import checked, spoken_row, unexplained
from bot.budget.view import asked_view, view_of
from bot.command import Field, Post, Question, Reply, Request
from bot.grammar import nearest, quote
from bot.parts import Button, Buttons, Form, FormField, buttons, line
from core.budget import REASONS, Line, periods_of
from core.errors import DeskError
from core.money import exactly
from storage import budgets, people, trail
from storage.database import take_turn
from storage.models import BudgetAdjustment, BudgetPrinted, BudgetReason, Virement

FROM, TO = Field("from", "From line"), Field("to", "To line")
WHY = Field("why", "Why")
KIND = Field("kind", "Will it come right, or is it permanent?", REASONS)
TEXT = Field("text", "Reason")
DOCUMENT = Field("document", "Document")
NAME = Field("name", "Name of the adjustment")
TOTALS = (
    Field("full", "Printed full budget"),
    Field("to-date", "Printed budget to date"),
    Field("actual", "Printed actual"),
    Field("variance", "Printed variance"),
)


def enter_virement(request: Request, session: Session) -> Reply:
    """Budget moved from one line to another, from a period to the end of the year; the total stays."""
    asked = part(request, request.typed.words)
    why = request.field("why") or asked.rest
    source, target = request.field("from"), request.field("to")
    if not (asked.amount and asked.period and why and source and target):
        fields = [
            line_field(request, session, typed, asked.period, key) for typed, key in ((source, FROM), (target, TO))
        ]
        ends = (amount_field(asked), period_field(asked), FormField("why", WHY.label, why, required=True))
        raise Question(form(request, "A virement moves budget from one line to another.", *fields, *ends))
    year, first, _ = periods_of(asked.period)
    giver, taker = find_line(session, year, source, "from"), find_line(session, year, target, "to")
    pence = money(asked.amount)
    if pence <= 0 or giver.id == taker.id:
        raise DeskError("A virement is an amount above zero, from one line to another.", "amount")
    take_turn(session, f"budget {year}")
    moved = {"from_line_id": giver.id, "to_line_id": taker.id, "period": first, "pence": pence, "why": why}
    trail.add(session, request.act, Virement, moved)
    now = {one.code: one for one in budgets.loaded(session, year, first)}
    refuse_overdrawn(now[giver.code], now[taker.code], pence)
    revised = "; ".join(
        f"{row.name} {exactly(now[row.code].original)}, revised {exactly(now[row.code].full)}" for row in (giver, taker)
    )
    return entered(request, f"{exactly(pence)} moved from {run_of(year, first, first)} on: {revised}.")


def refuse_overdrawn(giver: Line, taker: Line, pence: int) -> None:
    for one, before, way in ((giver, giver.full + pence, "below"), (taker, taker.full - pence, "above")):
        if one.is_overdrawn:
            moved = f"Moving {exactly(pence)} would leave {one.name} {way} zero, at {exactly(one.full)}"
            raise DeskError(f"{moved}: its budget is {exactly(before)}. Move less, or name other lines.", "amount")


def enter_adjustment(request: Request, session: Session) -> Reply:
    """A line of its own in the table, without a budget: an adjustment is never hidden in a total."""
    asked = part(request, request.typed.words)
    name = request.field("name") or asked.rest
    why = request.field("why")
    if not (name and asked.amount and asked.period and why):
        given = (FormField("name", NAME.label, name, required=True), amount_field(asked), period_field(asked))
        why_field = FormField("why", WHY.label, why, required=True)
        raise Question(form(request, "An adjustment stands as a line of its own.", *given, why_field))
    year, _, last = periods_of(asked.period)
    take_turn(session, f"budget {year}")
    pence = money(asked.amount)
    values = {"year": year, "name": name, "period": last, "pence": pence, "why": why}
    trail.add(session, request.act, BudgetAdjustment, values)
    return entered(request, f"{name}, {run_of(year, last, last)}: {exactly(pence)}: {why}.")


def parted_reason(request: Request) -> tuple[Asked, str, str]:
    """Line and period stand before the word timing or permanent, or a slip of it, the reason behind it."""
    words = request.typed.words
    near = (at for at, word in enumerate(words) if nearest(word, REASONS))
    at = next((at for at, word in enumerate(words) if word.lower() in REASONS), next(near, len(words)))
    kind = request.field("kind").lower() or (words[at].lower() if at < len(words) else "")
    return part(request, words[:at], has_amount=False), kind, request.field("text") or " ".join(words[at + 1 :])


def parted_line(request: Request, session: Session, asked: Asked) -> tuple[str, str]:
    """The line, and what follows it where the word timing or permanent was left out: a reason, if there is a line."""
    typed = request.field("line") or asked.rest
    year = periods_of(asked.period)[0] if asked.period else usual_year(request, session)
    words, known = typed.split(), budgets.lines(session, year)
    begun = (" ".join(words[:end]) for end in range(len(words), 0, -1))
    meant = next((begin for begin in begun if any(is_meant(row, begin) for row in known)), typed)
    return meant, typed.removeprefix(meant).strip()


def enter_reason(request: Request, session: Session) -> Reply:
    """Why a line stands off its budget, in the words of the person who knows."""
    asked, kind, text = parted_reason(request)
    typed, after = (request.field("line") or asked.rest, "") if kind else parted_line(request, session, asked)
    if kind and kind not in REASONS and request.field("kind"):
        raise DeskError("A reason is timing (it will come right) or permanent.", "kind")
    if not (typed and kind in REASONS and text and asked.period):
        raise Question(reason_form(request, session, asked, typed, kind, text or after))
    year, _, last = periods_of(asked.period)
    row = find_line(session, year, typed)
    refuse_others(request, row, people.names(session))
    take_turn(session, f"budget {year}")
    there = budgets.reason(session, row.id, last)
    if there is not None:
        trail.change(session, request.act, there, {"kind": kind, "text": text})
    else:
        values = {"line_id": row.id, "period": last, "kind": kind, "text": text}
        trail.add(session, request.act, BudgetReason, values)
    shown = spoken_row(view_of(session, year, last), row.code)
    return entered(request, f"{shown} ({kind}).")


def reason_form(request: Request, session: Session, asked: Asked, typed: str, kind: str, text: str) -> Form:
    near = nearest(kind, REASONS) or ""
    slip = f"A reason is timing or permanent, not {kind:.40}. Did you mean {near}?" if near and near != kind else ""
    return form(
        request,
        slip or "Why does the line stand off its budget?",
        line_field(request, session, typed, asked.period),
        period_field(asked),
        FormField("kind", KIND.label, near, REASONS, required=True),
        FormField("text", TEXT.label, text, required=True),
    )


def enter_printed(request: Request, session: Session) -> Reply:
    """The totals that a document prints, checked at once against the lines."""
    asked = part(request, request.typed.words, has_amount=False)
    typed = {field.key: request.field(field.key) for field in TOTALS}
    if asked.period is None or not any(typed.values()):
        shown = [FormField(field.key, field.label, typed[field.key]) for field in TOTALS]
        raise Question(form(request, "Which totals does the document print?", period_field(asked), *shown))
    year, _, last = periods_of(asked.period)
    view = view_of(session, year, last)
    totals = {f"{key.replace('-', '_')}_pence": money(value, key) if value else None for key, value in typed.items()}
    values = {"year": year, "period": last, "document": request.field("document") or asked.rest or "The document"}
    trail.add(session, request.act, BudgetPrinted, values | totals)
    said = checked(view, budgets.printed(session, year, last)[-1])
    return Reply(
        (*map(line, said), buttons(("Check", f"budget check {view.run}"), ("Undo", f"ict undo {request.act.number}")))
    )


def ask_holders(request: Request, session: Session) -> Reply:
    """Tells management's channel whose reason is wanted; each answers with a line or a form."""
    view = asked_view(request, session)
    wanted = list(unexplained(view, request.desk.budget))
    if not wanted:
        raise DeskError(f"No reason is wanted: every variance of {view.words} is within the threshold, or explained.")
    rows = [line(f"Reasons wanted for the budget, {view.words}: {', '.join(wanted)}.")]
    give = Buttons((Button("Give reason", f"budget reason period:{quote(view.run)}", opens_form=True),))
    channel = request.desk.channels["management"]
    post = Post(channel, f"budget:{view.year}:{view.period}", (*rows, give))
    return Reply((line(f"Asked in #{channel}: {', '.join(wanted)}."),), posts=(post,))
