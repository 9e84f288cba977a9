"""The KPI table of a committee report: every measure in its group, with target, state and two directions of travel."""

from bot.kpi.measured import Measured, measure_all
from bot.kpi.scorecard import as_known, grid, off_target, picture, states_sentence
from bot.report.casting import casts
from bot.report.context import Context
from bot.report.indicator import lacks, stated
from bot.report.piece import Made
from bot.report.said import said_of
from core.numbers import plural

MEASURE = ("measure", "measures")


def scorecard(context: Context) -> Made:
    """Those that something is known of, and at a glance those that have a target; of the others only how many."""
    every = [as_known(one) for one in measured(context)]
    known = [one for one in every if one.figure.value is not None]
    words = head(known, len(every) - len(known))
    if not known:
        return Made((words,))
    aimed = [one for one in known if one.target is not None]
    missing = [lack for one in known for lack in lacks(one, said_of(context, one), context)]
    return Made(
        (words, *off_target(known)),
        (grid(known, context.period),),
        (picture(aimed, context.period, context.desk.name),) if aimed else (),
        tuple(each for one in known for each in stated(one)),
        tuple(check for one in known for check in casts(one, context)),
        tuple(missing),
    )


def measured(context: Context) -> list[Measured]:
    kpis = [kpi for kpi in context.kpis.values() if not kpi.is_detail]
    return measure_all(context.session, context.desk, kpis, context.period, context.request.now)


def head(known: list[Measured], blank: int) -> str:
    said = (
        f"{plural(len(known), MEASURE)} {'has' if len(known) == 1 else 'have'} a figure: {states_sentence(known)}"
        if known
        else "No measure has a figure."
    )
    return f"{said} Of {plural(blank, MEASURE)} nothing is recorded." if blank else said


PIECES = {"scorecard": scorecard}
