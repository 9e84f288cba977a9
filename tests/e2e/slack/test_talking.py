"""Commands, buttons, forms, Home, mentions, direct messages and the shortcut, as people use them in Slack."""

from datetime import timedelta

from bot.app import Bot
from bot.clock import SetClock
from core.imports.tables import read_table
from tests.e2e.slack.workspace import ASHA, DDDC, EMAIL_DOWN, MANAGEMENT, OUTAGES, SAM, Desk, chosen, opened, typed


def test_a_command_is_answered_at_once_and_told_to_the_channel_and_to_management(desk: Desk) -> None:
    desk.person().say(OUTAGES, EMAIL_DOWN)
    answer = desk.newest()
    assert answer["ephemeral"] is True
    assert answer["text"].startswith("OUT-1, P2, Email, DDDC: Email down at Wirksworth. Started Fri 28 Aug 15:10.")
    desk.send_all()
    assert desk.texts(ASHA)[-1].startswith("OUT-1, P2, Email, DDDC: Email down at Wirksworth.")
    assert desk.texts(ASHA, MANAGEMENT)[-1].endswith("No owner. [Take] [Resolve] [Edit]")


def test_every_command_answers(desk: Desk) -> None:
    for command in desk.bot.dispatcher.commands.values():
        line = f"{command.typed} list" if command.name != "ict" else "/ict help"
        desk.person().say(OUTAGES, line)
        assert desk.newest()["text"] or desk.person().form(), line


