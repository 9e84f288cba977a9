"""Each method of Slack failing in turn: the record is there, the asker was answered, each message arrives once."""

from datetime import timedelta
from typing import Any, get_args

import pytest

from bot.outbox import FIRST_WAIT
from bot.playground.faults import OF_CALLS, Fault, Kind
from tests.e2e.slack.workspace import ASHA, EMAIL_DOWN, MANAGEMENT, OUTAGES, SAM, Desk, typed

# Not "slow", which is no failure, and not "cut_after", where Slack did what it could not tell of.
FAILURES = [kind for kind in get_args(Kind) if kind in OF_CALLS - {"slow", "cut_after"}]
AGAIN = FIRST_WAIT + timedelta(seconds=1)


def fails(desk: Desk, method: str, kind: str, times: int = 1) -> None:
    desk.playground.faults.add(Fault.parsed({"method": method, "kind": kind, "times": times, "seconds": 3.0}))


def later(desk: Desk) -> None:
    """What failed is tried again when its time has come."""
    for _ in range(4):
        desk.clock.move(AGAIN)
        desk.send_all()


@pytest.mark.parametrize("kind", FAILURES)
def test_a_post_that_fails_comes_once_later_and_the_asker_was_answered(over_http: Desk, kind: str) -> None:
    fails(over_http, "chat.postMessage", kind, times=2)
    over_http.person().say(OUTAGES, EMAIL_DOWN)
    assert over_http.newest()["text"].startswith("OUT-1, P2, Email, DDDC")
    assert over_http.records() == 1
    over_http.send_all()
    later(over_http)
    for channel in (OUTAGES, MANAGEMENT):
        assert sum("Email down" in text for text in over_http.texts(ASHA, channel)) == 1


@pytest.mark.parametrize("kind", FAILURES)
def test_posts_keep_the_order_of_their_thread_over_a_failure(over_http: Desk, kind: str) -> None:
    over_http.say(EMAIL_DOWN)
    fails(over_http, "chat.postMessage", kind)
    for text in ("first", "second", "third"):
        over_http.person().say(OUTAGES, f"/outage update OUT-1 {text}")
    over_http.send_all()
    later(over_http)
    said = [text.split(": ")[1].split(".")[0] for text in over_http.texts(ASHA) if "Sam Okafor: " in text]
    assert said == ["first", "second", "third"]


@pytest.mark.parametrize("kind", FAILURES)
def test_an_edit_that_fails_is_made_later_and_its_words_come_once(over_http: Desk, kind: str) -> None:
    over_http.say(EMAIL_DOWN)
    fails(over_http, "chat.update", kind)
    over_http.press(over_http.head(), "Take")
    later(over_http)
    assert "Owner Sam Okafor." in over_http.head()["text"]
    assert sum(text.startswith("OUT-1 is Sam Okafor's.") for text in over_http.texts(ASHA)) == 1


@pytest.mark.parametrize("kind", FAILURES)
def test_a_private_answer_that_fails_comes_once_later(over_http: Desk, kind: str) -> None:
    over_http.say("/incident p3 Printer jams partner:BDC")
    fails(over_http, "chat.postEphemeral", kind)
    over_http.press(over_http.newest(), "Take")
    later(over_http)
    assert sum(text.startswith("INC-1 is Sam Okafor's.") for text in over_http.texts()) == 1


@pytest.mark.parametrize("kind", FAILURES)
def test_a_form_that_does_not_open_is_offered_again(over_http: Desk, kind: str) -> None:
    over_http.say("/incident p3 Printer jams partner:BDC")
    fails(over_http, "views.open", kind)
    over_http.person().say(OUTAGES, "/incident hold INC-1")
    assert over_http.newest()["text"].startswith("Waiting for whom or what? Nothing is stored yet.")
    over_http.press(over_http.newest(), "Fill in the form")
    form = over_http.person().waits_for_form()
    assert over_http.person().submits(form, {"text": {"value": typed("the supplier")}}) == {}
    over_http.send_all()
    assert over_http.texts()[-1].startswith("INC-1 on hold since today 15:10: the supplier.")


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal", "conversations.open"]
)
@pytest.mark.parametrize("kind", FAILURES)
def test_a_picture_that_fails_comes_once_later(over_http: Desk, method: str, kind: str) -> None:
    over_http.person(ASHA).say(OUTAGES, "/outage p2 Email down partner:DDDC")
    over_http.send_all()
    fails(over_http, method, kind)
    over_http.person(ASHA).say(OUTAGES, "/kpi outages q2 2020-21")
    assert over_http.newest(ASHA)["text"].startswith("July to September 2020: 1 outage")
    over_http.send_all()
    later(over_http)

    def pictures() -> list[Any]:
        return [one for one in over_http.person(ASHA).sees(ASHA) if one.get("files")]

    over_http.playground.wait_until(pictures)  # a file is shared a moment after its upload
    assert len(pictures()) == 1


