"""Measures asked for together are the measures asked for one by one, whatever the months."""

from functools import partial
from itertools import product

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place
from bot.kpi.gather import Asked, asked, gather
from bot.kpi.measured import Measured, Past, measure_all
from core.facts import Facts, Figure, Kpi
from core.kpis import catalogue
from core.periods import parse_period
from core.records import by_partner
from tests.integration.kpi_rows import NOW, fill
from tests.integration.rows import done

KPIS = catalogue()
TODAY = NOW.date()
PRIVATE = Place("shell")

Part = tuple[str, str | None, Figure]
SPANS = ("sep 2020", "q2 2020-21", "oct 2020", "2019-20")


@pytest.fixture(params=[3, 4])
def desk(bot: Bot, clock: SetClock, request: pytest.FixtureRequest) -> Bot:
    clock.set(NOW)
    fill(bot, request.param, 60)
    return bot


def of(past: Past | None) -> Figure | None:
    return past.figure if past else None


def seen(one: Measured) -> tuple[object, ...]:
    """All that is said of a measure beside its months."""
    return (
        one.kpi.name,
        one.figure,
        of(one.past),
        of(one.year_ago),
        one.standing,
        one.late_open,
        one.is_over,
        one.is_counted,
    )


def test_a_scorecard_has_the_figures_of_each_measures_own_answer(desk: Bot) -> None:
    for typed, partner in product(SPANS, (None, "DDDC")):
        kpis = [kpi for kpi in KPIS.values() if partner is None or by_partner(kpi)]
        ask = partial(measure_all, desk=desk.desk, period=parse_period(typed, TODAY), now=NOW, partner=partner)
        brief = desk.database.read(partial(ask, kpis=kpis, is_brief=True))
        whole = desk.database.read(partial(ask, kpis=kpis))
        alone = [desk.database.read(partial(ask, kpis=[kpi]))[0] for kpi in kpis]
        assert [*map(seen, brief)] == [*map(seen, whole)] == [*map(seen, alone)], (typed, partner)
        assert sum(one.figure.d > 0 for one in brief) > 4


def parts(kpi: Kpi, facts: Facts) -> list[Part]:
    """The figure of each level, whole and by partner."""
    chosen = ((level, partner) for level in facts.levels() for partner in (None, *facts.partners()))
    return [(*one, kpi.measure(facts.only(partner=one[1], levels=(one[0],)))) for one in chosen]


def test_facts_of_months_that_do_not_follow_one_another_are_those_of_each_month(desk: Bot) -> None:
    spans = [parse_period(typed, TODAY) for typed in ("sep 2020", "jun 2020", "sep 2019", "oct 2020")]
    over = asked(desk.desk, NOW, *spans)

    def gathered(over: Asked) -> dict[str, dict[int, list[Part]]]:
        found = desk.database.read(lambda session: gather(session, KPIS.values(), over))
        return {
            name: {month: parts(KPIS[name], facts.only((month,))) for month in over.months}
            for name, facts in found.items()
        }

    together = gathered(over)
    each = {month: gathered(over.only((month,))) for month in over.months}
    for name, months in together.items():
        assert months == {month: each[month][name][month] for month in months}, name
    assert gathered(over.only(reversed(over.months))) == together
    assert all(any(months.values()) for months in together.values())


def test_nothing_left_at_a_quarters_end_is_said_by_the_scorecard_as_by_its_own_answer(
    bot: Bot, clock: SetClock
) -> None:
    """Though nothing was opened in its last month."""
    for month, line in ((7, "/incident p3 Scanner jams partner:BDC"), (8, "/incident resolve INC-1 New roller")):
        clock.set(NOW.replace(month=month))
        done(bot, line)
    clock.set(NOW)
    assert "July to September 2020: 0 calls outstanding" in done(bot, "/kpi outstanding q2 2020-21").text
    assert "Calls outstanding                           Customer           0 " in done(bot, "/kpi q2 2020-21").text


def test_a_months_timesheet_counts_as_soon_as_it_is_there(bot: Bot, clock: SetClock) -> None:
    clock.set(NOW)
    done(bot, '/ict timesheet Desk month:"october 2020" hours:640 project:224', "manager")
    assert done(bot, "/kpi timesheet oct 2020").text.startswith("October 2020: 35% (224 of 640 hours) so far")
    assert done(bot, "/kpi records timesheet oct 2020").text.startswith("1 record in October 2020.")


def test_a_part_that_is_alone_is_named(bot: Bot, clock: SetClock) -> None:
    clock.set(NOW)
    done(bot, '/ict timesheet Desk month:"october 2020" hours:640 project:224', "manager")
    assert "Desk  35% (224 of 640 hours)\nAll   35%" in done(bot, "/kpi timesheet oct 2020").text
    done(bot, '/security advice "Odd mail" partner:BDC', "manager")
    assert "\nadvice: Oct 1" in done(bot, "/kpi security oct 2020").text


def test_scores_of_another_scale_are_said_to_be_left_out(bot: Bot, clock: SetClock) -> None:
    clock.set(NOW)
    left_out = "\nLeft out, as of another scale than 1 to 5: 1 score.\n"
    done(bot, "/ict satisfaction 6 scale:7", "manager")
    said = done(bot, "/kpi satisfaction oct 2020").text
    assert said.startswith("October 2020: not measured, no scores.")
    assert left_out in said
    done(bot, "/ict satisfaction 5", "manager")
    said = done(bot, "/kpi satisfaction oct 2020").text
    assert said.startswith("October 2020: 5 of 5 (5 points from 1 score)")
    assert left_out in said


def test_income_stands_in_the_table_of_what_is_spent_with_its_amounts(bot: Bot, clock: SetClock) -> None:
    clock.set(NOW)
    for typed in ("line 1 Staff 24000 2020-21", "line 2 Fees (12000) 2020-21 income:yes"):
        done(bot, f"/budget {typed}", "finance")
    for typed in ("actual Staff 6000 p1-6 2020-21", "actual Fees (3000) p1-6 2020-21"):
        done(bot, f"/budget {typed}", "finance")
    said = done(bot, "/kpi spend sep 2020", "manager").text
    assert "Fees   £(3,000) of £(12,000)\nStaff  25% (£6,000 of £24,000)\nAll    25% (£3,000 of £12,000)" in said
    assert "In brackets: income, which is below zero and is taken off the total." in said


@pytest.mark.parametrize("verb", ["show", "records", "csv"])
def test_what_is_not_kept_by_partner_has_no_figure_and_no_records_of_one(bot: Bot, verb: str) -> None:
    done(bot, '/ict timesheet Desk month:"july 2020" hours:640 project:224', "manager")
    for name in ("timesheet", "availability", "spend", "obligations", "audit"):
        said = bot.dispatcher.answer(f"/kpi {verb} {name} q2 2020-21 partner:BDC", "manager", PRIVATE, NOW)
        assert said.is_error
        assert said.text == f"{KPIS[name].title}: not kept by partner, so that there is no figure of BDC alone."
