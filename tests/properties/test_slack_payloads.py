"""Whatever a person types, every message and view that leaves for Slack is valid, within limits, and names nobody."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import POST, Place, Reply
from bot.grammar import clean, quote
from bot.parts import Button, Buttons, Chart, Facts, File, Form, FormField, Heading, Paragraph, Part, Span, Table, line
from bot.registry import commands
from bot.settings import Settings
from bot.slack.answers import form_of, private
from bot.slack.render import render
from bot.slack.spot import Spot
from bot.slack.typed import as_typed
from bot.slack.views import form_view, home_view, read_form
from reports.tables import Table as Grid
from storage.database import Database
from storage.models import Outbox
from tests.slack_payload import check_message, check_view
from tests.some_charts import charts

# Where a test fails, its example may be long; it is wanted all the same.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)
VERBS = [f"{command.name} {verb.name}" for command in commands().values() for verb in command.verbs]
KEYS = sorted({field.key for command in commands().values() for verb in command.verbs for field in verb.fields})
PLACE = Place("slack", "ict-outages")
SPOT = Spot("C1", "1600000000.000100", "U_ENGINEER")
NASTY = (
    *("<!channel>", "<!here|here>", "<@U1>", "<@U1|x>", "<#C1|n>", "<https://x.example|y>", "@channel", "@here", "#x"),
    *("&", "&amp;lt;", "&lt;!channel&gt;", "*bold*", "_it_", "`code`", "~~", ":tada:", "🖨️", "👩🏽‍💻", "\u202e", "\x00"),
    *('"', "'", "“", "\n", "\t", "x" * 3_100, "& " * 1_400, "Email down", "p2", "partner:DDDC", "OUT-1", "INC-2"),
)
FEW = settings(max_examples=60)

text = st.text(st.characters(codec="utf-8"), max_size=40)
typed = st.lists(st.sampled_from(NASTY) | text, min_size=1, max_size=5).map(" ".join)
pairs = st.builds(lambda key, value: f"{key}:{quote(clean(value))}", st.sampled_from(KEYS), typed)
lines = st.builds("{} {} {}".format, st.sampled_from(VERBS), typed, st.lists(pairs, max_size=3).map(" ".join))
logged = st.builds("{} {}".format, st.sampled_from(("outage p2", "incident p3", "request minor")), typed)


@pytest.fixture(scope="module")
def bot(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One desk for all examples: what earlier ones stored is shown to later ones."""
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("payloads") / "desk.db")
    database = Database(str(file), synchronous="OFF")
    built = build(Settings(), SetClock(FRIDAY), database)
    for said in ("outage p2 Email <!channel> down partner:DDDC", "incident p3 & <@U1> jams partner:BDC"):
        assert not answer(built, said).is_error
    yield built
    database.close()


def answer(bot: Bot, said: str) -> Reply:
    """As the listeners ask, with what Slack escaped turned back."""
    return bot.dispatcher.answer(as_typed(said, {}), "U_ENGINEER", PLACE, FRIDAY)


def check_parts(*parts: Part) -> None:
    shown = render(parts)
    check_message({"text": shown.text, "blocks": shown.blocks})


def check_reply(reply: Reply, said: str) -> None:
    """As the private answer, as a form, and as a Home tab."""
    check_parts(*private(reply, said, PLACE).parts)
    check_view(home_view([reply]))
    form = form_of(reply)
    if form:
        check_view(form_view(form, SPOT, PLACE))


def check_posts(bot: Bot) -> None:
    """All that waits to be told in channels; then it is forgotten."""

    def taken(session: Session) -> list[str]:
        rows = session.exec(select(Outbox)).all()
        for row in rows:
            session.delete(row)
        return [row.payload for row in rows]

    for payload in bot.database.write(taken):
        post = POST.validate_json(payload)
        check_parts(*post.parts)
        check_parts(*post.head)


@given(lines)
@example("ict help " + "x" * 3_000)
@FEW
def test_the_answer_to_any_line_can_be_shown(bot: Bot, said: str) -> None:
    check_reply(answer(bot, said), said)
    check_posts(bot)


