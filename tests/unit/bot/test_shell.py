"""The terminal: answers as text and as JSON, pictures and files beside them, posts behind their channel's name."""

import io
import json
from pathlib import Path

import pytest

from bot.command import Post, Reply
from bot.outbox import Attempt
from bot.parts import Chart, File, Heading, buttons, line
from bot.shell import Terminal, as_json, buttons_of, say
from core.errors import DeskError
from reports.charts import Lines, Series

CHART = Chart("sla-2020-04", Lines("Met", "By month", "Source: 1", ("Apr",), (Series("All", (90.0,)),), "%"))
CSV = File("outages.csv", "Reference\r\nOUT-1\r\n")
REPLY = Reply(
    (line("Two things."), CHART, CSV, buttons(("Take", "outage take OUT-1"), ("Undo", "ict undo 1"))),
    "channel",
    posts=(Post("ict-management", "ticket:1", (line("Told."),)),),
)


def test_what_cannot_be_printed_is_written_beside_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "charts"
    chart, file = folder / "sla-2020-04.png", folder / "outages.csv"
    text = say(REPLY, folder)
    assert text == f"Two things.\n[chart]\n[file outages.csv]\n[Take] [Undo]\nchart: {chart}\nfile: {file}"
    assert chart.read_bytes().startswith(b"\x89PNG")
    assert file.read_bytes() == b"Reference\r\nOUT-1\r\n"


def test_json_has_the_text_every_part_and_what_was_written(tmp_path: Path) -> None:
    body = json.loads(as_json(REPLY, tmp_path))
    assert list(body) == ["text", "visibility", "is_error", "parts", "files"]
    assert body["text"] == REPLY.text
    assert (body["visibility"], body["is_error"]) == ("channel", False)
    assert [part["kind"] for part in body["parts"]] == ["paragraph", "chart", "file", "buttons"]
    assert body["files"] == [str(tmp_path / "sla-2020-04.png"), str(tmp_path / "outages.csv")]


def test_an_answer_without_pictures_writes_nothing(tmp_path: Path) -> None:
    assert say(Reply((Heading("Open"),)), tmp_path / "nothing") == "Open"
    assert not (tmp_path / "nothing").exists()


def test_a_folder_that_cannot_be_written_to_is_named_with_what_to_do(tmp_path: Path) -> None:
    taken = tmp_path / "charts"
    taken.touch()
    with pytest.raises(DeskError, match="--to") as refused:
        say(REPLY, taken)
    assert str(taken) in refused.value.sentence


def test_the_buttons_of_an_answer_in_order() -> None:
    assert [button.label for button in buttons_of(REPLY)] == ["Take", "Undo"]


def test_posts_are_printed_line_by_line_behind_their_channel_and_a_thread_goes_on() -> None:
    out = io.StringIO()
    terminal = Terminal(out)
    first = terminal.deliver(
        Post("ict-outages", "ticket:1", (line("OUT-1."), line("Fix by 10:40."))), None, Attempt("1")
    )
    again = terminal.deliver(Post("ict-outages", "ticket:1", (line("Mended."),)), first, Attempt("2"))
    assert out.getvalue() == "#ict-outages | OUT-1.\n#ict-outages | Fix by 10:40.\n#ict-outages  thread | Mended.\n"
    assert first == again


def test_what_is_for_one_person_is_printed_behind_their_name() -> None:
    out = io.StringIO()
    Terminal(out).deliver(
        Post("@engineer", "satisfaction:1", (line("How did we do?"), buttons(("5", "x 5")))), None, Attempt("3")
    )
    assert out.getvalue() == "@engineer | How did we do? [5]\n"
