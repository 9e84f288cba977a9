"""The public copy of every shape, with small numbers of security events withheld, before a reader who reckons."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlmodel import Session

import bot.report
from bot.app import Bot, build
from bot.clock import SetClock
from bot.demo.records import TYPED, lines_of
from bot.desk import SHIPPED
from bot.desk_reports import ReportShape
from bot.report.content.context import Audience, Context
from bot.report.content.piece import pieces
from bot.report.publishing import COPIES
from bot.report.unasked import request_of
from bot.settings import Settings
from core.facts import Facts
from core.periods import Period, parse_period
from reports.book import as_book, as_csvs
from reports.document import Block, Document, Tabled
from reports.exempt import NOT_PUBLIC
from reports.html import as_html
from reports.word import as_docx
from storage.database import Database
from storage.models import Report
from tests.conftest import FRIDAY
from tests.integration.kpi_rows import NOW, fill
from tests.integration.report.county import DRAFTED, county, enter_the_quarter
from tests.integration.report.district import HALF_YEAR, enter_half_a_year, enter_the_plan
from tests.integration.report.joint_service import AFTER, enter
from tests.integration.report.reader import ALL, Number, Reader
from tests.integration.report.reporting import content
from tests.integration.report.written import drafted
from tests.integration.rows import done, put

LEAST = 5
THEFTS = tuple(
    f'/security theft "Stolen laptop {n}" partner:{whose}' for n, whose in enumerate(("BDC", "DDDC", "DDDC"))
)
ADVICE = tuple(f'/security advice "Odd message {n}" partner:BDC' for n in range(7))


def shaped(bot: Bot, key: str, least: int = LEAST) -> ReportShape:
    return next(shape for shape in bot.desk.reports if shape.key == key).model_copy(update={"suppress_below": least})


def everything(bot: Bot, folder: Path, least: int = LEAST) -> ReportShape:
    """A council's own template, with every piece that there is."""
    path = folder / "everything.md"
    puts = "\n\n".join(f'{{{{ put("{name}") }}}}' for name in pieces())
    path.write_text(f"== all: All of it\n\n{puts}\n\n{{{{ reconciliation() }}}}\n", encoding="utf-8")
    return shaped(bot, "joint", least).model_copy(update={"template": str(path), "key": "own"})


def reader(bot: Bot, *documents: Document, has_sheets: bool = True) -> Reader:
    found = Reader(tuple(partner.key for partner in bot.desk.partners))
    for document in documents:
        found.reads_page(document)
        if has_sheets:
            found.reads_sheets(document)
    return found


def over(words: str) -> Period:
    return parse_period(words, FRIDAY.date())


def small(found: dict[Number, int]) -> list[Number]:
    return [key for key, value in found.items() if 0 < value < LEAST]


def events_of_a_quarter(bot: Bot, days: tuple[str, ...]) -> None:
    for at, line in enumerate((*THEFTS, *ADVICE)):
        done(bot, f'{line} aware:"{days[at % len(days)]} 10:00"', "manager")


def test_nothing_can_be_worked_out_of_the_report_of_the_joint_service(bot: Bot, clock: SetClock) -> None:
    enter(bot, clock)
    own = reader(bot, drafted(bot, "h1 2020-21", AFTER, shaped(bot, "joint"), "public").document)
    assert own.not_understood == []
    assert own.finds(over("h1 2020-21")) == {}
    assert own.shown >= {(over("h1 2020-21").months(), ALL, ALL)}
    within = reader(bot, drafted(bot, "h1 2020-21", AFTER, shaped(bot, "joint")).document)
    assert len(small(dict(statements(within)))) > 5


def statements(found: Reader) -> Iterator[tuple[Number, int]]:
    """What is simply printed."""
    yield from ((next(iter(terms)), amount) for terms, amount in found.lines if len(terms) == 1)


def test_nothing_can_be_worked_out_of_a_committee_report(database: Database, clock: SetClock, tmp_path: Path) -> None:
    bot = county(database, clock, tmp_path)
    enter_the_quarter(bot, clock)
    events_of_a_quarter(bot, ("2021-07-12", "2021-08-11"))
    done(bot, '/security theft "Stolen phone" partner:BDC aware:"2021-04-12 10:00"', "manager")
    quarter, before = over("q2 2021-22"), over("q1 2021-22")
    both = [drafted(bot, "q2 2021-22", DRAFTED, shaped(bot, key), "public") for key in ("joint", "committee")]
    own = reader(bot, *(each.document for each in both))
    assert own.not_understood == []
    assert own.finds(quarter, before) == {}
    assert (quarter.months(), ALL, ALL) in own.shown
    careless = reader(bot, both[0].document, drafted(bot, "q2 2021-22", DRAFTED, shaped(bot, "committee")).document)
    assert careless.finds(quarter, before) == {(before.months(), ALL, ALL): 1}


