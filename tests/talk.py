"""Dialogues that council staff can read, and the one who plays them.

    # what this shows
    @ Fri 28 Aug 2020 15:10             the time from here on; the bot's jobs run
    engineer: /outage p2 Email down     somebody types (engineer in #ict-dddc: … types in a channel)
    engineer presses Take               a button of the last answer, or of what was said unasked since
    bot: OUT-1, P2 …                    the whole answer; further lines are indented
    #ict-management: OUT-1 …            what is said there, unasked, in the order in which it is sent
    @engineer: How did we do …          the same, to one person
    manager drops calls.csv             a file of tests/data in a direct message with the bot
    (quiet)                             nothing was said unasked since the last such line
    (among others)                      from here on what is said unasked and stands in no line is left out

    given outages-2020-21.csv           a file of bot/demo, or of tests/data, is imported; of a .txt each line is typed

A line of an answer that ends in " …" may go on; a line "…" is any number of lines, and comes last.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import bot.demo
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Post, Reply
from bot.imports.files import import_file
from bot.imports.receive import Dropped, receive
from bot.observed import Course
from bot.outbox import Attempt
from bot.plain import plain
from bot.running import ticker_of
from bot.shell import buttons_of
from bot.when import read_moment

DATA = Path(__file__).parent / "data"
FOLDERS = (Path(bot.demo.__file__).parent, DATA)


@dataclass
class Heard:
    """A channel that keeps what is posted to it."""

    posts: list[str] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)  # lines by the labels of buttons
    private: list[Post] = field(default_factory=list)
    seconds_between: float = 0

    def deliver(self, post: Post, earlier: str | None, _attempt: Attempt) -> str:
        self.private += [post] if post.to.startswith("@") else []
        self.posts.append(f"{post.where}: {plain(post.newest)}")
        self.offered |= offered(Reply(post.newest))
        return earlier or post.subject


@dataclass(frozen=True)
class Turn:
    number: int
    text: str


def turns(path: Path) -> list[Turn]:
    """One turn for each line that is not indented; indented ones continue it."""
    found: list[Turn] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(" ") and line.strip():
            found[-1] = Turn(found[-1].number, f"{found[-1].text}\n{line.strip()}")
        elif line.strip() and not line.startswith("# "):
            found.append(Turn(number, line.strip()))
    return found


class Player:
    def __init__(self, bot: Bot, clock: SetClock) -> None:
        self.bot, self.clock, self.heard = bot, clock, Heard()
        self.ticker = ticker_of(bot, self.heard)
        self.reply = Reply(())
        self.dropped: list[str] = []
        self.is_among_others = False

    def play(self, path: Path) -> None:
        for turn in turns(path):
            self.take(turn, f"{path.name} line {turn.number}")

    def take(self, turn: Turn, where: str) -> None:
        if turn.text.startswith("@ "):
            self.clock.set(read_moment(turn.text[2:], self.clock(), sure=True).at)
            self.ticker.tick()
        elif turn.text.startswith("given "):
            self.prepare(found(turn.text.removeprefix("given ")))
        elif turn.text == "(among others)":
            self.is_among_others = True
        elif turn.text == "(quiet)":
            assert self.heard.posts == [], f"{where}: {self.heard.posts}"
        elif turn.text.startswith(("#", "@")):
            self.leave_out(turn.text.split("\n")[0].removesuffix(" …"))
            assert self.heard.posts, f"{where}: nothing was said"
            compare(self.heard.posts.pop(0), turn.text, where)
        elif turn.text.startswith("bot: "):
            compare(self.reply.text, turn.text.removeprefix("bot: "), where)
        else:
            self.say(turn.text, where)

    def leave_out(self, begin: str) -> None:
        while self.is_among_others and self.heard.posts and not self.heard.posts[0].startswith(begin):
            self.heard.posts.pop(0)

    def prepare(self, path: Path) -> None:
        if path.suffix != ".txt":
            import_file(self.bot, path, confirmed=True)
            return
        for turn in turns(path):
            person, _, typed = " ".join(turn.text.split("\n")).partition(": ")
            reply = self.bot.dispatcher.answer(typed, person, Place("shell"), self.clock())
            assert not reply.is_error, f"{path.name} line {turn.number}: {reply.text}"
        self.ticker.sender.send_waiting()
        self.heard.posts.clear()

    def drop(self, person: str, name: str) -> None:
        content = found(name).read_bytes()
        file = Dropped(f"{name} {len(self.dropped)}", name, len(content), f"@{person}", lambda: content)
        self.dropped.append(name)
        self.reply = self.bot.dispatcher.attempt(
            lambda: receive(self.bot.dispatcher, file, self.bot.dispatcher.person("shell", person), self.clock()),
            Course(),
        )
        self.ticker.tick()

    def say(self, text: str, where: str) -> None:
        if dropped := re.fullmatch(r"(\w+) drops (\S+)", text):
            self.heard.offered.clear()
            self.drop(dropped[1], dropped[2])
            return
        pressed = re.fullmatch(r"(\w+)(?: in #(\S+))? presses (.+)", text)
        typed = re.fullmatch(r"(\w+)(?: in #(\S+))?: (.+)", text, re.DOTALL)
        match = pressed or typed
        assert match, f"{where}: not a line of a dialogue: {text}"
        line = match[3]
        if pressed:
            shown = self.heard.offered | offered(self.reply)
            assert line in shown, f"{where}: there is no button {line}, only {', '.join(shown)}"
            line = shown[line]
        self.heard.offered.clear()
        self.reply = self.bot.dispatcher.answer(line, match[1], Place("shell", match[2] or ""), self.clock())
        self.ticker.intake.work_waiting()
        self.ticker.sender.send_waiting()


def found(name: str) -> Path:
    return next(folder / name for folder in FOLDERS if (folder / name).exists())


def offered(reply: Reply) -> dict[str, str]:
    return {button.label: button.line for button in buttons_of(reply)}


def compare(said: str, expected: str, where: str) -> None:
    """Line by line; one that ends in " …" may go on."""
    got, wanted = ([line.strip() for line in text.split("\n")] for text in (said, expected))
    shown = f"{where}: the bot said\n{said}"
    for at, line in enumerate(wanted):
        if line == "…":
            return
        assert at < len(got), shown
        if line.endswith(" …"):
            assert got[at].startswith(line.removesuffix(" …")), shown
        else:
            assert got[at] == line, shown
    assert len(got) == len(wanted), shown
