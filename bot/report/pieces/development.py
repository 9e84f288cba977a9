"""The service's own development: its posts, by the state in which they are."""

from bot.kpi.gather import BEGINNING
from bot.report.content.context import Context
from bot.report.content.piece import Made
from bot.report.content.stated import number, span_key
from core.records.governance import POST_STATES
from core.report.registers import posts
from core.report.stated import Check, Lack
from storage import registers
from storage.registers import Wanted


def development(context: Context) -> Made:
    """As they were at the period's end."""
    wanted = Wanted(dated="since_on", since=BEGINNING, until=context.period.end)
    rows = [*reversed(registers.found(context.session, "post", wanted))]
    if not rows:
        none = "No posts are recorded"
        return Made((f"{none}.",), lacks=(Lack("data/post", none, blocks=False),))
    titles = {
        state: [
            f"{row.title} ({row.number})" if (row.number or 1) > 1 else row.title for row in rows if row.status == state
        ]
        for state in POST_STATES
    }
    counts = {state: sum(row.number or 1 for row in rows if row.status == state) for state in POST_STATES}
    key = span_key(context.period)
    stated = tuple(number(f"posts/{key}/{state}", f"Posts {state}", n) for state, n in counts.items() if n)
    kept = sum(n for _, n in registers.groups(context.session, "post", wanted, ("status",), "number"))
    checks = (Check("Posts", sum(counts.values()), kept, "posts", "the posts"),)
    return Made(tuple(posts(titles)), stated=stated, checks=checks)


PIECES = {"development": development}
