"""A whole report of a quarter, in HTML and Word with its charts, of a million tickets; and what memory it takes.

The floor is what the libraries take for as many pictures and as many rows of tables that say nothing.
"""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from docx import Document as WordDocument
from matplotlib.figure import Figure
from sqlmodel import Session

from bench.kpis import NOW, QUARTER, filled
from bench.rig import busy_bot, interleaved
from bench.row import Row
from bot.app import Bot
from bot.report.content.context import Context
from bot.report.content.draft import draft
from bot.report.unasked import request_of
from bot.shell import SHELL
from core.periods import parse_period
from reports.charts import png, svg
from reports.document import Document, Drawn, Tabled
from reports.html import as_html
from reports.word import as_docx

ROUNDS, WHO, KILOBYTES = 5, "manager", 1024


def rows() -> list[Row]:
    with filled() as urls:
        return [row for kind, url in urls.items() for row in rows_on(kind, url)]


def rows_on(kind: str, url: str) -> Iterator[Row]:
    with busy_bot(url) as bot:
        document = written(bot)
        ours, floor = interleaved(ROUNDS, partial(made, bot), partial(bare, document))
        yield Row(f"{kind}: a report in HTML and Word, with its charts", ours, "ms", floor, ours / floor, "<= 4000 ms")
        alone, html, word = interleaved(
            ROUNDS, partial(written, bot), partial(page, document), partial(paper, document)
        )
        yield Row(f"{kind}: of it the figures and sentences", alone, "ms", None, None, "none set")
        yield Row(f"{kind}: of it the page, its pictures new", html, "ms", None, None, "none set")
        yield Row(f"{kind}: of it Word, its pictures new", word, "ms", None, None, "none set")
    idle, busy = memory(url, "idle"), memory(url, "made")
    yield Row(f"{kind}: memory of a process that writes it", busy, "MB", idle, busy / idle, "none set")


def made(bot: Bot) -> None:
    document = written(bot)
    page(document)
    paper(document)


def written(bot: Bot) -> Document:
    (shape,) = (each for each in bot.desk.reports if each.key == "joint")
    period, who = parse_period(QUARTER, NOW.date()), bot.dispatcher.people[SHELL, WHO]
    request = request_of(bot.desk, NOW, person=who)

    def write(session: Session) -> Document:
        return draft(Context(request, session, period, shape)).document

    return bot.database.read(write)


def page(document: Document) -> None:
    svg.cache_clear()
    as_html(document)


def paper(document: Document) -> None:
    png.cache_clear()
    as_docx(document)


def bare(document: Document) -> None:
    """As many pictures, once for each format, and tables as large, in Word."""
    mpl.rcParams["svg.fonttype"] = "path"
    word = WordDocument()
    for block in document.blocks:
        if isinstance(block, Drawn):
            for form in ("png", "svg"):
                figure = Figure(figsize=(9.6, 6), dpi=100)
                figure.subplots().plot(range(6))
                figure.savefig(BytesIO(), format=form)
        elif isinstance(block, Tabled):
            table = word.add_table(len(block.grid.rows) + 1, len(block.grid.columns))
            assert len(table.rows) > 0
    word.save(BytesIO())


def memory(url: str, what: str) -> float:
    """The most that a process of its own ever held, megabytes; Linux tells it."""
    program = [sys.executable, "-m", "bench.reports", url, what]
    return float(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


def peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / KILOBYTES


if __name__ == "__main__":
    with busy_bot(sys.argv[1]) as mine:
        if sys.argv[2] == "made":
            made(mine)
        sys.stdout.write(f"{peak()}")
