"""The measures of a service plan, their readings, and KPI figures of the time before the bot."""

from core.errors import DeskError
from core.records.fields import OWNER, PARTNER, TITLE, Field, Register, Values, no_more_than, not_before

SHAPES = ("share", "mean score", "count", "date met", "certificate", "context")

NUMERATOR = Field("numerator", "Numerator", "decimal")
DENOMINATOR = Field("denominator", "Denominator", "decimal")
FROM = Field("from", "From", "date", "starts_on", required=True)
TO = Field("to", "To", "date", "ends_on", required=True)
OF = Field("n", "Numerator", "decimal", "numerator", required=True)
OUT_OF = Field("d", "Denominator", "decimal", "denominator", required=True)


def check_reading(values: Values) -> None:
    """Counts and a printed share that contradict one another are refused, and so is a reading of nothing."""
    not_before(values, TO, FROM)
    top, bottom, printed = values.get("numerator"), values.get("denominator"), values.get("value")
    if (top is None) != (bottom is None):
        raise DeskError("A numerator and a denominator go together: give both, or neither.", "denominator")
    if bottom is not None and top is not None:
        check_share(top, bottom, printed)
    if all(values.get(name) is None for name in ("numerator", "value", "met_on", "met")):
        raise DeskError("What was read? Give numerator: and denominator:, or value:, met:yes, or done: with its date.")


def check_share(top: float, bottom: float, printed: float | None) -> None:
    if bottom == 0:
        raise DeskError("A share of nothing cannot be read: the denominator is 0.", "denominator")
    share = 100 * top / bottom
    if printed is not None and abs(share - printed) > half_of_the_last_digit(printed) + 1e-9:
        raise DeskError(
            f"{top:g} of {bottom:g} is {share:.2f}%, not {printed:g}%. Leave value: out, or mend it.", "value"
        )


def half_of_the_last_digit(printed: float) -> float:
    """How far a printed figure may be from what it was rounded from: 0.05 for 84.3."""
    return next((0.5 / 10**places for places in range(4) if round(printed, places) == printed), 0.0)


MEASURE = Register(
    name="measure",
    does="keep the measures of the service plan",
    noun=("measure", "measures"),
    letters="MSR",
    fields=(
        Field("kind", "Kind", "choice", required=True, choices=SHAPES),
        TITLE,
        Field("target", "Target", "decimal"),
        Field("timescale", "Timescale"),
        Field("outcome", "Strategic outcome"),
        Field("objective", "ICT objective"),
        Field("plan", "Corporate plan link", column="plan_link"),
        Field("baseline", "Baseline"),
        OWNER,
        Field("coowners", "Co-owners"),
    ),
    lead="kind",
    words="title",
    example="share Tickets closed within SLA target:90 timescale:annual",
    correction="target:92",
    needs="manager",
    handles="manager",
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
)
FIGURE = Register(
    name="figure",
    does="enter a KPI's figure of a month before the bot; it stays marked: entered, not counted",
    noun=("entered figure", "entered figures"),
    letters="FIG",
    fields=(
        Field("kpi", "KPI", required=True),
        Field("month", "Month", "month", required=True),
        PARTNER,
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
    check=lambda values: no_more_than(values, OF, OUT_OF),
)
REGISTERS = (MEASURE, READING, FIGURE)
