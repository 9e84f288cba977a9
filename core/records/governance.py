"""The registers of a well-run service: risks, obligations, audit findings, debt, savings, projects, posts."""

from core.errors import DeskError
from core.records import totals
from core.records.fields import NUMBER, OWNER, PARTNER, TITLE, Field, Register, Total, not_before
from core.sources import Values

OBLIGATIONS = ("certificate", "test", "review", "appraisal round", "committee report")
SEVERITIES = ("critical", "high", "medium", "low")
POST_STATES = ("appointed", "recruiting", "on hold", "vacant", "deleted")

RAISED = Field("raised", "Raised on", "date", "raised_on", required=True, default="today", is_past=True)
DUE = Field("due", "Due", "date", "due_on")
CLOSED = Field("closed", "Closed on", "date", "closed_on", is_past=True)
EVIDENCE = Field("evidence", "Evidence")
ACHIEVED = Field("achieved", "Achieved on", "date", "achieved_on", is_past=True)
DROPPED = Field("dropped", "Dropped on", "date", "dropped_on", is_past=True)


def check_saving(values: Values) -> None:
    if values.get("achieved_on") and values.get("dropped_on"):
        raise DeskError("A saving was achieved or dropped, not both: add achieved:none or dropped:none.", "dropped")


RISK = Register(
    name="risk",
    does="keep the risk register",
    noun=("risk", "risks"),
    letters="RSK",
    fields=(
        TITLE,
        Field("likelihood", "Likelihood, 1 to 5", "integer", least=1, most=5),
        Field("impact", "Impact, 1 to 5", "integer", least=1, most=5),
        Field("mitigation", "Mitigation"),
        OWNER,
        PARTNER,
        RAISED,
        Field("reviewed", "Reviewed on", "date", "reviewed_on", is_past=True),
        CLOSED,
    ),
    words="title",
    dated="raised",
    closes="closed",
    example="Loss of the joint internet link likelihood:3 impact:5",
    correction="reviewed:2020-08-14",
    needs="manager",
    handles="manager",
    check=lambda values: not_before(values, CLOSED, RAISED),
)
OBLIGATION = Register(
    name="obligation",
    does="keep what must be held or done by a date: certificates, tests, reviews, appraisals, reports to a committee",
    noun=("obligation", "obligations"),
    letters="OBL",
    fields=(
        Field("kind", "Kind", "choice", required=True, choices=OBLIGATIONS),
        TITLE,
        Field("due", "Due", "date", "due_on", required=True),
        Field("to", "For whom", column="client", is_listed=True),
        OWNER,
        Field("done", "Done on", "date", "done_on", is_past=True),
        Field("expires", "Expires on", "date", "expires_on"),
        EVIDENCE,
    ),
    lead="kind",
    words="title",
    dated="due",
    closes="done",
    closing="evidence",
    example="test Recovery plan due:2023-09-30",
    correction="due:2023-10-31",
    needs="manager",
    total=Total("kind"),
)
AUDIT = Register(
    name="audit",
    does="keep audit findings until they are closed",
    noun=("audit finding", "audit findings"),
    letters="AUD",
    fields=(
        Field("severity", "Severity", "choice", required=True, choices=SEVERITIES),
        TITLE,
        RAISED,
        OWNER,
        DUE,
        CLOSED,
        EVIDENCE,
        NUMBER,
    ),
    lead="severity",
    words="title",
    dated="raised",
    closes="closed",
    closing="evidence",
    example="high Leavers keep their accounts due:2020-12-31",
    correction="severity:critical",
    needs="manager",
    check=lambda values: not_before(values, CLOSED, RAISED),
    total=Total("severity", weight="number"),
)
DEBT = Register(
    name="debt",
    does="keep technical debt, and what it would take to be rid of it",
    noun=("technical debt", "technical debts"),
    letters="DBT",
    fields=(
        TITLE,
        Field("plan", "Plan"),
        Field("cost", "Cost of being rid of it", "money", "cost_pence"),
        RAISED,
        DUE,
        OWNER,
        Field("paid", "Paid off on", "date", "paid_on", is_past=True),
    ),
    words="title",
    dated="raised",
    closes="paid",
    example="Server 2008 still runs the cash tills due:2022-03-31",
    correction='plan:"Move to the virtual environment"',
    total=Total("", ("cost_pence",), cell=totals.cost_of_debt, says=totals.debt_words),
)
SAVING = Register(
    name="saving",
    does="keep the cost saving plan",
    noun=("saving", "savings"),
    letters="SAV",
    fields=(
        TITLE,
        Field("amount", "Amount a year", "money", "annual_pence"),
        Field("from", "Saves from", "date", "starts_on"),
        Field("cost", "Cost, once", "money", "once_pence"),
        PARTNER,
        OWNER,
        Field("note", "Note"),
        ACHIEVED,
        DROPPED,
    ),
    words="title",
    dated="from",
    closes="achieved",
    drops="dropped",
    closing="note",
    example="New joint internet connection amount:2935 from:2021-09-01",
    correction="amount:£3,000",
    check=check_saving,
    total=Total("", ("annual_pence", "once_pence", "dropped_on"), cell=totals.saved_a_year, says=totals.saving_words),
    needs="finance",
    handles="finance",
)
PROJECT = Register(
    name="project",
    does="keep the project register",
    noun=("project", "projects"),
    letters="PRJ",
    fields=(
        TITLE,
        Field("for", "For whom", column="client", required=True),
        Field("status", "Status", required=True),
        PARTNER,
        Field("lead", "Lead", "person", "lead_id"),
        DUE,
        Field("finished", "Finished on", "date", "finished_on", is_past=True),
    ),
    words="title",
    dated="due",
    closes="finished",
    closing="status",
    whose="for",
    example='OpenHousing for:BDC status:"Live mid-September. Phase 2 commenced."',
    correction='status:"Phase 2 complete"',
    total=Total("for"),
)
POST = Register(
    name="post",
    does="keep the posts of the service: appointed, recruiting, on hold",
    noun=("post", "posts"),
    letters="PST",
    fields=(
        Field("status", "Status", "choice", required=True, choices=POST_STATES),
        TITLE,
        Field("on", "Since", "date", "since_on", required=True, default="today", is_past=True),
        NUMBER,
    ),
    lead="status",
    words="title",
    dated="on",
    example="recruiting Technology Officer",
    correction="status:appointed",
    total=Total("status", weight="number"),
    needs="manager",
    handles="manager",
)
REGISTERS = (RISK, OBLIGATION, AUDIT, DEBT, SAVING, PROJECT, POST)
