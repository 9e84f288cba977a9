"""Discovery: one COMMAND for each module of bot/commands, one JOB for each of bot/jobs, duplicates refused."""

import importlib
import pkgutil
from typing import Any

import bot.commands
import bot.jobs
from bot.command import Command
from bot.job import Job


def commands() -> dict[str, Command]:
    return discover(bot.commands, "COMMAND")


def jobs() -> dict[str, Job]:
    return discover(bot.jobs, "JOB")


def discover(package: Any, constant: str) -> dict[str, Any]:  # noqa: ANN401 - a package; commands or jobs
    """ValueError when two modules define the same name: one name has one story."""
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(package.__path__):
        one = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), constant)
        if one.name in found:
            raise ValueError(f"{package.__name__}: two modules define {one.name}")
        found[one.name] = one
    return found
