"""Any KPI as a paragraph: "indicator-sla". What a committee is told more of has a piece of its own."""

from functools import partial

from bot.report.content.context import Context
from bot.report.content.indicator import indicator
from bot.report.content.piece import Made
from core.kpis import catalogue


def any_indicator(context: Context, *, name: str) -> Made:
    return indicator(context, name)


PIECES = {f"indicator-{name}": partial(any_indicator, name=name) for name in catalogue()}