def test_a_pressed_button_edits_the_head_and_speaks_in_its_thread(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.press(desk.head(), "Take")
    head = desk.head()
    assert "Owner Sam Okafor." in head["text"]
    assert head["edited"] is True
    thread = [
        one for one in desk.person().sees(OUTAGES) if one.get("thread_ts") == head["ts"] and one["ts"] != head["ts"]
    ]
    assert [one["text"].split("\n")[0] for one in thread] == ["OUT-1 is Sam Okafor's."]


def test_take_hold_resume_resolve_and_undo_by_button(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.press(desk.head(), "Take")
    desk.press(desk.head(), "Hold")
    desk.person().submits(
        desk.person().waits_for_form(), {"text": {"value": {"type": "plain_text_input", "value": "supplier"}}}
    )
    desk.send_all()
    assert "On hold since Fri 28 Aug 15:10." in desk.head()["text"]
    desk.clock.move(timedelta(minutes=20))
    desk.press(desk.head(), "Resume")
    desk.press(desk.head(), "Resolve")
    assert "Resolved" in desk.head()["text"]
    resolved = next(one for one in reversed(desk.person().sees(OUTAGES)) if "OUT-1 resolved" in one["text"])
    desk.press(resolved, "Undo")
    assert desk.texts()[-1].startswith("Undone: outage resolve OUT-1")


def test_a_missing_priority_opens_a_form_filled_with_what_was_typed(desk: Desk) -> None:
    desk.person().say(OUTAGES, "/outage Email down partner:DDDC")
    form = desk.person().waits_for_form()
    assert form["title"]["text"] == "Outage"
    shown = {block["block_id"]: block.get("element", {}) for block in form["blocks"]}
    assert shown["summary"]["initial_value"] == "Email down"
    assert shown["partner"]["initial_value"] == "DDDC"
    assert desk.person().submits(form, {"priority": {"value": chosen("P2")}}) == {}
    desk.send_all()
    assert desk.texts(ASHA)[-1].startswith("OUT-1, P2, Email, DDDC: Email down.")
    assert desk.person().form() is None


def test_a_mistake_in_a_form_is_told_at_its_field(desk: Desk) -> None:
    desk.person().say(OUTAGES, "/incident Printer jams")
    form = desk.person().waits_for_form()
    wrong = desk.person().submits(form, {"priority": {"value": chosen("P3")}, "partner": {"value": typed("Mars")}})
    assert list(wrong) == ["partner"]
    assert "There is no partner Mars." in wrong["partner"]
    assert desk.records() == 0
    assert desk.person().submits(form, {"priority": {"value": chosen("P3")}, "partner": {"value": typed("BDC")}}) == {}
    assert desk.records() == 1


def test_a_form_whose_answer_is_a_question_goes_on_in_the_channel(desk: Desk) -> None:
    desk.person().say(OUTAGES, "/outage Something is down")
    desk.person().submits(desk.person().waits_for_form(), {"priority": {"value": chosen("P1")}})
    desk.send_all()
    assert desk.texts()[-1].startswith("Which service is down? Nothing is stored yet.")
    desk.press(desk.newest(), "Telephony")
    assert desk.texts()[-1].startswith("Which partner is it for?")
    desk.press(desk.newest(), "All")
    assert desk.texts(ASHA)[-1].startswith("OUT-1, P1, Telephony, BDC, DDDC, NEDDC, RHL: Something is down.")


def test_in_a_records_own_thread_no_reference_is_needed(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    head = desk.head()
    desk.say("@ictbot outage update Supplier is on site", thread=head["ts"])
    assert desk.texts(ASHA)[-1].startswith("OUT-1, Sam Okafor: Supplier is on site.")
    desk.say("@ictbot outage show", thread=head["ts"])
    shown = desk.newest()
    assert shown["ephemeral"] is True
    assert shown["thread_ts"] == head["ts"]
    assert "Supplier is on site" in shown["text"]


def test_what_is_restricted_is_not_offered_to_be_shared(desk: Desk) -> None:
    desk.say("/security theft Stolen iPad partner:DDDC")
    for line, is_offered in (("/security list", False), ("/security show SEC-1", False), ("/security totals", True)):
        desk.say(line, ASHA)
        shown = desk.newest(ASHA)
        assert shown["ephemeral"] is True
        assert ("Share here" in str(shown["blocks"])) is is_offered


def test_a_mention_and_a_direct_message_are_lines(desk: Desk) -> None:
    desk.say("@ictbot incident p3 Printer jams partner:BDC", channel=DDDC)
    assert desk.newest(channel=DDDC)["text"].startswith("INC-1, P3, Printing, BDC: Printer jams.")
    desk.say("incident take INC-1", channel=SAM)
    assert desk.texts(channel=SAM)[-1].startswith("INC-1 is Sam Okafor's.")
    desk.say("outage something is wrong", channel=SAM)
    desk.press(desk.newest(channel=SAM), "Fill in the form", channel=SAM)
    assert desk.person().waits_for_form()["title"]["text"] == "Outage"


def test_a_person_is_named_as_slack_names_people(desk: Desk) -> None:
    desk.say("/incident p3 Printer jams partner:BDC")
    desk.say("/incident assign INC-1 @Priya Shah")
    assert desk.texts()[-1].startswith("INC-1 is Priya Shah's.")


def test_the_shortcut_logs_what_somebody_wrote(desk: Desk) -> None:
    desk.person(ASHA).say(DDDC, 'The "big" printer on floor 2 jams again')
    desk.person().uses_shortcut(DDDC, desk.newest(channel=DDDC), "log_incident")
    form = desk.person().waits_for_form()
    shown = {block["block_id"]: block.get("element", {}) for block in form["blocks"]}
    assert shown["summary"]["initial_value"] == 'The "big" printer on floor 2 jams again'
    assert desk.person().submits(form, {"priority": {"value": chosen("P4")}}) == {}
    desk.send_all()
    assert desk.newest(channel=DDDC)["text"].startswith("INC-1, P4, Printing, DDDC: The")


def test_home_shows_what_is_ones_own_then_what_is_open(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.press(desk.head(), "Take")
    desk.say("/incident p3 Printer jams partner:BDC")
    desk.person().opens_home()
    desk.playground.wait_until(desk.person().home)
    home = str(desk.person().home())
    assert "1 open of Sam Okafor's: 0 breached, 0 at risk, 0 on hold." in home
    assert "2 open: 0 breached, 0 at risk, 0 on hold." in home
    assert home.index("OUT-1") < home.index("INC-2")
    view = desk.person().home()
    assert view is not None
    desk.person().presses_in_view(view, "Log an incident")
    assert desk.person().waits_for_form()["title"]["text"] == "Incident"


def test_a_chart_comes_by_direct_message_and_is_shared_by_pressing(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.say("/kpi outages q2 2020-21", ASHA)
    private = desk.newest(ASHA)
    assert private["ephemeral"] is True
    assert [file["name"].rpartition(".")[2] for file in desk.newest(ASHA, ASHA)["files"]] == ["png"]
    desk.press(private, "Share here", ASHA)
    shared = [one for one in desk.person().sees(OUTAGES) if not one.get("ephemeral")]
    assert shared[-2]["text"].startswith("Asha Rao shares /kpi show outages q2 2020-21")
    assert shared[-1]["files"][0]["mimetype"] == "image/png"
    assert shared[-1]["thread_ts"] == shared[-2]["ts"]


def test_a_chart_that_slack_can_draw_stands_in_the_answer_and_is_shared_as_a_picture(desk: Desk) -> None:
    desk.say("/incident p3 Scanner jams partner:BDC,DDDC")
    desk.say("/kpi raised aug 2020", ASHA)
    private = desk.newest(ASHA)
    (chart,) = [block for block in private["blocks"] if block["type"] == "data_visualization"]
    assert [(series["name"], series["data"][0]["value"]) for series in chart["chart"]["series"]] == [
        ("BDC", 1), ("DDDC", 1)
    ]  # fmt: skip
    assert "direct messages" not in private["text"]
    assert not [one for one in desk.person(ASHA).sees(ASHA) if one.get("files")]
    desk.press(private, "Share here", ASHA)
    shared = [one for one in desk.person().sees(OUTAGES) if not one.get("ephemeral")]
    assert not [block for block in shared[-2]["blocks"] if block["type"] == "data_visualization"]
    assert shared[-1]["files"][0]["mimetype"] == "image/png"


def test_where_slack_may_not_draw_every_chart_is_a_picture(bot_on_file: Bot, clock: SetClock) -> None:
    with opened(bot_on_file, clock, is_http=False, slack_charts=False) as desk:
        desk.say("/incident p3 Scanner jams partner:BDC,DDDC")
        desk.say("/kpi raised aug 2020", ASHA)
        assert not [block for block in desk.newest(ASHA)["blocks"] if block["type"] == "data_visualization"]
        assert desk.newest(ASHA, ASHA)["files"][0]["mimetype"] == "image/png"


def test_a_csv_comes_by_direct_message(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.say("/kpi outages aug 2020", ASHA)
    desk.press(desk.newest(ASHA), "CSV", ASHA)
    assert desk.newest(ASHA, ASHA)["files"][0]["name"].endswith(".csv")


def test_a_workbook_comes_by_direct_message_byte_for_byte(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.say("/sla xlsx", ASHA)
    told = desk.newest(ASHA, ASHA)["files"][0]
    kept = desk.playground.state.files.get(told["id"]).content
    assert (told["name"], told["mimetype"].rpartition(".")[2]) == ("sla-2020-08-28.xlsx", "sheet")
    assert kept is not None
    rows = list(read_table(kept).rows())
    assert [cells[0] for _, cells in rows] == ["OUT-1"]


def test_the_warning_comes_by_itself_when_its_time_has_come(desk: Desk) -> None:
    desk.say(EMAIL_DOWN)
    desk.clock.move(timedelta(days=3, hours=18, minutes=30))
    desk.ticker.tick()
    desk.send_all()
    assert desk.texts(ASHA)[-1].startswith("OUT-1 at risk: 3 h 00 of 4 h 00 used, due today 10:40.")
    assert desk.newest(ASHA)["thread_ts"] == desk.head()["ts"]
