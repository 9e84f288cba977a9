"""A report as it is kept: read again it is the same, pictures and all."""

from dataclasses import replace

from reports.document import DOCUMENT, Document, Gap, Heading, Passage, Run, Tabled, without_gaps
from reports.tables import Table

DRAFT = Document(
    "Quarterly report",
    "July to September 2020",
    "Joint ICT Service",
    (
        Heading("Performance", 1),
        Passage("performance.1", (Run("In all "), Run("32 outages.", is_bold=True)), "computed"),
        Tabled("outages.table1", Table("Outages", ("Priority", "Jul"), (("P1", 0), ("Total", "(18)")))),
        Gap("development", "What has changed in the team?", "Asha Rao"),
    ),
    crest=b"\x89PNG\xff\x00",
    facts=(("Period", "July to September 2020"),),
    reference="ictbot-report:3:2",
)


def test_a_document_kept_as_json_is_the_same_document() -> None:
    assert DOCUMENT.validate_json(DOCUMENT.dump_json(DRAFT)) == DRAFT


def test_a_heading_goes_with_the_questions_that_are_left_out_where_nothing_else_is_under_it() -> None:
    first, second, part = Heading("One", 1), Heading("Two", 1), Heading("Part", 2)
    said, asked, kept = Passage("one.1", (Run("So."),)), Gap("asked", "What?"), Gap("comment-legal", "May we?")
    for blocks, left in (
        ((first, asked, second, said), (second, said)),
        ((first, part, asked, second, said), (second, said)),
        ((first, asked, part, said), (first, part, said)),
        ((first, said, asked, second, asked), (first, said)),
        ((first, second, kept), (first, second, kept)),
    ):
        found = without_gaps(replace(DRAFT, blocks=blocks), lambda gap: gap.key == "asked")
        assert found.blocks == left
