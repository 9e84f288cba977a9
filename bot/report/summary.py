"""A report as a message: the first sentence of each subject, what it lacks, a few charts, and what can be done."""

from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.command import Request
from bot.parts import Button, Buttons, Chart, Part, line
from bot.report.content.draft import Draft
from bot.report.naming import Named
from bot.report.standing import Standing
from bot.report.written import Written
from core.numbers import grouped
from core.report.workflow import lack_words, numbered, plan_words, signs_as
from core.roles import may
from core.wording import ended, listed
from reports.document import Document, Drawn, Heading, Passage

COMMAND, SIGN = "report", "sign"
FILES = (("Word", "word"), ("HTML", "html"))
WAYS = (("Check", "check"), ("Ask for commentary", "ask"), *FILES, ("Sign", "sign"))
MOST_SENTENCES, MOST_CHARTS, MOST_LACKS = 10, 3, 8


def message(status: str, written: Written, audience_draft: Draft) -> tuple[Part, ...]:
    """`audience_draft` is the copy that those who read it may see."""
    stands, shown = written.standing, audience_draft.document
    named = stands.named
    return (
        line(f"{named.title}: {status}."),
        *map(line, sentences(shown, {ended(one.sentence) for one in audience_draft.lacks}, audience_draft.briefs)),
        *map(line, lacking(written)),
        *map(line, meeting(written)),
        *charts(shown, named),
        ways(written.request, named, *WAYS),
    )


def sentences(
    document: Document, besides: Container[str] = (), briefs: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """What stands for each piece, or else its first computed sentence, but for what is told as lacking; the first under
    a heading behind it, without the period, which the message has said.
    """
    heading, told, said = "", set[str](), list[str]()
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = f"{block.text}: "
        elif isinstance(block, Passage) and block.voice == "computed" and subject(block) not in told:
            told.add(subject(block))
            if block.text not in besides:
                text = briefs.get(subject(block), block.text)
                said.append(f"{heading}{text.removeprefix(f'{document.subtitle}: ')}")
                heading = ""
    return said[:MOST_SENTENCES]


def subject(block: Passage) -> str:
    return block.key.rpartition(".")[0]


def charts(document: Document, named: Named) -> list[Chart]:
    drawn = [block for block in document.blocks if isinstance(block, Drawn)]
    return [
        Chart(f"{one.key.replace('.', '-')}-{named.period.start:%Y-%m}", one.drawing) for one in drawn[:MOST_CHARTS]
    ]


def lacking(written: Written, most: int = MOST_LACKS) -> Iterator[str]:
    """What stands against signing, and then what else is awaited."""
    against = written.against()
    if not against:
        yield "Nothing stands against signing."
    else:
        yield f"{len(against)} {'thing stands' if len(against) == 1 else 'things stand'} against signing:"
        yield from shortened(numbered(against), most)
    yield from may_be_said(written)
    yield from awaiting(written.standing)


def may_be_said(written: Written) -> list[str]:
    """What is open and does not stand against signing, in one paragraph."""
    asked = written.standing.asked(written.request)
    open_ones = dict.fromkeys(lack_words(one, asked.get(one.key)) for one in written.internal.lacks if not one.blocks)
    return [f"Open as well: {' '.join(map(ended, open_ones))}"] if open_ones else []


def shortened(sentences: Sequence[str], most: int = MOST_LACKS) -> list[str]:
    """The check shows more of them than a draft, yet no more than an answer holds."""
    more = len(sentences) - most
    where = "" if most > MOST_LACKS else ": /report check"
    return [*sentences[:most], f"and {grouped(more)} more{where}"] if more > 1 else list(sentences)


def awaiting(stands: Standing) -> list[str]:
    if not stands.awaited:
        return []
    noun = "comment" if len(stands.awaited) == 1 else "comments"
    return [f"Awaiting: {listed(stands.awaited)} {noun}."]


def meeting(written: Written) -> list[str]:
    meets_on = written.standing.meets_on
    return [plan_words(written.request.desk.calendar, meets_on)] if meets_on else []


def ways(request: Request, named: Named, *offered: tuple[str, str]) -> Buttons:
    """Labels and verbs, of those that are open to the person; all of them in what is said unasked."""
    command = request.commands.get(COMMAND)
    verbs = command.verbs if command else ()
    role = request.person.role
    is_open = {verb.name: may(role, verb.needs) for verb in verbs}
    if is_open.get(SIGN):
        is_open[SIGN] = signs_as(role, named.shape.signs) is not None
    shown = [(label, verb) for label, verb in offered if is_open.get(verb, not verbs)]
    return Buttons(tuple(Button(label, f"{COMMAND} {verb} {named.typed}") for label, verb in shown))