def test_nothing_can_be_worked_out_of_a_plan(bot: Bot, clock: SetClock) -> None:
    enter_the_plan(bot, clock)
    enter_half_a_year(bot, clock)
    events_of_a_quarter(bot, ("2023-05-10", "2023-08-11"))
    own = reader(bot, drafted(bot, "h1 2023-24", HALF_YEAR, shaped(bot, "plan"), "public").document)
    assert own.not_understood == []
    assert own.finds(over("h1 2023-24")) == {}


QUARTERS, HALF, EARLIER = ("q1 2020-21", "q2 2020-21"), "h1 2020-21", ("q4 2019-20", "h2 2019-20")


@pytest.mark.parametrize(("seed", "number"), [(1, 20), (3, 120), (4, 400)])
def test_nothing_can_be_worked_out_of_every_piece_there_is(bot: Bot, tmp_path: Path, seed: int, number: int) -> None:
    """Each report by itself; and quarters that are out and the half-year after them, read beside one another."""
    fill(bot, seed, number)
    shape, periods = everything(bot, tmp_path), tuple(map(over, (*QUARTERS, HALF, *EARLIER)))

    def public(words: str) -> Document:
        return drafted(bot, words, NOW, shape, "public").document

    quarters, alone = [public(words) for words in QUARTERS], public(HALF)
    for each in (*quarters, alone):
        found = reader(bot, each, has_sheets=False)
        assert (found.not_understood, found.finds(over(each.subtitle), *periods[3:])) == ([], {})
    secret = small(truth(bot, tmp_path, *periods[:3]))
    out(bot, *periods[:2])
    together = reader(bot, *quarters, public(HALF), has_sheets=False)
    assert together.finds(*periods) == {}
    high = together.ranges(*periods)[1]
    assert [key for key in secret if high.get(key, LEAST) < LEAST] == []
    assert reader(bot, *quarters, alone, has_sheets=False).finds(*periods)


def out(bot: Bot, *periods: Period) -> None:
    rows = [{"shape": "joint", "state": "published", "start_on": each.start, "end_on": each.end} for each in periods]
    put(bot.database, Report, *rows)


def truth(bot: Bot, folder: Path, *periods: Period) -> dict[Number, int]:
    shape = everything(bot, folder, 0)
    documents = [drafted(bot, each.words, NOW, shape, "public").document for each in periods]
    return dict(statements(reader(bot, *documents, has_sheets=False)))


def test_a_reader_finds_what_is_blanked_alone(bot: Bot, clock: SetClock) -> None:
    """The small numbers of the table, and nothing else: as a careless hand would do it."""
    enter(bot, clock)
    document = drafted(bot, "h1 2020-21", AFTER, shaped(bot, "joint", 0), "public").document
    careless = replace(document, blocks=tuple(blanked(block) for block in document.blocks))
    found = reader(bot, careless).finds(over("h1 2020-21"))
    assert (over("h1 2020-21").months(), "theft of device", "DDDC") in small(found)


def blanked(block: Block) -> Block:
    if not isinstance(block, Tabled) or not block.key.startswith("security."):
        return block
    rows = tuple(
        tuple("[c]" if cell in {1, 2} and row[0] != "Total" else cell for cell in row) for row in block.grid.rows
    )
    return replace(block, grid=replace(block.grid, rows=rows))


def test_where_nothing_is_withheld_the_public_copy_prints_ones_and_twos(bot: Bot, clock: SetClock) -> None:
    """As the seed does."""
    enter(bot, clock)
    document = drafted(bot, "h1 2020-21", AFTER, audience="public").document
    found = dict(statements(reader(bot, document)))
    assert Counter(value for (_, kind, whose), value in found.items() if ALL not in {kind, whose}) == {
        0: 28,
        1: 5,
        2: 3,
    }
    assert "[c]" not in as_html(document)


WORDS = ("iPad", "envelope", "Attachment", "Shared passwords", "Asha told the police", "Kept by the owner")


