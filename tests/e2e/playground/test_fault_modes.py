"""Every method, and every other thing an app may ask, in every way it can be told to fail."""

import time
from http.client import HTTPException

import pytest

from bot.playground.faults import Fault
from bot.playground.methods import METHODS
from bot.playground.server import Playground
from tests.e2e.playground import web
from tests.e2e.playground.tiny_app import OUTAGES, SAM, Json
from tests.e2e.playground.web import Api, Reply

HOME: Json = {"type": "home", "blocks": []}
ANSWERED = (200, 400, 404)
ALSO = ("response_url", "upload", "download")


def asked(api: Api, what: str) -> Reply:
    """Right or wrong as a call, it is answered, with one of ANSWERED, unless a fault prevents it."""
    if what in METHODS:
        return api.reply(what, {})
    url = {"response_url": "/response/T1/x", "upload": "/files/upload/F0", "download": "/files/F0/x"}[what]
    ask = web.get if what == "download" else web.post
    return ask(f"{api.playground.base_url}{url}")


@pytest.mark.parametrize("what", [*METHODS, *ALSO])
def test_it_can_be_rate_limited(api: Api, what: str) -> None:
    api.playground.faults.add(Fault(what, "ratelimited", seconds=3))
    reply = asked(api, what)
    assert (reply.status, reply.headers["Retry-After"], reply.json["error"]) == (429, "3", "ratelimited")
    assert asked(api, what).status in ANSWERED


@pytest.mark.parametrize("what", [*METHODS, *ALSO])
def test_it_can_break(api: Api, what: str) -> None:
    api.playground.faults.add(Fault(what, "500"))
    reply = asked(api, what)
    assert (reply.status, reply.content[:4]) == (500, b"<h1>")
    assert asked(api, what).status in ANSWERED


@pytest.mark.parametrize("what", [*METHODS, *ALSO])
def test_it_can_answer_with_an_error_of_choice(api: Api, what: str) -> None:
    api.playground.faults.add(Fault(what, "error", error="fatal_error"))
    assert asked(api, what).json == {"ok": False, "error": "fatal_error"}


@pytest.mark.parametrize("what", [*METHODS, *ALSO])
def test_it_can_be_slow(api: Api, what: str) -> None:
    api.playground.faults.add(Fault(what, "slow", seconds=0.02))
    begun = time.monotonic()
    assert asked(api, what).status in ANSWERED
    assert time.monotonic() - begun >= 0.02


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
@pytest.mark.parametrize("what", [*METHODS, *ALSO])
def test_its_connection_can_be_cut(api: Api, what: str, kind: str) -> None:
    api.playground.faults.add(Fault.parsed({"method": what, "kind": kind}))
    with pytest.raises((HTTPException, ConnectionError)):
        asked(api, what)
    assert asked(api, what).status in ANSWERED


def test_what_is_cut_after_has_been_done_and_what_is_cut_before_has_not(api: Api) -> None:
    url = f"{api.playground.base_url}/response/T1/{api.playground.state.urls.issue('C_OUTAGES', SAM)}"
    upload = api.ok("files.getUploadURLExternal", filename="x.csv", length=3)
    for kind in ("cut_before", "cut_after"):
        for what, post in (
            ("response_url", lambda: web.post_json(url, {"text": "said", "response_type": "in_channel"})),
            ("upload", lambda: web.post(upload["upload_url"], b"a,b")),
            ("views.publish", lambda: api.ok("views.publish", user_id=SAM, view=HOME)),
        ):
            api.playground.faults.add(Fault.parsed({"method": what, "kind": kind}))
            with pytest.raises((HTTPException, ConnectionError)):
                post()
        done = kind == "cut_after"
        person = api.playground.person(SAM)
        file = api.playground.state.files.get(upload["file_id"])
        assert (len(person.sees(OUTAGES)), file.content, person.home() is not None) == (
            done,
            b"a,b" if done else None,
            done,
        )


def test_a_fault_of_everything_leaves_deliveries_alone(playground: Playground) -> None:
    playground.faults.add(Fault("*", "500", times=None))
    api = Api(playground)
    assert {asked(api, what).status for what in ("auth.test", *ALSO)} == {500}
    assert playground.faults.take("delivery") is None


def test_faults_are_used_in_their_order_and_as_often_as_said(playground: Playground) -> None:
    api = Api(playground)
    for fault in (Fault("auth.test", "error", times=2, error="one"), Fault("*", "error", error="two")):
        playground.faults.add(fault)
    assert [asked(api, "auth.test").json.get("error") for _ in range(4)] == ["one", "one", "two", None]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"method": "auth.test", "kind": "tired"}, "No fault is called tired"),
        ({"method": "auth.test", "kind": "copies"}, "cannot fail as copies"),
        ({"method": "delivery", "kind": "500"}, "cannot fail as 500"),
        ({"method": "auth.test", "kind": "slow", "times": 0}, "at least once"),
        ({"method": "auth.test"}, "A fault has method, kind"),
        ({"method": "auth.test", "kind": "slow", "colour": "red"}, "A fault has method, kind"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(given: Json, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Fault.parsed(given)
