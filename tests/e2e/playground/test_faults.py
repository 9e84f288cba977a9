"""What goes wrong by itself or because the playground was told so, and how the app is found again."""

from http.client import RemoteDisconnected
from itertools import pairwise

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.slack.socket import hang_up
from tests.e2e.playground.tiny_app import OUTAGES, SAM, WORKSPACE, Feed, Heard, Json, Running


def test_a_command_that_is_not_answered_in_time_fails_and_still_runs(running: Running) -> None:
    running.lose_patience()
    with running.live(SAM) as told:
        running.playground.person(SAM).say(OUTAGES, "/slow")
        assert told("notice")["text"] == '/slow failed with the error "operation_timeout"'
    assert len(running.heard.bodies("slow")) == 1


def test_an_answer_that_slack_would_not_show_is_an_error(running: Running) -> None:
    with running.live(SAM) as told:
        running.playground.person(SAM).say(OUTAGES, "/broken")
        assert "invalid_command_response: invalid_blocks" in told("notice")["text"]


def test_a_button_nobody_listens_to_is_excused(running: Running) -> None:
    running.lose_patience()
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/button")
    with running.live(SAM) as told:
        sam.presses(OUTAGES, sam.sees(OUTAGES)[-1], "Nobody listens")
        error = "http_service_error" if running.is_http else "operation_timeout"
        assert told("notice")["text"] == f"The app did not do this: {error}"


def test_the_same_command_five_times(running: Running) -> None:
    running.playground.faults.add(Fault("delivery", "copies", copies=5))
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/echo once")
    bodies = [running.wait_for("command", times) for times in range(1, 6)]
    assert len({body["trigger_id"] for body in bodies}) == 1
    assert [message["text"] for message in sam.sees(OUTAGES)] == ["You said once"]


def test_a_late_delivery_is_late_and_no_failure(running: Running) -> None:
    running.playground.faults.add(Fault("delivery", "slow", seconds=0.05))
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/echo later")
    assert sam.sees(OUTAGES)[-1]["text"] == "You said later"


def test_an_event_is_sent_again_until_it_is_acknowledged(running: Running) -> None:
    running.lose_patience()
    running.playground.faults.add(Fault("users.info", "error", times=None))  # is not about delivery
    running.playground.person(SAM).say(SAM, "fail twice")
    running.playground.settle()
    reason = "http_error" if running.is_http else "timeout"
    tried = [(retry["attempt"], retry["reason"]) for retry in running.heard.bodies("retry")]
    assert tried == [(0, ""), (1, reason), (2, reason)]
    assert len({body["event_id"] for body in running.heard.bodies("message")}) == 1


def test_an_event_is_given_up_after_three_more_times(running: Running) -> None:
    running.lose_patience()
    running.playground.person(SAM).say(SAM, "fail always")
    running.playground.settle()
    assert len(running.heard.bodies("message")) == 4


def test_an_app_can_ask_not_to_be_sent_it_again(over_http: Running) -> None:
    over_http.playground.person(SAM).say(SAM, "fail for good")
    over_http.playground.settle()
    assert len(over_http.heard.bodies("message")) == 1


def test_a_request_url_where_nobody_listens_fails_at_once(playground: Playground) -> None:
    playground.deliver_to("http://127.0.0.1:9")
    with Feed(playground, SAM) as told:
        playground.person(SAM).say(OUTAGES, "/echo hello")
        assert told("notice")["text"] == '/echo failed with the error "dispatch_failed"'


def test_a_request_url_elsewhere_is_refused(playground: Playground) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        playground.deliver_to("https://elsewhere.example/slack/events")


# Web API


@pytest.fixture
def client(playground: Playground) -> WebClient:
    return WebClient(WORKSPACE.bot_token, base_url=playground.api_url, retry_handlers=[], timeout=5)


def texts(playground: Playground) -> list[str]:
    return [message["text"] for message in playground.person(SAM).sees(OUTAGES)]


def test_a_method_can_be_rate_limited(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "ratelimited", seconds=7))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=OUTAGES, text="too fast")
    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "7")
    client.chat_postMessage(channel=OUTAGES, text="later")
    assert texts(playground) == ["later"]


def test_a_method_can_break(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("*", "500", times=2))
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=OUTAGES, text="x")
        assert caught.value.response.status_code == 500
    assert client.auth_test()["ok"]


def test_a_method_can_answer_with_any_error(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "error", error="is_archived"))
    with pytest.raises(SlackApiError, match="is_archived"):
        client.chat_postMessage(channel=OUTAGES, text="x")


