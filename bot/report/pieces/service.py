"""What a service delivery plan says of the service: cost, forward plan, targets of the desk (seed 004)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.report.content.context import Context
from bot.report.content.piece import Made
from bot.report.content.remarks import words_of
from bot.report.content.stated import number
from core.budget import Line
from core.money import POUND, in_pounds, nearest_pound, rounded_to_add
from core.periods import Period, financial_period, financial_year, financial_year_words
from core.report.plan import Cost, allowance, cost_sentence, month_due
from core.report.stated import Check, Lack, Stated
from core.sla import Target
from core.tickets import LEVELS
from reports.tables import Table as Grid
from storage import budgets, registers
from storage.registers import Wanted

HOURS = "Hours and days are working time: the clock stands outside service hours and while a ticket is on hold."


def year_of(context: Context) -> Period:
    """The financial year of the plan, or in which the progress was."""
    return financial_period(financial_year(context.period.start), 1, 12)


def cost(context: Context) -> Made:
    """Gross, income and net of the year's revenue budget, from its lines."""
    year = financial_year(context.period.start)
    lines = [line for line in budgets.loaded(context.session, year, 12) if line.kind == "revenue" and line.code]
    words = financial_year_words(year)
    if not lines:
        none = f"The budget of {words} has no lines"
        return Made((f"{none}.",), lacks=(Lack("data/budget", none, context.author),))
    pounds = rounded_to_add([line.full for line in lines])
    found = Cost(
        *(sum(n for line, n in zip(lines, pounds, strict=True) if line.is_income is side) for side in (False, True))
    )
    net = nearest_pound(sum(line.full for line in lines))
    heads = ("Line", f"Full budget {words}, £")
    rows = tuple((line.name, in_pounds(n)) for line, n in zip(lines, pounds, strict=True))
    return Made(
        (cost_sentence(found, words), *words_of(context, {line.name for line in lines})),
        (Grid(f"Cost of the service, {words}", heads, (*rows, ("Net budget", in_pounds(net)))),),
        stated=tuple(cost_stated(found, lines, year)),
        checks=(Check(f"Net budget {words}", net, found.net, "pounds", f"gross less income, {len(lines)} lines"),),
    )


def cost_stated(found: Cost, lines: Sequence[Line], year: int) -> Iterator[Stated]:
    for name, pounds in (("gross", found.gross), ("income", found.income), ("net", found.net)):
        yield Stated(
            f"cost/{year}/{name}",
            f"Cost of the service, {name}",
            f"£{abs(pounds):,}",
            pounds * POUND,
            source="the budget",
        )
    for line in lines:
        words = in_pounds(nearest_pound(line.full))
        yield Stated(f"cost/{year}/{line.name}", f"Full budget of {line.name}", words, line.full, source="the budget")


def forward(context: Context) -> Made:
    """Reports to committees that are due in the year."""
    year = year_of(context)
    wanted = Wanted({"kind": "committee report"}, dated="due_on", since=year.start, until=year.end)
    rows = sorted(registers.found(context.session, "obligation", wanted), key=lambda row: (row.due_on, row.id))
    if not rows:
        none = f"No reports to a committee are planned for {year.words}"
        return Made((f"{none}.",), lacks=(Lack("data/obligation", none, context.author, blocks=False),))
    heads = ("Proposed item", "Proposed date of decision", "Committee", "State")
    lines = tuple(
        (
            row.title,
            month_due(row.due_on),
            row.client or context.shape.committee,
            done_words(row.done_on is not None, row.due_on < context.today),
        )
        for row in rows
    )
    planned = number(
        f"forward/{year.start.year}", f"Reports to committees, {year.words}", len(rows), "the obligation register"
    )
    return Made(tables=(Grid(f"Forward plan for councillors, {year.words}", heads, lines),), stated=(planned,))


def done_words(is_done: bool, is_past: bool) -> str:  # noqa: FBT001 - what is known of a report
    return "done" if is_done else "overdue" if is_past else "planned"


def sla_targets(context: Context) -> Made:
    """What the desk promises of each level, in force at the period's end; a partner's own beside the general one."""
    on = context.period.end - timedelta(days=1)
    found = [
        target for kind, levels in LEVELS.items() for level in levels for target in in_force(context, kind, level, on)
    ]
    rows = tuple((f"{target.kind.capitalize()}, {target.level}{whose(target)}", allowance(target)) for target in found)
    stated = tuple(
        Stated(f"target/{target.kind}/{target.level}{whose(target)}", name, words, target.amount, source="the policy")
        for target, (name, words) in zip(found, rows, strict=True)
    )
    return Made(tables=(Grid("Time allowed to resolve", ("Kind and level", "Within"), rows, (HOURS,)),), stated=stated)


def in_force(context: Context, kind: str, level: str, on: date) -> list[Target]:
    newest: dict[str | None, Target] = {}
    for target in sorted(context.desk.targets, key=lambda target: target.from_on):
        if (target.kind, target.level) == (kind, level) and target.from_on <= on:
            newest[target.partner] = target
    return sorted(newest.values(), key=lambda target: target.partner or "")


def whose(target: Target) -> str:
    return f" ({target.partner})" if target.partner else ""


PIECES = {"cost": cost, "forward": forward, "sla-targets": sla_targets}
