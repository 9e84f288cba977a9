"""That what looks for losses finds them."""

import pytest
from sqlalchemy import text

from bot.app import Bot
from soak.whole import broken, differing, doubled, lost
from tests.integration.rows import done, say

TAMPERED = {
    "DELETE FROM hold": ["hold 1 is in the trail or the table only"],
    "UPDATE ticket SET summary = 'Other'": ["ticket 1 is not as its trail left it"],
}


def test_a_desk_at_work_is_whole(bot: Bot) -> None:
    say(bot, "/incident p3 Printer jams", request_id="one")
    done(bot, "/incident hold INC-1 waiting for the part")
    done(bot, "/ict undo")
    done(bot, "/incident resolve INC-1 Replaced")
    assert broken(bot.database) == []
    assert lost(bot.database, ["one", "two"]) == ["two"]
    assert doubled(bot.database) == []


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_record_that_its_trail_does_not_tell_is_found(bot: Bot, statement: str) -> None:
    done(bot, "/incident p3 Printer jams")
    done(bot, "/incident hold INC-1 waiting for the part")
    bot.database.write(lambda session: session.execute(text(statement)))
    assert broken(bot.database) == TAMPERED[statement]


def test_a_chain_with_a_gap_is_found() -> None:
    def entry(number: int, action: str, before: str | None, after: str) -> dict[str, object]:
        return {"id": number, "record_id": 7, "action": action, "before": before, "after": after}

    added = entry(1, "add", None, '{"owner_id": 1}')
    taken, given = entry(2, "change", '{"owner_id": 1}', '{"owner_id": 2}'), entry(3, "change", '{"owner_id": 2}', "{}")
    held = {7: {"owner_id": 2}}
    assert differing("ticket", held, [added, taken, given]) == []
    assert differing("ticket", held, [added, given]) == [
        "ticket 7: entry 3 does not begin where the one before it ended",
        "ticket 7 is not as its trail left it",
    ]
    assert differing("ticket", held, [taken]) == ["ticket 7: entry 2 adds it again, or changes what was never added"]


def test_a_record_that_is_there_twice_is_found(bot: Bot) -> None:
    done(bot, "/incident p3 Printer jams")
    ticket = bot.database.read(lambda session: dict(session.execute(text("SELECT * FROM ticket")).mappings().one()))
    del ticket["id"]
    bot.database.write(
        lambda session: session.execute(
            text(f"INSERT INTO ticket ({', '.join(ticket)}) VALUES ({', '.join(f':{name}' for name in ticket)})"),
            ticket,
        )
    )
    assert doubled(bot.database) == ["Printer jams"]
    assert broken(bot.database) == ["ticket 2 is in the trail or the table only"]
