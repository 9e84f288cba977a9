"""A report with blocks of every kind and words of every kind, and for hypothesis any document at all."""

import struct
import zlib
from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st

from docs.pictures.examples import BUDGET, CALLS, CONTROL, OUTAGES, SCORECARD, SHARE
from reports.document import Block, Document, Drawn, Gap, Heading, Passage, Run, Tabled
from reports.tables import Cell, Table


def plain_png(side: int = 48) -> bytes:
    """A square of one colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\0" + b"\x12\x43\x6d" * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


CREST = plain_png()
SVG_CREST = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 96">'
    b'<path d="M4 4h72v44q0 34-36 44Q4 82 4 48z" fill="#12436D"/>'
    b'<path d="M12 54q14-14 28 0t28 0" fill="none" stroke="#fff" stroke-width="6"/>'
    b'<circle cx="40" cy="28" r="10" fill="#F46A25"/></svg>'
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "تعطل البريد الإلكتروني في ويركسوورث لمدة ثلاث ساعات."
INTRODUCTION = (
    " for the Shared Service Committee. It appraises performance, budget, use of resources, projects and security."
)
AWKWARD = (
    'He said "no" & meant <b>it</b>; it\N{RIGHT SINGLE QUOTATION MARK}s {{ 7 * 7 }} 100% £5 '
    "</style><script>alert(1)</script> 🚒👩🏽\N{ZERO WIDTH JOINER}💻"
)

BUDGET_TABLE = Table(
    "Budget 2020-21, periods 1 to 6, in pounds",
    ("Line", "Full year", "To date", "Actual", "Variance", "Reason"),
    (
        ("Employees", 991834, 497917, 533250, 35333, "Restructure; the posts were filled from July"),
        ("Transport", 6310, 3155, 100, -3055, "Less travel; van charges come at year end"),
        ("Services", 249207, 124604, 59153, -65451, "Recharges outstanding"),
        ("Depreciation", 720, 360, 0, -360, None),
        ("Income", -20700, -10350, -9000, 1350, "Recharges outstanding"),
        ("Total", 1227371, 615686, 583503, -32183, None),
    ),
    ("Variance is actual less budget to date; less is favourable.", "Source: ledger import of 6 October 2020"),
)
OUTAGE_TABLE = Table(
    "Outages by priority and month",
    ("Priority", "April", "May", "June", "Q1 total", "July", "August", "September", "Q2 total"),
    (
        ("Priority 1", 0, 0, 0, 0, 0, 1, 0, 1),
        ("Priority 2", 3, 5, 7, 15, 18, 5, 8, 31),
        ("Total", 3, 5, 7, 15, 18, 6, 8, 32),
    ),
)
SHARES_TABLE = Table(
    "Incidents resolved within SLA",
    ("Partner", "April", "May", "Target", "State"),
    (
        ("BDC", "89.5% (128 of 143)", "90.9% (120 of 132)", "90%", "on target"),
        ("DDDC", "91.5% (118 of 129)", "80.8% (101 of 125)", "90%", "off target"),
        ("RHL", "5 of 6", "not measured", "90%", "not measured"),
    ),
)
EVENTS = Table("Reportable breaches", ("Event", "Partner", "Day"), ())
ODD_TABLE = Table(
    "",
    ("", LONG_WORD, "=1+1", AWKWARD),
    (
        (AWKWARD, 1.5, date(2020, 7, 3), "two\nlines"),
        (ARABIC, None, datetime(2020, 7, 3, 14, 10), LONG_WORD),  # noqa: DTZ001 - local, as a table has it
    ),
)
BROAD = Table(
    "Calls of each month since April 2017",
    (
        "Partner",
        *(f"{month} {year}" for year in range(2017, 2021) for month in ("Apr", "Jun", "Aug", "Oct", "Dec")),
        *(f"Week {n}" for n in range(20)),
    ),
    tuple((partner, *(1000 + 37 * n for n in range(40))) for partner in ("BDC", "DDDC", "NEDDC")),
    ("Source: 41,214 ticket records",),
)
WIDE = Table(
    "Measures of the plan",
    ("Measure", "Outcome", "Objective", "Target", "Baseline", "Owner"),
    (
        (
            "Tickets closed within SLA",
            "Customers are served well and promptly",
            "A reliable service desk for all staff and members",
            "90%, yearly",
            "94.0% (1,204 of 1,281)",
            "ICT manager with the service desk lead",
        ),
        (
            "Infrastructure review",
            "The council works from anywhere",
            "Servers and storage are sized for the next three years",
            "by 30 June 2023",
            "done in September 2022",
            "Infrastructure lead",
        ),
    ),
)


def said(key: str, text: str, who: str = "", *, is_point: bool = False) -> Passage:
    return Passage(key, (Run(text),), "person" if who else "computed", who, is_point)


BLOCKS: tuple[Block, ...] = (
    Heading("Summary", 1),
    Passage("summary.1", (Run("This report covers "), Run("April to September 2020", is_bold=True), Run(INTRODUCTION))),
    said("outages.1", "July to September 2020: 32 outages, up 17 from 15 in April to June."),
    said("summary.points.1", "July had 18 of 31 P2 outages (58.1%).", is_point=True),
    said("summary.points.2", "One P1 outage occurred in August, due to the Internet Service Provider.", is_point=True),
    said("summary.points.3", "We shall ask the provider for a second line by winter.", "Asha Rao", is_point=True),
    Heading("Performance", 1),
    Heading("Support", 2),
    Heading("Incidents resolved within SLA", 3),
    Tabled("sla.table1", SHARES_TABLE),
    said("sla.1", "In May DDDC missed its target by 9.2 percentage points; beyond normal variation."),
    Drawn("sla.chart1", SHARE),
    said("sla.why.1", "Two engineers were lent to the shielding helpline.\nThey came back on 1 June.", "Sam Okafor"),
    said("sla.why.2", "A third person is now trained for DDDC's housing system.", "Sam Okafor"),
    Heading("Outages", 2),
    Tabled("outages.table1", OUTAGE_TABLE),
    Drawn("outages.chart1", OUTAGES),
    Drawn("calls.chart1", CALLS),
    Drawn("control.chart1", CONTROL),
    Heading("Budget", 1),
    Tabled("budget.table1", BUDGET_TABLE),
    Drawn("budget.chart1", BUDGET),
    Gap("budget-outlook", "Why is income short, and will it come?", "Priya Shah", date(2020, 10, 2)),
    Heading("Security", 1),
    Tabled("security.table1", EVENTS),
    replace(said("security.1", "The police were told of the iPad.", "Sam Okafor"), is_exempt=True),
    replace(said("security.2", "None qualified as a serious breach.", is_point=True), is_exempt=True),
    Heading("Service development", 1),
    Gap("development", "What has changed in the team?"),
    Heading("What is awkward", 1),
    said("odd.1", AWKWARD, AWKWARD),
    said("odd.2", ARABIC, "ليلى"),
    said("odd.3", f"One long word: {LONG_WORD}{LONG_WORD}."),
    Heading(f"A heading that goes deeper than it may, with {LONG_WORD}", 4),
    Tabled("odd.table1", ODD_TABLE),
    Heading("Appendices", 1),
    Heading("Scorecard", 2),
    Drawn("scorecard.chart1", SCORECARD),
    Heading("Measures of the plan", 2),
    Tabled("plan.table1", WIDE),
    Heading("Calls since 2017", 2),
    Tabled("broad.table1", BROAD),
)  # fmt: skip
RICH = Document(
    "Quarterly report on the Joint ICT Service",
    "April to September 2020",
    "Joint ICT Service",
    BLOCKS,
    marking="OFFICIAL",
    status="Draft 3 of 4 October 2020, not checked",
    facts=(
        ("Report to", "Joint ICT Shared Service Committee, 24 November 2020"),
        ("Period", "April to September 2020 (quarters 1 and 2 of 2020-21)"),
        ("Contact", "Asha Rao, ICT manager"),
    ),
    numbering="headings",
    crest=SVG_CREST,
    reference="ictbot-report:3:2",
)
PARAGRAPHS = replace(RICH, numbering="paragraphs", marking="", crest=CREST)
BARE = Document("Bare", "", "Some council", ())

# Any text, but what no file can hold.
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co")) | st.sampled_from("\n\t<&\"'"), max_size=30)
LINE = WORDS.map(lambda text: " ".join(text.split()))
CELLS: st.SearchStrategy[Cell] = st.none() | st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6) | st.dates() | LINE
KEYS = st.text(min_size=1, max_size=80)


@st.composite
def grids(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(LINE, min_size=1, max_size=40))
    rows = draw(st.lists(st.tuples(*(CELLS for _ in columns)), max_size=4))
    return Table(draw(LINE), tuple(columns), tuple(rows), tuple(draw(st.lists(LINE, max_size=2))))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    keys = draw(st.lists(KEYS, unique=True, max_size=8))
    blocks = [draw(_block(key)) for key in keys]
    numbering = draw(st.sampled_from(("none", "headings", "paragraphs")))
    return Document(draw(LINE), draw(LINE), draw(LINE), tuple(blocks), draw(LINE), draw(LINE), (), numbering)  # type: ignore[arg-type]  # one of three words


def _block(key: str) -> st.SearchStrategy[Block]:
    runs = st.lists(st.builds(Run, WORDS, st.booleans()), max_size=3).map(tuple)
    passage = st.builds(
        Passage,
        st.just(key),
        runs,
        st.sampled_from(("shape", "computed", "person")),
        LINE,
        st.booleans(),
        st.booleans(),
    )
    heading = st.builds(Heading, LINE, st.integers(1, 7))
    gap = st.builds(Gap, st.just(key), WORDS, LINE, st.none() | st.dates())
    return st.one_of(passage, passage, heading, gap, st.builds(Tabled, st.just(key), grids()))
