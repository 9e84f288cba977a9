"""Forms: opened, filled, sent, refused, pushed and closed."""

from contextlib import suppress
from threading import Thread

import pytest

from bot.playground.errors import PageError
from tests.e2e.playground.tiny_app import ASHA, OUTAGES, SAM, TITLE_FORM, Json, Running, text_view


def form_of(running: Running, user: str = SAM) -> Json:
    running.playground.person(user).say(OUTAGES, "/ask")
    return running.playground.person(user).waits_for_form()


def test_a_form_is_sent_with_its_state(running: Running) -> None:
    sam = running.playground.person(SAM)
    assert sam.submits(form_of(running), {"title": {"value": {"value": "Printer"}}}) == {}
    body = running.wait_for("submitted")
    assert body["view"]["state"]["values"] == {"title": {"value": {"type": "plain_text_input", "value": "Printer"}}}
    assert (body["view"]["callback_id"], body["view"]["private_metadata"]) == ("title_form", "kept")
    assert sam.form() is None


def test_fields_left_alone_keep_what_they_began_with(running: Running) -> None:
    running.playground.person(SAM).submits(form_of(running))
    assert running.wait_for("submitted")["view"]["state"]["values"]["title"]["value"]["value"] == "Email"


def test_a_required_field_left_empty_never_reaches_the_app(running: Running) -> None:
    errors = running.playground.person(SAM).submits(form_of(running), {"title": {"value": {"value": ""}}})
    assert errors == {"title": "Please complete this required field."}
    assert running.heard.bodies("submitted") == []


def test_the_apps_errors_stand_at_their_fields(running: Running) -> None:
    sam = running.playground.person(SAM)
    form = form_of(running)
    assert sam.submits(form, {"title": {"value": {"value": "wrong"}}}) == {"title": "Say more."}
    assert sam.form() is not None


