"""Members of groups: their role, their own row, how long an answer serves, and that silence lets nobody in."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Person, Place, Reply
from bot.desk import Group, Listed
from bot.members import FRESH, LAST, REST, CannotAskError, Members
from storage import people
from storage.models import Identity, StoredRequest, Ticket
from storage.models import Person as PersonRow
from tests.integration.rows import rows

SECOND = timedelta(seconds=1)
GROUPS = (
    Group(role="service desk", identities={"chat": "G-DESK"}),
    Group(role="manager", identities={"chat": "G-HEADS"}),
    Group(role="partner manager", partner="DDDC", identities={"chat": "G-DDDC"}),
    Group(role="admin", identities={"other": "G-DESK"}),
)
PLACE = Place("chat", "ict-bdc")
SILENT = "I cannot find out just now who belongs to the desk, so nothing was done. Try again in a minute;"


@dataclass
class Chat:
    """A channel that counts how often it is asked, and can fall silent."""

    groups: dict[str, frozenset[str]]
    names: dict[str, str | None] = field(default_factory=dict)
    is_silent: bool = False
    asked: list[str] = field(default_factory=list)

    def members(self) -> dict[str, frozenset[str]]:
        self.hear("groups")
        return self.groups

    def name_of(self, outside_id: str) -> str | None:
        self.hear(outside_id)
        return self.names[outside_id]

    def hear(self, about: str) -> None:
        self.asked.append(about)
        if self.is_silent:
            raise CannotAskError("silent")


@pytest.fixture
def chat() -> Chat:
    return Chat(
        {"G-DESK": frozenset({"U1", "U2", "gone"}), "G-HEADS": frozenset({"U2", "U3"}), "G-DDDC": frozenset({"U4"})},
        {"U1": "Jo Desk", "U2": "Jim Both", "U3": "Ann Head", "U4": "Di Partner", "gone": None},
    )


@pytest.fixture
def open_bot(bot: Bot, chat: Chat, clock: SetClock) -> Bot:
    members = Members("chat", replace(bot.desk, groups=GROUPS), chat, bot.database, clock)
    return replace(bot, dispatcher=replace(bot.dispatcher, unlisted=members.find))


def says(bot: Bot, who: str, line: str = "/incident p3 Printer jams") -> Reply:
    return bot.dispatcher.answer(line, who, PLACE, bot.clock())


def person(bot: Bot, who: str) -> Person | None:
    return bot.dispatcher.unlisted("chat", who)


def test_a_member_has_the_groups_role_and_the_first_group_of_the_file_counts(open_bot: Bot) -> None:
    found = {who: person(open_bot, who) for who in ("U1", "U2", "U3", "U4", "gone", "U9")}
    assert {who: (each.name, each.role, each.partner) for who, each in found.items() if each} == {
        "U1": ("Jo Desk", "service desk", None),
        "U2": ("Jim Both", "service desk", None),
        "U3": ("Ann Head", "manager", None),
        "U4": ("Di Partner", "partner manager", "DDDC"),
    }
    assert open_bot.dispatcher.unlisted("other", "U1") is None


def test_a_member_writes_in_their_own_name_and_somebody_outside_gets_nothing(open_bot: Bot) -> None:
    assert says(open_bot, "U1").text.startswith("INC-1, P3, Printing, BDC: Printer jams.")
    assert says(open_bot, "U1", "/incident take INC-1").text.startswith("INC-1 is Jo Desk's.")
    for outside in ("U9", "gone"):
        refused = says(open_bot, outside)
        assert refused.is_error
        assert refused.text.startswith(f"I do not know {outside!r} here.")
    assert says(open_bot, "U4").text == (
        "/incident log is not open to you: you are partner manager. "
        "Ask somebody of the service desk, or say it in #ict-dddc."
    )
    (ticket,) = rows(open_bot.database, Ticket)
    assert ticket["reporter_id"] == ticket["owner_id"]
    (named,) = [row for row in rows(open_bot.database, PersonRow) if row["id"] == ticket["owner_id"]]
    assert (named["key"], named["name"]) == ("chat:U1", "Jo Desk")
    told = {(row["channel"], row["outside_id"]): row["person_id"] for row in rows(open_bot.database, Identity)}
    assert told["chat", "U1"] == ticket["owner_id"]
    assert ("chat", "gone") not in told


def test_an_answer_serves_for_ten_minutes_and_then_is_asked_for_again(
    open_bot: Bot, chat: Chat, clock: SetClock
) -> None:
    for _ in range(3):
        says(open_bot, "U1", "/sla")
        says(open_bot, "U9", "/sla")
    clock.move(FRESH - SECOND)
    assert not says(open_bot, "U1", "/sla").is_error
    assert chat.asked == ["groups", "U1"]
    chat.groups = {"G-DESK": frozenset({"U2"})}
    assert not says(open_bot, "U1", "/sla").is_error
    clock.move(SECOND)
    assert says(open_bot, "U1", "/sla").text.startswith("I do not know 'U1' here.")
    assert chat.asked == ["groups", "U1", "groups"]


def test_a_member_who_has_spoken_can_be_given_a_ticket_by_name_or_mention(open_bot: Bot) -> None:
    says(open_bot, "U1")
    for typed in ("Jo Desk", "@U1", "to:chat:U1"):
        assert says(open_bot, "U3", f"/incident assign INC-1 {typed}").text.startswith("INC-1 is Jo Desk's.")
        says(open_bot, "U3", "/incident assign INC-1 Priya")
    assert says(open_bot, "U3", "/incident assign INC-1 Jim Both").text.startswith("There is no person Jim Both")


def test_somebody_who_has_left_is_out_though_the_group_still_has_them(
    open_bot: Bot, chat: Chat, clock: SetClock
) -> None:
    assert not says(open_bot, "U1", "/sla").is_error
    chat.names["U1"] = None
    clock.move(FRESH)
    assert says(open_bot, "U1", "/sla").is_error


def test_where_the_channel_never_answered_nobody_is_let_in_and_it_is_left_alone_for_a_while(
    open_bot: Bot, chat: Chat, clock: SetClock
) -> None:
    chat.is_silent = True
    for who in ("U1", "U9", "U1"):
        assert says(open_bot, who).text.startswith(SILENT)
    assert "`ictbot check chat`" in says(open_bot, "U1").text
    assert chat.asked == ["groups"]
    assert rows(open_bot.database, StoredRequest) == []
    clock.move(REST)
    chat.is_silent = False
    assert not says(open_bot, "U1").is_error


def test_an_old_answer_serves_for_an_hour_while_the_channel_is_silent_and_no_longer(
    open_bot: Bot, chat: Chat, clock: SetClock
) -> None:
    says(open_bot, "U1", "/sla")
    chat.is_silent = True
    clock.move(LAST - SECOND)
    assert not says(open_bot, "U1", "/sla").is_error
    assert says(open_bot, "U2", "/sla").text.startswith(SILENT)  # nobody knows whether they are still here
    clock.move(SECOND)
    assert says(open_bot, "U1", "/sla").text.startswith(SILENT)
    chat.is_silent = False
    clock.move(REST)
    assert not says(open_bot, "U1", "/sla").is_error


def test_whoever_is_listed_is_never_asked_about(open_bot: Bot, chat: Chat) -> None:
    chat.is_silent = True
    reply = open_bot.dispatcher.answer("/sla", "engineer", Place("shell"), open_bot.clock())
    assert not reply.is_error
    assert chat.asked == []


def test_the_channel_is_asked_outside_of_every_transaction(open_bot: Bot, chat: Chat) -> None:
    """A question while this database is being written to would wait for the writer, and the writer for it."""
    inside: list[bool] = []

    def hear(about: str) -> None:
        inside.append(open_bot.database.write(lambda session: bool(about) and session.in_transaction()))

    chat.hear = hear  # type: ignore[method-assign]
    assert not says(open_bot, "U1").is_error
    assert inside == [True, True]


def test_a_member_who_is_listed_later_stays_who_they_were(open_bot: Bot) -> None:
    says(open_bot, "U1")
    (before,) = [row for row in rows(open_bot.database, PersonRow) if row["key"] == "chat:U1"]
    listed = Listed(key="jo", name="Jo Deskins", role="staff", identities={"chat": "U1", "shell": "jo"})
    for _ in range(2):
        open_bot.database.write(lambda session: people.enrol(session, [(listed.key, listed.name, listed.identities)]))
    (after,) = [row for row in rows(open_bot.database, PersonRow) if row["id"] == before["id"]]
    assert (after["key"], after["name"]) == ("jo", "Jo Deskins")
    assert [row["key"] for row in rows(open_bot.database, PersonRow)].count("chat:U1") == 0
