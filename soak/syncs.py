"""What a program wrote and when it was on the disk: strace's log of its system calls, read and played again.

Only what a later fsync or fdatasync of the same file covered is on the disk; a new or deleted name is once its
folder was synced. The rest may be there after a power cut, or not, sector by sector.
"""

import random
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

CALLS = (
    "openat,unlink,unlinkat,rename,write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,sync_file_range"
)
LINE = re.compile(r"^(?P<task>\d+) +(?P<call>\w+)\((?P<arguments>.*?)\)? += (?P<result>-?\d+)", re.DOTALL)
FILE = re.compile(r"^\d+<(?P<path>[^>]*)>(?:, )?(?P<rest>.*)$", re.DOTALL)
DATA = re.compile(r'^"(?P<data>[^"]*)"(?P<cut>\.*), (?P<numbers>.*)$')
SECTOR = 512
LONGEST = 1 << 20  # bytes of one call that strace tells

Kind = Literal["write", "truncate", "sync", "create", "delete", "sync folder", "said"]


@dataclass(frozen=True)
class Step:
    """One thing that a program asked of the system. `at` is an offset, or the size of what is truncated."""

    kind: Kind
    path: str
    at: int = 0
    data: bytes = b""


def traced(words: Sequence[str], log: Path, folder: Path) -> list[Step]:
    """What `python -m` these words does to the files of `folder`, and says. Raises where it does not end well."""
    line = ["strace", "-f", "-y", "-xx", "-s", str(LONGEST), "-o", str(log), "-e", f"trace={CALLS}"]
    subprocess.run([*line, sys.executable, "-m", *words], check=True, stdout=subprocess.PIPE)
    return list(steps(whole_lines(log.read_text(encoding="ascii").splitlines()), str(folder.resolve())))


def whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """Calls that strace tells in two pieces, because another thread came between, as one, where each ended."""
    begun: dict[str, str] = {}
    for line in lines:
        task = line.partition(" ")[0]
        if line.endswith("<unfinished ...>"):
            begun[task] = line.removesuffix("<unfinished ...>").rstrip()
        elif " resumed>" in line:
            yield begun.pop(task) + line.partition(" resumed>")[2]
        else:
            yield line


def steps(lines: Iterable[str], folder: str) -> Iterator[Step]:
    for line in lines:
        match = LINE.match(line)
        if match and int(match["result"]) >= 0:
            yield from step(match["call"], match["arguments"], line, folder)


def step(call: str, arguments: str, line: str, folder: str) -> Iterator[Step]:
    """What one call does to the files of a folder; nothing for calls about anything else."""
    if call in {"openat", "unlink", "unlinkat"}:
        path = unhex(re.findall(r'"([^"]*)"', arguments)[0]).decode()
        if path.startswith(folder + "/") and (call != "openat" or "O_CREAT" in arguments):
            yield Step("create" if call == "openat" else "delete", path)
        return
    match = FILE.match(arguments)
    path = unhex(match["path"]).decode() if match and "\\x" in match["path"] else (match["path"] if match else "")
    if match is None or not (path.startswith(folder) or arguments.startswith("1<")):
        return
    if call in {"fsync", "fdatasync"}:
        yield Step("sync folder" if path == folder else "sync", path)
    elif call == "ftruncate":
        yield Step("truncate", path, int(match["rest"]))
    elif call in {"write", "pwrite64"}:
        yield written(path, match["rest"], is_said=arguments.startswith("1<"))
    else:
        raise NotImplementedError(f"{call} is not played again: {line[:200]}")


def written(path: str, rest: str, *, is_said: bool) -> Step:
    match = DATA.match(rest)
    if match is None or match["cut"]:
        raise NotImplementedError(f"strace did not tell all of {rest[:100]}")
    data = unhex(match["data"])
    if is_said:
        return Step("said", path, data=data)
    count, _, at = match["numbers"].partition(", ")
    if not at:
        raise NotImplementedError(f"a write without an offset to {path}: {count} bytes")
    return Step("write", path, int(at), data)


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass
class Files:
    """Contents by path, and which paths a folder names: a new file has a name once its folder was synced."""

    contents: dict[str, bytearray]
    names: set[str]

    def copy(self) -> "Files":
        return Files({path: bytearray(content) for path, content in self.contents.items()}, set(self.names))

    def play(self, step: Step) -> None:
        content = self.contents.setdefault(step.path, bytearray())
        if step.kind == "write":
            content.extend(bytes(max(0, step.at + len(step.data) - len(content))))
            content[step.at : step.at + len(step.data)] = step.data
        elif step.kind == "truncate":
            del content[step.at :]
            content.extend(bytes(step.at - len(content)))
        elif step.kind == "create":
            self.names.add(step.path)
        elif step.kind == "delete":
            self.names.discard(step.path)
            del self.contents[step.path]


@dataclass
class Disk:
    """`synced` is what is certainly on it; `waiting` what was asked for since, in its order."""

    synced: Files
    waiting: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        if step.kind == "sync":
            self.settle([one for one in self.waiting if one.path == step.path and one.kind in {"write", "truncate"}])
        elif step.kind == "sync folder":
            self.settle([one for one in self.waiting if one.kind in {"create", "delete"}])
        elif step.kind != "said":
            self.waiting.append(step)

    def settle(self, done: Sequence[Step]) -> None:
        gone = {id(step) for step in done}
        self.waiting = [step for step in self.waiting if id(step) not in gone]
        for step in done:
            self.synced.play(step)

    def after_a_cut(self, chance: random.Random | None) -> dict[str, bytes]:
        """The files that are found: with what was synced only, or with as much of the rest as chance has it."""
        found = self.synced.copy()
        for step in self.waiting if chance else ():
            for piece in sectors(step):
                if chance and chance.random() < 0.5:
                    found.play(piece)
        return {path: bytes(found.contents[path]) for path in found.names}


def sectors(step: Step) -> Iterator[Step]:
    """A write in the pieces that a disk writes whole; any other step as it is."""
    if step.kind != "write":
        yield step
        return
    begins = [step.at, *range(step.at - step.at % SECTOR + SECTOR, step.at + len(step.data), SECTOR)]
    for begin, end in zip(begins, [*begins[1:], step.at + len(step.data)], strict=True):
        yield Step("write", step.path, begin, step.data[begin - step.at : end - step.at])
