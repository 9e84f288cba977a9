"""What a line about the budget says: which line, which periods, how much. A form asks for what is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.command import Field, Question, Request
from bot.grammar import did_you_mean, nearest, spelt
from bot.parts import Buttons, Form, FormField, buttons, line
from core.budget import periods_of
from core.errors import DeskError
from core.money import exactly, read_pence
from core.periods import Period, financial_year_words, find_period, parse_period
from core.roles import may
from storage import budgets
from storage.models import BudgetLine

LINE = Field("line", "Budget line")
PERIOD = Field("period", "Period, such as p6 2020-21")
AMOUNT = Field("amount", "Amount in £, in brackets below zero")
NOTHING_YET = "Nothing is stored yet."
MOST_CHOICES = 100
LIKE_MONEY = re.compile(r"\(?[-\u2212]?£?[-\u2212]?\d[\d,.]*k?\)?", re.ASCII)
YEAR = re.compile(r"20\d\d", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What was typed, parted: `rest` is what is neither the amount nor the period."""

    rest: str
    amount: str
    period: Period | None


@dataclass(frozen=True)
class Entry:
    """A figure of one line for periods `first` to `last` of a year."""

    line: BudgetLine
    year: int
    first: int
    last: int
    pence: int


def today(request: Request) -> date:
    return request.desk.calendar.local(request.now).date()


def part(request: Request, words: Sequence[str], *, has_amount: bool = True) -> Asked:
    """The last word like money is the amount, where no field says it; the first run that is a period, the period."""
    left, amount = list(words), request.field("amount")
    if has_amount and not amount:
        at = max((at for at, word in enumerate(left) if LIKE_MONEY.fullmatch(word)), default=None)
        amount = left.pop(at) if at is not None else ""
        if at and YEAR.fullmatch(amount) and find_period([left[at - 1]], today(request))[0]:
            words = f"Is {amount} a year or an amount? Write {financial_year_words(int(amount))} or £{amount}."
            raise DeskError(words, "amount")
    typed = request.field("period")
    period, rest = (parse_period(typed, today(request)), left) if typed else find_period(left, today(request))
    return Asked(" ".join(rest), amount, period)


def entry(request: Request, session: Session, title: str) -> Entry:
    """Line, periods and amount, or a form filled with what was typed. Income that is not below zero is asked about."""
    asked = part(request, request.typed.words)
    typed_line = request.field("line") or asked.rest
    wrong = wrong_amount(request, asked)
    if wrong or not typed_line or not asked.amount or asked.period is None:
        fields = (line_field(request, session, typed_line, asked.period), amount_field(asked), period_field(asked))
        raise Question(form(request, wrong or title, *fields))
    year, first, last = periods_of(asked.period)
    row = find_line(session, year, typed_line)
    found = Entry(row, year, first, last, money(asked.amount))
    if row.is_income and found.pence > 0 and not request.is_sure():
        words = f"Income stands below zero in a budget. Which is it? {NOTHING_YET}"
        raise Question(line(words), signs(request, found))
    return found


def wrong_amount(request: Request, asked: Asked) -> str:
    """What is wrong with an amount that stands among the words: the form that says so keeps all the rest."""
    if not asked.amount or request.field("amount") or read_pence(asked.amount) is not None:
        return ""
    return not_money(asked.amount)


def signs(request: Request, found: Entry) -> Buttons:
    shown = exactly(found.pence)
    return buttons(
        (f"({shown}) income", restated(request, found, f"({shown})")),
        (f"{shown} paid back", restated(request, found, shown, sure="yes")),
    )


def restated(request: Request, found: Entry, amount: str, **fields: str) -> str:
    """The same entry with all of it in fields, and another amount."""
    named = {"line": found.line.name, "amount": amount, "period": run_of(found.year, found.first, found.last)}
    return command_line(request.verb, {**request.typed.fields, **named, **fields})


def command_line(verb: str, fields: dict[str, str]) -> str:
    return " ".join([f"budget {verb}", *spelt(fields)])


