"""The service's posts: who was appointed and who is sought, and how the service is staffed."""

from collections.abc import Sequence

from bot.kpi.gather import BEGINNING
from bot.report.content.context import Context
from bot.report.content.piece import Made
from bot.report.content.stated import number, span_key
from core.records.governance import POST_STATES
from core.report.plan import staffing_sentence
from core.report.registers import posts
from core.report.stated import Check, Lack
from reports.tables import Table as Grid
from storage import registers
from storage.models.governance import Post
from storage.registers import Wanted

DELETED = "deleted"


def development(context: Context) -> Made:
    """By state, as they were at the period's end."""
    rows = [*reversed(registers.found(context.session, "post", by_the_end(context)))]
    if not rows:
        none = "No posts are recorded"
        return Made((f"{none}.",), lacks=(Lack("data/post", none, blocks=False),))
    titles = {state: [named(row) for row in rows if row.status == state] for state in POST_STATES}
    key = span_key(context.period)
    stated = tuple(number(f"posts/{key}/{state}", f"Posts {state}", n) for state, n in counted(rows))
    return Made(tuple(posts(titles)), stated=stated, checks=(cast(rows, context, ()),))


def staffing(context: Context) -> Made:
    """All but those deleted, a line each."""
    found = registers.found(context.session, "post", by_the_end(context))
    rows = [row for row in reversed(found) if row.status != DELETED]
    words = staffing_sentence(counted(rows))
    if not rows:
        return Made((words,), lacks=(Lack("data/post", words.rstrip("."), context.author, blocks=False),))
    lines = tuple((row.title, row.status, row.number or 1) for row in rows)
    total, key, source = sum(n for *_, n in lines), span_key(context.period), "the post register"
    return Made(
        (words,),
        (Grid("Posts", ("Post", "State", "Number"), (*lines, ("Total", "", total))),),
        stated=(
            number(f"staffing/{key}/all", "Posts", total, source),
            *(number(f"staffing/{key}/{state}", f"Posts {state}", n, source) for state, n in counted(rows)),
            *(number(f"staffing/{key}/{title}", title, n, source) for title, _, n in lines),
        ),
        checks=(cast(rows, context, (DELETED,)),),
    )


def by_the_end(context: Context) -> Wanted:
    return Wanted(dated="since_on", since=BEGINNING, until=context.period.end)


def named(row: Post) -> str:
    """Support Officer (3), where one record stands for several."""
    return f"{row.title} ({row.number})" if (row.number or 1) > 1 else row.title


def counted(rows: Sequence[Post]) -> list[tuple[str, int]]:
    """Of each state that there is, how many posts."""
    every = [(state, sum(row.number or 1 for row in rows if row.status == state)) for state in POST_STATES]
    return [(state, n) for state, n in every if n]


def cast(rows: Sequence[Post], context: Context, without: Sequence[str]) -> Check:
    """Against the register, counted by the database."""
    groups = registers.groups(context.session, "post", by_the_end(context), ("status",), "number")
    kept = sum(n for values, n in groups if values["status"] not in without)
    return Check("Posts", sum(row.number or 1 for row in rows), kept, "posts", "the post register")


PIECES = {"development": development, "staffing": staffing}
