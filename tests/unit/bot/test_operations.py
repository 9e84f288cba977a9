"""The operations server's pages, asked as a WSGI server asks."""

from threading import Event, Thread

from bot.operations import Page, alive, application, one_at_a_time


def test_a_look_that_hangs_holds_up_neither_the_next_one_nor_the_other_pages() -> None:
    entered, go = Event(), Event()

    def hangs() -> Page:
        entered.set()
        go.wait()
        return "200 OK", "text/plain", b"ok"

    asked = application({"/readyz": one_at_a_time(hangs, patience=0.01), "/healthz": alive})
    said: list[str] = []

    def get(path: str) -> bytes:
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
        return b"".join(asked(environ, lambda status, _headers: said.append(status)))

    first = Thread(target=get, args=("/readyz",))
    first.start()
    entered.wait()
    assert get("/readyz") == b"wrong: the look before this one has not come to its end\n"
    assert get("/healthz") == b"ok\n"
    go.set()
    first.join()
    assert get("/readyz") == b"ok"
    assert said == ["503 Service Unavailable", "200 OK", "200 OK", "200 OK"]
