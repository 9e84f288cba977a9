"""An export of each helpdesk with its traps: titles, date forms, codes that count backwards, words for nothing."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.app import Bot
from bot.imports.export import Ways
from bot.imports.files import import_file
from core.errors import DeskError
from storage.models import Ticket

HELPDESKS = Path(__file__).parents[1] / "data" / "helpdesks"

Told = tuple[str, str, str, str, str, str]
TOLD: dict[str, tuple[str, list[Told]]] = {
    "servicenow_labels": (
        "servicenow",
        [
            ("INC0010001", "incident", "P1", "13 Jun 08:41:07", "13 Jun 10:05:00", "Internet down at every site"),
            ("INC0010002", "incident", "P3", "14 Jun 09:00:00", "", "Scanner jams, again"),
        ],
    ),
    "jira": (
        "jira",
        [
            ("IT-1", "incident", "P1", "12 Mar 09:41:00", "12 Mar 13:05:00", "Email down"),
            ("IT-2", "request", "standard", "31 Jul 11:30:00", "", "Laptop for a starter, please"),
            ("IT-3", "incident", "P4", "31 Mar 23:05:00", "02 Apr 07:00:00", "Old and closed"),
        ],
    ),
    "zendesk": (
        "zendesk",
        [
            ("4711", "incident", "P1", "12 Jul 09:41:00", "12 Jul 13:05:00", "Email down"),
            ("4712", "incident", "P4", "12 Jul 09:50:30", "", "Mouse squeaks"),
            ("4713", "incident", "P3", "12 Jul 10:00:00", "", "Printer"),
        ],
    ),
    "freshservice": (
        "freshservice",
        [
            ("INC-1", "incident", "P1", "12 Jul 08:41:00", "12 Jul 12:05:00", "Email down"),
            ("INC-2", "incident", "P4", "12 Jul 08:50:00", "", "Mouse squeaks"),
            ("SR-3", "request", "standard", "01 Jul 08:00:00", "12 Jul 08:00:00", "New laptop"),
        ],
    ),
    "manageengine": (
        "manageengine",
        [
            ("101", "incident", "P1", "12 Jul 08:41:00", "12 Jul 12:05:00", "Email down"),
            ("102", "incident", "P4", "11 Jul 23:10:00", "", "Mouse squeaks"),
            ("103", "request", "standard", "01 Jul 08:00:00", "12 Jul 11:00:00", "New laptop"),
        ],
    ),
    "hornbill": (
        "hornbill",
        [
            ("IN00000001", "incident", "P1", "12 Jul 09:41:00", "12 Jul 13:05:00", "Email down"),
            ("IN00000002", "incident", "P4", "12 Jul 09:50:00", "", "Mouse squeaks"),
            ("IN00000003", "incident", "P3", "01 Jul 09:00:00", "04 Jul 09:00:00", "Shared folder"),
        ],
    ),
    "glpi_french": (
        "glpi",
        [
            ("1001", "incident", "P1", "12 Jul 08:41:00", "12 Jul 12:05:00", "Messagerie arrêtée"),
            ("1002", "incident", "P4", "31 Jul 08:50:00", "", "Souris"),
            ("1003", "request", "standard", "01 Jul 08:00:00", "04 Jul 08:00:00", "Nouveau portable"),
        ],
    ),
    "glpi_english": (
        "glpi",
        [
            ("2001", "incident", "P1", "12 Jul 08:41:30", "12 Jul 12:05:10", "Email down"),
            ("2002", "incident", "P4", "31 Jul 08:50:00", "", "Mouse squeaks"),
        ],
    ),
    "zammad": (
        "zammad",
        [
            ("65001", "incident", "P2", "12 Jul 08:41:00", "12 Jul 12:05:00", "Email down"),
            ("65002", "incident", "P4", "31 Jul 08:50:00", "", "Mouse squeaks"),
            ("65003", "incident", "P3", "31 Jul 09:00:00", "", "Scanner"),
        ],
    ),
}
DAY_FIRST = Ways(dates="day-first")  # what a month of real rows would show


def told(bot: Bot) -> tuple[set[str | None], list[Told]]:
    rows = bot.database.read(lambda session: session.exec(select(Ticket).order_by(col(Ticket.id))).all())
    return {row.source for row in rows}, [
        (
            row.source_ref or "",
            row.kind,
            row.level,
            f"{row.opened_at:%d %b %H:%M:%S}",
            f"{row.resolved_at:%d %b %H:%M:%S}" if row.resolved_at else "",
            row.summary,
        )
        for row in rows
    ]


@pytest.mark.parametrize("name", TOLD)
def test_an_export_is_read_as_its_tool_means_it(name: str, bot: Bot) -> None:
    source, rows = TOLD[name]
    import_file(bot, HELPDESKS / f"{name}.csv", DAY_FIRST, confirmed=True, only_good=True)
    assert told(bot) == ({source}, rows)
    again = import_file(bot, HELPDESKS / f"{name}.csv", DAY_FIRST, confirmed=True, only_good=True)
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(rows))


@pytest.mark.parametrize(
    ("name", "agreed", "disagreed"),
    [("servicenow_labels", 1, 0), ("freshservice", 2, 0), ("manageengine", 2, 0), ("hornbill", 2, 0)],
)
def test_the_tools_own_word_for_in_time_is_understood(name: str, agreed: int, disagreed: int, bot: Bot) -> None:
    outcome = import_file(bot, HELPDESKS / f"{name}.csv", DAY_FIRST)
    assert (outcome.agreed, outcome.disagreed) == (agreed, disagreed)


def test_counts_stand_in_columns_with_labels_too(bot: Bot) -> None:
    import_file(bot, HELPDESKS / "servicenow_labels.csv", confirmed=True, only_good=True)
    row = bot.database.read(lambda session: session.get_one(Ticket, 1))
    assert (row.reopenings, row.reassignments, row.first_contact) == (1, 2, False)


def test_an_unknown_priority_says_how_to_map_it_and_so_mapped_it_comes_in(bot: Bot) -> None:
    file = HELPDESKS / "servicenow_labels.csv"
    (error,) = import_file(bot, file, confirmed=True).errors
    assert (error.line, error.column, error.value) == (4, "priority", "5 - Planning")
    assert error.mend == (
        'write one of 1 - Critical, 2 - High, 3 - Moderate, 4 - Low, or map it with priorities "5 - Planning=P3"'
    )
    outcome = import_file(bot, file, Ways(priorities="5 - Planning=P4"), confirmed=True)
    assert (outcome.new, outcome.errors) == (3, [])
    assert told(bot)[1][2][2] == "P4"


def test_a_level_that_there_is_not_is_refused_before_anything_is_read(bot: Bot) -> None:
    with pytest.raises(DeskError, match="cannot be 'P5': write one of P1"):
        import_file(bot, HELPDESKS / "zammad.csv", Ways(priorities="3 high=P5", dates="day-first"))


def test_the_most_urgent_of_three_can_be_said_to_be_a_p1(bot: Bot) -> None:
    import_file(bot, HELPDESKS / "zammad.csv", Ways(priorities="3 high=P1", dates="day-first"), confirmed=True)
    assert told(bot)[1][0][2] == "P1"
