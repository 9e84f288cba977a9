"""A check before signing: sums that do not cast, what is missing, what misses its target, who is awaited."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.command import Reply, Request
from bot.parts import line
from bot.policy import unsettled
from bot.report.missing import missing
from bot.report.naming import named, nothing_more
from bot.report.showing import show
from bot.report.standing import standing
from bot.report.summary import lacking, meeting, ways
from bot.report.written import Written
from core.numbers import plural
from core.wording import ended

WAYS = (("Ask for commentary", "ask"), ("Draft", "draft"), ("Sign", "sign"))
TOTAL = ("total", "totals")
MOST_CHECKED = 40


def check(request: Request, session: Session) -> Reply:
    """Nothing stands against what is signed: of that, where it stands."""
    found = named(request, session, request.typed.words)
    nothing_more(request, found)
    stands = standing(session, found)
    if stands.state != "draft":
        return show(request, session)
    written = Written(request, session, stands)
    said = [f"{found.title}:", *sums(written), *lacking(written, MOST_CHECKED)]
    said += [*also_wanted(written), *written.look_again(stands.spoken), *meeting(written)]
    running = unsettled(session, request.policy_id, found.period.end)
    return Reply((*map(line, said), *running, ways(request, found, *WAYS)))


def sums(written: Written) -> Iterator[str]:
    right = sum(one.is_right for one in written.checks)
    yield f"{right} of {plural(len(written.checks), TOTAL)} cast."


def also_wanted(written: Written) -> Iterator[str]:
    """What the records of the period lack, but for what the report itself lacks, or what was said in it."""
    request, stands = written.request, written.standing
    told = {lack.key for lack in written.internal.lacks} | stands.spoken.keys()
    for lack in missing(stands.named.period, request.now, request.desk, written.session):
        if lack.key not in told:
            yield f"Also wanted: {ended(lack.sentence)}"