@pytest.mark.parametrize("kind", FAILURES)
def test_a_home_that_fails_is_there_at_the_next_look(over_http: Desk, kind: str) -> None:
    fails(over_http, "views.publish", kind)
    over_http.person().opens_home()
    over_http.playground.settle()
    assert over_http.person().home() is None
    over_http.person().opens_home()
    over_http.playground.wait_until(over_http.person().home)


@pytest.mark.parametrize("kind", FAILURES)
def test_channels_that_cannot_be_listed_are_listed_later(over_http: Desk, kind: str) -> None:
    fails(over_http, "conversations.list", kind)
    over_http.person().say(OUTAGES, EMAIL_DOWN)
    over_http.send_all()
    over_http.channel.directory._listed_at = -60.0  # a minute later
    later(over_http)
    assert sum("Email down" in text for text in over_http.texts(ASHA)) == 1
    assert sum("Email down" in text for text in over_http.texts(ASHA, MANAGEMENT)) == 1


def test_retry_after_is_heeded(over_http: Desk) -> None:
    fails(over_http, "chat.postMessage", "ratelimited")
    over_http.person().say(SAM, "incident p3 Printer jams partner:BDC")
    over_http.playground.settle()
    over_http.send_all()
    over_http.clock.move(timedelta(seconds=2))
    over_http.send_all()
    assert len(over_http.texts(channel=SAM)) == 1  # what was typed
    over_http.clock.move(timedelta(seconds=2))
    over_http.send_all()
    assert over_http.texts(channel=SAM)[-1].startswith("INC-1, P3")


def test_a_disconnect_loses_nothing(over_socket: Desk) -> None:
    over_socket.say(EMAIL_DOWN)
    over_socket.playground.disconnect()
    over_socket.playground.wait_for_app()
    over_socket.say("/outage take OUT-1")
    over_socket.playground.cut()
    over_socket.playground.wait_for_app()
    over_socket.say("/outage resolve OUT-1 Restarted")
    assert "Resolved: Restarted." in over_socket.head()["text"]


def test_a_head_that_somebody_deleted_gives_way_to_a_new_one(over_http: Desk) -> None:
    over_http.say(EMAIL_DOWN)
    first = over_http.head()
    over_http.channel.client.chat_delete(channel=OUTAGES, ts=first["ts"])
    over_http.say("/outage take OUT-1")
    over_http.say("/outage resolve OUT-1 Restarted")
    new = over_http.newest(ASHA)
    assert "OUT-1 resolved today 15:10: Restarted." in new["text"]
    head = next(one for one in over_http.person(ASHA).sees(OUTAGES) if one["ts"] == new["thread_ts"] != first["ts"])
    assert "Resolved: Restarted." in head["text"]


def test_slacks_own_limits_are_kept_and_every_message_comes_once_in_its_order(
    over_http: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    over_http.say(EMAIL_DOWN)
    over_http.playground.rates.is_on = True
    words = ("first", "second", "third", "fourth")
    for word in words:
        over_http.person().say(OUTAGES, f"/outage update OUT-1 {word}")
    for _ in range(40):
        over_http.send_all()
        over_http.clock.move(AGAIN)
        over_http.playground.skip(2.0)
    said = [text.split(": ")[1].split(".")[0] for text in over_http.texts(ASHA) if "Sam Okafor: " in text]
    assert said == list(words)
    assert "not sent: ratelimited" in caplog.text  # it was refused in between
