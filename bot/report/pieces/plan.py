"""The measures of a service delivery plan, by outcome and objective: as planned, and what came of them (seed 004)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from bot.kpi.measured import Measured
from bot.kpi.plan import MEASURE
from bot.kpi.scorecard import figure_words
from bot.report.content.casting import casts
from bot.report.content.context import Context
from bot.report.content.indicator import lacks, stated
from bot.report.content.piece import Made, Topic
from bot.report.content.remarks import said_of
from core.facts import Kpi
from core.numbers import plural
from core.periods import Period, financial_period, financial_year
from core.report.plan import NOT_DUE, OTHER, is_due_later, output, owners, promise
from core.report.stated import Check, Lack, Stated
from core.sources import Values
from reports.tables import Table as Grid
from storage import people, registers
from storage.registers import Wanted

A_DAY = timedelta(days=1)
YEAR = 12  # months
NOUN = ("measure", "measures")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """A measure as it is recorded, with its KPI."""

    values: Values
    kpi: Kpi

    @property
    def outcome(self) -> str:
        return self.values["outcome"] or OTHER

    @property
    def objective(self) -> tuple[str, str]:
        """With its link to the corporate plan."""
        return self.values["objective"] or "No objective is named", self.values["plan_link"] or ""


@dataclass(frozen=True)
class Plan:
    """The measures, the oldest first."""

    context: Context

    @cached_property
    def planned(self) -> list[Planned]:
        rows = reversed(registers.found(self.context.session, MEASURE.name, Wanted()))
        return [Planned(row.model_dump(), self.context.kpis[f"msr-{row.id}"]) for row in rows]

    @cached_property
    def names(self) -> Mapping[int, str]:
        return people.names(self.context.session)

    @cached_property
    def year_before(self) -> Period:
        return financial_period(financial_year(self.context.period.start) - 1, 1, 12)

    def over(self, period: Period) -> dict[str, Measured]:
        """What each came to, by its KPI; nothing of a period that has not begun."""
        if period.start > self.context.today:
            return {}
        kpis = [each.kpi for each in self.planned]
        return {one.kpi.name: one for one in self.context.measured(kpis, period)}

    def topics(self, heads: Row, row: Callable[[Planned], Row]) -> Iterator[Topic]:
        """An outcome with a table for each of its objectives."""
        for outcome in dict.fromkeys(each.outcome for each in self.planned):
            own = [each for each in self.planned if each.outcome == outcome]
            tables = (
                Grid(
                    objective,
                    heads,
                    tuple(row(each) for each in own if each.objective == (objective, link)),
                    link_notes(link),
                )
                for objective, link in dict.fromkeys(each.objective for each in own)
            )
            yield Topic(outcome, tables=tuple(tables))


def link_notes(link: str) -> tuple[str, ...]:
    return (f"Link to the corporate plan: {link.rstrip('.')}.",) if link else ()


def measures(context: Context) -> Made:
    """As planned: target and timescale, what it was the year before, and whose it is."""
    plan = Plan(context)
    if not plan.planned:
        return no_measures(context)
    before = plan.over(plan.year_before)
    so_far = "" if plan.year_before.end <= context.today else " so far"

    def row(each: Planned) -> Row:
        was = before.get(each.kpi.name)
        figure = figure_words(was) if was and was.figure.value is not None else ""
        whose = owners(each.values, plan.names.get(each.values["owner_id"] or 0, ""))
        return each.values["title"], promise(each.values), output(each.values["baseline"], figure), whose

    heads = (
        "Performance measure",
        "Target and timescale",
        f"Baseline, output of {plan.year_before.words}{so_far}",
        "Owner and co-owners",
    )
    topics = tuple(plan.topics(heads, row))
    return Made(
        (f"The plan has {plural(len(plan.planned), NOUN)}. What each came to the year before stands beside it.",),
        stated=tuple(each for one in before.values() for each in stated_alone(one)),
        checks=(every_one(plan, topics),),
        topics=topics,
    )


def no_measures(context: Context) -> Made:
    none = "No measures of a service plan are recorded"
    return Made((f"{none}.",), lacks=(Lack("data/measure", none, context.author),))


def every_one(plan: Plan, topics: Sequence[Topic]) -> Check:
    shown = sum(len(grid.rows) for topic in topics for grid in topic.tables)
    return Check("Measures of the plan", len(plan.planned), shown, "measures", "the tables of its outcomes")


def stated_alone(one: Measured) -> Iterator[Stated]:
    """Its own figure, without those that it is compared with."""
    return (each for each in stated(one) if one.period.words in each.label)


def progress(context: Context) -> Made:
    """The result of the period, its state in words, and what people say of it."""
    plan = Plan(context)
    found = plan.over(context.period)
    if not plan.planned or not found:
        return no_measures(context)
    on = min(context.period.end - A_DAY, context.today)

    def row(each: Planned) -> Row:
        one = found[each.kpi.name]
        return each.values["title"], promise(each.values), result(one), state(each, one, on), comment(context, one)

    heads = ("Performance measure", "Target and timescale", f"Result, {context.period.words}", "State", "Comment")
    topics = tuple(plan.topics(heads, row))
    known = list(found.values())
    return Made(
        (progress_sentence([state(each, found[each.kpi.name], on) for each in plan.planned]),),
        stated=tuple(each for one in known for each in stated(one)),
        checks=(every_one(plan, topics), *(check for one in known for check in casts(one, context))),
        lacks=tuple(lack for each in plan.planned for lack in lacking(each, found[each.kpi.name], on, context)),
        topics=topics,
    )


def result(one: Measured) -> str:
    return figure_words(one) if one.figure.value is not None else "nothing recorded"


def state(each: Planned, one: Measured, on: date) -> str:
    if one.figure.value is None and is_due_later(each.values, on):
        return NOT_DUE
    if one.figure.value is None and each.values["kind"] == "context":
        return "no target"
    return one.standing.words


def comment(context: Context, one: Measured) -> str:
    """Each with whose words it is."""
    return " ".join(f"{text.rstrip('.')} ({whose})." for text, whose in said_of(context, one)) or "-"


def progress_sentence(states: Sequence[str]) -> str:
    """Of 14 measures 5 are on target, 2 off target, 1 not due yet, 6 not measured."""
    counts = {name: states.count(name) for name in dict.fromkeys(states)}
    each = ", ".join(f"{number:,} {name}" for name, number in sorted(counts.items(), key=lambda pair: -pair[1]))
    return f"Of {plural(len(states), NOUN)}: {each}."


def lacking(each: Planned, one: Measured, on: date, context: Context) -> Iterator[Lack]:
    """Not of what is not due yet, nor of context without a figure. At the end of a year every other is wanted."""
    is_blank = one.figure.value is None
    if is_blank and (each.values["kind"] == "context" or is_due_later(each.values, on)):
        return
    is_last = one.is_over and len(context.period.months()) == YEAR
    owner = each.values["owner_id"]
    for lack in lacks(one, said_of(context, one), context):
        who = people.key_of(context.session, owner) if owner else lack.who
        yield replace(lack, who=who, blocks=is_last if is_blank else lack.blocks)


PIECES = {"measures": measures, "progress": progress}
