"""What an internal copy says is not for publication is what the public copy has not, and nothing else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.document import Block, Document, Passage, Run, Tabled
from reports.exempt import NOT_PUBLIC, marked
from reports.html import as_html
from reports.tables import Table
from reports.word import as_docx
from reports.word_back import read_back
from tests.some_document import RICH, documents

COUNTS = Table("Events", ("Class", "BDC", "Notes"), (("Theft", 1, "An iPad"), ("Total", 1, None)))
TOLD = Table("Events", ("Class", "BDC"), (("Theft", 1), ("Total", 1)))
WITHHELD = replace(TOLD, rows=(("Theft", "[c]"), ("Total", "[c]")))


def of(*blocks: Block) -> Document:
    return replace(RICH, blocks=blocks, facts=())


def notes(internal: Table, *public: Table) -> tuple[str, ...]:
    found = marked(of(Tabled("t", internal)), of(*(Tabled("t", one) for one in public))).blocks[0]
    assert isinstance(found, Tabled)
    assert replace(found.grid, notes=()) == internal
    return found.grid.notes


def test_a_table_says_which_of_its_columns_or_cells_the_public_copy_has_not() -> None:
    assert notes(COUNTS, COUNTS) == ()
    assert notes(COUNTS, TOLD) == ("Not for publication: Notes.",)
    assert notes(COUNTS, WITHHELD) == ("Not for publication: Notes and some of its cells.",)
    assert notes(TOLD, WITHHELD) == ("Not for publication: some of its cells.",)
    assert notes(TOLD) == ("Not for publication: this table.",)


def test_a_passage_is_marked_and_the_provision_stands_below_the_title() -> None:
    kept, other = Passage("a.1", (Run("Two were serious."),)), Passage("b.1", (Run("Calls went up."),))
    found = marked(of(kept, other), of(other), "paragraph 7")
    assert found.blocks == (replace(kept, is_exempt=True), other)
    assert found.facts == ((NOT_PUBLIC, "The parts of this copy that are marked so: exempt under paragraph 7"),)
    assert as_html(found).count('class="exempt"') == 1
    assert dict(read_back(as_docx(found)).passages)["a.1"] == "Two were serious."


def test_words_that_the_public_copy_has_otherwise_are_marked() -> None:
    kept, told = (Passage("a.1", (Run(text),)) for text in ("None was reported.", "It is not told how many were."))
    assert marked(of(kept), of(told)).blocks == (replace(kept, is_exempt=True),)


@given(documents(), st.data())
def test_what_both_copies_have_is_left_as_it_is(document: Document, data: st.DataObject) -> None:
    plain = [replace(block, is_exempt=False) if isinstance(block, Passage) else block for block in document.blocks]
    internal = replace(document, blocks=tuple(plain))
    assert marked(internal, internal) == internal
    public = [block for block in plain if data.draw(st.booleans())]
    found = marked(internal, replace(document, blocks=tuple(public)))
    for before, after in zip(plain, found.blocks, strict=True):
        is_marked = isinstance(before, Passage | Tabled) and before not in public
        assert (before != after) is is_marked
