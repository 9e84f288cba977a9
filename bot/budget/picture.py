"""The budget as a picture: each line's actual and forecast, held against its budget to date and its full budget."""

from bot.budget.view import Section, View
from core.budget import PERIODS, Printed
from core.calendar import day_words
from reports.charts import Bars, Series

MOST_LINES = 12  # that a chart can show; the table has them all


def drawing(view: View, each: Section, desk: str) -> Bars:
    """Actual against budget to date, and the forecast against the full budget; of the largest lines where many."""
    compared = each.compared(view.period)
    chosen = sorted(range(len(compared)), key=lambda at: -abs(compared[at].to_date))[:MOST_LINES]
    is_whole = len(compared) == len(each.lines)
    shown = [*(compared[at] for at in sorted(chosen)), *([each.total] if is_whole else [])]
    of = "" if is_whole else f" of {len(compared)} of {len(each.lines)} lines"
    ledger = f", ledger of {day_words(view.ledgers[-1])}" if view.ledgers else ""
    pairs = [("Actual", [one.actual for one in shown], "Budget to date", [one.to_date for one in shown])]
    if view.period < PERIODS:
        pairs.append(
            ("Forecast at this rate", [one.outturn for one in shown], "Full budget", [one.full for one in shown])
        )
    return Bars(
        f"Spending{of} is {off_words(each.total)} its budget to date{heads_for(each.total) if is_whole else ''}",
        f"{each.kind.capitalize()}, actual and forecast against budget by line, {view.words}, £",
        f"Source: {len(compared)} budget lines of the {desk}{ledger}",
        tuple(one.row.name for one in shown),
        tuple(pounds_series(name, values) for name, values, _, _ in pairs),
        "£",
        marks=tuple(pounds_series(name, values) for _, _, name, values in pairs),
    )


def pounds_series(name: str, pounds: list[int]) -> Series:
    return Series(name, tuple(map(float, pounds)))


def off_words(total: Printed) -> str:
    side = "above" if total.variance > 0 else "below"
    return f"£{abs(total.variance):,} {side}" if total.variance else "on"


def heads_for(total: Printed) -> str:
    """Nothing at the year's end, where the forecast is what was spent."""
    if total.outturn == total.actual:
        return ""
    off = total.outturn - total.full
    side = "over" if off > 0 else "under"
    return f", and heads for {f'£{abs(off):,} {side} ' if off else ''}the full budget"
