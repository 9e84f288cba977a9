"""An export in portions is the export: nothing lost, nothing doubled, wherever it is taken up again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.imports.export import Export, Rows, Ways, open_export
from bot.imports.portions import portions, watched
from core.imports.mapping import header_digest, read_pairs, spell_pairs
from core.imports.tickets import read_parts

REFERENCES = st.lists(st.integers(1, 12), min_size=1, max_size=40)
WORD = st.text("abcXYZ 0123456789,-", min_size=1, max_size=12).map(str.strip).filter(lambda word: word.strip(" ,"))


def export_of(references: list[int]) -> Export:
    """Some references stand there twice: the last row of each counts."""
    lines = [f"C-{ref},incident,P3,Call {n},2020-08-03 09:00," for n, ref in enumerate(references)]
    text = "\n".join(["reference,kind,priority,summary,opened,resolved", *lines])
    export = open_export(text.encode(), Ways(), "Europe/London")
    assert isinstance(export, Export)
    return export


def told(export: Export | Rows) -> list[tuple[str, str]]:
    assert isinstance(export, Export)
    parts = [part.tickets for part in read_parts(export.sheet, export.plan)]
    return [pair for part in parts for pair in zip(part.reference, part.summary, strict=True)]


@given(REFERENCES, st.integers(1, 15), st.integers(0, 45))
def test_portions_are_the_whole_from_anywhere_on(references: list[int], size: int, done: int) -> None:
    whole = export_of(references)
    first = [portion for portion in portions(whole, size) if portion.until <= done]
    taken_up = first[-1].until if first else 0
    rest = list(portions(whole, size, taken_up))
    assert [pair for portion in (*first, *rest) for pair in told(portion.export)] == told(whole)
    assert [*first, *rest][-1].until == len(references)
    counts = b"".join(portion.export.plan.counts for portion in (*first, *rest))
    assert counts == whole.plan.counts


def test_whoever_watches_hears_every_thousand_rows_and_gets_the_same() -> None:
    whole, heard = export_of([*range(1, 2501)]), list[int]()
    assert told(watched(whole, heard.append)) == told(whole)
    assert heard == [1000, 2000, 2500]


@given(st.dictionaries(st.sampled_from(["reference", "opened", "resolved", "summary"]), WORD, min_size=1))
def test_a_mapping_is_read_as_it_was_written_with_commas_in_the_columns(pairs: dict[str, str]) -> None:
    assert read_pairs(spell_pairs(pairs), "map") == pairs


@given(st.lists(WORD, min_size=1, max_size=8), st.randoms())
def test_a_header_is_known_again_in_another_order_case_and_spacing(header: list[str], chance: object) -> None:
    moved = sorted(header, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert header_digest([f"  {column.upper()} " for column in moved]) == header_digest(header)
    assert header_digest([*header, "one more"]) != header_digest(header)
