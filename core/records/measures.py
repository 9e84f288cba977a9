"""The measures of a service plan, their readings, and KPI figures of the time before the bot."""

from core.errors import DeskError
from core.kpis import GROUPS, catalogue
from core.records import cases, readings
from core.records.fields import OWNER, PARTNER, TITLE, Field, Register, Total, no_more_than, not_before
from core.records.readings import DIRECTIONS, SHAPES, SHARES, TURNAROUND
from core.sources import Values
from core.tickets import LEVELS

KPIS = catalogue()
NUMERATOR = Field("numerator", "Numerator", "decimal")
DENOMINATOR = Field("denominator", "Denominator", "decimal")
FROM = Field("from", "From", "date", "starts_on", required=True)
TO = Field("to", "To", "date", "ends_on", required=True)
OF = Field("n", "Numerator", "integer", "numerator", required=True)
OUT_OF = Field("d", "Denominator", "integer", "denominator")
TARGET = Field("target", "Target", "decimal")
DAYS = Field("days", "Working days allowed", "integer", "allowed_days", least=1, most=250)
MONTHS = Field("months", "Calendar months allowed", "integer", "allowed_months", least=1, most=24)
BEGAN = Field("from", "Began on", "date", "began_on", required=True, is_past=True)
ENDED = Field("to", "Ended on", "date", "ended_on", is_past=True)


def check_measure(values: Values) -> None:
    """What is allowed belongs to a turnaround, which needs it; a share of cases is a part of 100."""
    kind, target = values.get("kind"), values.get("target")
    allowed = [field for field in (DAYS, MONTHS) if values.get(field.name) is not None]
    if kind == TURNAROUND and len(allowed) != 1:
        raise DeskError("Within how long? Give days:, the working days allowed, or else months:, not both.", "days")
    if kind != TURNAROUND and allowed:
        key = allowed[0].key
        raise DeskError(f"What is allowed belongs to a {TURNAROUND}: leave {key}: out.", key)
    if kind == TURNAROUND and values.get("direction") == DIRECTIONS[1]:
        least = "The target of a turnaround is the share that is in time, at least"
        raise DeskError(f"{least}: leave direction: out.", "direction")
    if kind in SHARES and target is not None and target > 100:
        raise DeskError(f"The target of a {kind} is a part of 100, not {target:g}.", "target")


def check_reading(values: Values) -> None:
    not_before(values, TO, FROM)
    readings.check_reading(values)


def check_figure(values: Values) -> None:
    """A share needs what it is a share of; a count has nothing to be a share of."""
    kpi = KPIS.get(values.get("kpi", ""))
    if kpi is None:
        return
    if kpi.is_share:
        no_more_than(values, OF, OUT_OF)
    if kpi.is_share or kpi.is_mean:
        if values.get("denominator") is None:
            kind = "share" if kpi.is_share else "mean"
            raise DeskError(f"{kpi.name} is a {kind}: give d:, all that there were.", "d")
        if values["denominator"] == 0:
            raise DeskError("A share of nothing is no figure: d: is 0.", "d")
    elif values.get("denominator") is not None:
        raise DeskError(f"{kpi.name} is a {'count' if kpi.unit == 'count' else 'sum'}: leave d: out.", "d")


MEASURE = Register(
    name="measure",
    does="keep the measures of the service plan",
    noun=("measure", "measures"),
    letters="MSR",
    fields=(
        Field("kind", "Kind", "choice", required=True, choices=SHAPES),
        TITLE,
        TARGET,
        DAYS,
        MONTHS,
        Field("direction", "Target is", "choice", choices=DIRECTIONS),
        Field("by", "To be met by", "date", "due_on"),
        Field("timescale", "Timescale", is_listed=True),
        Field("group", "Indicator group", "choice", "indicators", choices=GROUPS),
        Field("outcome", "Strategic outcome"),
        Field("objective", "ICT objective"),
        Field("plan", "Corporate plan link", column="plan_link"),
        Field("baseline", "Baseline"),
        OWNER,
        Field("post", "Owner's post", column="owner_post", is_listed=True),
        Field("coowners", "Co-owners"),
    ),
    lead="kind",
    words="title",
    example="turnaround Royal Mail told of a valid application days:5 target:75",
    correction="target:92",
    needs="manager",
    handles="manager",
    check=check_measure,
    total=Total("kind"),
)
READING = Register(
    name="reading",
    does="record what a measure of the service plan came to",
    noun=("reading", "readings"),
    letters="RDG",
    fields=(
        Field("measure", "Measure", "record", "measure_id", required=True, of="measure"),
        FROM,
        TO,
        NUMERATOR,
        DENOMINATOR,
        Field("missed", "How many missed", "integer"),
        Field("value", "Value, as printed", "decimal"),
        Field("met", "Met", "yes/no"),
        Field("done", "Met on", "date", "met_on", is_past=True),
        Field("source", "Source", required=True),
        Field("note", "Note"),
    ),
    lead="measure",
    words="note",
    dated="to",
    example='MSR-1 from:2019-04-01 to:2020-03-31 numerator:66 denominator:95 source:"plan of 2020"',
    correction="numerator:67",
    check=check_reading,
    suits=readings.suits_measure,
    beside=readings.judged,
)
CASE = Register(
    name="case",
    does="keep the cases of a turnaround measure: what began and ended when. The day it began is day 0",
    noun=("case", "cases"),
    letters="CSE",
    fields=(
        Field("measure", "Measure", "record", "measure_id", required=True, of="measure"),
        TITLE,
        BEGAN,
        ENDED,
        Field("note", "Note"),
    ),
    lead="measure",
    words="title",
    dated="to",
    closes="to",
    closing="note",
    example="MSR-1 Numbering of Larkmoor Close from:2020-06-05",
    correction="from:2020-06-08",
    check=lambda values: not_before(values, ENDED, BEGAN),
    suits=cases.suits_turnaround,
    beside=cases.took,
    together=cases.together,
)
FIGURE = Register(
    name="figure",
    does="enter a KPI's figure of a month before the bot; it stays marked: entered, not counted",
    noun=("entered figure", "entered figures"),
    letters="FIG",
    fields=(
        Field("kpi", "KPI", "kpi", required=True),
        Field("month", "Month", "month", required=True),
        PARTNER,
        Field("priority", "Priority", "choice", "level", choices=sum(LEVELS.values(), ())),
        OF,
        OUT_OF,
        Field("source", "Source", required=True),
    ),
    words="kpi",
    dated="month",
    example='sla month:"may 2020" partner:DDDC n:101 d:125 source:"report of quarter 1"',
    correction="n:102",
    needs="manager",
    handles="manager",
    mark="entered, not counted",
    check=check_figure,
    single=("kpi", "month", "partner", "priority"),
)
REGISTERS = (MEASURE, READING, CASE, FIGURE)
