"""A report as it is kept: read again it is the same, pictures and all."""

from reports.document import DOCUMENT, Document, Gap, Heading, Passage, Run, Tabled
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
