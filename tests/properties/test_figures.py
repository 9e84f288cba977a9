"""Whatever the figures of a sentence: an edit of its words is no change, and an edit of a figure is that change."""

from hypothesis import given
from hypothesis import strategies as st

from core.money import in_pounds
from core.report.figures import Change, changed, figures

FILLERS = (
    "outages",
    "up from",
    "calls of all partners;",
    "under budget,",
    "and then",
    "were late:",
    "because of email",
)
words = st.sampled_from(FILLERS)
numbers = st.integers(-(10**9), 10**9)
FORMS = (
    in_pounds,
    str,
    lambda n: f"{n:,}",
    lambda n: f"£{n:,}" if n >= 0 else f"-£{-n:,}",
    lambda n: f"{n:,}.00",
    lambda n: f"(£{-n})" if n < 0 else f"£{n}",
)
forms = st.sampled_from(FORMS)
written = st.tuples(words, numbers, forms, forms, words)


@given(st.lists(written, max_size=8))
def test_other_words_and_other_writing_are_no_change(parts: list[tuple]) -> None:  # type: ignore[type-arg] # as drawn
    frozen = " ".join(f"{before} {form(number)}" for before, number, form, _, _ in parts)
    edited = " ".join(f"{after} {form(number)}" for _, number, _, form, after in parts)
    assert len(figures(frozen)) == len(parts)
    assert changed(frozen, edited) == ()


@given(st.lists(st.tuples(words, numbers), min_size=1, max_size=8, unique_by=lambda part: part[1]), st.data())
def test_one_figure_that_was_changed_is_named_with_what_it_is_now(
    parts: list[tuple[str, int]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    other = data.draw(numbers.filter(lambda number: number not in {number for _, number in parts}))
    edited = [(word, other if place == at else number) for place, (word, number) in enumerate(parts)]
    assert changed(sentence(parts), sentence(edited)) == (Change(in_pounds(parts[at][1]), in_pounds(other)),)


@given(st.lists(st.tuples(words, numbers), min_size=1, max_size=8, unique_by=lambda part: part[1]), st.data())
def test_one_figure_that_was_left_out_or_put_in_is_named_alone(
    parts: list[tuple[str, int]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    shorter = [*parts[:at], *parts[at + 1 :]]
    assert changed(sentence(parts), sentence(shorter)) == (Change(in_pounds(parts[at][1]), ""),)
    assert changed(sentence(shorter), sentence(parts)) == (Change("", in_pounds(parts[at][1])),)


@given(st.text())
def test_any_text_reads_and_is_no_change_of_itself(text: str) -> None:
    assert changed(text, text) == ()
    assert all(one.words in text.replace("\u00a0", " ") for one in figures(text))


def sentence(parts: list[tuple[str, int]]) -> str:
    return " ".join(f"{word} {in_pounds(number)}" for word, number in parts)
