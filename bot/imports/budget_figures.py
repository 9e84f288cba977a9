"""A budget's figures by line and period: what of it is due, what the ledger shows, what is committed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from bot.budget.asking import Entry, find_line, money, run_of
from bot.budget.enter import ledger_day, refuse_parting, replace_actuals, set_figure, set_profile
from bot.command import Request, Writing
from bot.grammar import Typed
from bot.imports.budget_lines import period_said
from bot.imports.outcome import Outcome
from bot.imports.rows import ROWS_SHOWN, as_request, cleaned, enter_batch, not_read, preview
from core.budget import periods_of, reprofiled
from core.errors import DeskError
from core.imports.kinds import FIGURES
from core.imports.rows import Row, RowPlan
from core.imports.tables import Sheet
from core.money import exactly
from storage import budgets
from storage.database import take_turn
from storage.models import BudgetLine

AMOUNTS = {"profile": "Profile", "actual": "Actuals", "committed": "Commitments"}
LINES_SHOWN = 20
Run = tuple[int, int]


@dataclass(frozen=True)
class Meant:
    """A row as read: its amounts by key, and the day of the ledger where it says one."""

    row: Row
    entries: Mapping[str, Entry]
    ledger_on: date | None


@dataclass
class LineNow:
    """What a line's figures are as the file is gone through; `said` are those that the file has given already."""

    line: BudgetLine
    profile: tuple[int, ...]
    actuals: dict[Run, tuple[int, date]]
    committed: dict[int, int]
    is_reprofiled: bool = False
    said: set[tuple[str, Run]] = field(default_factory=set)


@dataclass
class Standing:
    session: Session
    lines: dict[int, LineNow] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    odd: list[int] = field(default_factory=list)

    def of(self, line: BudgetLine) -> LineNow:
        if line.id not in self.lines:
            profile = tuple(row.pence for row in budgets.profile(self.session, line.id))
            actuals = {(r.since, r.period): (r.pence, r.ledger_on) for r in budgets.actuals(self.session, line.id)}
            self.lines[line.id] = LineNow(line, profile, actuals, budgets.commitments(self.session, line.id))
        return self.lines[line.id]


