"""What a report says of satisfaction by audience, and of training, beside the figure of all."""

from collections.abc import Sequence

from core.facts import Figure, Kpi
from core.numbers import plural
from core.values import plain_value

TRAINING = ("training", "trainings")


def scale_sentence(best: int) -> str:
    return f"The scale runs from 1, poor, to {best}, excellent."


def audience_sentence(kpi: Kpi, audiences: Sequence[tuple[str, Figure]]) -> str:
    """Corporate: 4.87 of 5 from 100 scores; school: 4.84 of 5 from 43 scores. Of one audience it would be the whole."""
    each = [f"{name}: {plain_value(kpi, figure)} from {plural(figure.d, kpi.noun)}" for name, figure in audiences]
    said = "; ".join(each)
    return f"{said[:1].upper()}{said[1:]}." if len(each) > 1 else ""


def training_sentence(held: int) -> str:
    return f"That is over {plural(held, TRAINING)}, counting the days of each person who was there."
