"""After a new desk.toml: what was computed under the earlier one is computed again, and nothing else changes."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlalchemy import update
from sqlmodel import Session

from bot.app import Bot, build
from bot.clock import SetClock
from bot.desk import SHIPPED
from bot.recomputing import Recomputing
from bot.running import ticker_of
from bot.settings import Settings
from core.imports.events import Waits
from core.imports.tickets import TicketColumns
from core.imports.times import MISSING
from core.outcomes import clock_tickets
from core.recompute import Figures
from storage import imports, recomputation, waits
from storage.bulk import Columns, add_rows
from storage.database import Database
from storage.models import Hold, Policy, Recomputation, Ticket, Trail
from storage.trail import table_of
from tests.conftest import FRIDAY
from tests.integration.rows import Row, done, how_many, put, rows, say
from tests.talk import Heard
from tests.unit.core.test_outcomes import columns, random_row

TEXT = SHIPPED.read_text(encoding="utf-8")
TWO_DAYS = f'{TEXT}\n[[targets]]\nkind = "incident"\nfrom = 2020-07-01\nP3 = "2 days"\n'
ONE_HOUR = f'{TEXT}\n[[targets]]\nkind = "incident"\nfrom = 2020-08-01\nP3 = "1 hour"\n'
LONGER = TEXT.replace(
    "[[closures]]",
    """[[hours.standard]]
from = 2020-06-15
days = "mon-sat"
windows = ["08:00-12:00", "13:00-18:00"]
day = "9:00"

[[closures]]""",
    1,
)
CLOSED = f'{TEXT}\n[[closures]]\non = 2020-08-12\nwhy = "No power"\n'
PARIS = TEXT.replace("Europe/London", "Europe/Paris")
CHANGES = {"target": TWO_DAYS, "hours": LONGER, "closure": CLOSED, "zone": PARIS}
COMPUTED = tuple(Figures.__dataclass_fields__)
Again = Callable[[str], Bot]


@pytest.fixture
def again(database: Database, clock: SetClock, tmp_path: Path) -> Again:
    """The bot, started again with this desk.toml."""

    def start(text: str) -> Bot:
        path = tmp_path / "desk.toml"
        path.write_text(text, encoding="utf-8")
        return build(Settings(desk=path), clock, database)

    return start


def working(bot: Bot, rows_at_once: int = 7) -> Recomputing:
    return Recomputing(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id, rows_at_once, 0)


def log_of(random: Random, tickets: TicketColumns) -> Waits:
    """Up to three waits of each, of which one of an open ticket may go on."""
    found = []
    for owner, (opened, ended) in enumerate(zip(tickets.opened.tolist(), tickets.ended().tolist(), strict=True)):
        at = opened
        for _ in range(random.randrange(4)):
            start = at + random.randrange(100_000)
            at = start + random.randrange(1, 100_000)
            found.append((owner, start, at, 0))
        if ended == MISSING and random.random() < 0.3:
            found.append((owner, at + 60, MISSING, 0))
    owner, start, end, reason = np.array(found, dtype=np.int64).T
    return Waits(owner, start, end, reason.astype(np.int8), ("supplier",)).within(tickets.opened, tickets.ended())


def filled(bot: Bot, seed: int = 1) -> tuple[TicketColumns, Waits]:
    """Two hundred tickets with their holds, as an import brings them."""
    random = Random(seed)  # noqa: S311 - the same tickets each time, no secrets
    tickets = columns([random_row(random) for _ in range(200)])
    waited = log_of(random, tickets)
    stored = dict(computed(bot, tickets, waited))
    stored["source_ref"] = [f"T{number}" for number in range(len(tickets))]
    bot.database.write(lambda session: add_rows(session, "ticket", stored, range(len(tickets))))
    bot.database.write(lambda session: waits.add_many(session, "tool", waited, stored["source_ref"]))
    return tickets, waited


def computed(bot: Bot, tickets: TicketColumns, waited: Waits) -> Columns:
    """From nothing, by this bot's policy."""
    clocked = clock_tickets(tickets, bot.desk.terms, waited)
    return imports.columns_of(tickets, clocked, "tool", bot.dispatcher.policy_id, bot.clock())


