"""docs/commands.md is what the commands say of themselves."""

from pathlib import Path

from bot.reference import as_markdown, row
from bot.registry import commands

DOCS = Path(__file__).parents[3] / "docs" / "commands.md"


def test_the_reference_that_is_kept_is_the_one_that_the_commands_make() -> None:
    assert DOCS.read_text(encoding="utf-8") == as_markdown(commands()), "make docs writes it anew"


def test_a_row_has_the_line_an_example_the_fields_and_the_role() -> None:
    outage = commands()["outage"]
    assert outage.default is not None
    assert row(outage, outage.default) == (
        "| `/outage [log] p1\\|p2 what happened`<br>e.g. `/outage p2 Email down at Wirksworth partner:DDDC` "
        "| log one that has begun | `priority:`, `service:`, `partner:`, `at:`, `cause:`, `share:`, `summary:`, "
        "`ref:`, `owner:`, `new:`, `again:` | staff |"
    )


def test_every_row_is_one_line_of_four_cells() -> None:
    rows = [text for text in as_markdown(commands()).splitlines() if text.startswith("| `/")]
    assert len(rows) == sum(len(command.verbs) for command in commands().values())
    assert {text.replace("\\|", "").count("|") for text in rows} == {5}
