"""Who gets nothing, what is refused, and what is done once however often it comes."""

import json
import time
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.playground.faults import Fault
from tests.e2e.slack.workspace import ASHA, EMAIL_DOWN, GUEST, MANAGEMENT, OUTAGES, SAM, SHARED, STRANGER, Desk, chosen

FORM = "application/x-www-form-urlencoded"


def body(desk: Desk, **changed: str) -> str:
    """A slash command as Slack sends it."""
    return urlencode(
        {
            "command": "/incident",
            "text": "p3 Printer jams partner:BDC",
            "user_id": SAM,
            "team_id": "T1",
            "channel_id": OUTAGES,
            "channel_name": "ict-outages",
            "trigger_id": "1.2.three",
            "response_url": f"{desk.playground.base_url}/response/none",
        }
        | changed
    )


def posted(desk: Desk, content: str, stamp: str = "", signature: str = "", kind: str = FORM) -> tuple[int, str]:
    stamp = stamp or str(int(time.time()))
    signed = SignatureVerifier("playground").generate_signature(timestamp=stamp, body=content)
    address = urlsplit(desk.http_address)
    connection = HTTPConnection(str(address.hostname), address.port)
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or str(signed),
    }
    connection.request("POST", address.path, content, headers)
    answer = connection.getresponse()
    said = answer.status, answer.read().decode()
    connection.close()
    return said


def test_a_signed_request_is_answered_and_its_replay_is_refused(over_http: Desk) -> None:
    stamp = str(int(time.time()))
    status, said = posted(over_http, body(over_http), stamp)
    assert status == 200
    assert json.loads(said)["text"].startswith("INC-1, P3, Printing, BDC: Printer jams.")
    assert posted(over_http, body(over_http), stamp) == (401, "replayed")
    later = str(int(stamp) + 1)
    assert json.loads(posted(over_http, body(over_http), later)[1])["text"].startswith("INC-1, P3")
    assert over_http.records() == 1


@pytest.mark.parametrize("age", [-301, 301])
def test_a_request_of_another_time_is_refused(over_http: Desk, age: int) -> None:
    assert posted(over_http, body(over_http), str(int(time.time()) + age))[0] == 401
    assert over_http.records() == 0


@pytest.mark.parametrize("stamp", ["soon", "12.5", "-5", "١٢٣٤", "1e9", "9" * 400])
def test_a_timestamp_that_is_no_number_is_refused(over_http: Desk, stamp: str) -> None:
    content = body(over_http).encode("ascii").decode()
    address = urlsplit(over_http.http_address)
    connection = HTTPConnection(str(address.hostname), address.port)
    connection.putrequest("POST", address.path)
    connection.putheader("Content-Type", FORM)
    connection.putheader("Content-Length", str(len(content)))
    connection.putheader("X-Slack-Request-Timestamp", stamp.encode())
    connection.putheader("X-Slack-Signature", "v0=00")
    connection.endheaders(content.encode())
    assert connection.getresponse().status == 401
    connection.close()
    assert over_http.records() == 0


def test_a_forged_signature_is_refused(over_http: Desk) -> None:
    assert posted(over_http, body(over_http), signature=f"v0={'0' * 64}")[0] == 401
    assert over_http.records() == 0


def test_what_is_no_request_of_slack_is_no_error_of_ours(over_http: Desk) -> None:
    for content in ("", "payload=nothing", "payload=%7B%7D", "x" * 10_000):
        assert posted(over_http, content)[0] < 500


def test_a_guest_gets_nothing(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    for line in ("/sla now", "/kpi outages q2 2020-21", "/outage show OUT-1", "/outage p1 Email down partner:BDC"):
        desk.person(GUEST).say(OUTAGES, line)
        assert "you are guest" in desk.newest(GUEST)["text"]
    desk.press(desk.head(), "Take", GUEST)
    assert "you are guest" in desk.newest(GUEST)["text"]
    assert desk.records() == 1
    desk.person(GUEST).opens_home()
    desk.playground.wait_until(desk.person(GUEST).home)
    assert "OUT-1" not in str(desk.person(GUEST).home())


def test_another_workspaces_user_gets_nothing(desk: Desk) -> None:
    desk.say(EMAIL_DOWN, channel=SHARED)
    stranger, before = desk.person(STRANGER), desk.texts(STRANGER, SHARED)
    stranger.say(SHARED, "/sla now")
    stranger.say(SHARED, "@ictbot sla now")
    stranger.presses(SHARED, stranger.sees(SHARED)[0], "Take")
    desk.playground.settle()
    desk.send_all()
    assert desk.texts(STRANGER, SHARED) == [*before, "<@U_BOT> sla now"]
    assert desk.records() == 1
    assert "No owner." in desk.head(SHARED)["text"]


def test_somebody_who_is_not_listed_is_told_what_to_do(desk: Desk) -> None:
    desk.person("U_NOBODY").say(MANAGEMENT, "/sla now")
    assert "An administrator can add you to desk.toml." in desk.newest("U_NOBODY", MANAGEMENT)["text"]


def test_the_same_envelope_five_times_is_one_record_and_one_answer(desk: Desk) -> None:
    desk.playground.faults.add(Fault("delivery", "copies", copies=5))
    desk.say(EMAIL_DOWN)
    assert desk.records() == 1
    assert sum("Email down" in text for text in desk.texts(ASHA)) == 1
    assert sum("Email down" in text for text in desk.texts(ASHA, MANAGEMENT)) == 1


def test_a_button_delivered_five_times_is_done_once(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.playground.faults.add(Fault("delivery", "copies", copies=5))
    desk.press(desk.head(), "Take")
    assert sum(text.startswith("OUT-1 is Sam Okafor's.") for text in desk.texts()) == 1


def test_a_form_sent_by_a_double_click_is_one_record(desk: Desk) -> None:
    desk.person().say(OUTAGES, "/outage Email down partner:DDDC")
    form = desk.person().waits_for_form()
    desk.playground.faults.add(Fault("delivery", "copies", copies=2))
    assert desk.person().submits(form, {"priority": {"value": chosen("P2")}}) == {}
    desk.playground.settle()
    desk.send_all()
    assert desk.records() == 1
    assert sum("Email down" in text for text in desk.texts(ASHA)) == 1