def begun(work: Recomputing, parts: int) -> None:
    """Broken off after so many parts, as by a kill."""
    total = work.database.read(lambda session: recomputation.how_many(session, work.begins(progress_of(work.database))))
    work.database.write(lambda session: work.begin(session, total))
    for _ in range(parts):
        assert work.database.write(work.go_on)


def by_number(database: Database) -> list[Row]:
    return [{name: row[name] for name in COMPUTED} for row in rows(database, Ticket)]


def from_nothing(bot: Bot, tickets: TicketColumns, waited: Waits) -> list[Row]:
    """What `by_number` must give, but for warnings and what is watched, which an import has otherwise."""
    found = computed(bot, tickets, waited)
    names = [name for name in COMPUTED if name in found and name != "watch_at"]
    return [dict(zip(names, values, strict=True)) for values in zip(*(found[name] for name in names), strict=True)]


def without_watch(found: Sequence[Row]) -> list[Row]:
    return [{name: row[name] for name in row if name not in {"warn_at", "watch_at"}} for row in found]


def progress_of(database: Database) -> Recomputation:
    found = database.read(recomputation.newest)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES)
def test_it_comes_out_as_if_computed_from_nothing(bot: Bot, again: Again, text: str, seed: int) -> None:
    tickets, waited = filled(bot, seed)
    before = by_number(bot.database)
    new = again(text)
    assert by_number(bot.database) == before
    assert working(new).work_waiting() > 1
    after = by_number(bot.database)
    assert without_watch(after) == from_nothing(new, tickets, waited)
    assert progress_of(bot.database).changed == sum(old != now for old, now in zip(before, after, strict=True)) > 0


def test_a_new_target_changes_only_what_was_opened_since(bot: Bot, again: Again) -> None:
    filled(bot)
    before = rows(bot.database, Ticket)
    working(again(TWO_DAYS)).work_waiting()
    july = bot.desk.calendar.midnight(date(2020, 7, 1))
    for old, new in zip(before, rows(bot.database, Ticket), strict=True):
        is_meant = (old["kind"], old["level"]) == ("incident", "P3") and old["opened_at"] >= july
        assert (new["allowed_minutes"] != old["allowed_minutes"]) == is_meant
        assert is_meant or new == old
    mine = progress_of(bot.database)
    touched = [row for row in before if not row["ended_at"] or max(row["ended_at"], row["due_at"]) >= july]
    assert mine.done == mine.total == len(touched)


def test_what_is_broken_off_is_gone_on_with_by_the_next_start(bot: Bot, again: Again, database: Database) -> None:
    tickets, waited = filled(bot)
    begun(working(again(LONGER)), 5)
    assert 0 < progress_of(database).last_id < 200
    half = by_number(database)
    new = again(LONGER)
    assert by_number(database) == half
    working(new).work_waiting()
    assert without_watch(by_number(database)) == from_nothing(new, tickets, waited)
    assert progress_of(database).done == progress_of(database).total
    assert working(new).work_waiting() == 0


def test_a_part_that_breaks_changes_nothing(bot: Bot, again: Again, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(bot)
    work = working(again(LONGER))
    before = by_number(bot.database)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Recomputing, "finish", broken)
    with pytest.raises(RuntimeError):
        working(again(LONGER), 1_000).work_waiting()
    assert by_number(bot.database) == before
    monkeypatch.undo()
    work.work_waiting()
    assert by_number(bot.database) != before


def test_told_to_stop_it_ends_after_its_part(bot: Bot, again: Again) -> None:
    filled(bot)
    work = working(again(LONGER))
    work.stop()
    assert work.work_waiting() == 0
    assert progress_of(bot.database).last_id == 0


