"""Starting the real program as council staff and servers do: its own process, its own folder, its own settings."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

PROGRAM = (sys.executable, "-m", "bot")


def surroundings(**settings: str) -> dict[str, str]:
    """The environment without the settings of whoever runs the tests, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ICTBOT_")}
    return kept | settings


def ictbot(*words: str, cwd: Path, status: int = 0, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end; it must end with `status`."""
    done = subprocess.run(
        [*PROGRAM, *words], cwd=cwd, env=surroundings(**settings), capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done


def on_a_terminal(*words: str, cwd: Path) -> tuple[str, str]:
    """(standard output, what its standard error showed, which is a terminal); it must end with 0."""
    ours, terminal = os.openpty()
    settings = surroundings(TERM="xterm", COLUMNS="100")
    with subprocess.Popen(
        [*PROGRAM, *words], cwd=cwd, env=settings, stdout=subprocess.PIPE, stderr=terminal, text=True
    ) as process:
        os.close(terminal)
        shown = b"".join(iter(lambda: read_terminal(ours), b""))
        assert process.stdout
        said = process.stdout.read()
    os.close(ours)
    assert process.returncode == 0, shown
    return said, shown.decode()


def read_terminal(terminal: int) -> bytes:
    """Nothing once the program has ended, which Linux calls an error."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def start(*words: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, *words],
        cwd=cwd,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def asked(file: Path, query: str) -> list[tuple[object, ...]]:
    """What an SQLite file says, read past all our code."""
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def dumped(file: Path) -> list[str]:
    """All that an SQLite file holds."""
    connection = sqlite3.connect(file)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
