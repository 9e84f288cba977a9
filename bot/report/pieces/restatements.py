"""What has changed of the reports of the year before since they were signed: old, new and why."""

from collections.abc import Sequence

from bot.report.content.context import Context
from bot.report.content.piece import Made
from bot.report.restating import Signed, grid, restated, signed_before
from core.numbers import plural
from core.report.restated import Restatement

FIGURE = ("figure", "figures")
Changed = tuple[Signed, list[Restatement]]


def restatements(context: Context) -> Made:
    """Nothing before a report was signed; nor in one that is counted again, which would count its own past in turn."""
    every = [] if context.is_recount else [*signed_before(context.session, context.shape, context.period)]
    found = [(one, shown(context, recounted(context, one))) for one in every]
    changed = [(one, figures) for one, figures in found if figures]
    if every and not changed:
        return Made(("No figure of a signed report has changed since it was signed.",))
    return Made(tuple(map(words, changed)), tuple(grid(one, figures, context.desk) for one, figures in changed))


def recounted(context: Context, one: Signed) -> list[Restatement]:
    """The same for either copy, and a whole draft's work."""
    if one.report.id not in context.recounted:
        context.recounted[one.report.id] = restated(context.request, context.session, one, context.shape)
    return context.recounted[one.report.id]


def shown(context: Context, figures: Sequence[Restatement]) -> list[Restatement]:
    """In public none of what is restricted, where small numbers of that are withheld: old less new may be one."""
    if not context.disclosure.least:
        return list(figures)
    return [one for one in figures if context.quotes(one.key.partition("/")[0])]


def words(changed: Changed) -> str:
    """2 figures of the report on April to June 2020 have changed since it was signed."""
    one, figures = changed
    has = "has" if len(figures) == 1 else "have"
    return f"{plural(len(figures), FIGURE)} of the report on {one.period.words} {has} changed since it was signed."


PIECES = {"restatements": restatements}
