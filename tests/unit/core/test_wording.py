"""How sentences end, and how several things stand in one."""

import pytest

from core.wording import ended, listed


@pytest.mark.parametrize(
    ("said", "whole"),
    [("So it is", "So it is."), ("Is it? ", "Is it?"), ("Stop!", "Stop!"), ("And …", "And …"), ("", "")],
)
def test_a_sentence_ends_once(said: str, whole: str) -> None:
    assert ended(said) == whole


def test_several_things_stand_in_one_sentence() -> None:
    assert [listed(words) for words in ((), ("one",), ("one", "two"), ("one", "two", "three"))] == [
        "",
        "one",
        "one and two",
        "one, two and three",
    ]