def test_a_submission_may_change_the_form(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.submits(form_of(running), {"title": {"value": {"value": "again"}}})
    assert sam.waits_for_form()["blocks"][0]["text"]["text"] == "Sent"


def test_a_submission_may_push_a_form_and_the_next_clear_all(running: Running) -> None:
    sam = running.playground.person(SAM)
    first = form_of(running)
    sam.submits(first, {"title": {"value": {"value": "deeper"}}})
    second = sam.waits_for_form()
    assert (second["callback_id"], second["previous_view_id"]) == ("deeper", first["id"])
    sam.submits(second)
    assert sam.form() is None


def test_a_form_closed_is_told_when_the_app_asked_for_it(running: Running) -> None:
    running.playground.person(SAM).closes(form_of(running))
    assert running.wait_for("closed")["is_cleared"] is True


def test_a_double_click_sends_the_form_twice_and_closes_it_once(running: Running) -> None:
    sam = running.playground.person(SAM)
    form = form_of(running)

    def click() -> None:
        with suppress(PageError):  # the second comes too late where the first was answered meanwhile
            sam.submits(form)

    clicks = [Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sam.form() is None


def test_a_trigger_opens_one_form_within_three_seconds(running: Running) -> None:
    form_of(running)
    used = running.wait_for("ask")["trigger_id"]
    opened = running.client.views_open
    assert running.refused(lambda: opened(trigger_id=used, view=TITLE_FORM)) == "exchanged_trigger_id"
    assert running.refused(lambda: opened(trigger_id="1.2.3", view=TITLE_FORM)) == "invalid_trigger_id"
    running.playground.person(SAM).say(OUTAGES, "/respond")
    unused = running.wait_for("respond")["trigger_id"]
    running.playground.skip(3.1)
    assert running.refused(lambda: opened(trigger_id=unused, view=TITLE_FORM)) == "expired_trigger_id"


def test_an_open_form_can_be_filled_by_its_id_and_hash(running: Running) -> None:
    form = form_of(running)
    update = running.client.views_update
    assert running.refused(lambda: update(view_id=form["id"], hash="old", view=TITLE_FORM)) == "hash_conflict"
    update(view_id=form["id"], hash=form["hash"], view=text_view("Filled"))
    assert running.playground.person(SAM).waits_for_form()["blocks"][0]["text"]["text"] == "Filled"
    assert running.refused(lambda: update(view_id="V0", view=TITLE_FORM)) == "not_found"


def test_a_form_whose_answer_slack_would_refuse_stays_open(running: Running) -> None:
    sam = running.playground.person(SAM)
    form = form_of(running)
    for title in ("bad view", "unknown field"):
        with pytest.raises(PageError, match=r"We had some trouble connecting\. Try again\?"):
            sam.submits(form, {"title": {"value": {"value": title}}})
    assert sam.form() is not None


def test_a_form_belongs_to_whom_it_was_opened_for(running: Running) -> None:
    form = form_of(running)
    with pytest.raises(PageError, match="somebody else"):
        running.playground.person(ASHA).submits(form)


def test_a_form_that_is_closed_cannot_be_sent(running: Running) -> None:
    sam = running.playground.person(SAM)
    form = form_of(running)
    sam.closes(form)
    with pytest.raises(PageError, match="no longer open"):
        sam.submits(form)


def test_a_new_form_takes_the_place_of_one_still_open(running: Running) -> None:
    first = form_of(running)
    second = form_of(running)
    assert second["id"] != first["id"]
    running.playground.person(SAM).closes(second)
    assert running.playground.person(SAM).form() is None


def test_closing_a_form_that_clears_closes_those_below(running: Running) -> None:
    form_of(running)
    running.playground.person(SAM).say(OUTAGES, "/respond")
    trigger = running.wait_for("respond")["trigger_id"]
    running.client.views_push(trigger_id=trigger, view={**text_view("Top"), "clear_on_close": True})
    running.playground.person(SAM).closes(running.playground.person(SAM).waits_for_form())
    assert running.playground.person(SAM).form() is None


def test_at_most_three_forms_lie_on_one_another(running: Running) -> None:
    form_of(running)
    push, refused = running.client.views_push, running.refused
    triggers = []
    for number in range(1, 4):
        running.playground.person(SAM).say(OUTAGES, "/respond")
        triggers.append(running.wait_for("respond", number)["trigger_id"])
    for trigger in triggers[:2]:
        push(trigger_id=trigger, view=TITLE_FORM)
    assert refused(lambda: push(trigger_id=triggers[2], view=TITLE_FORM)) == "push_limit_reached"


def test_a_form_can_only_be_pushed_on_another(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "/respond")
    trigger = running.wait_for("respond")["trigger_id"]
    assert running.refused(lambda: running.client.views_push(trigger_id=trigger, view=TITLE_FORM)) == "not_found"


def test_an_external_id_names_one_open_form(running: Running) -> None:
    form = form_of(running)
    named: Json = {**text_view("Named"), "external_id": "mine"}
    running.client.views_update(view_id=form["id"], view=named)
    running.client.views_update(external_id="mine", view={**text_view("By its own name"), "external_id": "mine"})
    assert running.playground.person(SAM).waits_for_form()["blocks"][0]["text"]["text"] == "By its own name"
    running.playground.person(ASHA).say(OUTAGES, "/respond")
    trigger = running.wait_for("respond")["trigger_id"]
    opened = running.client.views_open
    assert running.refused(lambda: opened(trigger_id=trigger, view=named)) == "duplicate_external_id"


def test_a_changed_form_keeps_what_was_typed(running: Running) -> None:
    sam = running.playground.person(SAM)
    form = form_of(running)
    sam.submits(form, {"title": {"value": {"value": "wrong"}}})
    running.client.views_update(view_id=form["id"], view={**TITLE_FORM, "private_metadata": "later"})
    sam.submits(sam.waits_for_form())
    assert running.wait_for("submitted", 2)["view"]["state"]["values"]["title"]["value"]["value"] == "wrong"


def test_a_form_that_the_app_does_not_answer_can_be_sent_again(running: Running) -> None:
    running.lose_patience()
    sam = running.playground.person(SAM)
    form = form_of(running)
    running.client.views_update(view_id=form["id"], view={**TITLE_FORM, "callback_id": "nobody"})
    with pytest.raises(PageError, match="trouble connecting"):
        sam.submits(form)
    assert sam.form() is not None