def test_what_a_person_changes_meanwhile_stands(bot: Bot, again: Again, clock: SetClock) -> None:
    """One ticket that it has passed, and one that it has yet to come to."""
    for number in range(20):
        done(bot, f"/incident p3 Printer {number} jams")
    new = again(LONGER)
    work = working(new)
    begun(work, 1)
    clock.move(timedelta(days=5))
    for number in (3, 15):
        done(new, f"/incident resolve INC-{number} Cleaned")
    resolved = [by_number(bot.database)[number - 1] for number in (3, 15)]
    work.work_waiting()
    assert [by_number(bot.database)[number - 1] for number in (3, 15)] == resolved
    before = by_number(bot.database)
    for number in (1, 3, 15, 20):  # as a person's edit computes it
        done(new, f'/incident edit INC-{number} cause:"paper"')
    assert without_watch(by_number(bot.database)) == without_watch(before)


def test_it_gives_way_to_who_is_at_a_ticket_for_long(bot: Bot, again: Again, database_url: str) -> None:
    """On PostgreSQL, such as an import; on SQLite it has its turn in the queue."""
    filled(bot)
    work = working(again(LONGER), 100)

    def meanwhile(session: Session) -> int:
        session.execute(update(table_of(Ticket)).where(table_of(Ticket).c.id == 150).values(summary="At it"))
        return work.work_waiting()

    if not bot.database.is_sqlite:
        beside = Database(database_url)
        assert beside.write(meanwhile) == 1
        beside.close()
        assert progress_of(bot.database).last_id == 100
    work.work_waiting()
    assert progress_of(bot.database).last_id == 200


def test_it_is_one_entry_in_the_trail_and_cannot_be_undone(bot: Bot, again: Again) -> None:
    filled(bot)
    new = again(LONGER)
    working(new).work_waiting()
    (entry,) = rows(bot.database, Trail)
    assert (entry["action"], entry["record"], entry["record_id"]) == ("batch", "policy", new.dispatcher.policy_id)
    assert (entry["before"], entry["after"]) == (
        '{"policy_id": 1}',
        f'{{"from_on": "2020-06-15", "policy_id": 2, "tickets": {progress_of(bot.database).total}}}',
    )
    assert how_many(bot.database, Policy) == [2]
    reply = say(new, f"/ict undo {entry['number']}", "manager")
    assert reply.text.startswith("That followed from desk.toml.")


def test_an_undo_of_before_leaves_what_the_new_policy_computes(bot: Bot, again: Again, clock: SetClock) -> None:
    done(bot, "/incident p3 Printer jams")
    done(bot, "/incident hold INC-1 paper")
    clock.move(timedelta(hours=2))
    done(bot, "/incident resolve INC-1 Cleaned")
    new = again(ONE_HOUR)
    working(new).work_waiting()
    (resolved,) = rows(bot.database, Ticket)
    assert (resolved["allowed_minutes"], resolved["policy_id"]) == (60, 2)
    assert not done(new, "/ict undo").is_error
    (held,) = rows(bot.database, Ticket)
    assert (held["allowed_minutes"], held["held_since"], held["due_at"]) == (60, FRIDAY, None)
    done(new, "/ict undo 5")
    assert rows(bot.database, Ticket) == [resolved]


def test_history_that_is_breached_only_now_raises_no_alarm(bot: Bot, again: Again, clock: SetClock) -> None:
    for number in range(20):
        done(bot, f"/incident p3 Printer {number} jams partner:BDC")
    clock.move(timedelta(days=3, hours=16))  # Tuesday 07:10, 1 h 50 of a day of 8 h 30 used
    heard = Heard()
    new = again(ONE_HOUR)
    ticker = ticker_of(new, heard)
    ticker.tick()
    told = "Targets or hours changed from 1 August 2020: 20 tickets recomputed, 20 of them with other figures."
    assert heard.posts[0] == f"#ict-management: {told}"
    assert not [post for post in heard.posts if "INC-" in post]
    assert say(new, "/sla").text.startswith("20 open: 20 breached")
    clock.move(timedelta(hours=1))
    done(new, "/incident p3 Scanner jams partner:BDC")
    clock.move(timedelta(hours=3))
    ticker.tick()
    of_tickets = [post for post in heard.posts if post.split(": ", 1)[1].startswith("INC-")]
    assert of_tickets == []  # a breach of a P3 stands in the digest
    said = "Target cannot be met any more with what is open."
    assert [said in post for post in heard.posts[1:]].count(True) == 2  # of the month, and of its partner: not of each


