"""What of an internal copy is not for publication: what the public copy has not, or has otherwise, says so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reports.document import Block, Document, Passage, Tabled
from reports.tables import Table

NOT_PUBLIC = "Not for publication"
Told = Sequence[Block]


def marked(internal: Document, public: Document, under: str = "") -> Document:
    """Passages and tables; a fact below the title says that there are some. `under`: the provision by which they are
    exempt, such as paragraph 7 of Part 1 of Schedule 12A to the Local Government Act 1972.
    """
    told = defaultdict[str, list[Block]](list)
    for block in public.blocks:
        if isinstance(block, Passage | Tabled):
            told[block.key].append(block)
    blocks = tuple(
        marked_block(block, told[block.key]) if isinstance(block, Passage | Tabled) else block
        for block in internal.blocks
    )
    if blocks == internal.blocks:
        return internal
    words = f"The parts of this copy that are marked so{f': exempt under {under}' if under else ''}"
    return replace(internal, blocks=blocks, facts=(*internal.facts, (NOT_PUBLIC, words)))


def marked_block(block: Passage | Tabled, told: Told) -> Block:
    if block in told:
        return block
    if isinstance(block, Passage):
        return replace(block, is_exempt=True)
    note = f"{NOT_PUBLIC}: {untold(block.grid, [one.grid for one in told if isinstance(one, Tabled)])}."
    return replace(block, grid=replace(block.grid, notes=(*block.grid.notes, note)))


def untold(grid: Table, told: Sequence[Table]) -> str:
    """The columns that the public copy has not, where the others are as they are there."""
    if not told:
        return "this table"
    columns = [name for name in grid.columns if name not in told[0].columns]
    kept = [at for at, name in enumerate(grid.columns) if name in told[0].columns]
    is_same = told[0].rows == tuple(tuple(row[at] for at in kept) for row in grid.rows)
    return " and ".join([*columns, *([] if is_same and columns else ["some of its cells"])])