@pytest.mark.parametrize(("kind", "left"), [("cut_before", []), ("cut_after", ["cut"])])
def test_a_connection_can_be_cut_before_or_after(
    playground: Playground, client: WebClient, kind: str, left: list[str]
) -> None:
    playground.faults.add(Fault.parsed({"method": "chat.postMessage", "kind": kind}))
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel=OUTAGES, text="cut")
    assert texts(playground) == left


def test_the_clients_own_retry_doubles_a_message(playground: Playground) -> None:
    playground.faults.add(Fault("chat.postMessage", "cut_after"))
    WebClient(WORKSPACE.bot_token, base_url=playground.api_url).chat_postMessage(channel=OUTAGES, text="twice")
    assert texts(playground) == ["twice", "twice"]


def test_a_slow_method_does_what_it_was_asked(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "slow", seconds=0.05))
    client.chat_postMessage(channel=OUTAGES, text="slow")
    assert texts(playground) == ["slow"]


def test_faults_can_be_taken_back(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("*", "500", times=None))
    playground.faults.clear()
    assert client.auth_test()["ok"]


# Socket Mode


def test_without_a_connection_commands_fail_and_events_wait_for_one(playground: Playground) -> None:
    sam = playground.person(SAM)
    sam.say(SAM, "anybody?")
    playground.settle()
    sam.say(OUTAGES, "/echo hello")
    assert sam.sees(OUTAGES) == []


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_connections_are_recycled_and_nothing_is_lost(over_socket: Running, reason: str) -> None:
    playground, sam = over_socket.playground, over_socket.playground.person(SAM)
    before = playground.sockets.connections[0]
    playground.run(playground.control({"disconnect": reason}))
    playground.wait_until(lambda: before not in playground.sockets.connections)
    playground.wait_for_app()
    sam.say(OUTAGES, "/echo still here")
    assert sam.sees(OUTAGES)[-1]["text"] == "You said still here"


def test_an_app_that_was_told_goodbye_gets_nothing_new_once_it_is_back(over_socket: Running) -> None:
    playground = over_socket.playground
    before = playground.sockets.connections[0]
    playground.disconnect("warning")
    playground.wait_until(lambda: playground.sockets.connections and before not in playground.sockets.connections)


def test_an_app_comes_back_after_its_connection_was_cut(over_socket: Running) -> None:
    playground, sam = over_socket.playground, over_socket.playground.person(SAM)
    before = playground.sockets.connections[0]
    playground.cut()
    playground.wait_until(lambda: before not in playground.sockets.connections)
    playground.wait_for_app()
    sam.say(OUTAGES, "/echo back")
    assert sam.sees(OUTAGES)[-1]["text"] == "You said back"


def other_app(playground: Playground, heard: Heard) -> SocketModeHandler:
    app = App(client=WebClient(WORKSPACE.bot_token, base_url=playground.api_url), process_before_response=True)

    @app.command("/echo")
    def _echo(ack: Ack, body: Json) -> None:
        heard.add("command", body)
        ack("from the other")

    return SocketModeHandler(app, WORKSPACE.app_token, concurrency=2)


def test_each_command_goes_to_one_of_several_connections(over_socket: Running) -> None:
    playground, sam, heard = over_socket.playground, over_socket.playground.person(SAM), Heard()
    second = other_app(playground, heard)
    second.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    playground.wait_for_app(2)
    for number in range(6):
        sam.say(OUTAGES, f"/echo {number}")
    assert (len(over_socket.heard.bodies("command")), len(heard.bodies("command"))) == (3, 3)
    assert all(one != another for one, another in pairwise(message["text"] for message in sam.sees(OUTAGES)))
    hang_up(second)


def test_a_ticket_opens_one_connection(playground: Playground) -> None:
    assert playground.state.links.redeem("made up") is False
    ticket = playground.state.links.issue()
    assert (playground.state.links.redeem(ticket), playground.state.links.redeem(ticket)) == (True, False)


def test_a_playground_that_never_started_runs_nothing() -> None:
    idle = Playground()
    work = idle.control({})
    with pytest.raises(RuntimeError, match="has not been started"):
        idle.run(work)
    work.close()
    idle.stop()


def test_waiting_comes_to_an_end(playground: Playground) -> None:
    with pytest.raises(TimeoutError):
        playground.wait_until(lambda: False, seconds=0.01)
