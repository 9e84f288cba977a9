"""Satisfaction, training and time on projects, record by record."""

from datetime import date

import pytest

from core.facts import Count, Counts, Figure
from core.kpis.people import TENTHS, days, hours, points, project_time, satisfaction, training
from core.sources import Rules

OF_FIVE, OF_SEVEN = Rules(date(2021, 10, 1)), Rules(date(2021, 10, 1), scale=7)


def test_4_86_of_5_over_two_audiences_is_a_mean_of_all_scores_and_not_of_two_means() -> None:
    scores = [("corporate", 5, 87), ("corporate", 4, 13), ("school", 5, 36), ("school", 4, 7)]
    facts = Counts(
        tuple(
            Count(202109, audience, (), part[0] * number, number)
            for audience, score, number in scores
            if (part := points({"score": score, "scale": 5}, OF_FIVE))
        ),
        (202109,),
    )
    assert satisfaction(facts) == Figure(695, 143, 695 / 143)
    assert [satisfaction(facts.only(levels=(level,))).n for level in ("corporate", "school")] == [487, 208]


def test_scores_of_another_scale_are_left_out() -> None:
    assert points({"score": 4, "scale": 7}, OF_FIVE) is None
    assert points({"score": 4, "scale": 7}, OF_SEVEN) == (4, 1)


@pytest.mark.parametrize(("each", "people", "whole"), [(2.0, 9, 18), (0.5, 24, 12), (0.1, 3, 0.3), (1 / 3, 3, 0.9999)])
def test_training_counts_for_each_person_who_was_there(each: float, people: int, whole: float) -> None:
    n, d = days({"days": round(each, 4), "people": people}, OF_FIVE)
    assert (n, d) == (round(whole * TENTHS), 1)


def test_time_on_projects_is_of_all_hours() -> None:
    n, d = hours({"hours": 640.5, "project_hours": 224.25}, OF_FIVE)
    assert (n, d) == (2_242_500, 6_405_000)
    facts = Counts((Count(202107, "A", (), 1, 10), Count(202107, "B", (), 8, 10)), (202107,))
    assert project_time(facts).value == 0.45
    assert training(facts) == Figure(9, 20, 9.0)
