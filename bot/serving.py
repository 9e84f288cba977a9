"""Serving HTTP in threads of this process, and ending it so that what was taken is answered."""

import logging
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from core.errors import DeskError

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PATIENCE = 10  # seconds, for what is being answered
HEED_SECONDS = 1


@dataclass(frozen=True)
class Served:
    address: str
    close: Callable[[], None]
    is_open: Callable[[], bool]


def serve(application: Application, host: str, port: int, *, threads: int, name: str, setting: str) -> Served:
    """DeskError names the `setting` where the port is taken. Port nought is any that is free."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is what threads are for, and no news
    listening = listen(host, port, setting)
    channels: dict[int, Any] = {}
    server: Any = create_server(application, channels, sockets=[listening], threads=threads)
    thread = Thread(target=server.run, name=name, daemon=True)
    thread.start()

    def close() -> None:
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=PATIENCE)  # what was taken is answered
        # Connections that are kept open would keep the server running; only its own thread may close them.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(channels, ignore_all=True))
        thread.join(PATIENCE)

    return Served(f"http://{host}:{listening.getsockname()[1]}", close, thread.is_alive)


def listen(host: str, port: int, setting: str) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise DeskError(f"{host}:{port} cannot be listened on ({error.strerror}). Name another {setting}.") from error


def until(stop: Event) -> None:
    """Set by a signal: one that comes in the moment before a wait without end would wake nobody."""
    while not stop.wait(HEED_SECONDS):
        pass
