"""What is asked for where a target was missed and nobody said what is done."""

from collections.abc import Sequence

from bot.kpi.measured import Measured
from bot.report.content.context import Context
from bot.report.content.indicator import owner_of
from bot.report.content.piece import Said
from bot.report.content.remarks import remarks, told, words_of
from core.month_names import MONTHS
from core.periods import Period
from core.report.stated import Lack
from core.sentences import Miss
from core.wording import listed

Spoken = tuple[list[Said], list[Lack]]


def action(context: Context, one: Measured, misses: Sequence[Miss]) -> Spoken:
    """What was said of a KPI, and what is lacking: for each miss that chance does not explain a corrective action.

    Whoever answers for the KPI is asked.
    """
    key = f"action/{one.kpi.name}"
    said = list(remarks(context, (one.kpi.name,)))
    words = [told(each, context.period) for each in said]
    if given := context.said_to(key):
        return [*words, given], []
    known = {month for each in said for month in each.period.months()}
    lacking = [miss for miss in misses if not miss.is_chance and miss.month not in known]
    return words, [Lack(key, f"{who_missed(lacking)}: no corrective action", owner_of(one, context))] if lacking else []


def who_missed(misses: Sequence[Miss]) -> str:
    """DDDC May missed its target. BDC April and DDDC May missed their target."""
    each = [f"{miss.partner} {MONTHS[miss.month % 100 - 1]}" for miss in misses]
    return f"{listed(each)} missed {'its' if len(each) == 1 else 'their'} target"


def off_target(context: Context, parts: Sequence[Measured]) -> Spoken:
    """The same of a KPI that is no share of cases: `parts` are its quarters."""
    kpi, key = parts[0].kpi, f"action/{parts[0].kpi.name}"
    words = words_of(context, (kpi.name,))
    if given := context.said_to(key):
        return [*words, given], []
    periods = [each.period for each in remarks(context, (kpi.name,))]
    lacking = [
        one.period.words for one in parts if is_off(one) and not any(meets(one.period, each) for each in periods)
    ]
    owner = owner_of(parts[0], context)
    sentence = f"Off target in {' and '.join(lacking)}: {kpi.title}. No corrective action is recorded"
    return words, [Lack(key, sentence, owner)] if lacking else []


def is_off(one: Measured) -> bool:
    return one.is_over and one.standing.state in {"off target", "within tolerance"}


def meets(period: Period, other: Period) -> bool:
    return period.start < other.end and other.start < period.end
