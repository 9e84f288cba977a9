"""Replies and posts wait in the database as JSON: what comes out is what went in, whatever people wrote."""

from hypothesis import given
from hypothesis import strategies as st

from bot.command import POST, REPLY, Post, Reply
from bot.parts import (
    Button,
    Buttons,
    Chart,
    Facts,
    File,
    Form,
    FormField,
    Heading,
    Paragraph,
    Part,
    Span,
    Table,
)
from bot.plain import plain
from reports.tables import Table as Grid
from tests.some_charts import charts

texts = st.text(st.characters(codec="utf-8"), max_size=20)
cells = texts | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.none()


def several(of: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    columns = draw(st.lists(texts, min_size=1, max_size=4))
    rows = draw(st.lists(st.tuples(*[cells] * len(columns)), max_size=3))
    return Grid(draw(texts), tuple(columns), tuple(rows), tuple(draw(st.lists(texts, max_size=2))))


spans = st.builds(Span, texts, st.sampled_from(("plain", "bold", "code")))
fields = st.builds(FormField, texts, texts, texts, several(texts), st.booleans())
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, texts),
    st.builds(Paragraph, several(spans)),
    st.builds(Facts, several(st.tuples(texts, texts))),
    st.builds(Table, grids()),
    st.builds(Chart, texts, charts(texts)),
    st.builds(File, texts, texts),
    st.builds(Buttons, several(st.builds(Button, texts, texts, st.booleans()))),
    st.builds(Form, texts, texts, several(fields)),
)
posts = st.builds(Post, texts, texts, several(parts))
replies = st.builds(
    Reply, several(parts), st.sampled_from(("private", "channel")), texts, several(posts, 1), st.booleans()
)


@given(replies)
def test_a_reply_survives_its_stay_in_the_database(reply: Reply) -> None:
    back = REPLY.validate_json(REPLY.dump_json(reply))
    assert back == reply
    assert [type(part) for part in back.parts] == [type(part) for part in reply.parts]
    assert back.text == reply.text


@given(posts)
def test_a_post_survives_its_stay_in_the_outbox(post: Post) -> None:
    assert POST.validate_json(POST.dump_json(post)) == post


@given(st.builds(Chart, texts, charts(texts)))
def test_a_chart_stays_the_kind_of_chart_that_it_was(chart: Chart) -> None:
    (back,) = POST.validate_json(POST.dump_json(Post("", "", (chart,)))).parts
    assert isinstance(back, Chart)
    assert type(back.drawing) is type(chart.drawing)


@given(several(parts))
def test_any_parts_can_be_said_in_plain_words(said: tuple[Part, ...]) -> None:
    assert isinstance(plain(said), str)
