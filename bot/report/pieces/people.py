"""Customers and staff in a committee report: satisfaction over its audiences, and training (seed 000)."""

from bot.kpi.scorecard import as_known
from bot.kpi.splits import UNSAID
from bot.report.content.context import Context
from bot.report.content.indicator import indicator
from bot.report.content.piece import Made, joined
from bot.report.content.stated import span_key
from core.facts import Figure
from core.report.people import audience_sentence, scale_sentence, training_sentence
from core.report.stated import Check, Stated
from core.values import value_words

SATISFACTION, TRAINING = "Customer satisfaction was", "Training delivered was"


def satisfaction(context: Context) -> Made:
    """One mean over all scores, and each audience's with how many it is from."""
    one = as_known(context.kpi("satisfaction"))
    if not one.is_counted:
        return indicator(context, "satisfaction", SATISFACTION)
    audiences = [(name or UNSAID, one.kpi.measure(one.facts.only(levels=(name,)))) for name in one.facts.levels()]
    more = [scale_sentence(one.kpi.out_of), audience_sentence(one.kpi, audiences)]
    stated = tuple(
        Stated(
            f"satisfaction/{span_key(one.period)}/{name}",
            f"Satisfaction, {name}, {one.period.words}",
            value_words(one.kpi, figure),
            figure.n,
            figure.d,
            "the satisfaction register",
        )
        for name, figure in audiences
    )
    together = sum(figure.d for _, figure in audiences)
    check = Check("Satisfaction scores by audience", one.figure.d, together, "scores", "the audiences together")
    told = indicator(context, "satisfaction", SATISFACTION, list(filter(None, more)))
    return joined(told, Made(stated=stated, checks=(check,)))


def training(context: Context) -> Made:
    one = as_known(context.kpi("training"))
    if not one.is_counted:
        return indicator(context, "training", TRAINING)
    held: Figure = one.figure
    stated = Stated(
        f"training/{span_key(one.period)}/held",
        f"Trainings, {one.period.words}",
        f"{held.d:,}",
        held.d,
        source="the training register",
    )
    return joined(indicator(context, "training", TRAINING, [training_sentence(held.d)]), Made(stated=(stated,)))


PIECES = {"satisfaction": satisfaction, "training": training}
