"""The budget at the end of a period, as it is shown: revenue and capital apart, in whole pounds that add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from bot.budget.asking import no_budget, run_of, run_words, today, usual_year
from bot.command import Request
from core.budget import KINDS, PERIODS, Line, Printed, compared_row, complete_period, in_print, periods_of
from core.errors import DeskError
from core.periods import financial_year_words, parse_period
from storage import budgets


@dataclass(frozen=True)
class Section:
    """Revenue, or capital: the two are never added together."""

    kind: str
    lines: tuple[Line, ...]
    shown: tuple[Printed, ...]
    total: Printed

    def pairs(self) -> Iterator[tuple[Line, Printed]]:
        return zip(self.lines, self.shown, strict=True)

    def compared(self, period: int) -> list[Printed]:
        """Those whose actuals reach the period; the total to date is of them."""
        return [shown for one, shown in self.pairs() if not one.is_behind(period)]


@dataclass(frozen=True)
class View:
    """The budget at the end of a period, cumulative. `said` names the year where it was not typed."""

    year: int
    period: int
    sections: tuple[Section, ...]
    ledgers: tuple[date, ...]
    said: str = ""
    begun: tuple[int, int] | None = None  # a later period, and how many lines have its actuals

    @property
    def words(self) -> str:
        return f"{run_words(1, self.period) if self.period > 1 else 'period 1'} of {financial_year_words(self.year)}"

    @property
    def lines(self) -> list[Line]:
        return [one for each in self.sections for one in each.lines]

    @property
    def is_bare(self) -> bool:
        """Without a single actual: its variances would be those of a year in which nothing was spent."""
        return not any(one.actuals for one in self.lines)

    @property
    def run(self) -> str:
        return run_of(self.year, self.period, self.period)


def view_of(session: Session, year: int, period: int, said: str = "") -> View:
    """DeskError where the year has no lines."""
    lines = budgets.loaded(session, year, period)
    if not lines:
        raise DeskError(no_budget(year), "period")
    if apart := next(filter(None, (one.straddling(period) for one in lines)), None):
        whole = run_of(year, apart.since, apart.period)
        raise DeskError(f"Actuals of {whole} are one figure: ask for that, or enter them period by period.", "period")
    sections = tuple(
        section(kind, own, period) for kind in KINDS if (own := [one for one in lines if one.kind == kind])
    )
    return View(year, period, sections, tuple(budgets.ledger_days(session, year, period)), said)


def section(kind: str, lines: Sequence[Line], period: int) -> Section:
    return Section(kind, tuple(lines), *in_print([compared_row(one, period) for one in lines]))


def newest_view(request: Request, session: Session) -> View:
    """The newest period of which all is there; where none is, the newest of which anything is."""
    year, newest = budgets.latest(session) or (usual_year(request, session), PERIODS)
    said, lines = f" of {financial_year_words(year)}", budgets.loaded(session, year, newest)
    whole = complete_period(lines)
    if not 0 < whole < newest or any(one.straddling(whole) for one in lines):
        return view_of(session, year, newest, said)
    begun = (newest, sum(not one.is_behind(newest) for one in lines))
    return replace(view_of(session, year, whole, said), begun=begun)


def asked_view(request: Request, session: Session, words: Sequence[str] | None = None) -> View:
    """What was typed as a period, all of it from the start of its year; without one, the newest that is complete.

    A period that is still to come is shown as far as there are actuals: without them all would look unspent.
    """
    words = request.typed.words if words is None else words
    if not words:
        return newest_view(request, session)
    typed = parse_period(" ".join(words), today(request))
    year, _, asked = periods_of(typed)
    said = f" of {typed.assumed}, the year assumed" if typed.assumed else ""
    _, known = budgets.latest(session, year) or (year, asked)
    if known < asked:
        said = f"{said}, as far as there are actuals"
    return view_of(session, year, min(asked, known), said)
