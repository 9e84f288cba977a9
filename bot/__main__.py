"""The command line. Each subcommand loads what it needs, so that --help answers at once."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.clock import Clock
    from bot.settings import Settings

cli = typer.Typer(
    name="ictbot",
    help="A council ICT team's record and conscience.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
check_cli = typer.Typer(invoke_without_command=True)
cli.add_typer(check_cli, name="check")

Db = Annotated[str | None, typer.Option("--db", help="SQLite file or PostgreSQL address [ICTBOT_DATABASE_URL]")]
At = Annotated[str | None, typer.Option("--at", help='as if it were then, e.g. "2020-08-28 15:10"')]


def settings_of(db: str | None) -> "Settings":
    from bot.settings import read_settings

    return read_settings(db)


def open_bot(db: str | None, clock: "Clock") -> "Bot":
    """The bot on a database that is at this version; a missing or older SQLite file is made or migrated first."""
    from bot.app import build
    from storage.database import Database

    settings = settings_of(db)
    database = Database(settings.database_url)
    if not database.is_current():
        from storage.migrate import migrate

        migrate(database)
    bot = build(settings, clock, database)
    gc.freeze()
    gc.enable()
    return bot


def clock_at(at: str | None) -> "Clock":
    from bot.clocks import typed_clock

    return typed_clock(at)


@cli.command()
def say(
    line: Annotated[str, typer.Argument(help='what to type, e.g. "/outage p2 Email down at Wirksworth"')],
    person: Annotated[str | None, typer.Option("--as", help="who says it, a key of desk.toml [ICTBOT_PERSON]")] = None,
    at: At = None,
    db: Db = None,
    channel: Annotated[str, typer.Option("--in", help="the channel in which it is said")] = "",
    to: Annotated[Path, typer.Option("--to", help="folder for pictures and files")] = Path(),
    request_id: Annotated[str, typer.Option("--id", help="request id: the same one is done once")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="the reply as JSON: text, parts, visibility")] = False,
) -> None:
    """Say one line to the bot and print its answer; status 1 when nothing was done."""
    from bot import shell
    from bot.command import Place

    clock = clock_at(at)
    bot = open_bot(db, clock)
    who = person or settings_of(db).person
    reply = bot.dispatcher.answer(line, who, Place(shell.SHELL, channel), clock(), request_id)
    typer.echo(shell.as_json(reply, to) if as_json else shell.say(reply, to))
    bot.database.close()
    raise typer.Exit(1 if reply.is_error else 0)


@cli.command()
def run(db: Db = None) -> None:
    """Run the bot: in Slack where its tokens are set; without, what would be posted is printed."""
    import os
    import signal
    from threading import Event

    from bot.clock import system_clock
    from bot.logs import set_up
    from bot.running import run_until

    settings = settings_of(db)
    set_up(settings.log)
    bot = open_bot(db, system_clock)
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if not run_until(bot, settings, stop):
        os._exit(1)  # threads that hang would be waited for otherwise


@cli.command(name="import")
def import_file(
    file: Annotated[Path | None, typer.Argument(help="a table: CSV, XLSX or ODS, plain or gzip")] = None,
    profile: Annotated[
        str | None, typer.Option(help="how its columns are named; found by its header if not given")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="the zone of its times, the tool's or the desk's if not given")
    ] = None,
    dates: Annotated[str | None, typer.Option(help="day-first or month-first, where the file leaves it open")] = None,
    columns: Annotated[str | None, typer.Option("--map", help="e.g. reference=Ticket,opened=Created")] = None,
    priorities: Annotated[str | None, typer.Option(help="what its words mean, e.g. 1=P1,2=P2")] = None,
    db: Db = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="import; without it only the counts are shown")] = False,
    only_good: Annotated[bool, typer.Option("--only-good", help="import, and leave out the rows with errors")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="take the last import back")] = False,
) -> None:
    """Import tickets, a register or a budget: shows what is new, changed or wrong; with --yes it writes them."""
    from bot.clock import system_clock
    from bot.imports.export import Ways
    from bot.imports.typed import import_typed
    from core.errors import DeskError

    if (file is None) is not undo:
        raise DeskError("Name the file to import, or say --undo to take the last import back.", "file")
    bot = open_bot(db, system_clock)
    ways = Ways(profile, zone, dates, columns, priorities)
    status = import_typed(bot, file, ways, confirmed=yes or only_good, only_good=only_good)
    bot.database.close()
    raise typer.Exit(status)


@cli.command()
def report(
    words: Annotated[list[str] | None, typer.Argument(metavar="[PERIOD]", help="e.g. q2 2020-21")] = None,
    shape: Annotated[str, typer.Option(help="which of the desk's reports, the first one if not given")] = "",
    to: Annotated[Path, typer.Option("--to", help="folder for the files")] = Path(),
    person: Annotated[str | None, typer.Option("--as", help="for whose eyes [ICTBOT_PERSON]")] = None,
    at: At = None,
    db: Db = None,
) -> None:
    """Write a committee report into files, signed or as its draft stands: HTML, Word, CSV, XLSX, and PDF."""
    from bot.report.folder import write_out
    from bot.report.unasked import request_of

    clock = clock_at(at)
    bot = open_bot(db, clock)
    whose = bot.dispatcher.person("shell", person or settings_of(db).person)
    request = request_of(bot.desk, clock(), (shape, *(words or ())), whose, bot.dispatcher.commands)
    for path in write_out(bot.database, request, to):
        typer.echo(path)
    bot.database.close()


@check_cli.callback()
def check_all(context: typer.Context, db: Db = None) -> None:
    """Look at settings, desk.toml, database, clock, Slack, disk and backups; status 1 when something is wrong."""
    from bot.check import check
    from bot.clock import system_clock
    from bot.finding import told

    if context.invoked_subcommand is None:
        raise typer.Exit(told(check(db, system_clock)))


@check_cli.command()
def alerts(at: At = None, db: Db = None) -> None:
    """What the jobs would say at a time, to whom and why, and what is held back."""
    from functools import partial

    from bot import registry
    from bot.alerts.say import preview

    clock = clock_at(at)
    bot = open_bot(db, clock)
    for job in registry.jobs().values():
        typer.echo(bot.database.read(partial(preview, job, clock(), bot.desk)))
    bot.database.close()


@check_cli.command(name="database")
def check_database(db: Db = None) -> None:
    """Whether the database answers and is at this version, its clock, what waits in it; status 1 when not."""
    from bot.check import check_database as look
    from bot.clock import system_clock
    from bot.finding import told

    raise typer.Exit(told(look(settings_of(db).database_url, system_clock())))


@cli.command()
def migrate(db: Db = None) -> None:
    """Bring the database to the version of this program."""
    from storage.database import Database
    from storage.migrate import migrate as upgrade
    from storage.schema import HEAD

    database = Database(settings_of(db).database_url)
    upgrade(database)
    typer.echo(f"The database stands at {HEAD}.")
    database.close()


@cli.command()
def backup(
    to: Annotated[Path | None, typer.Argument(help="a new file, or a folder for one [ICTBOT_BACKUPS]")] = None,
    db: Db = None,
) -> None:
    """Write all records to one file, beside a running bot, and read it again to be sure of it."""
    from bot.keeping import keep

    typer.echo(keep(settings_of(db), to))


@cli.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="what ictbot backup wrote, of either database")],
    replace: Annotated[str, typer.Option(help="the name of the database whose records may go")] = "",
    db: Db = None,
) -> None:
    """Bring the records of a backup into an empty database, SQLite or PostgreSQL, while no bot runs on it."""
    from bot.keeping import bring_back

    typer.echo(bring_back(settings_of(db), source, replace))


@cli.command()
def docs() -> None:
    """Print docs/commands.md, made from the commands themselves."""
    from bot.reference import as_markdown
    from bot.registry import commands

    typer.echo(as_markdown(commands()), nl=False)


@cli.command()
def manifest(
    url: Annotated[str, typer.Option(help="where Slack sends requests, for signed HTTP; without it, Socket Mode")] = "",
) -> None:
    """Print the app manifest that Slack asks for when the app is created."""
    import json

    from bot.desk_file import read_desk
    from bot.registry import commands
    from bot.slack.manifest import manifest as made

    settings = settings_of(None)
    typer.echo(json.dumps(made(read_desk(settings.desk), commands(), settings.slack_prefix, url), indent=2))


@check_cli.command(name="slack")
def check_slack() -> None:
    """Whether Slack takes the tokens, with the scopes and channels that the bot needs; status 1 when not."""
    from bot.desk_file import read_desk
    from bot.finding import told
    from bot.slack.check import check

    settings = settings_of(None)
    raise typer.Exit(told(check(settings, read_desk(settings.desk))))


@cli.command()
def demo(
    db: Annotated[str, typer.Option("--db", help="where the demo's database is kept")] = ".demo/demo.db",
    at: Annotated[str, typer.Option("--at", help="the demo's time when it begins")] = "2020-10-30 15:10",
    port: Annotated[int, typer.Option("--port", help="where its page is served, on this machine only")] = 8080,
    *,
    prompt: Annotated[bool, typer.Option("--prompt", help="type in the terminal instead of at a page")] = False,
) -> None:
    """A desk with real records in a pretend workspace: a page at which everything can be tried."""
    now = clock_at(at)()
    if prompt:
        from bot.demo.prompt import open_prompt

        open_prompt(open_bot, now, db)
        return
    from bot.demo.page import open_page

    open_page(open_bot, now, db, port)


def main() -> None:
    """The program's entry: a mistake that the user can mend is a sentence, not a traceback."""
    # What is loaded at the start stays: collecting garbage among it takes a fifth of the time to the first answer.
    gc.disable()
    from core.errors import DeskError

    try:
        cli()
    except DeskError as error:
        typer.echo(error.sentence, err=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
