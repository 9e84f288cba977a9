"""Discovery: one COMMAND for each module of bot/commands and one for each register, one JOB for each of bot/jobs."""

import importlib
import pkgutil
from typing import Any

import bot.commands
import bot.jobs
from bot.command import Command
from bot.job import Job
from bot.records import verbs


def commands() -> dict[str, Command]:
    """Slash commands first, each half by name. ValueError when a register has the name of a command."""
    found: dict[str, Command] = discover(bot.commands, "COMMAND")
    for command in verbs.commands():
        if command.name in found:
            raise ValueError(f"a register and a command are both called {command.name}")
        found[command.name] = command
    return dict(sorted(found.items(), key=lambda pair: (not pair[1].is_slash, pair[0])))


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
