"""What a signature freezes, in a few words."""

import pytest

from core.report.frozen import frozen_words
from core.report.stated import Stated

OUTAGES = (
    Stated("outages/2020-07/P1", "P1 outages, July 2020", "0", 0),
    Stated("outages/2020-07/P2", "P2 outages, July 2020", "18", 18),
    Stated("outages/2020-08/P1", "P1 outages, August 2020", "1", 1),
    Stated("outages/2020-08/P2", "P2 outages, August 2020", "5", 5),
    Stated("outages/2020-07..2020-08/P2", "P2 outages", "23", 23),
    Stated("outages/2020-08/all", "Outages, August 2020", "6", 6),
)
EVENTS = (
    Stated("security/2020-07..2020-09/theft/DDDC", "Theft, DDDC", "1", 1),
    Stated("security/2020-07..2020-09/all/all", "Security events", "11", 11),
)
VARIANCE = Stated("budget/2020-p6/total/variance", "Variance", "(32,183)", -32_183)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (OUTAGES, "24 outages (1 P1, 23 P2); 6 figures in all"),
        (
            (*OUTAGES, *EVENTS, VARIANCE),
            "24 outages (1 P1, 23 P2), 11 security events, variance (£32,183); 9 figures in all",
        ),
        ((VARIANCE,), "variance (£32,183); 1 figure in all"),
        ((), "0 figures"),
    ],
)
def test_counts_are_told_once_and_of_what_there_is(stated: tuple[Stated, ...], words: str) -> None:
    assert frozen_words(stated) == words