def bring_figures(sheet: Sheet, plan: RowPlan, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    request, outcome = as_request(writing, session, "budget", "finance"), Outcome(sheet.header)
    meant = list(understood(request, session, cleaned(sheet, plan, outcome), plan, outcome))
    for year in sorted({entry.year for one in meant for entry in one.entries.values()} if is_stored else ()):
        take_turn(session, f"budget {year}")
    standing = Standing(session)
    for one in sorted(meant, key=turn):
        try:
            states = compared(standing, one)
        except DeskError as error:
            outcome.errors.append(one.row.error(plan, sheet.header, error.field or "", error.sentence))
            continue
        note(outcome, standing, one, states)
        if is_stored:
            store(request, session, one, states)
    for now in (now for now in standing.lines.values() if now.is_reprofiled and is_stored):
        set_profile(request, session, now.line.id, now.profile)
    outcome.errors.sort(key=lambda error: error.line)
    outcome.first = preview(plan, sheet.header, [dict(one.row.given) for one in meant[:ROWS_SHOWN]])
    outcome.warnings = (*not_read(sheet, plan), *told(standing))
    if is_stored:
        enter_batch(writing, session, FIGURES, outcome)
    return outcome


def turn(one: Meant) -> int:
    """A profile's by period: what is left is spread over later ones, of which the file may say something too."""
    return one.entries["profile"].first if "profile" in one.entries else 0


def understood(
    request: Request, session: Session, rows: Iterator[Row], plan: RowPlan, outcome: Outcome
) -> Iterator[Meant]:
    known: dict[tuple[int, str], BudgetLine] = {}
    for row in rows:
        try:
            yield read_row(request, session, row, known)
        except DeskError as error:
            outcome.errors.append(row.error(plan, outcome.header, error.field or "", error.sentence))


def read_row(request: Request, session: Session, row: Row, known: dict[tuple[int, str], BudgetLine]) -> Meant:
    given = row.given
    if not given["line"]:
        raise DeskError("Line is needed: write its code or its name", "line")
    try:
        year, first, last = periods_of(period_said(request, given["period"], "period"))
    except DeskError as error:
        raise DeskError(error.sentence, "period") from error
    key = (year, given["line"].casefold())
    line = known.setdefault(key, known.get(key) or find_line(session, year, given["line"]))
    amounts = {key: money(given[key], key) for key in AMOUNTS if given.get(key)}
    if not amounts:
        raise DeskError(
            "The row has no amount: fill one in, or leave the row out", next(key for key in AMOUNTS if key in given)
        )
    said = replace(request, typed=Typed("", {"ledger": given.get("ledger", "")}, ()))
    ledger_on = ledger_day(said) if given.get("ledger") else None
    return Meant(row, {key: Entry(line, year, first, last, pence) for key, pence in amounts.items()}, ledger_on)


def compared(standing: Standing, one: Meant) -> dict[str, str]:
    """By key whether the figure is new, changed or the same. DeskError where it cannot be, and then nothing counts."""
    now = standing.of(next(iter(one.entries.values())).line)
    for key, entry in one.entries.items():
        refuse_twice(now, key, entry)
    states = {}
    if "actual" in one.entries:
        states["actual"] = state_of_actual(now, one.entries["actual"], one.ledger_on)
    if "committed" in one.entries:
        states["committed"] = state_of_commitment(now, one.entries["committed"])
    if "profile" in one.entries:
        states["profile"] = take_profile(now, one.entries["profile"])
    now.said |= {(key, (entry.first, entry.last)) for key, entry in one.entries.items()}
    return states


def refuse_twice(now: LineNow, key: str, entry: Entry) -> None:
    """A file says a figure once: of two, or of one within another, nobody could tell which counts."""
    for first, last in (run for said, run in now.said if said == key):
        if first <= entry.last and entry.first <= last:
            earlier = run_of(entry.year, first, last)
            raise DeskError(f"An earlier row has this figure of {entry.line.name} for {earlier}: keep one", "period")


def state_of_commitment(now: LineNow, entry: Entry) -> str:
    there = now.committed.get(entry.last)
    return "new" if there is None else "same" if there == entry.pence else "changed"


def state_of_actual(now: LineNow, entry: Entry, ledger_on: date | None) -> str:
    refuse_parting(entry, now.actuals)
    there = now.actuals.get((entry.first, entry.last))
    if there is None:
        return "new"
    return "same" if there[0] == entry.pence and ledger_on in {None, there[1]} else "changed"


def take_profile(now: LineNow, entry: Entry) -> str:
    if sum(now.profile[entry.first - 1 : entry.last]) == entry.pence:
        return "same"
    now.profile = reprofiled(now.profile, entry.first, entry.last, entry.pence)
    now.is_reprofiled = True
    return "changed"


def note(outcome: Outcome, standing: Standing, one: Meant, states: Mapping[str, str]) -> None:
    """A row is new where one of its figures is, and changed where one is."""
    found = set(states.values())
    outcome.new += "new" in found
    outcome.changed += "changed" in found and "new" not in found
    outcome.unchanged += found == {"same"}
    for key, entry in one.entries.items():
        standing.totals[key] = standing.totals.get(key, 0) + entry.pence
    if any(entry.line.is_income and entry.pence > 0 for entry in one.entries.values()):
        standing.odd.append(one.row.line)


def store(request: Request, session: Session, one: Meant, states: Mapping[str, str]) -> None:
    if states.get("actual", "same") != "same":
        ledger_on = one.ledger_on or request.desk.calendar.local(request.now).date()
        replace_actuals(request, session, one.entries["actual"], ledger_on)
    if states.get("committed", "same") != "same":
        set_figure(request, session, "commitment", one.entries["committed"])


def told(standing: Standing) -> list[str]:
    said = [f"{AMOUNTS[key]} in this file add up to {exactly(pence)}." for key, pence in standing.totals.items()]
    if standing.odd:
        where = ", ".join(map(str, standing.odd[:LINES_SHOWN]))
        said.append(
            f"Income above zero: {len(standing.odd)}, on lines {where}. Income stands below zero, as in (9,000)."
        )
    return said
