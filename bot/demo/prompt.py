"""The demo in a terminal: a clock that stands where it is put, and a prompt for every command."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.app import Bot
from bot.clock import Clock, SetClock
from bot.command import Place, Reply
from bot.demo.records import load
from bot.running import ticker_of
from bot.scheduler import Ticker
from bot.shell import SHELL, Terminal, buttons_of, say
from bot.when import read_moment, spoken
from core.errors import DeskError

TOUR = """Try these six things:
  1  /outage p2 Email down at Wirksworth       an outage with its deadline (then press a button: type Take)
  2  :at "2 Nov 2020 09:40"                    move the clock: the bot warns by itself
  3  /kpi outages q2 2020-21                   a quarter's outages, as the committee saw them, with a chart
  4  :as manager                               then /kpi sla apr 2016 by:priority, on a real helpdesk's incidents
  5  /report h1 2020-21                        the half-year's committee report, and what stands against signing it
  6  /ict help                                 everything else; an empty line or :quit ends"""


@dataclass
class Prompt:
    """Who types, in which channel, and the buttons of the last answer, which can be typed too."""

    bot: Bot
    clock: SetClock
    ticker: Ticker
    out: TextIO
    folder: Path
    person: str = "engineer"
    channel: str = ""
    buttons: dict[str, str] = field(default_factory=dict)

    def loop(self, lines: TextIO) -> None:
        """Until an empty line, :quit, or the end of what is typed."""
        while (typed := self.ask(lines)) not in {"", ":quit", ":q"}:
            self.out.write(f"{self.obey(typed)}\n")
            self.ticker.tick()

    def ask(self, lines: TextIO) -> str:
        now = self.clock()
        self.out.write(f"\n{spoken(now, now, self.bot.desk.zone, always_date=True)}, {self.person}> ")
        self.out.flush()
        return lines.readline().strip()

    def obey(self, typed: str) -> str:
        try:
            return self.command(typed)
        except DeskError as error:
            return error.sentence

    def command(self, typed: str) -> str:
        name, _, rest = typed.partition(" ")
        rest = rest.strip().strip('"')
        if name == ":at":
            self.clock.set(read_moment(rest, self.clock(), self.bot.desk.zone, sure=True).at)
            return "The clock is moved."
        if name == ":as":
            name = self.bot.dispatcher.person(SHELL, rest).name
            self.person = rest
            return f"You are {name}."
        if name == ":in":
            self.channel = rest.lstrip("#")
            return f"You are in #{self.channel}."
        return self.say(self.buttons.get(typed.strip("[]").lower(), typed))

    def say(self, line: str) -> str:
        reply: Reply = self.bot.dispatcher.answer(line, self.person, Place(SHELL, self.channel), self.clock())
        self.buttons = {button.label.lower(): button.line for button in buttons_of(reply)}
        return say(reply, self.folder)


def open_prompt(open_bot: Callable[[str, Clock], Bot], now: datetime, db: str) -> None:
    """Make the database where it is missing, load it, and ask."""
    clock = SetClock(now)
    folder = Path(db).parent
    folder.mkdir(parents=True, exist_ok=True)
    bot = open_bot(db, clock)
    sys.stdout.write("\n".join([f"{bot.desk.name}: the demo desk in {db}.", *load(bot), "", TOUR, ""]))
    ticker = ticker_of(bot, Terminal(sys.stdout))
    ticker.tick()
    Prompt(bot, clock, ticker, sys.stdout, folder / "charts").loop(sys.stdin)
    bot.database.close()
