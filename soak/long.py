"""Fifty commands a second for minutes on end: incidents and their lives, outages that alert, figures with charts.

The pretend workspace and those who type are in this process, the bot is its own. Memory and answers are told by the minute.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import monotonic

import psutil

from bench.commands import PARTNERS
from bench.rig import PEOPLE
from bench.row import Row
from bench.slack import CHANNEL, Load, bot_process, memory
from bot.playground.state import Change
from soak.row import counted, none_of
from soak.whole import broken, doubled, every
from storage.database import Database
from storage.models import Outbox, StoredRequest

A_SECOND = 50
ASKED = ("/sla", "/kpi outages this month", "/kpi p3 this month chart", "/incident list", "/budget")
