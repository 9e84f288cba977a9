"""docs/commands.md, made from the commands themselves, so that it cannot drift."""

from collections.abc import Mapping

from bot.command import Command, Verb


def as_markdown(commands: Mapping[str, Command]) -> str:
    """One section a command, one row a verb."""
    head = "# Commands\n\nMade by `make docs` from the commands themselves.\n"
    return "\n".join([head, *(section(command) for command in commands.values())])


def section(command: Command) -> str:
    rows = "\n".join(row(command, verb) for verb in command.verbs)
    table = f"| line | what it does | fields | needs |\n| --- | --- | --- | --- |\n{rows}"
    return f"## {command.typed}\n\n{command.does[:1].upper()}{command.does[1:]}.\n\n{table}\n"


def row(command: Command, verb: Verb) -> str:
    name = f"[{verb.name}]" if verb.is_default else verb.name
    takes = verb.takes.replace("|", "\\|")
    typed = f"{command.typed} {name} {takes}".rstrip()
    fields = ", ".join(f"`{field.key}:`" for field in verb.fields)
    return f"| `{typed}`<br>e.g. `{verb.example}` | {verb.does} | {fields} | {verb.needs} |"
