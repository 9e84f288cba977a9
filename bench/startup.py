"""How long the program takes from the shell until it has answered and gone, and in how much memory, against Python."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from time import sleep

import psutil

from bench.rig import interleaved
from bench.row import Row

ROUNDS = 9
ICTBOT = Path(sys.executable).with_name("ictbot")
HELP = (ICTBOT, "--help")
PYTHON = (sys.executable, "-c", "pass")
SQLMODEL = (sys.executable, "-c", "import sqlmodel")
Line = Sequence[str | Path]


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        run, numbers = partial(finish, Path(folder)), count()
        python, sqlmodel, helped, new, asked = interleaved(
            ROUNDS,
            partial(run, PYTHON),
            partial(run, SQLMODEL),
            partial(run, HELP),
            lambda: run(say(f"new{next(numbers)}.db")),
            partial(run, say("new0.db")),
        )
        peak, floor = (peak_memory(Path(folder), line) for line in (say("new0.db"), SQLMODEL))
    return [
        Row("ictbot --help (against python -c pass)", helped, "ms", python, helped / python, "<= 400 ms"),
        Row("ictbot say /sla (against import sqlmodel)", asked, "ms", sqlmodel, asked / sqlmodel, "<= 1200 ms"),
        Row("ictbot say /sla, on a file still to be made", new, "ms", sqlmodel, new / sqlmodel, "none set"),
        Row("ictbot say /sla, peak memory", peak, "MB", floor, peak / floor, "none set"),
    ]


def say(file: str) -> Line:
    return ICTBOT, "say", "/sla", "--db", file


def finish(folder: Path, line: Line) -> None:
    with start(folder, line) as process:
        process.communicate()
    assert process.returncode == 0, line


def start(folder: Path, line: Line) -> subprocess.Popen[bytes]:
    """In a folder of its own, untouched by the settings of whoever runs the bench: neither ours nor Python's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ICTBOT_", "PYTHON"))}
    return subprocess.Popen(line, cwd=folder, env=environment, stdout=subprocess.PIPE)


def peak_memory(folder: Path, line: Line) -> float:
    """Megabytes, looked at every millisecond: what the system notes as a child's peak may be its parent's."""
    most = 0
    with start(folder, line) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, resident(watched))
            sleep(0.001)
    return most / 1_000_000


def resident(process: psutil.Process) -> int:
    """0 once it has gone."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
