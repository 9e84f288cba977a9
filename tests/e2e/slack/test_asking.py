"""Whoever logged a ticket is asked in a direct message how it went, with five buttons, and nobody else sees it."""

from bot.command import Post
from bot.dispatch import queue
from bot.parts import line
from storage.models import TABLES, Outbox
from tests.e2e.slack.workspace import ASHA, MANAGEMENT, OUTAGES, SAM, Desk
from tests.integration.rows import rows

ASKED = "How did we do with INC-1? Printer jams. 1 is poor, 5 is excellent."


def resolved(desk: Desk) -> None:
    desk.say("/incident p3 Printer jams partner:BDC")
    desk.say("/incident resolve INC-1 New rollers", ASHA)


def test_the_question_is_for_its_reporters_eyes_and_a_press_is_a_score(desk: Desk) -> None:
    resolved(desk)
    question = desk.newest(channel=SAM)
    assert question["text"] == f"{ASKED} [1] [2] [3] [4] [5]"
    seen = [desk.texts(user, where) for user in (SAM, ASHA) for where in (OUTAGES, MANAGEMENT)]
    assert ASKED not in str([*seen, desk.texts(ASHA, ASHA)])
    desk.press(question, "4", channel=SAM)
    assert desk.newest(channel=SAM)["text"].startswith("SAT-1, 4, BDC.")
    (score,) = rows(desk.bot.database, TABLES["satisfaction"])
    assert (score["score"], score["scale"], score["ticket_id"], score["partner"]) == (4, 5, 1, "BDC")


def test_a_second_press_corrects_the_score(over_http: Desk) -> None:
    resolved(over_http)
    question = over_http.newest(channel=SAM)
    for label in ("4", "5", "4", "5", "5"):
        over_http.press(question, label, channel=SAM)
    (score,) = rows(over_http.bot.database, TABLES["satisfaction"])
    assert score["score"] == 5
    assert over_http.newest(channel=SAM)["text"].startswith("SAT-1 is like that already.")


def test_a_person_whom_slack_does_not_know_is_a_dead_letter_and_holds_nothing_up(over_http: Desk) -> None:
    lost = Post("@admin", "satisfaction:9", (line("How did we do?"),))
    over_http.bot.database.write(lambda session: queue(session, over_http.clock(), lost))
    resolved(over_http)
    assert over_http.newest(channel=SAM)["text"].startswith(ASKED)
    dead = [row["error"] for row in rows(over_http.bot.database, Outbox) if row["place"] == "@admin" and row["dead_at"]]
    assert dead == ["user_not_found"]
