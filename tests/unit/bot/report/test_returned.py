"""A Word draft that went out and came back edited: the real file, edited as Word would leave it."""

import io
import zipfile
from dataclasses import replace

from bot.report.returned import amended, taken
from core.report.returned import Rewording, Taken
from core.report.stated import Stated
from reports.document import Document, Gap, Heading, Passage, Run, Tabled
from reports.tables import Table
from reports.word import as_docx
from reports.word_back import read_back

OUTAGES = Table("Outages", ("Priority", "July", "Total"), (("P1", 0, 0), ("P2", 18, 18), ("Total", 18, 18)))
DRAFT = Document(
    "Quarterly report",
    "July 2020",
    "Joint ICT Service",
    (
        Heading("Outages", 1),
        Passage("outages.1", (Run("Outages in July 2020: 18, up 17."),), "computed"),
        Tabled("outages.table1", OUTAGES),
        Passage("outages.2", (Run("Staff are told at once."),)),
        Heading("Development", 1),
        Passage("development.1", (Run("One post is filled."),), "person", "Asha Rao"),
        Gap("purpose", "What is it for?", "Asha Rao"),
    ),
)
STATED = (Stated("outages/2020-07/P2", "P2 outages, July 2020", "18", 18),)
SPOKEN = {"development": ("One post is filled.", "Asha Rao")}
BODY = "word/document.xml"


def edited(**changes: str) -> bytes:
    """The draft in Word with some of its text replaced, everywhere that it stands."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(DRAFT))) as package, zipfile.ZipFile(out, "w") as again:
        for name in package.namelist():
            content = package.read(name)
            if name == BODY:
                text = content.decode()
                for before, after in changes.items():
                    assert before in text
                    text = text.replace(before, after)
                content = text.encode()
            again.writestr(name, content)
    return out.getvalue()


def back(**changes: str) -> Taken:
    return taken(DRAFT, read_back(edited(**changes)), STATED, SPOKEN)


def test_a_draft_that_nobody_edited_has_nothing_to_keep_and_no_finding() -> None:
    assert back() == Taken({}, (), (), ())


def test_each_figure_that_differs_is_named_and_the_persons_words_are_kept() -> None:
    found = back(**{"July 2020: 18": "July 2020: 19", ">18<": ">19<", "post is filled": "post was filled on 4 May"})
    assert found.words == {"development": "One post was filled on 4 May."}
    assert found.findings == (
        "Outages: the draft says 18, the document 19",
        "Outages, P2, July: the draft says 18, the document 19",
        "Outages, P2, Total: the draft says 18, the document 19",
        "Outages, Total, July: the draft says 18, the document 19",
        "Outages, Total, Total: the draft says 18, the document 19",
    )


def test_an_answer_is_kept_and_its_figures_are_checked() -> None:
    found = back(**{"Type the answer here.": "To tell of 18 outages and 99 calls."})
    assert found.words == {"purpose": "To tell of 18 outages and 99 calls."}
    assert found.findings == ("Development: 99 is not among the report's figures",)


def test_other_words_are_kept_for_as_long_as_the_figures_stay() -> None:
    found = back(**{"Staff are told at once.": "Staff hear of it at once."})
    assert found == Taken({}, (Rewording("outages.2", "Staff are told at once.", "Staff hear of it at once."),), (), ())


def test_a_later_draft_takes_the_rewordings_that_still_fit_and_what_was_added() -> None:
    reworded = (
        Rewording("outages.1", "Outages in July 2020: 17.", "We had 17."),
        Rewording("outages.2", "Staff are told at once.", "Staff hear of it at once."),
    )
    added = (("outages.table1", "Most were email."), ("", "A foreword."), ("gone.1", "An afterword."))
    later = amended(DRAFT, reworded, added, "Sam Hill")
    assert [getattr(block, "text", "") for block in later.blocks] == [
        "A foreword.",
        "Outages",
        "Outages in July 2020: 18, up 17.",
        "",
        "Most were email.",
        "Staff hear of it at once.",
        "Development",
        "One post is filled.",
        "",
        "An afterword.",
    ]
    assert [block.key for block in later.blocks if isinstance(block, Passage) and block.who == "Sam Hill"] == [
        "added.2",
        "added.1",
        "added.3",
    ]
    assert amended(DRAFT, (), (), "") == replace(DRAFT)
