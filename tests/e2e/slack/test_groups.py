"""Roles from Slack's user groups: members are let in, others are not, and Slack is asked seldom."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.demo.page import workspace_of
from bot.desk import SHIPPED
from bot.members import FRESH, LAST, REST
from bot.playground.errors import SlackError
from bot.playground.faults import Fault
from bot.playground.methods import METHODS
from bot.playground.methods.call import Call, Method
from bot.playground.server import Playground
from bot.playground.workspace import Json, User, UserGroup, Workspace
from bot.settings import Settings
from bot.slack.check import check
from bot.slack.groups import UserGroups
from bot.slack.manifest import GROUP_SCOPES
from storage.database import Database
from storage.models import Ticket
from tests.e2e.slack.workspace import SAM, Desk, opened
from tests.integration.rows import rows

GROUPS = """
[[groups]]
role = "service desk"
identities = { slack = "S_DESK" }

[[groups]]
role = "partner manager"
partner = "DDDC"
identities = { slack = "S_DDDC" }
"""
JO, DI, NOBODY = "U_JO", "U_DI", "U_NOBODY"
LEFT, VISITOR, FOREIGN, ROBOT = "U_LEFT", "U_VISITOR", "U_FOREIGN", "U_ROBOT"
NEWCOMERS = (
    User(JO, "Jo Desk"),
    User(DI, "Di Partner"),
    User(LEFT, "Long Gone", is_deleted=True),
    User(VISITOR, "Here Today", is_guest=True),
    User(FOREIGN, "From Elsewhere", team="T_OTHER"),
    User(ROBOT, "Robot", is_bot=True),
)
ASK = "Ask somebody of the service desk, or say it in #ict-dddc."
PRINTER = "/incident p3 Printer jams partner:BDC"
SILENT = "I cannot find out just now who belongs to the desk, so nothing was done."
ASKED = ("usergroups.list", "users.info")


@pytest.fixture
def grouped(tmp_path: Path, migrated_file: Path, clock: SetClock) -> Iterator[Bot]:
    (tmp_path / "desk.toml").write_text(SHIPPED.read_text(encoding="utf-8") + GROUPS, encoding="utf-8")
    database = Database(str(shutil.copy(migrated_file, tmp_path / "desk.db")), synchronous="OFF")
    yield build(Settings(desk=tmp_path / "desk.toml"), clock, database)
    database.close()


@pytest.fixture
def desk(request: pytest.FixtureRequest, grouped: Bot, clock: SetClock) -> Iterator[Desk]:
    """By signed HTTP, or as a test says."""
    with opened(grouped, clock, is_http=getattr(request, "param", True), more=NEWCOMERS) as one:
        put_in(one, S_DESK=(JO, LEFT, VISITOR, FOREIGN, ROBOT), S_DDDC=(DI, JO))
        yield one


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often Slack was asked what."""
    counted: Counter[str] = Counter()

    def counting(name: str, method: Method) -> Method:
        def run(call: Call) -> Json:
            counted[name] += 1
            return method.run(call)

        return replace(method, run=run)

    for name in ASKED:
        monkeypatch.setitem(METHODS, name, counting(name, METHODS[name]))
    return counted


def put_in(desk: Desk, **users: tuple[str, ...]) -> None:
    desk.playground.state.groups.update({name: UserGroup(name, name.lower(), name, who) for name, who in users.items()})


def told(desk: Desk, user: str, line: str) -> str:
    """What somebody is answered in their direct message, where guests and robots can speak too."""
    desk.say(line, user, user)
    return str(desk.newest(user, user)["text"])


@pytest.mark.parametrize("desk", [True, False], indirect=True, ids=["http", "socket"])
def test_a_member_logs_an_incident_in_their_own_name_and_owns_it(desk: Desk) -> None:
    assert told(desk, JO, PRINTER).startswith("INC-1, P3, Printing, BDC: Printer jams.")
    desk.press(desk.newest(JO, JO), "Take", JO, JO)
    assert desk.newest(JO, JO)["text"].startswith("INC-1 is Jo Desk's.")
    (ticket,) = rows(desk.bot.database, Ticket)
    assert ticket["reporter_id"] == ticket["owner_id"]
    desk.person(JO).opens_home()
    desk.playground.wait_until(desk.person(JO).home)
    assert "INC-1" in str(desk.person(JO).home())


def test_a_member_of_a_partners_group_sees_that_partner_and_records_nothing(desk: Desk) -> None:
    told(desk, JO, PRINTER)
    assert told(desk, DI, PRINTER) == f"/incident log is not open to you: you are partner manager. {ASK}"
    assert told(desk, DI, "/incident show INC-1") == "You see DDDC only."


def test_a_member_is_asked_how_it_went(desk: Desk) -> None:
    told(desk, JO, PRINTER)
    desk.say("/incident resolve INC-1 New rollers")
    assert desk.newest(JO, JO)["text"].startswith("How did we do with INC-1? Printer jams.")


@pytest.mark.parametrize("who", [LEFT, VISITOR, NOBODY])
def test_whoever_has_left_visits_or_is_in_no_group_gets_nothing(desk: Desk, who: str) -> None:
    told(desk, JO, PRINTER)
    for line in (PRINTER, "/sla now", "/incident show INC-1", "/ict help"):
        assert told(desk, who, line).startswith(f"I do not know '{who}' here.")
    assert desk.records() == 1