@pytest.mark.parametrize("least", [0, LEAST])
def test_no_word_of_a_restricted_record_is_in_a_public_copy(
    bot: Bot, clock: SetClock, tmp_path: Path, least: int
) -> None:
    """Neither its title nor its notes, nor what people said of such records."""
    enter(bot, clock)
    events = 'action:"Kept by the owner" reason:"No risk, says the owner" decision:"do not report"'
    done(bot, f"/security edit SEC-8 {events}", "manager")
    done(bot, '/ict commentary "Asha told the police of it" about:security period:"h1 2020-21"', "manager")
    shape = everything(bot, tmp_path, least)
    spoken = {"action/security": ("The iPad was found", "Asha Rao")}
    copies: tuple[tuple[Audience, bool], ...] = (("internal", True), ("public", False))
    for audience, is_there in copies:
        document = drafted(bot, "h1 2020-21", AFTER, shape, audience, spoken).document
        every = b"\n".join(texts(document)).decode(errors="replace")
        assert any(word in every for word in (*titles(), *WORDS)) is is_there
        assert ("Asha told the police" in every) is is_there
        assert ("The iPad was found" in every) is is_there


def test_the_internal_copy_marks_what_the_public_one_has_not(bot: Bot, clock: SetClock) -> None:
    enter(bot, clock)
    done(bot, '/ict commentary "Asha told the police of it" about:security period:"h1 2020-21"', "manager")
    done(bot, "/report h1 2020-21", "manager")
    internal, public = (
        content(done(bot, f"/report html h1 2020-21 {more}", "manager")).decode() for more in ("", "public:yes")
    )
    assert NOT_PUBLIC not in public
    assert internal.count(NOT_PUBLIC) == 3
    assert f"{NOT_PUBLIC}</dt><dd>The parts of this copy that are marked so: exempt under paragraph 7 of" in internal
    assert f"{NOT_PUBLIC}: Notes." in internal
    assert re.search(rf"Asha told the police of it.*{NOT_PUBLIC}</strong>", internal)


def titles() -> Iterator[str]:
    """What the events of the joint service are called, without the partner at their end."""
    for _, line in lines_of(TYPED):
        if line.startswith("/security "):
            yield line.split('"')[1].rpartition(", ")[0]


def texts(document: Document) -> Iterator[bytes]:
    """All that a reader can have of it, of packed files each part."""
    yield as_html(document).encode()
    yield from (text.encode() for text in as_csvs(document).values())
    for packed in (as_docx(document), as_book(document)):
        with ZipFile(BytesIO(packed)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_a_target_that_is_missed_is_told_by_neither_its_state_nor_what_is_lacking(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    path = tmp_path / "desk.toml"
    target = '\n[[kpi_targets]]\nkpi = "security"\nfrom = 2020-04-01\ntarget = 1\n'
    path.write_text(SHIPPED.read_text(encoding="utf-8") + target, encoding="utf-8")
    bot = build(Settings(desk=path), clock, database)
    for line in THEFTS:
        done(bot, f'{line} aware:"2020-07-15 10:00"', "manager")
    shape = everything(bot, tmp_path)
    internal, public = (drafted(bot, "q2 2020-21", NOW, shape, each) for each in COPIES)
    assert [lack.key for lack in internal.lacks if "security" in lack.key] == ["action/security"]
    assert [lack.key for lack in public.lacks if "security" in lack.key] == []
    assert "1 off target" in as_html(internal.document)
    assert "off target" not in as_html(public.document)
    assert "Security events: confidential in this copy, because it is a number from 1 to 4" in as_html(public.document)


def test_a_piece_that_forgets_is_refused(bot: Bot, clock: SetClock) -> None:
    """What a public copy may have of a restricted KPI has no parts: neither months nor partners nor classes."""
    enter(bot, clock)

    def parts(session: Session, audience: Audience) -> Facts:
        context = Context(request_of(bot.desk, AFTER), session, over("h1 2020-21"), shaped(bot, "joint"), audience)
        return context.kpi("security").facts.only(partner="BDC")

    assert bot.database.read(lambda session: parts(session, "internal")).d == 3
    with pytest.raises(ValueError, match="by way of its disclosure only"):
        bot.database.read(lambda session: parts(session, "public"))


def test_pieces_measure_by_way_of_the_context_alone() -> None:
    """Else they would have in full what a public copy withholds. What lacks is no part of a document."""
    folder = Path(bot.report.__file__).parent
    direct = {
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"(?<![.\w])(measure|measure_all|gather)\(", path.read_text(encoding="utf-8"))
    }
    assert direct == {"context.py", "missing.py"}
    in_full = {path.name for path in folder.rglob("*.py") if ".in_full(" in path.read_text(encoding="utf-8")}
    assert in_full == {"context.py", "security.py"}
    raw = {
        path.name for path in folder.rglob("*.py") if re.search(r"context\.spoken", path.read_text(encoding="utf-8"))
    }
    assert raw == {"comments.py"}