def form(request: Request, title: str, *fields: FormField) -> Form:
    """What is missing, in one form; whatever else was typed in a field travels along."""
    shown = {field.key for field in fields}
    kept = {key: value for key, value in request.typed.fields.items() if key not in shown}
    return Form(f"{title} {NOTHING_YET}", command_line(request.verb, kept), fields)


def line_field(request: Request, session: Session, typed: str, period: Period | None, field: Field = LINE) -> FormField:
    """A choice of the year's lines, where there are any."""
    known = budgets.lines(session, periods_of(period)[0] if period else usual_year(request, session))
    names = tuple(row.name for row in known)[:MOST_CHOICES]
    meant = next((row.name for row in known if is_meant(row, typed)), "" if names else typed)
    return FormField(field.key, field.label, meant, names, required=True)


def amount_field(asked: Asked) -> FormField:
    return FormField("amount", AMOUNT.label, asked.amount, required=True)


def period_field(asked: Asked) -> FormField:
    return FormField("period", PERIOD.label, asked.period.words if asked.period else "", required=True)


def usual_year(request: Request, session: Session) -> int:
    """The year of the newest actuals, or else of today."""
    latest = budgets.latest(session)
    return latest[0] if latest else periods_of(parse_period("this year", today(request)))[0]


def money(typed: str, field: str = "amount") -> int:
    pence = read_pence(typed)
    if pence is None:
        raise DeskError(not_money(typed), field)
    return pence


def not_money(typed: str) -> str:
    return f"{typed:.40} is not an amount. Type pounds, such as 9,000 or 9000.50 or (9,000)."


def find_line(session: Session, year: int, typed: str, field: str = "line") -> BudgetLine:
    """By code or name. DeskError with the nearest where there is none."""
    known = budgets.lines(session, year)
    if not known:
        raise DeskError(no_budget(year), field)
    found = next((row for row in known if is_meant(row, typed)), None)
    if found is None:
        raise DeskError(did_you_mean(f"budget line of {financial_year_words(year)} called", typed, names(known)), field)
    return found


def named_line(request: Request, session: Session) -> tuple[BudgetLine | None, Sequence[str]]:
    """The line that a question names beside its period, and the words left; DeskError with the nearest for a slip."""
    words = request.typed.words
    period, rest = find_period(words, today(request))
    typed = " ".join(rest)
    known = budgets.lines(session, periods_of(period)[0] if period else usual_year(request, session)) if typed else []
    row = next((row for row in known if is_meant(row, typed)), None)
    if row:
        return row, [period.words] if period else []
    if near := nearest(typed, names(known)):
        raise DeskError(f"There is no budget line called {typed:.40}. Did you mean {near}?", "line")
    return None, words


def no_budget(year: int) -> str:
    words = financial_year_words(year)
    return f"There is no budget for {words} yet. Finance enters its lines: /budget line 1 Employees 991834 {words}"


def names(rows: Sequence[BudgetLine]) -> list[str]:
    return [row.name for row in rows]


def is_meant(row: BudgetLine, typed: str) -> bool:
    word = typed.strip().casefold()
    return word in {row.code.casefold(), row.name.casefold(), f"{row.code} {row.name}".casefold()}


def run_of(year: int, first: int, last: int) -> str:
    """p6 2020-21, p1-6 2020-21: what `parse_period` reads again."""
    run = f"p{last}" if first == last else f"p{first}-{last}"
    return f"{run} {financial_year_words(year)}"


def run_words(first: int, last: int) -> str:
    return f"period {last}" if first == last else f"periods {first} to {last}"


def refuse_others(request: Request, row: BudgetLine, names_by_id: dict[int, str]) -> None:
    """A line's reasons and forecast are its holder's to give, or Finance's."""
    if may(request.person.role, "finance") or row.holder_id == request.person.id:
        return
    holder = names_by_id.get(row.holder_id or 0, "who is not named yet")
    raise DeskError(f"That is for Finance, or the holder of {row.name}: {holder}.", "line")
