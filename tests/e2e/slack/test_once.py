"""What Slack did, and could not tell of, is found in Slack's own record and not done twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.playground.faults import Fault
from storage import outbox
from storage.models import Outbox
from tests.e2e.slack.test_failing import FAILURES, later
from tests.e2e.slack.workspace import ASHA, EMAIL_DOWN, MANAGEMENT, OUTAGES, SAM, Desk, opened
from tests.integration.rows import rows

FAULTS = [*FAILURES, "cut_after"]
MINUTE = timedelta(minutes=1)
WORDS = ("first", "second", "third")


def cut(desk: Desk, method: str, kind: str, times: int | None = 1) -> None:
    """A slow call is done after the bot has given up waiting for it."""
    desk.playground.faults.add(Fault.parsed({"method": method, "kind": kind, "times": times, "seconds": 0.6}))
    desk.channel.client.timeout = 0.2 if kind == "slow" else 10  # type: ignore[assignment]


def found(desk: Desk) -> int:
    return desk.bot.database.read(outbox.found)


def how_often(desk: Desk, words: str, channel: str = OUTAGES) -> int:
    return sum(words in text for text in desk.texts(ASHA, channel))


def done_late(desk: Desk, words: str, channel: str = OUTAGES, user: str = ASHA) -> None:
    desk.playground.wait_until(lambda: any(words in text for text in desk.texts(user, channel)))


@pytest.mark.parametrize("kind", ["cut_after", "slow"])
def test_a_post_that_went_out_unnoticed_is_found_and_its_thread_goes_on(over_http: Desk, kind: str) -> None:
    cut(over_http, "chat.postMessage", kind, times=2)  # to the channel, and to management
    over_http.person().say(OUTAGES, EMAIL_DOWN)
    over_http.playground.settle()
    over_http.send_all()
    for channel in (OUTAGES, MANAGEMENT):
        done_late(over_http, "Email down", channel)
    cut(over_http, "chat.update", "cut_after")  # from here on an edit, which may be made twice
    later(over_http)
    assert found(over_http) == 2
    assert how_often(over_http, "Email down") == how_often(over_http, "Email down", MANAGEMENT) == 1
    over_http.say("/outage update OUT-1 Restarting")
    later(over_http)
    assert over_http.newest(ASHA)["thread_ts"] == over_http.head()["ts"]
    assert how_often(over_http, "Restarting") == 1


@pytest.mark.parametrize("kind", ["cut_after", "slow"])
def test_a_reply_that_went_out_unnoticed_is_found_in_its_thread_and_the_next_comes_after_it(
    over_http: Desk, kind: str
) -> None:
    over_http.say(EMAIL_DOWN)
    cut(over_http, "chat.postMessage", kind)
    for word in WORDS:
        over_http.person().say(OUTAGES, f"/outage update OUT-1 {word}")
    over_http.send_all()
    done_late(over_http, "first")
    later(over_http)
    said = [text.split(": ")[1].split(".")[0] for text in over_http.texts(ASHA) if "Sam Okafor: " in text]
    assert said == list(WORDS)
    assert found(over_http) == 1


@pytest.mark.parametrize("kind", ["cut_after", "slow"])
def test_a_direct_message_that_went_out_unnoticed_is_found(over_http: Desk, kind: str) -> None:
    cut(over_http, "chat.postMessage", kind)
    over_http.person().say(SAM, "incident p3 Printer jams partner:BDC")
    over_http.playground.settle()
    over_http.send_all()
    done_late(over_http, "INC-1, P3", SAM, SAM)
    later(over_http)
    assert sum(text.startswith("INC-1, P3") for text in over_http.texts(channel=SAM)) == 1
    assert found(over_http) == 1


def test_a_picture_that_went_out_unnoticed_is_found(over_http: Desk) -> None:
    over_http.say(EMAIL_DOWN)
    over_http.person(ASHA).say(OUTAGES, "/kpi outages q2 2020-21")
    cut(over_http, "files.completeUploadExternal", "cut_after")
    over_http.send_all()
    over_http.playground.wait_until(lambda: any(one.get("files") for one in over_http.person(ASHA).sees(ASHA)))
    later(over_http)
    assert sum(bool(one.get("files")) for one in over_http.person(ASHA).sees(ASHA)) == 1
    assert found(over_http) == 1


@pytest.mark.parametrize("kind", FAILURES)
def test_a_look_that_fails_is_made_again_before_anything_is_said(over_http: Desk, kind: str) -> None:
    cut(over_http, "chat.postMessage", "cut_after", times=2)
    over_http.person().say(OUTAGES, EMAIL_DOWN)
    over_http.playground.settle()
    over_http.send_all()
    cut(over_http, "conversations.history", kind, times=2)
    later(over_http)
    cut(over_http, "chat.postMessage", "cut_after")
    over_http.person().say(OUTAGES, "/outage update OUT-1 Restarting")
    over_http.send_all()
    cut(over_http, "conversations.replies", kind)
    later(over_http)
    assert how_often(over_http, "Email down") == how_often(over_http, "Email down", MANAGEMENT) == 1
    assert how_often(over_http, "Restarting") == 1
    assert found(over_http) == 3


@pytest.mark.parametrize("method", ["chat.update", "conversations.open", "files.getUploadURLExternal", "upload"])
def test_a_call_that_slack_takes_too_long_for_is_made_again_and_what_follows_comes_once(
    over_http: Desk, method: str
) -> None:
    over_http.say(EMAIL_DOWN)
    over_http.person(ASHA).say(OUTAGES, "/kpi outages q2 2020-21")
    cut(over_http, method, "slow")
    over_http.press(over_http.head(), "Take")
    over_http.send_all()
    later(over_http)
    assert sum(text.startswith("OUT-1 is Sam Okafor's.") for text in over_http.texts(ASHA)) == 1
    assert "Owner Sam Okafor." in over_http.head()["text"]
    assert sum(bool(one.get("files")) for one in over_http.person(ASHA).sees(ASHA)) == 1


def test_a_private_answer_in_a_channel_cannot_be_looked_for_and_is_said_again(over_http: Desk) -> None:
    """Slack keeps no record of it; the person sees it twice rather than never."""
    over_http.say("/incident p3 Printer jams partner:BDC")
    cut(over_http, "chat.postEphemeral", "cut_after")
    over_http.press(over_http.newest(), "Take")
    later(over_http)
    assert sum(text.startswith("INC-1 is Sam Okafor's.") for text in over_http.texts()) == 2
    assert found(over_http) == 0


def test_where_slack_shows_no_record_it_is_said_twice_rather_than_never(
    bot_on_file: Bot, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(bot_on_file, clock, is_http=True) as desk:
        space = desk.playground.state.workspace
        installed_before = tuple(scope for scope in space.scopes if not scope.endswith(":history"))
        desk.playground.state.workspace = replace(space, scopes=installed_before)
        cut(desk, "chat.postMessage", "cut_after")
        desk.say(EMAIL_DOWN)
        later(desk)
        assert how_often(desk, "Email down") == 2
    assert "cannot look whether a post stands in" in caplog.text


@pytest.mark.parametrize("kind", FAULTS)
def test_slack_fails_for_ten_minutes_and_then_each_message_is_there_once_in_its_order(
    over_http: Desk, kind: str
) -> None:
    """Whatever it is asked. Nothing is given up, and no place is asked more than about once a minute."""
    over_http.say(EMAIL_DOWN)
    fault = {"method": "*", "kind": kind, "times": None, "seconds": 30.0}
    over_http.playground.faults.add(Fault.parsed(fault))
    for word in WORDS:
        over_http.person().say(OUTAGES, f"/outage update OUT-1 {word}")
    over_http.person().say(OUTAGES, "/outage p2 Phones down partner:DDDC service:Telephony")
    for _ in range(40):
        over_http.ticker.sender.send_waiting()
        over_http.clock.move(MINUTE / 4)
        over_http.ticker.sender.rests._until.clear()  # which go by the machine's clock
    over_http.playground.faults.clear()
    for _ in range(4):
        over_http.clock.move(10 * MINUTE)
        over_http.send_all()
    said = [text.split(": ")[1].split(".")[0] for text in over_http.texts(ASHA) if "Sam Okafor: " in text]
    assert said == list(WORDS)
    assert how_often(over_http, "Phones down") == how_often(over_http, "Phones down", MANAGEMENT) == 1
    assert all(row["sent_at"] and not row["dead_at"] for row in rows(over_http.bot.database, Outbox))
