"""A budget's lines: code, name, year, and the full budget or what of it is due in each period."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from bot.budget.asking import money, names, today
from bot.budget.enter import add_line, line_columns, refuse_name, set_profile
from bot.command import Request, Writing
from bot.grammar import Typed
from bot.imports.outcome import Outcome
from bot.imports.rows import ROWS_SHOWN, as_request, cleaned, enter_batch, not_read, preview
from core.budget import KINDS, PERIODS, periods_of
from core.errors import DeskError
from core.imports.kinds import LINES, PROFILE
from core.imports.rows import Row, RowPlan
from core.imports.tables import Sheet
from core.money import exactly, spread
from core.periods import Period, financial_year_words, parse_period
from storage import budgets, trail
from storage.database import take_turn
from storage.models import BudgetLine
from storage.trail import Values

OTHERS = ("kind", "programme", "income", "holder")


@dataclass(frozen=True)
class Meant:
    """A row as read. The profile is empty where the row gives no amount; `columns` are those that it fills in."""

    row: Row
    year: int
    code: str
    columns: Values
    profile: tuple[int, ...]


@dataclass
class Standing:
    """The lines of each year, those of the file among them as it is gone through."""

    session: Session
    years: dict[int, list[BudgetLine]] = field(default_factory=dict)
    seen: set[tuple[int, str]] = field(default_factory=set)
    totals: dict[tuple[int, str], int] = field(default_factory=dict)

    def lines(self, year: int) -> list[BudgetLine]:
        if year not in self.years:
            self.years[year] = budgets.lines(self.session, year)
        return self.years[year]

    def suppose(self, there: BudgetLine, columns: Values) -> None:
        """As if it had been corrected, so that a later row may have the name that it gives up."""
        corrected = BudgetLine(**there.model_dump() | columns)
        self.years[there.year] = [corrected if row is there else row for row in self.lines(there.year)]

    def count(self, year: int, kind: str, profile: Sequence[int]) -> None:
        self.totals[year, kind] = self.totals.get((year, kind), 0) + sum(profile)


def bring_lines(sheet: Sheet, plan: RowPlan, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    request, outcome = as_request(writing, session, "budget", "finance"), Outcome(sheet.header)
    meant = list(understood(request, session, cleaned(sheet, plan, outcome), plan, outcome))
    for year in sorted({one.year for one in meant} if is_stored else ()):
        take_turn(session, f"budget {year}")
    standing = Standing(session)
    for one in meant:
        try:
            bring(request, standing, one, outcome, is_stored=is_stored)
        except DeskError as error:
            outcome.errors.append(one.row.error(plan, sheet.header, error.field or "", error.sentence))
    outcome.errors.sort(key=lambda error: error.line)
    outcome.first = preview(plan, sheet.header, [dict(one.row.given) for one in meant[:ROWS_SHOWN]])
    outcome.warnings = (*not_read(sheet, plan), *totals(standing))
    if is_stored:
        enter_batch(writing, session, LINES, outcome)
    return outcome


def understood(
    request: Request, session: Session, rows: Iterator[Row], plan: RowPlan, outcome: Outcome
) -> Iterator[Meant]:
    for row in rows:
        try:
            yield read_row(request, session, row)
        except DeskError as error:
            outcome.errors.append(row.error(plan, outcome.header, error.field or "", error.sentence))


def read_row(request: Request, session: Session, row: Row) -> Meant:
    given = row.given
    if not given["code"]:
        raise DeskError("Code is needed: fill it in", "code")
    year, *_ = periods_of(period_said(request, given["year"], "year"))
    said = replace(request, typed=Typed("", {key: given[key] for key in OTHERS if given.get(key)}, ()))
    try:
        columns = line_columns(said, session)
    except DeskError as error:
        raise DeskError(error.sentence, "holder" if error.field == "to" else error.field) from error
    columns |= {"name": given["name"]} if given.get("name") else {}
    return Meant(row, year, given["code"], columns, profile_of(row))


def period_said(request: Request, typed: str, key: str) -> Period:
    """DeskError, naming the field, where no year is said: a file is read on any day."""
    try:
        period = parse_period(typed, today(request)) if typed else None
    except DeskError as error:
        raise DeskError(error.sentence, key) from error
    has_year = re.search(r"20\d\d" if period and period.assumed else r"\d", typed)
    if period is None or not has_year:
        raise DeskError("Write the financial year too, as in 2020-21 or p6 2020-21", key)
    return period


def profile_of(row: Row) -> tuple[int, ...]:
    """The periods, of which an empty one is 0; or the whole in twelve equal ones. They must agree where both stand."""
    typed = row.given.get("amount", "")
    whole = money(typed) if typed else None
    if not any(row.given.get(key) for key in PROFILE):
        return () if whole is None else spread(whole, PERIODS)
    profile = tuple(money(row.given[key], key) if row.given.get(key) else 0 for key in PROFILE)
    if whole is not None and sum(profile) != whole:
        raise DeskError(f"The periods add up to {exactly(sum(profile))}, and not to {exactly(whole)}", "amount")
    return profile


def bring(request: Request, standing: Standing, one: Meant, outcome: Outcome, *, is_stored: bool) -> None:
    if (one.year, one.code.casefold()) in standing.seen:
        year = financial_year_words(one.year)
        raise DeskError(f"An earlier row is of code {one.code} in {year} already: keep one", "code")
    there = next((row for row in standing.lines(one.year) if row.code.casefold() == one.code.casefold()), None)
    refuse_name([row for row in standing.lines(one.year) if row is not there], one.year, one.columns.get("name", ""))
    if there is None:
        begin(request, standing, one, is_stored=is_stored)
        outcome.new += 1
    elif correct(request, standing, one, there, is_stored=is_stored):
        outcome.changed += 1
    else:
        outcome.unchanged += 1
    standing.seen.add((one.year, one.code.casefold()))


def begin(request: Request, standing: Standing, one: Meant, *, is_stored: bool) -> None:
    if not one.columns.get("name"):
        known = ", ".join(names(standing.lines(one.year))[:5])
        there = f" Those of {financial_year_words(one.year)} are {known}." if known else ""
        raise DeskError(f"A new line needs its name.{there}", "name")
    if not one.profile:
        raise DeskError("A new line needs its budget", "amount")
    usual: Values = {"kind": KINDS[0], "is_income": sum(one.profile) < 0}
    columns = usual | one.columns | {"year": one.year, "code": one.code}
    if is_stored:
        add_line(request, standing.session, columns, one.profile)
    standing.lines(one.year).append(BudgetLine(**columns))
    standing.count(one.year, columns["kind"], one.profile)


def correct(request: Request, standing: Standing, one: Meant, there: BudgetLine, *, is_stored: bool) -> bool:
    """Whether the row says anything otherwise. A full budget that is right leaves the profile as people made it."""
    now = tuple(row.pence for row in budgets.profile(standing.session, there.id))
    is_whole = not any(one.row.given.get(key) for key in PROFILE)
    same = not one.profile or one.profile == now or (is_whole and sum(one.profile) == sum(now))
    profile = now if same else one.profile
    columns = {name: value for name, value in one.columns.items() if getattr(there, name) != value}
    if is_stored:
        trail.change(standing.session, request.act, there, columns)
    else:
        standing.suppose(there, columns)
    if is_stored and not same:
        set_profile(request, standing.session, there.id, profile)
    standing.count(one.year, one.columns.get("kind", there.kind), profile)
    return bool(columns) or not same


def totals(standing: Standing) -> list[str]:
    return [
        f"The {kind} lines of {financial_year_words(year)} in this file add up to {exactly(pence)}."
        for (year, kind), pence in sorted(standing.totals.items())
    ]
