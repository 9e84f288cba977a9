"""A bot that is told lines, and says on its standard output which it has acknowledged, for power.py to watch.

python -m soak.talker FILE LINES FULL|NORMAL|OFF
"""

import os
import sys

from bot.app import build
from bot.clock import system_clock
from bot.command import Place
from bot.settings import Settings
from storage.database import Database

SAID = b"acknowledged "
STEPS = ("take {}", "hold {} waiting for the part", "resume {}", "resolve {} Replaced")


def main(file: str, lines: str, synchronous: str) -> None:
    bot = build(Settings(), system_clock, Database(file, synchronous))
    name = ""
    for number in range(int(lines)):
        step = number % (len(STEPS) + 1)
        line = STEPS[step - 1].format(name) if step else f"p3 Screen {number} flickers partner:BDC"
        reply = bot.dispatcher.answer(f"/incident {line}", "engineer", Place("shell"), system_clock(), f"{number}")
        if reply.is_error:
            sys.exit(reply.text)
        name = name if step else reply.text.partition(",")[0]
        os.write(sys.stdout.fileno(), SAID + b"%d\n" % number)  # one write, which stands in its place among the others
    bot.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
