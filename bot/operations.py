"""The operations server: /healthz, /readyz and /metrics, for whoever watches the bot; on loopback unless told else."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from bot.finding import report
from bot.metrics import Metrics
from bot.serving import Application, Served, serve
from bot.settings import Settings
from bot.vitals import Vitals

THREADS = 8
PATIENCE = 2.0  # seconds
UNAVAILABLE = "503 Service Unavailable"
PLAIN, METRICS = "text/plain; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8"
Page = tuple[str, str, bytes]
"""Status, kind and body."""


def open_operations(settings: Settings, vitals: Vitals, metrics: Metrics) -> Served | None:
    """Nothing where no port is set."""
    if settings.ops_port is None:
        return None
    pages = {
        "/healthz": alive,
        "/readyz": one_at_a_time(lambda: ready(vitals)),
        "/metrics": one_at_a_time(lambda: ("200 OK", METRICS, metrics.text())),
    }
    return serve(
        application(pages),
        settings.ops_host,
        settings.ops_port,
        threads=THREADS,
        name="operations",
        setting="ICTBOT_OPS_PORT",
    )


def application(pages: dict[str, Callable[[], Page]]) -> Application:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        page = pages.get(environ["PATH_INFO"], missing)
        status, kind, body = page() if environ["REQUEST_METHOD"] in {"GET", "HEAD"} else missing()
        start_response(
            status, [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        )
        return [body]

    return answer


def one_at_a_time(page: Callable[[], Page], patience: float = PATIENCE) -> Callable[[], Page]:
    """A database that hangs holds up one look at it, and not all threads: who asks for /healthz is still answered."""
    looking = Lock()

    def guarded() -> Page:
        if not looking.acquire(timeout=patience):
            return UNAVAILABLE, PLAIN, b"wrong: the look before this one has not come to its end\n"
        try:
            return page()
        finally:
            looking.release()

    return guarded


def alive() -> Page:
    return "200 OK", PLAIN, b"ok\n"


def ready(vitals: Vitals) -> Page:
    found = vitals.findings()
    status = "200 OK" if all(finding.is_well for finding in found) else UNAVAILABLE
    return status, PLAIN, f"{report(found)}\n".encode()


def missing() -> Page:
    return "404 Not Found", PLAIN, b"There are /healthz, /readyz and /metrics.\n"