def test_progress_stands_beside_the_figures_that_it_touches(bot: Bot, again: Again) -> None:
    filled(bot)
    new = again(TWO_DAYS)
    told = "Targets or hours have changed from 1 July 2020: no ticket is recomputed so far."
    assert told in say(new, "/kpi sla q2 2020-21", "manager").text
    assert told in say(new, "/kpi q2 2020-21", "manager").text
    assert told in say(new, "/sla").text
    assert "recomputed" not in say(new, "/kpi sla q1 2020-21", "manager").text
    work = working(new, 50)
    begun(work, 2)
    mine = progress_of(bot.database)
    assert mine.total
    assert 0 < mine.done < mine.total
    share = 100 * mine.done // mine.total
    assert f"from 1 July 2020: {share}% of {mine.total} tickets are recomputed so far." in say(new, "/sla").text
    work.work_waiting()
    assert "recomputed" not in say(new, "/sla").text


def test_what_computes_nothing_otherwise_recomputes_nothing(bot: Bot, again: Again) -> None:
    filled(bot)
    new = again(f'{TEXT}\n[[kpi_targets]]\nkpi = "sla"\nfrom = 2020-01-01\ntarget = 95\n')
    assert progress_of(bot.database).policy_id == new.dispatcher.policy_id == 2
    assert working(new).work_waiting() == 0
    assert how_many(bot.database, Trail) == [0]


def test_back_to_the_earlier_policy_all_is_as_it_was(bot: Bot, again: Again) -> None:
    filled(bot)
    before = without_watch(by_number(bot.database))
    working(again(LONGER)).work_waiting()
    assert without_watch(by_number(bot.database)) != before
    back = again(TEXT)
    assert back.dispatcher.policy_id == bot.dispatcher.policy_id
    working(back).work_waiting()
    assert without_watch(by_number(bot.database)) == before


def test_of_two_changes_the_second_does_what_the_first_had_left(bot: Bot, again: Again) -> None:
    tickets, waited = filled(bot)
    first = working(again(LONGER))
    begun(first, 1)
    both = again(LONGER.replace("[[closures]]", '[[closures]]\non = 2020-08-12\nwhy = "No power"\n\n[[closures]]', 1))
    assert progress_of(bot.database).from_on == date(2020, 6, 15)
    assert not first.database.write(first.go_on)
    working(both).work_waiting()
    assert without_watch(by_number(bot.database)) == from_nothing(both, tickets, waited)


def test_a_bot_with_another_policy_leaves_it_alone(bot: Bot, again: Again) -> None:
    """Such as one that still runs, while somebody says a line under the new desk.toml."""
    filled(bot)
    new = again(TWO_DAYS)
    before = by_number(bot.database)
    assert working(bot).work_waiting() == 0
    assert by_number(bot.database) == before
    assert "recomputed" not in say(bot, "/sla").text
    for one, allowed in ((bot, 510), (new, 1020)):
        done(one, f"/incident p3 Printer {allowed} jams")
        assert rows(bot.database, Ticket)[-1]["allowed_minutes"] == allowed
    working(new).work_waiting()
    assert [row["allowed_minutes"] for row in rows(bot.database, Ticket)[-2:]] == [1020, 1020]


def test_a_policy_that_can_be_read_no_more_was_otherwise_from_the_beginning(bot: Bot, again: Again) -> None:
    put(bot.database, Policy, {"digest": "old", "text": "tickets = 'as we like'", "at": FRIDAY})
    in_force = {"policy_id": 2, "at": FRIDAY, "finished_at": FRIDAY}
    put(bot.database, Recomputation, in_force | {"last_id": 0, "done": 0, "changed": 0})
    again(TWO_DAYS)
    assert progress_of(bot.database).from_on == date(2005, 1, 1)


def test_withdrawn_holds_do_not_count(bot: Bot, again: Again) -> None:
    tickets, waited = filled(bot)
    bot.database.write(lambda session: session.execute(update(table_of(Hold)).values(void_at=FRIDAY)))
    new = again(PARIS)
    working(new).work_waiting()
    none = waited.only(waited.end == MISSING)
    assert without_watch(by_number(bot.database)) == from_nothing(new, tickets, none)
