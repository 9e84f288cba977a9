"""Discovery of commands and jobs, and what it refuses."""

import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import bot.commands
import bot.jobs
from bot.command import Command
from bot.job import Job
from bot.registry import commands, discover, jobs
from core.records import REGISTERS


def test_every_module_of_commands_and_every_register_gives_the_command_of_its_own_name() -> None:
    found = commands()
    modules = {module.name.rstrip("_") for module in pkgutil.iter_modules(bot.commands.__path__)}
    assert set(found) == modules | set(REGISTERS)
    assert all(isinstance(command, Command) and command.name == name for name, command in found.items())


def test_slash_commands_come_first() -> None:
    kinds = [command.is_slash for command in commands().values()]
    assert kinds == sorted(kinds, reverse=True)


def test_a_register_with_the_name_of_a_command_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTERS, "sla", replace(REGISTERS["risk"], name="sla"))
    with pytest.raises(ValueError, match="a register and a command are both called sla"):
        commands()


def test_every_module_of_jobs_gives_one_job() -> None:
    found = jobs()
    assert len(found) == len(list(pkgutil.iter_modules(bot.jobs.__path__)))
    assert all(isinstance(job, Job) and job.name == name and job.does for name, job in found.items())


def package(folder: Path, name: str, **modules: str) -> ModuleType:
    home = folder / name
    home.mkdir()
    (home / "__init__.py").touch()
    for module, text in modules.items():
        (home / f"{module}.py").write_text(text, encoding="utf-8")
    return importlib.import_module(name)


def test_two_modules_with_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    again = "from bot.commands.sla import COMMAND"
    doubled = package(tmp_path, "doubled_commands", one=again, two=again)
    with pytest.raises(ValueError, match="two modules define sla"):
        discover(doubled, "COMMAND")


def test_a_module_without_its_constant_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    forgetful = package(tmp_path, "forgetful_commands", one="COMMANDS = ()")
    with pytest.raises(AttributeError, match="COMMAND"):
        discover(forgetful, "COMMAND")