def test_of_a_groups_members_only_our_own_people_have_a_name(grouped: Bot, clock: SetClock) -> None:
    with opened(grouped, clock, is_http=True, more=NEWCOMERS) as desk:
        roster = UserGroups(desk.channel.client, desk.playground.state.workspace.team_id)
        named = {user.id: roster.name_of(user.id) for user in NEWCOMERS}
    assert {user: name for user, name in named.items() if name} == {JO: "Jo Desk", DI: "Di Partner"}


def test_slack_is_asked_once_in_ten_minutes_and_never_about_those_who_are_listed(
    desk: Desk, calls: Counter[str]
) -> None:
    told(desk, SAM, PRINTER)
    assert calls == {}
    for who in (JO, NOBODY, JO, NOBODY):
        told(desk, who, "/sla now")
    assert calls == {"usergroups.list": 1, "users.info": 1}
    desk.clock.move(FRESH)
    put_in(desk, S_DESK=())
    assert told(desk, JO, "/incident list") == "No open incidents of DDDC."
    assert calls == {"usergroups.list": 2, "users.info": 2}
    assert told(desk, JO, PRINTER) == f"/incident log is not open to you: you are partner manager. {ASK}"


@pytest.mark.parametrize("kind", ["error", "500", "ratelimited", "cut_before"])
@pytest.mark.parametrize("method", ASKED)
def test_while_slack_does_not_say_who_is_a_member_nobody_unlisted_is_let_in(desk: Desk, method: str, kind: str) -> None:
    desk.playground.faults.add(Fault.parsed({"method": method, "kind": kind, "times": 1}))
    assert told(desk, JO, PRINTER).startswith(SILENT)
    assert "`ictbot check slack`" in desk.newest(JO, JO)["text"]
    assert desk.records() == 0
    assert told(desk, SAM, PRINTER).startswith("INC-1, ")
    desk.clock.move(REST)
    assert told(desk, JO, "/incident take INC-1").startswith("INC-1 is Jo Desk's.")


def test_a_member_goes_on_for_an_hour_while_slack_is_silent_and_then_no_longer(desk: Desk) -> None:
    told(desk, JO, PRINTER)
    desk.playground.faults.add(Fault("usergroups.list", "error", times=None))
    desk.clock.move(LAST - timedelta(seconds=1))
    assert told(desk, JO, "/incident take INC-1").startswith("INC-1 is Jo Desk's.")
    desk.clock.move(timedelta(seconds=1))
    assert told(desk, JO, "/incident resolve INC-1").startswith(SILENT)
    assert rows(desk.bot.database, Ticket)[0]["resolved_at"] is None


def test_a_restart_knows_a_member_again(grouped: Bot, clock: SetClock) -> None:
    for line in (PRINTER, "/incident take INC-1"):
        with opened(grouped, clock, is_http=True, more=NEWCOMERS) as desk:
            put_in(desk, S_DESK=(JO,))
            told(desk, JO, line)
    (ticket,) = rows(grouped.database, Ticket)
    assert ticket["reporter_id"] == ticket["owner_id"]


def checked(grouped: Bot, workspace: Workspace) -> list[str]:
    with Playground(workspace) as playground:
        given = {"slack_bot_token": workspace.bot_token, "slack_app_token": workspace.app_token}
        found = check(Settings.model_validate(given | {"slack_api": playground.api_url}), grouped.desk)
        return [str(finding) for finding in found]


def is_well(lines: list[str]) -> bool:
    return not any(line.startswith("wrong: ") for line in lines)


def test_check_slack_tells_of_groups_that_are_there_and_of_those_that_are_not(grouped: Bot) -> None:
    known = workspace_of(grouped.desk, grouped.dispatcher.commands)
    one = replace(known, groups=(UserGroup("S_DESK", "desk", "Desk", (JO, DI)),))
    found = checked(grouped, one)
    assert not is_well(found)
    assert "ok: @desk is service desk, 2 members" in found
    missing = "wrong: missing user group S_DDDC (partner manager): enable it, or copy its id again into desk.toml"
    assert missing in found
    both = replace(one, groups=(*one.groups, UserGroup("S_DDDC", "dddc", "Theirs", (DI,))))
    assert is_well(checked(grouped, both))


def test_check_slack_tells_of_a_plan_without_user_groups(grouped: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_call: Call) -> Json:
        raise SlackError("plan_upgrade_required")

    monkeypatch.setitem(METHODS, "usergroups.list", replace(METHODS["usergroups.list"], run=run))
    found = checked(grouped, workspace_of(grouped.desk, grouped.dispatcher.commands))
    assert not is_well(found)
    (said,) = found
    assert said.startswith("wrong: Slack says plan_upgrade_required: without user groups in its plan, list people")


@pytest.mark.parametrize("lost", GROUP_SCOPES)
def test_check_slack_names_the_scopes_that_groups_need(grouped: Bot, lost: str) -> None:
    known = workspace_of(grouped.desk, grouped.dispatcher.commands)
    found = checked(grouped, replace(known, scopes=tuple(scope for scope in known.scopes if scope != lost)))
    assert not is_well(found)
    assert found[1] == f"wrong: missing scopes {lost}: paste `ictbot manifest` again and reinstall the app"
