"""The KPI table of a committee report: every measure in its group, with target, state and two directions of travel."""

from dataclasses import replace

from bot.kpi.measured import Measured
from bot.kpi.scorecard import as_known, grid, off_target, picture, row, states_sentence
from bot.report.content.casting import casts
from bot.report.content.context import Context
from bot.report.content.disclosure import is_withheld
from bot.report.content.indicator import lacks, stated
from bot.report.content.piece import Made
from bot.report.content.remarks import said_of
from core.numbers import plural
from core.wording import listed
from reports.public import MARK, note
from reports.tables import Table as Grid

MEASURE = ("measure", "measures")


def scorecard(context: Context) -> Made:
    """Those that something is known of, and at a glance those that have a target; of the others only how many."""
    every = [as_known(one) for one in measured(context)]
    known = [one for one in every if one.figure.value is not None]
    shown = [one for one in every if one.figure.value is not None or is_withheld(one)]
    words = head(known, len(every) - len(shown), len(shown) - len(known))
    if not known:
        return Made((words,))
    aimed = [one for one in known if one.target is not None]
    missing = [lack for one in known for lack in lacks(one, said_of(context, one), context)]
    return Made(
        (words, *off_target(known)),
        (told(shown, context),),
        (picture(aimed, context.period, context.desk.name),) if aimed else (),
        tuple(each for one in known for each in stated(one)),
        tuple(check for one in known for check in casts(one, context)),
        tuple(missing),
        brief=brief(words, known),
    )


def brief(words: str, known: list[Measured]) -> str:
    """With the names of those that are off their target, of which the report tells one after the other."""
    off = [one.kpi.title for one in known if one.standing.state == "off target"]
    return f"{words} Off target: {listed(off)}." if off else words


def measured(context: Context) -> list[Measured]:
    return context.measured(kpi for kpi in context.kpis.values() if not kpi.is_detail)


def told(shown: list[Measured], context: Context) -> Grid:
    """Of what is withheld neither the figure nor its state and its direction, which tell of the figure too."""
    whole = grid(shown, context.period)
    if not any(map(is_withheld, shown)):
        return whole
    rows = tuple((*row(one)[:2], MARK, row(one)[3], *[MARK] * 3) if is_withheld(one) else row(one) for one in shown)
    return replace(whole, rows=rows, notes=(*whole.notes, note(context.disclosure.least)))


def head(known: list[Measured], blank: int, withheld: int) -> str:
    said = (
        f"{plural(len(known), MEASURE)} {'has' if len(known) == 1 else 'have'} a figure: {states_sentence(known)}"
        if known
        else "No measure has a figure."
    )
    more = [f"Of {plural(blank, MEASURE)} nothing is recorded."] if blank else []
    is_or_are = "is" if withheld == 1 else "are"
    more += [f"{plural(withheld, MEASURE)} {is_or_are} confidential in this copy."] if withheld else []
    return " ".join([said, *more])


PIECES = {"scorecard": scorecard}
