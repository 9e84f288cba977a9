"""The budget: reasons asked of holders until they are given, a forecast above budget, missing actuals and budgets."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.alerts.again import occasion
from bot.alerts.thread import in_thread
from bot.budget.asking import run_of
from bot.desk import BudgetRules, Desk
from bot.grammar import quote
from bot.job import Alert, Job
from bot.parts import Button, Buttons, Part, buttons, line
from core.budget import Line, periods_of
from core.money import exactly
from core.money_warnings import overspends, unexplained, variance_words
from core.periods import financial_period, financial_year, financial_year_words, month_of, month_period
from core.working_days import after
from storage import budgets, people

RECENT = timedelta(days=92)  # a period that ended earlier is history


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    today = desk.calendar.local(now).date()
    newest = budgets.latest(session)
    found = [*missing(now, newest, desk, session)]
    if newest and financial_period(newest[0], newest[1]).end + RECENT > today:
        lines = budgets.loaded(session, *newest)
        if not any(one.straddling(newest[1]) for one in lines):
            found += [*reasons(lines, newest, now, desk, session), *forecasts(lines, newest, desk)]
    return found


def reasons(
    lines: Sequence[Line], newest: tuple[int, int], now: datetime, desk: Desk, session: Session
) -> Iterator[Alert]:
    """One message for each holder, again each so many days until all are given."""
    year, period = newest
    rules = desk.budget
    wanted = unexplained(lines, period, rules.threshold_pounds, rules.threshold_percent)
    keys = holder_keys(year, session)
    run = run_of(year, period, period)
    for holder in sorted({keys.get(one.code, "") for one, _ in wanted}):
        rows = [row for one, row in wanted if keys.get(one.code, "") == holder]
        first = line(f"Reason wanted, {run}: over {thresholds(rules)}.")
        give = Button("Give reason", f"budget reason period:{quote(run)}", opens_form=True)
        parts: list[Part] = [first, *(line(f"{variance_words(row)}.") for row in rows), Buttons((give,))]
        subject = f"budget:{year}:{period}:{holder}"
        again = occasion(session, subject, now, desk.alerts.remind_days)
        if again is None:
            continue
        why = f"{len(rows)} over both thresholds without a reason"
        yield warning(f"{subject}:{again}", subject, tuple(parts), why, desk, holder)


def thresholds(rules: BudgetRules) -> str:
    per_cent = f" and {rules.threshold_percent:g}% of the budget to date" if rules.threshold_percent else ""
    return f"£{rules.threshold_pounds:,}{per_cent}"


def holder_keys(year: int, session: Session) -> dict[str, str]:
    """Of each line, by its code, the key of who holds it."""
    return {row.code: people.key_of(session, row.holder_id) for row in budgets.lines(session, year) if row.holder_id}


def forecasts(lines: Sequence[Line], newest: tuple[int, int], desk: Desk) -> Iterator[Alert]:
    """Once for each period."""
    year, period = newest
    run = run_of(year, period, period)
    for kind, row in overspends(lines, period, desk.budget.threshold_pounds, desk.budget.threshold_percent):
        words = financial_year_words(year)
        said = f"{kind.capitalize()} is forecast to end {words} {exactly(row.variance)} over budget"
        counted = f"{exactly(row.outturn)} at the rate of periods 1 to {period}, of {exactly(row.full)}"
        subject = f"budget:{year}:{kind}"
        parts = (line(f"{said}: {counted}."), buttons(("Show", f"budget {run}"), ("Why", f"budget why {run}")))
        yield warning(f"{subject}:{period}", subject, parts, counted, desk)


def missing(now: datetime, newest: tuple[int, int] | None, desk: Desk, session: Session) -> Iterator[Alert]:
    """A year without a budget, where there was one before; a month without actuals, some working days after its end."""
    year = financial_year(desk.calendar.local(now).date())
    words = financial_year_words(year)
    if not budgets.lines(session, year):
        again = occasion(session, f"budget:{year}:profile", now, desk.alerts.remind_days)
        if again is not None and budgets.lines(session, year - 1):
            said = f"No budget for {words} yet: neither lines nor profile. Variances wait for it."
            parts = (line(said), buttons(("How", "ict help budget")))
            subject = f"budget:{year}:profile"
            yield warning(f"{subject}:{again}", subject, parts, "no lines", desk, finance(desk))
        return
    yield from behind(now, year, newest, desk, session)


def behind(now: datetime, year: int, newest: tuple[int, int] | None, desk: Desk, session: Session) -> Iterator[Alert]:
    """Of the month that ended last, where it is of this year."""
    today, words = desk.calendar.local(now).date(), financial_year_words(year)
    ended = month_period(month_of(today)).previous()
    wanted_by = after(desk.calendar, ended.end - timedelta(days=1), desk.alerts.data_working_days)
    of_year, period, _ = periods_of(ended)
    if of_year == year and today >= wanted_by and (newest is None or newest < (year, period)):
        so_far = f"the newest are of {newest_words(newest)}"
        said = f"No actuals for period {period} of {words} ({ended.words}) yet; {so_far}."
        subject = f"budget:{year}:actuals:{period}"
        again = occasion(session, subject, now, desk.alerts.remind_days)
        form = f"budget actual period:{quote(run_of(year, period, period))}"
        parts = (line(said), Buttons((Button("Enter", form, opens_form=True),)))
        if again is not None:
            yield warning(f"{subject}:{again}", subject, parts, f"wanted by {wanted_by}", desk, finance(desk))


def newest_words(newest: tuple[int, int] | None) -> str:
    return run_of(newest[0], newest[1], newest[1]) if newest else "no period"


def finance(desk: Desk) -> str:
    """Who enters the ledger's figures: the first of that role."""
    return next((person.key for person in desk.people if person.role == "finance"), "")


def warning(key: str, subject: str, parts: tuple[Part, ...], why: str, desk: Desk, owner: str = "") -> Alert:
    return Alert(key, in_thread(desk.channels["management"], subject, parts), why, "budget", owner)


JOB = Job("budgets", "ask for reasons, actuals and budgets, and warn of a forecast above budget", 3600, check, check)
