"""A council's own template, order, names and crest; what is wrong with them is named with its line."""

from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.report.content.template import unfillable
from bot.settings import Settings
from core.errors import DeskError
from reports.document import Heading, Passage
from storage.database import Database
from tests.conftest import FRIDAY
from tests.integration.report.written import drafted

CREST = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>'
OWN = """== calls: Calls

{{ put("indicator-raised", "words") }}

== thanks: Thanks

To all who called.
"""


def own(folder: Path, rows: str = "", template: str = OWN) -> Path:
    """A desk.toml in a folder of its own, with a report beside those shipped."""
    (folder / "reports").mkdir(parents=True)
    (folder / "reports" / "own.md").write_text(template, encoding="utf-8")
    (folder / "reports" / "crest.svg").write_bytes(CREST)
    report = '\n[[reports]]\nkey = "own"\ntitle = "Ours"\ntemplate = "reports/own.md"\ncommittee = "Cabinet"\n'
    path = folder / "desk.toml"
    path.write_text(f"{SHIPPED.read_text(encoding='utf-8')}{report}{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize("key", [shape.key for shape in read_desk(SHIPPED).reports])
def test_every_shape_that_is_shipped_is_filled_from_an_empty_database(bot: Bot, key: str) -> None:
    """Nothing breaks, and what is missing is a lack in words."""
    shape = next(shape for shape in bot.desk.reports if shape.key == key)
    found = drafted(bot, "q1 2020-21", FRIDAY, shape)
    assert found.lacks
    assert all(lack.sentence[0].isupper() and not lack.sentence.endswith(".") for lack in found.lacks)
    assert all(check.is_right for check in found.checks)
    assert unfillable(shape) == ""


def test_a_council_has_a_template_an_order_names_and_a_crest_of_its_own(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    rows = 'sections = ["thanks", "calls"]\nnames = { calls = "Demand" }\ncrest = "reports/crest.svg"\n'
    bot = build(Settings(desk=own(tmp_path / "council", rows)), clock, database)
    document = drafted(bot, "q1 2020-21", FRIDAY, bot.desk.reports[-1]).document
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["Thanks", "Demand"]
    assert [block.voice for block in document.blocks if isinstance(block, Passage)] == ["shape", "computed"]
    assert document.crest == CREST


@pytest.mark.parametrize(
    ("rows", "template", "said"),
    [
        ('sections = ["calls", "sla"]\n', OWN, "has no section 'sla'. It has: calls, thanks."),
        ('names = { cals = "Demand" }\n', OWN, "has no section 'cals'. It has: calls, thanks."),
        ('crest = "reports/arms.png"\n', OWN, "'reports/arms.png' is no picture (PNG or SVG) beside desk.toml."),
        ('crest = "reports/own.md"\n', OWN, "'reports/own.md' is no picture (PNG or SVG) beside desk.toml."),
        ("", "Just words.", "A report's template has sections, each begun once by a line such as"),
        ('authors = ["nobody"]\n', OWN, "there is no person 'nobody'."),
        ('contact = "nobody"\n', OWN, "there is no person 'nobody'."),
    ],
)
def test_what_is_wrong_with_its_files_is_named_with_its_line(
    tmp_path: Path, rows: str, template: str, said: str
) -> None:
    path = own(tmp_path / "council", rows, template)
    with pytest.raises(DeskError) as refused:
        read_desk(path)
    assert said in refused.value.sentence
    assert f"{path} line " in refused.value.sentence


def test_a_template_that_is_not_there_and_a_key_that_is_there_twice_are_named(tmp_path: Path) -> None:
    path = own(tmp_path / "council")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("reports/own.md", "reports/other.md"), encoding="utf-8")
    with pytest.raises(
        DeskError, match=r"There is no template reports/other\.md\. Name a file beside desk\.toml, or one"
    ):
        read_desk(path)
    path.write_text(text.replace('key = "own"', 'key = "joint"'), encoding="utf-8")
    with pytest.raises(DeskError, match="the report 'joint' is there twice"):
        read_desk(path)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('== calls: Calls\n{{ put("cals") }}\n', "There is no piece cals. There are: "),
        ("== calls: Calls\n{% if %}\n", "The template's section calls cannot be read: "),
        (OWN, ""),
    ],
)
def test_what_a_template_puts_is_looked_at_by_the_operators_check(tmp_path: Path, template: str, said: str) -> None:
    desk = read_desk(own(tmp_path / "council", "", template))
    found = unfillable(desk.reports[-1])
    assert found.startswith(said)
    assert bool(found) is bool(said)
