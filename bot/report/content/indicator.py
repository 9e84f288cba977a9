"""One KPI in a report: its sentences, what it states and casts to, what people said of it, and the action it lacks."""

from collections.abc import Iterator, Sequence

from bot.kpi.measured import Measured, Past
from bot.kpi.picture import counted_from
from bot.kpi.scorecard import as_known, target_of
from bot.report.content.casting import casts
from bot.report.content.context import Context
from bot.report.content.disclosure import is_withheld
from bot.report.content.piece import Made, Said
from bot.report.content.remarks import said_of
from bot.report.content.stated import ALL, figure, span_key, stated_before
from core.entered import MARK
from core.goals import aim
from core.numbers import plural
from core.periods import Period, month_words
from core.report.indicator import Then, course, result
from core.report.stated import Lack, Stated
from core.values import value_words
from reports.public import withheld_sentence

READING = ("reading", "readings")


def indicator(context: Context, name: str, lead: str = "", more: Sequence[str] = ()) -> Made:
    """A paragraph of what follows from figures, `more` being what else does, and those of what people said."""
    one = as_known(context.kpi(name))
    if is_withheld(one):
        return Made((withheld_sentence(lead or f"{one.kpi.title}:", context.disclosure.least),))
    said = said_of(context, one)
    words = [*outcome(one, lead or f"{one.kpi.title}:"), *more, *moves(one)]
    return Made(
        (" ".join(words), *said),
        stated=tuple(stated(one)),
        checks=tuple(casts(one, context)),
        lacks=lacks(one, said, context),
    )


def outcome(one: Measured, lead: str) -> list[str]:
    """What it came to, and how that stands to its target."""
    marks = [*([] if one.is_over else ["so far"]), *([] if one.is_counted else [MARK])]
    return result(lead, one.kpi, one.figure, one.goal, mark=", ".join(marks))


def moves(one: Measured) -> list[str]:
    """Against the period before and the year before."""
    earlier = [then(one.past, one.period.previous()), then(one.year_ago, one.period.year_before())]
    return course(one.kpi, one.figure, earlier, one.goal, is_whole=one.is_over)


def then(past: Past | None, period: Period) -> Then:
    known = past if past and past.figure.value is not None else None
    return Then(period.words, known.figure if known else None, bool(known and known.entered))


def last_month(period: Period) -> str:
    """September 2021: of a level, when it was so."""
    return month_words(period.months()[-1])


def stated(one: Measured) -> Iterator[Stated]:
    """Its own figure and its target, and those of the periods that it is compared with."""
    key, label = f"{one.kpi.name}/{span_key(one.period)}", f"{one.kpi.title}, {one.period.words}"
    if one.figure.value is not None:
        yield figure(f"{key}/{ALL}", label, one, one.figure, source_of(one))
        wanted = aim(one.figure, one.goal)
        if wanted is not None:
            yield Stated(f"{key}/target", f"{label}: target", target_of(one), *wanted.as_integer_ratio(), "the policy")
    yield from stated_before(one)


def source_of(one: Measured) -> str:
    if one.figure.reads:
        return plural(len(one.figure.reads), READING)
    return counted_from(one) if one.is_counted else MARK


def lacks(one: Measured, said: Sequence[Said], context: Context) -> tuple[Lack, ...]:
    """A figure that is not there, and a missed target that nobody has said anything about, where it may be said."""
    who = owner_of(one, context)
    if one.figure.value is None:
        sentence = f"{one.kpi.title}: nothing is recorded of {one.period.words}"
        return (Lack(f"data/{one.kpi.name}", sentence, who, blocks=False),)
    if one.standing.state != "off target" or said or not context.quotes(one.kpi.name):
        return ()
    figure_then = f"{value_words(one.kpi, one.figure, one.target)}, target {target_of(one)}"
    missed = f"Off target in {one.period.words}: {one.kpi.title}, {figure_then}"
    return (Lack(f"action/{one.kpi.name}", f"{missed}. No corrective action is recorded", who),)


def owner_of(one: Measured, context: Context) -> str:
    """Who answers for it, where that is a person of the desk; else the first author."""
    keys = {person.key for person in context.desk.people}
    return one.goal.owner if one.goal.owner in keys else context.author
