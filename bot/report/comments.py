"""The comments of the legal and finance officers: they come after the signature, and stand where the template asks for
them, or else in a section of their own. And which questions a copy may leave open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.report.content.context import Context
from bot.report.content.draft import Draft
from core.report.stated import Lack
from core.report.workflow import COMMENT, comment_key
from reports.document import Block, Document, Gap, Heading, Passage, Run, without_gaps

Spoken = Mapping[str, tuple[str, str]]
SECTION = "Comments of officers"


def settled(draft: Draft, context: Context) -> Draft:
    """What is awaited of officers does not stand against signing, and every role has its place."""
    lacks = tuple(one for one in draft.lacks if not is_comment(one))
    there = {key_of(block) for block in draft.document.blocks}
    apart = {comment_key(role): role for role in context.shape.comments if comment_key(role) not in there}
    places = (Gap(key, f"Comment of {role}", by=context.due.get(key)) for key, role in apart.items())
    own: tuple[Block, ...] = (Heading(SECTION, 1), *places) if apart else ()
    whole = replace(draft.document, blocks=(*draft.document.blocks, *own))
    return replace(draft, document=answered(whole, context.spoken), lacks=lacks)


def is_comment(lack: Lack) -> bool:
    return lack.key.removeprefix("words/").startswith(COMMENT)


def as_signed(document: Document) -> Document:
    """What nobody answered and may stay unsaid is left out; officers' comments are still to come."""
    return without_gaps(document, lambda gap: not gap.key.startswith(COMMENT))


def as_published(document: Document, spoken: Spoken) -> Document:
    """With the comments that are there by now, and no question left open."""
    return without_gaps(answered(document, spoken), lambda _: True)


def key_of(block: Block) -> str:
    """Of the question that a block stands for, or answers."""
    return block.key if isinstance(block, Gap) else block.key.rpartition(".")[0] if isinstance(block, Passage) else ""


def answered(document: Document, spoken: Spoken) -> Document:
    """With the comments that are there by now in their places."""
    return replace(document, blocks=tuple(each for block in document.blocks for each in filled(block, spoken)))


def filled(block: Block, spoken: Spoken) -> Iterator[Block]:
    if not isinstance(block, Gap) or not block.key.startswith(COMMENT) or block.key not in spoken:
        yield block
        return
    text, whose = spoken[block.key]
    yield Passage(f"{block.key}.1", (Run(text),), "person", whose)
