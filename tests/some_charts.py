"""Charts of every kind with any words and figures, for hypothesis."""

from hypothesis import strategies as st

from reports.charts import (
    Bars,
    Chart,
    ControlChart,
    Group,
    GroupedColumns,
    Lines,
    Measure,
    Scorecard,
    Series,
    StackedColumns,
)
from reports.charts.model import STATES

Words = st.SearchStrategy[str]
NUMBERS = st.integers(-5, 2000) | st.floats(-1e11, 1e11)
NATURALS = st.integers(0, 2000) | st.floats(0, 1e11)
UNITS = st.sampled_from(("%", "£", "calls"))


def column(of: st.SearchStrategy[object], count: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, min_size=count, max_size=count).map(tuple)


@st.composite
def charts(draw: st.DrawFn, words: Words, numbers: st.SearchStrategy[float] = NUMBERS) -> Chart:
    kinds = (stacked, grouped, lines, control, bars, scorecard)
    return draw(st.one_of([kind(words, numbers) for kind in kinds]))


@st.composite
def stacked(draw: st.DrawFn, words: Words, numbers: st.SearchStrategy[float]) -> Chart:
    categories = names(draw, words)
    series = several_series(draw, words, st.none() | numbers.map(abs), len(categories))
    return StackedColumns(*headings(draw, words), categories, series, draw(UNITS))


@st.composite
def grouped(draw: st.DrawFn, words: Words, numbers: st.SearchStrategy[float]) -> Chart:
    categories = names(draw, words)
    series = several_series(draw, words, st.none() | numbers, len(categories))
    return GroupedColumns(*headings(draw, words), categories, series, draw(UNITS))


@st.composite
def lines(draw: st.DrawFn, words: Words, numbers: st.SearchStrategy[float]) -> Chart:
    categories = names(draw, words)
    count = len(categories)
    ends = st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))
    intervals = st.just(()) | column(st.none() | ends, count)
    each = st.builds(
        Series, words, column(st.none() | numbers, count), intervals, st.just(()) | column(words.filter(bool), count)
    )
    series = tuple(draw(st.lists(each, max_size=4)))
    return Lines(*headings(draw, words), categories, series, draw(UNITS), draw(st.none() | numbers))


@st.composite
def control(draw: st.DrawFn, words: Words, numbers: st.SearchStrategy[float]) -> Chart:
    categories = names(draw, words)
    series = draw(st.builds(Series, words, column(st.none() | numbers, len(categories))))
    places = st.integers(0, len(categories) - 1)
    signals = draw(st.lists(st.tuples(places, words.filter(str.strip)), max_size=4)) if categories else []
    some = st.none() | numbers
    return ControlChart(
        *headings(draw, words),
        categories,
        (series,),
        draw(UNITS),
        mean=draw(some),
        lower=draw(some),
        upper=draw(some),
        signals=tuple(signals),
        is_trial=draw(st.booleans()),
        target=draw(some),
    )


@st.composite
def bars(draw: st.DrawFn, words: Words, numbers: st.SearchStrategy[float]) -> Chart:
    categories = names(draw, words)
    count = len(categories)
    series = several_series(draw, words, st.none() | numbers, count)
    mark = st.builds(Series, words, column(st.none() | numbers, count))
    marks = draw(st.just(()) | column(mark, len(series)))
    remarks = draw(st.just(()) | column(words, count))
    return Bars(*headings(draw, words), categories, series, draw(UNITS), marks, remarks)  # type: ignore[arg-type]  # as drawn


@st.composite
def scorecard(draw: st.DrawFn, words: Words, _numbers: st.SearchStrategy[float]) -> Chart:
    changes = st.tuples(words, words)
    measure = st.builds(Measure, words, words, words, st.sampled_from(STATES), changes, st.booleans())
    group = st.builds(Group, words, st.lists(measure, max_size=3).map(tuple))
    groups = draw(st.lists(group, max_size=3))
    return Scorecard(*headings(draw, words), tuple(groups), draw(changes))


def names(draw: st.DrawFn, words: Words) -> tuple[str, ...]:
    return tuple(draw(st.lists(words, max_size=5)))


def headings(draw: st.DrawFn, words: Words) -> tuple[str, str, str]:
    return draw(words), draw(words), draw(words)


def several_series(
    draw: st.DrawFn, words: Words, values: st.SearchStrategy[float | None], count: int
) -> tuple[Series, ...]:
    return tuple(draw(st.lists(st.builds(Series, words, column(values, count)), max_size=4)))
