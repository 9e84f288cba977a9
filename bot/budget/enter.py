"""Entering a line's budget and its figures: profile, actuals, commitments, the holder's forecast."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.budget.asking import (
    Asked,
    Entry,
    amount_field,
    entry,
    form,
    is_meant,
    money,
    part,
    refuse_others,
    run_of,
    run_words,
    today,
)
from bot.command import Question, Reply, Request
from bot.grammar import did_you_mean, quote
from bot.parts import Button, Buttons, Form, FormField, line
from bot.persons import person_meant
from bot.when import read_day
from core.budget import KINDS, PERIODS, Line, compared_row, in_print, is_over, periods_of, reprofiled
from core.calendar import day_words
from core.errors import DeskError
from core.money import exactly, in_pounds, spread
from core.periods import financial_year_words
from storage import budgets, people, trail
from storage.database import take_turn
from storage.models import BudgetActual, BudgetFigure, BudgetLine, BudgetProfile

LONGEST_NAME = 60  # a form's choice and a chart's label hold no more


def entered(request: Request, said: str, *offered: Button) -> Reply:
    """What now stands, and the button that takes it back."""
    return Reply((line(said), Buttons((*offered, Button("Undo", f"ict undo {request.act.number}")))))


def enter_line(request: Request, session: Session) -> Reply:
    """A new line with its full budget in twelve equal periods; or, where the code is there already, a correction."""
    typed = request.field("code")
    first, rest = ([typed], request.typed.words) if typed else (request.typed.words[:1], request.typed.words[1:])
    asked = part(request, rest)
    code, name = "".join(first), request.field("name") or asked.rest
    year, *_ = periods_of(asked.period) if asked.period else (None,)
    take_turn(session, f"budget {year}")
    found = line_of_code(session, year, code) if year is not None and code else None
    if not code or year is None or (found is None and not (name and asked.amount)):
        raise Question(line_form(request, asked, code, name))
    refuse_name([row for row in budgets.lines(session, year) if row is not found], year, name)
    columns = line_columns(request, session) | ({"name": name} if name else {})
    pence = money(asked.amount) if asked.amount else None
    if found is None:
        assert pence is not None  # noqa: S101 - asked for above
        stored = columns | {"is_income": columns.get("is_income", pence < 0)}
        found = add_line(request, session, {"year": year, "code": code, **stored}, spread(pence, PERIODS))
    else:
        trail.change(session, request.act, found, columns)
        if pence is not None:
            set_profile(request, session, found.id, spread(pence, PERIODS))
    full = sum(row.pence for row in budgets.profile(session, found.id))
    words = f"{found.code} {found.name}, {financial_year_words(year)}: full budget {exactly(full)}"
    evenly = ", in twelve equal periods" if pence is not None else ""
    return entered(request, f"{words}{evenly}.")


def line_of_code(session: Session, year: int, code: str) -> BudgetLine | None:
    return next((row for row in budgets.lines(session, year) if row.code.casefold() == code.casefold()), None)


def refuse_name(others: Sequence[BudgetLine], year: int, name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise DeskError(f"That name has {len(name)} characters. Shorten it to {LONGEST_NAME}.", "name")
    if name and any(is_meant(row, name) for row in others):
        words = f"There is a line called {name:.40} in {financial_year_words(year)} already. Name it otherwise."
        raise DeskError(words, "name")


def line_form(request: Request, asked: Asked, code: str, name: str) -> Form:
    return form(
        request,
        "A budget line needs a code, a name, its full budget and its year.",
        FormField("code", "Group code", code, required=True),
        FormField("name", "Name", name, required=True),
        amount_field(asked),
        FormField(
            "period", "Financial year, such as 2020-21", asked.period.words if asked.period else "", required=True
        ),
    )


def line_columns(request: Request, session: Session) -> dict[str, Any]:
    """The columns that fields name."""
    columns: dict[str, Any] = {}
    if kind := request.field("kind").lower():
        if kind not in KINDS:
            raise DeskError(did_you_mean("kind", kind, KINDS), "kind")
        columns["kind"] = kind
    if programme := request.field("programme"):
        columns["programme"] = programme
    if income := request.field("income").lower():
        columns["is_income"] = income in {"yes", "y"}
    if holder := request.field("holder"):
        columns["holder_id"] = person_meant(request, session, holder)[0]
    return columns


def add_line(request: Request, session: Session, columns: dict[str, Any], profile: Sequence[int]) -> BudgetLine:
    added = trail.add(session, request.act, BudgetLine, {"kind": KINDS[0]} | columns)
    shares = [{"line_id": added.id, "period": period, "pence": share} for period, share in enumerate(profile, start=1)]
    trail.add_many(session, request.act, BudgetProfile, shares)
    return session.get_one(BudgetLine, added.id)


def set_profile(request: Request, session: Session, line_id: int, profile: Sequence[int]) -> None:
    for row, pence in zip(budgets.profile(session, line_id), profile, strict=True):
        trail.change(session, request.act, row, {"pence": pence})


def enter_profile(request: Request, session: Session) -> Reply:
    """The original budget of some periods; the later ones share evenly what is left of the full budget."""
    found = entry(request, session, "Which part of which line's budget?")
    take_turn(session, f"budget {found.year}")
    before = tuple(row.pence for row in budgets.profile(session, found.line.id))
    after = reprofiled(before, found.first, found.last, found.pence)
    set_profile(request, session, found.line.id, after)
    runs = [(1, found.first - 1), (found.first, found.last), (found.last + 1, PERIODS)]
    said = [f"{run_words(a, b)} {exactly(sum(after[a - 1 : b]))}" for a, b in runs if a <= b]
    year = financial_year_words(found.year)
    return entered(request, f"{found.line.name}, {year}: {', '.join(said)}; full budget {exactly(sum(after))}.")


def enter_actual(request: Request, session: Session) -> Reply:
    """What the ledger shows for one period, or for the year so far as one; it takes the place of what was there."""
    found = entry(request, session, "What does the ledger show, for which line?")
    ledger_on = ledger_day(request)
    take_turn(session, f"budget {found.year}")
    replace_actuals(request, session, found, ledger_on)
    said = f"{found.line.name}, actual of {run_of(found.year, found.first, found.last)}: {exactly(found.pence)}"
    lines = budgets.loaded(session, found.year, found.last)
    mine = next(one for one in lines if one.code == found.line.code)
    wanted, offered = reason_wanted(request, mine, found)
    return entered(request, f"{said}, ledger of {day_words(ledger_on)}.{wanted}", *offered)


def ledger_day(request: Request) -> date:
    typed = request.field("ledger")
    day = read_day(typed, today(request), field="ledger") if typed else today(request)
    if day > today(request):
        raise DeskError(f"The ledger of {day_words(day)} is still to come. Give the day with its year.", "ledger")
    return day


def replace_actuals(request: Request, session: Session, found: Entry, ledger_on: date) -> None:
    """One period, or 1 to n as one. What lies within is replaced; what reaches beyond cannot be parted."""
    values = {"pence": found.pence, "ledger_on": ledger_on}
    there = budgets.actuals(session, found.line.id)
    refuse_parting(found, [(row.since, row.period) for row in there])
    same = next((row for row in there if (row.since, row.period) == (found.first, found.last)), None)
    if same is not None:
        trail.change(session, request.act, same, values)
        return
    for row in there:
        if found.first <= row.since and row.period <= found.last:
            trail.change(session, request.act, row, {"void_at": request.now})
    place = {"line_id": found.line.id, "since": found.first, "period": found.last}
    trail.add(session, request.act, BudgetActual, place | values)


def refuse_parting(found: Entry, runs: Iterable[tuple[int, int]]) -> None:
    """`runs`: the periods for which the line has a figure."""
    if found.first not in {1, found.last}:
        so_far = run_of(found.year, 1, found.last)
        raise DeskError(f"Actuals are entered for one period, or for the year so far, {so_far}.", "period")
    for since, period in runs:
        if since <= found.last < period or (since < found.first and period == found.last):
            whole = run_of(found.year, since, period)
            raise DeskError(f"{found.line.name} has its actuals of {whole} as one figure. Enter that again.", "period")


def reason_wanted(request: Request, mine: Line, found: Entry) -> tuple[str, list[Button]]:
    """A sentence and a button, where the variance is over the threshold and has no reason yet."""
    rules, row = request.desk.budget, compared_row(mine, found.last)
    if mine.reason or not is_over(row, rules.threshold_pounds, rules.threshold_percent):
        return "", []
    ((shown,), _) = in_print([row])
    who = f"{mine.holder}, w" if mine.holder else "W"
    asked = f" {in_pounds(shown.variance)} {shown.word}. {who}hat is the reason: timing or permanent?"
    where = run_of(found.year, found.last, found.last)
    command = f"budget reason line:{quote(mine.name)} period:{quote(where)}"
    return asked, [Button("Give reason", command, opens_form=True)]


def enter_commitment(request: Request, session: Session) -> Reply:
    """What is ordered and not yet paid at the end of a period."""
    found = entry(request, session, "What is committed, on which line?")
    set_figure(request, session, "commitment", found)
    end = f"at the end of {run_of(found.year, found.last, found.last)}"
    return entered(request, f"{found.line.name}: {exactly(found.pence)} committed {end}.")


def enter_forecast(request: Request, session: Session) -> Reply:
    """What the holder expects the line to be at the end of the year; it stands beside the forecast at this rate."""
    found = entry(request, session, "What will the line be at the end of the year?")
    refuse_others(request, found.line, people.names(session))
    set_figure(request, session, "forecast", found)
    mine = next(one for one in budgets.loaded(session, found.year, found.last) if one.code == found.line.code)
    said = f"{found.line.name}, forecast of {run_of(found.year, found.last, found.last)}: {exactly(found.pence)}"
    rate = exactly(mine.outturn(found.last))
    return entered(request, f"{said}, of a full budget of {exactly(mine.full)}; at this rate it would be {rate}.")


def set_figure(request: Request, session: Session, kind: str, found: Entry) -> None:
    take_turn(session, f"budget {found.year}")
    there = budgets.figure(session, found.line.id, kind, found.last)
    if there is not None:
        trail.change(session, request.act, there, {"pence": found.pence})
        return
    values = {"line_id": found.line.id, "kind": kind, "period": found.last, "pence": found.pence}
    trail.add(session, request.act, BudgetFigure, values)
