"""A piece of a report: what one subject comes to, in words, tables and charts, and what it must cast to."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import bot.report.pieces
from bot.report.content.context import Context
from core.report.stated import Check, Lack, Stated
from reports.charts import Chart as Drawing
from reports.document import Heading
from reports.tables import Table as Grid

Said = tuple[str, str]  # a person's words, and whose
Words = str | Said | Heading


@dataclass(frozen=True)
class Made:
    """`words` are sentences that follow from figures; (words, whose) where a person said them. A heading among them
    stands so many levels below the one that it is put under.

    `brief` stands for it in a message, where that is not its first sentence: the whole figure, and what missed.
    `stated`: every figure in it, which signing freezes. `checks`: the sums that must agree. `lacks`: what is not there.
    """

    words: tuple[Words, ...] = ()
    tables: tuple[Grid, ...] = ()
    charts: tuple[Drawing, ...] = ()
    stated: tuple[Stated, ...] = ()
    checks: tuple[Check, ...] = ()
    lacks: tuple[Lack, ...] = ()
    topics: tuple["Topic", ...] = ()
    brief: str = ""


@dataclass(frozen=True)
class Topic:
    """A part of a piece under a heading of its own, such as one outcome of a plan."""

    heading: str
    words: tuple[Words, ...] = ()
    tables: tuple[Grid, ...] = ()


Piece = Callable[[Context], Made]


def joined(*parts: Made) -> Made:
    """What several come to, one after the other."""
    return Made(
        tuple(words for part in parts for words in part.words),
        tuple(table for part in parts for table in part.tables),
        tuple(chart for part in parts for chart in part.charts),
        tuple(one for part in parts for one in part.stated),
        tuple(check for part in parts for check in part.checks),
        tuple(lack for part in parts for lack in part.lacks),
        tuple(topic for part in parts for topic in part.topics),
        next((part.brief for part in parts if part.brief), ""),
    )


@cache
def pieces() -> Mapping[str, Piece]:
    """All that the modules of bot/report/pieces have in PIECES, by name. ValueError where one name is there twice."""
    found: dict[str, Piece] = {}
    for module in pkgutil.iter_modules(bot.report.pieces.__path__):
        own = importlib.import_module(f"bot.report.pieces.{module.name}").PIECES
        if twice := found.keys() & own.keys():
            raise ValueError(f"two modules of bot.report.pieces have the piece {twice.pop()}")
        found |= own
    return found
