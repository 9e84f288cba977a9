"""Socket Mode as it goes over the wire, to an app that is nothing but a WebSocket."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Thread

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.playground.faults import Fault
from bot.playground.server import Playground
from tests.e2e.playground.tiny_app import ASHA, OUTAGES, SAM, Feed
from tests.e2e.playground.wire import Wire, wired


@pytest.fixture
def wire(playground: Playground) -> Iterator[Wire]:
    with wired(playground) as opened:
        yield opened


def typing(playground: Playground, line: str, user: str = SAM) -> Thread:
    """A person who waits for the answer of a command."""
    started = Thread(target=playground.person(user).say, args=(OUTAGES, line))
    started.start()
    return started


def test_an_app_is_greeted(wire: Wire) -> None:
    assert (wire.hello["type"], wire.hello["num_connections"]) == ("hello", 1)
    assert wire.hello["connection_info"] == {"app_id": "A1"}
    assert wire.hello["debug_info"]["approximate_connection_time"] > 0


def test_a_command_travels_in_an_envelope_and_its_answer_back(playground: Playground, wire: Wire) -> None:
    waiting = typing(playground, "/echo p2 down")
    envelope = wire.next()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert (envelope["payload"]["command"], envelope["payload"]["text"]) == ("/echo", "p2 down")
    wire.acknowledge(envelope, payload={"text": "Logged", "response_type": "in_channel"})
    waiting.join()
    assert playground.person(ASHA).sees(OUTAGES)[-1]["text"] == "Logged"


def test_an_answer_may_be_bare_text(playground: Playground, wire: Wire) -> None:
    waiting = typing(playground, "/echo")
    wire.acknowledge(wire.next(), payload="Logged")
    waiting.join()
    assert playground.person(SAM).sees(OUTAGES)[-1]["text"] == "Logged"


def test_an_event_says_how_often_it_was_tried(playground: Playground, wire: Wire) -> None:
    playground.person(SAM).say(SAM, "hello")
    envelope = wire.next()
    assert envelope["accepts_response_payload"] is False
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    assert envelope["payload"]["event"]["type"] == "message"
    wire.acknowledge(envelope)
    playground.settle()


def test_nonsense_from_the_app_is_passed_over(playground: Playground, wire: Wire) -> None:
    waiting = typing(playground, "/echo")
    envelope = wire.next()
    for line in ("nonsense", "[]", "{}", '{"envelope_id": "another"}', '{"envelope_id": []}'):
        wire.socket.send(line)
    wire.acknowledge(envelope, payload={"text": "Logged"})
    wire.acknowledge(envelope, payload={"text": "Twice"})
    waiting.join()
    assert [message["text"] for message in playground.person(SAM).sees(OUTAGES)] == ["Logged"]


def test_an_envelope_can_come_twice(playground: Playground, wire: Wire) -> None:
    playground.faults.add(Fault("delivery", "copies"))
    waiting = typing(playground, "/echo")
    first, second = wire.next(), wire.next()
    assert first == second
    wire.acknowledge(first)
    waiting.join()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_an_app_that_stays_is_closed(playground: Playground, wire: Wire, reason: str) -> None:
    playground.run(playground.control({"disconnect": reason}))
    assert wire.next()["reason"] == reason
    with pytest.raises(ConnectionClosed):
        wire.socket.recv(timeout=10)


def test_an_app_that_was_warned_gets_things_until_there_is_another_connection(
    playground: Playground, wire: Wire
) -> None:
    playground.run(playground.control({"disconnect": "warning"}))
    assert wire.next()["type"] == "disconnect"
    waiting = typing(playground, "/echo")
    wire.acknowledge(wire.next())
    waiting.join()
    with wired(playground) as fresh:
        waiting = typing(playground, "/echo")
        fresh.acknowledge(fresh.next())
        waiting.join()


def test_a_connection_that_was_cut_is_no_longer_counted(playground: Playground, wire: Wire) -> None:
    playground.cut()
    with pytest.raises((ConnectionClosed, ConnectionError)):
        wire.socket.recv(timeout=10)
    playground.wait_until(lambda: not playground.sockets.connections)


@pytest.mark.usefixtures("wire")
def test_a_command_to_a_connection_that_has_just_gone_fails_at_once(playground: Playground) -> None:
    async def cut_and_say() -> None:
        playground.sockets.cut()
        await asyncio.sleep(0)  # the connection is lost, but nobody has been told yet
        await playground.people.say(SAM, "C_OUTAGES", "/echo")

    with Feed(playground, SAM) as told:
        playground.run(cut_and_say())
        assert told("notice")["text"] == '/echo failed with the error "dispatch_failed"'


def test_an_eleventh_connection_is_turned_away(playground: Playground) -> None:
    with ExitStack() as stack:
        hellos = [stack.enter_context(wired(playground)).hello for _ in range(11)]
    assert hellos[9]["num_connections"] == 10
    assert hellos[10]["reason"] == "too_many_websockets"


def test_a_connection_needs_a_ticket(playground: Playground) -> None:
    address = f"ws{playground.base_url.removeprefix('http')}/link/made-up"
    with pytest.raises(InvalidStatus, match="403"), connect(address, proxy=None):
        pass