@given(logged, st.sampled_from(("take", "hold", "resolve", "edit", "show", "update", "assign", "list")), typed)
@FEW
def test_what_is_told_of_a_record_can_be_shown(bot: Bot, said: str, verb: str, words: str) -> None:
    reply = answer(bot, f"{said} partner:all")
    check_reply(reply, said)
    command = said.split(maxsplit=1)[0]
    check_reply(answer(bot, f"{command} {verb} {reply.subject} {words}"), command)
    check_reply(answer(bot, "sla now"), "sla now")
    check_posts(bot)


@given(
    st.sampled_from(("outage log", "incident log", "request log", "incident edit INC-2", "outage update OUT-1")),
    st.data(),
)
@FEW
def test_whatever_is_filled_into_a_form_can_be_shown(bot: Bot, said: str, data: st.DataObject) -> None:
    form = form_of(answer(bot, said))
    assert form is not None
    view = form_view(form, SPOT, PLACE)
    check_view(view)
    values = {field.key: {"value": filled(field, data)} for field in form.fields}
    line_again = read_form(view | {"state": {"values": values}}).line
    check_reply(answer(bot, line_again), line_again)
    check_posts(bot)


def filled(field: FormField, data: st.DataObject) -> dict[str, object]:
    if field.choices:
        option = data.draw(st.none() | st.sampled_from(field.choices))
        return {"type": "static_select", "selected_option": option and {"value": option}}
    return {"type": "plain_text_input", "value": data.draw(st.none() | typed)}


@given(typed)
@FEW
def test_any_message_can_be_made_an_incident(bot: Bot, said: str) -> None:
    words = " ".join(as_typed(said, {}).split())
    reply = answer(bot, f"incident log summary:{quote(words)}" if words else "incident log")
    check_reply(reply, "incident log")
    check_posts(bot)


labels = st.sampled_from(("", " ", "<!channel>", "&", "x" * 2_500)) | text
spans = st.builds(Span, labels, st.sampled_from(("plain", "bold", "code")))
paragraphs = st.lists(spans, max_size=3).map(lambda some: Paragraph(tuple(some)))
numbers = st.integers(0, 10**6) | st.none()


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    height, width = draw(st.sampled_from(((0, 1), (3, 2), (300, 1), (300, 30), (98, 20))))
    cell = draw(labels)
    columns = tuple(draw(labels) for _ in range(width))
    body = ((cell, *[draw(numbers)] * (width - 1)),) * height
    return Grid(draw(labels), columns, body, tuple(draw(st.lists(labels, max_size=3))))


def several(of: st.SearchStrategy[object], *sizes: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.builds(lambda some, size: some * size, st.lists(of, max_size=3).map(tuple), st.sampled_from(sizes))


choices = st.lists(labels, max_size=3).map(tuple) | st.just(tuple(map(str, range(101))))
fields = st.builds(FormField, text.filter(bool), labels, typed.map(clean), choices, st.booleans())
some_buttons = several(st.builds(Button, labels, labels.filter(bool)), 1, 20)
forms = st.builds(
    Form, labels, st.just("incident log"), st.lists(fields, max_size=4, unique_by=lambda one: one.key).map(tuple)
)
parts: st.SearchStrategy[Part] = st.one_of(
    paragraphs,
    st.builds(Heading, labels),
    st.builds(Facts, several(st.tuples(labels, labels), 1, 10)),
    st.builds(Table, grids()),
    st.builds(Chart, text, charts(labels), is_inline=st.booleans()),
    st.builds(File, labels, text),
    st.builds(Buttons, some_buttons),
    forms,
)


@given(st.lists(parts, max_size=8), st.sampled_from((1, 1, 30)))
@settings(FEW, max_examples=150)
def test_any_parts_can_be_shown(some: list[Part], times: int) -> None:
    check_parts(line("Something is always said."), *some * times)
    check_view(home_view([Reply(tuple(some * times))]))


@given(forms)
@FEW
def test_any_form_can_be_shown(form: Form) -> None:
    check_view(form_view(form, SPOT, PLACE))
