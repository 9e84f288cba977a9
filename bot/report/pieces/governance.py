"""Technical debt and obligations in a committee report, at the period's end (seed 000)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.report.content.context import Context
from bot.report.content.indicator import last_month
from bot.report.content.piece import Made
from bot.report.content.remarks import words_of
from bot.report.content.stated import span_key
from core.calendar import day_words
from core.money import exactly, nearest_pound, rounded_to_add
from core.periods import Period
from core.report.governance import (
    Debt,
    Duty,
    certificate_sentence,
    debts_sentence,
    duties_sentence,
    next_due_sentence,
    since_sentence,
)
from core.report.stated import Check, Stated
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import registers
from storage.registers import Wanted

A_DAY = timedelta(days=1)
AHEAD = timedelta(days=365)  # what is due within a year of the period's end is shown


def last_day(context: Context) -> date:
    """Of the period, or today while it goes on."""
    return min(context.period.end - A_DAY, context.today)


def debt(context: Context) -> Made:
    """The register at the period's end, against the end of the period before and of the year before."""
    on = last_day(context)
    debts = debts_on(context, on)
    earlier = list(debts_before(context))
    since = since_sentence(len(debts), [(last_month(period), number) for period, number in earlier])
    words = " ".join(filter(None, [debts_sentence(debts, on), since, next_due_sentence(debts)]))
    said = words_of(context, {"debt"})
    tables = (debt_grid(debts, on),) if debts else ()
    return Made(
        (words, *said), tables, stated=tuple(debts_stated(context.period, debts, earlier)), checks=debts_cast(debts)
    )


def debts_before(context: Context) -> Iterator[tuple[Period, int]]:
    """How many at the end of the period before and of the year before, if the register was kept by then."""
    own = context.period
    for period in (own.previous(), own.year_before()) if own.is_whole_months else ():
        begun = Wanted(dated="raised_on", since=date.min, until=period.end)
        if registers.how_many(context.session, "debt", begun):
            yield period, len(debts_on(context, period.end - A_DAY))


def debts_on(context: Context, on: date) -> list[Debt]:
    """Raised by the end of a day and not paid off by then, the oldest first."""
    wanted = Wanted(dated="raised_on", since=date.min, until=on + A_DAY)
    rows = reversed(registers.found(context.session, "debt", wanted))
    return [
        Debt(row.title, row.plan or "", row.cost_pence, row.due_on)
        for row in rows
        if row.paid_on is None or row.paid_on > on
    ]


def debt_grid(debts: Sequence[Debt], on: date) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (each.title, each.plan or "no plan yet", day_words(each.due_on) if each.due_on else "no date", cost)
        for each, cost in zip(debts, printed_costs(debts), strict=True)
    ]
    known = [each.cost for each in debts if each.cost is not None]
    total = ("Total", "", "", nearest_pound(sum(known)) if known else "not known")
    return Grid(f"Technical debt on {day_words(on)}", ("What", "Plan", "By", "Cost, £"), (*rows, total))


def printed_costs(debts: Sequence[Debt]) -> list[Cell]:
    """In whole pounds that add to the printed total."""
    pounds = iter(rounded_to_add([each.cost for each in debts if each.cost is not None]))
    return ["not known" if each.cost is None else next(pounds) for each in debts]


def debts_stated(period: Period, debts: Sequence[Debt], earlier: Sequence[tuple[Period, int]]) -> Iterator[Stated]:
    for each, number in ((period, len(debts)), *earlier):
        yield Stated(
            f"debt/{span_key(each)}",
            f"Technical debts, end of {each.words}",
            f"{number:,}",
            number,
            source="the debt register",
        )
    if not debts:
        return
    cost = sum(each.cost or 0 for each in debts)
    yield Stated(
        f"debt/{span_key(period)}/cost",
        f"Cost of technical debt, {period.words}",
        f"£{exactly(cost)}",
        cost,
        source="the debt register",
    )
    for one in debts:
        if one.cost is not None:
            yield Stated(
                f"debt/{span_key(period)}/{one.title}",
                f"Cost of {one.title}",
                f"£{exactly(one.cost)}",
                one.cost,
                source="the debt register",
            )


def debts_cast(debts: Sequence[Debt]) -> tuple[Check, ...]:
    if not debts:
        return ()
    lines = [cost for cost in printed_costs(debts) if isinstance(cost, int)]
    total = nearest_pound(sum(each.cost or 0 for each in debts))
    return (Check("Cost of technical debt", total, sum(lines), "pounds", f"{len(lines)} lines of the debt register"),)


def obligations(context: Context) -> Made:
    """Each certificate in a sentence; what was due in the period, and what is to come within a year, as a table."""
    on = last_day(context)
    duties = duties_of(context, on)
    certificates = [certificate_sentence(each, on) for each in duties if each.kind == "certificate"]
    others = [duties_sentence(duties, on, on + AHEAD)] if len(duties) > len(certificates) else []
    words = " ".join([*certificates, *others]) or "No obligations are recorded."
    said = words_of(context, {"obligation", "obligations"})
    tables = (duty_grid(duties, on),) if duties else ()
    return Made((words, *said), tables, stated=tuple(duties_stated(context.period, duties, on)))


def duties_of(context: Context, on: date) -> list[Duty]:
    """All but reports to committees, which are the forward plan; what was done before the period is left out."""
    wanted = Wanted(dated="due_on", since=date.min, until=on + AHEAD + A_DAY)
    rows = registers.found(context.session, "obligation", wanted)
    return sorted(
        (
            Duty(row.kind, row.title, row.due_on, row.done_on, row.expires_on)
            for row in rows
            if row.kind != "committee report" and (row.done_on is None or row.done_on >= context.period.start)
        ),
        key=lambda duty: (duty.due_on, duty.title),
    )


def duty_grid(duties: Sequence[Duty], on: date) -> Grid:
    rows = tuple((each.title, each.kind, day_words(each.due_on), each.state(on)) for each in duties)
    return Grid(f"Obligations on {day_words(on)}", ("What", "Kind", "Due", "State"), rows)


def duties_stated(period: Period, duties: Sequence[Duty], on: date) -> Iterator[Stated]:
    if not duties:
        return
    done = sum(each.done_on is not None and each.done_on <= on for each in duties)
    overdue = sum(each.state(on) == "overdue" for each in duties)
    for name, number in (("shown", len(duties)), ("done", done), ("overdue", overdue)):
        yield Stated(
            f"obligations/{span_key(period)}/{name}",
            f"Obligations {name}, {period.words}",
            f"{number:,}",
            number,
            source="the obligation register",
        )


PIECES = {"debt": debt, "obligations": obligations}
