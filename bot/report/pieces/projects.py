"""Projects under whoever they are for, their status in the words of those who lead them, and the register."""

from collections.abc import Iterator, Sequence

from bot.kpi.gather import BEGINNING
from bot.report.content.context import Context
from bot.report.content.piece import Made, Words
from bot.report.content.registers import register_grid
from bot.report.content.remarks import authors
from bot.report.content.stated import number, span_key
from core.numbers import grouped, plural
from core.report.stated import Check, Lack, Stated
from reports.document import Heading
from storage import people, registers
from storage.models.governance import Project
from storage.registers import Wanted

PROJECT, OWNER = ("project", "projects"), ("owner", "owners")


def projects(context: Context) -> Made:
    """Those that were under way in the period."""
    rows = under_way(context)
    if not rows:
        none = "No projects are recorded"
        return Made((f"{none}.",), lacks=(Lack("data/project", none, blocks=False),))
    owners = list(dict.fromkeys(row.client for row in rows))
    done = sum(is_finished(row, context) for row in rows)
    whole = f"{plural(len(rows), PROJECT)} for {plural(len(owners), OWNER)}"
    first = f"{whole}, {f'of which {grouped(done)}' if done else 'none of them'} finished."
    words: tuple[Words, ...] = (first, *(word for owner in owners for word in of_owner(owner, rows, context)))
    return Made(words, stated=stated(rows, owners, done, context), checks=(cast(rows, context),))


def under_way(context: Context) -> list[Project]:
    """Not finished before the period began; those of one owner together, in the order in which they were recorded."""
    every = [*reversed(registers.found(context.session, "project", Wanted()))]
    open_ones = [row for row in every if row.finished_on is None or row.finished_on >= context.period.start]
    known = [name for one in context.desk.partners for name in (one.key, one.name, *one.places)]
    order = {name: at for at, name in enumerate(dict.fromkeys([*known, *(row.client for row in open_ones)]))}
    return sorted(open_ones, key=lambda row: (order[row.client], row.id))


def is_finished(row: Project, context: Context) -> bool:
    return row.finished_on is not None and row.finished_on < context.period.end


def of_owner(owner: str, rows: Sequence[Project], context: Context) -> Iterator[Words]:
    yield Heading(owner, 1)
    own = [row for row in rows if row.client == owner]
    names, wrote = people.names(context.session), authors(context.session, "project", [row.id for row in own])
    for row in own:
        who = names.get(row.lead_id or 0) or wrote.get(row.id) or "the project register"
        yield f"{row.title}: {row.status}", who


def stated(rows: Sequence[Project], owners: Sequence[str], done: int, context: Context) -> tuple[Stated, ...]:
    key, words = span_key(context.period), context.period.words
    return (
        number(f"projects/{key}/all", f"Projects, {words}", len(rows)),
        number(f"projects/{key}/owners", f"Owners of projects, {words}", len(owners)),
        number(f"projects/{key}/finished", f"Projects finished, {words}", done),
    )


def cast(rows: Sequence[Project], context: Context) -> Check:
    every = registers.how_many(context.session, "project", Wanted())
    before = Wanted(dated="finished_on", since=BEGINNING, until=context.period.start)
    left = every - registers.how_many(context.session, "project", before)
    return Check("Projects", len(rows), left, "records", "the project register")


def project_register(context: Context) -> Made:
    """Every project under way, with its dates."""
    rows = under_way(context)
    return Made(tables=(register_grid("project", "Project register", rows, context),)) if rows else Made()


PIECES = {"projects": projects, "project-register": project_register}
