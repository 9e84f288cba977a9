"""The registers of daily work: changes, the estate, timesheets, training, satisfaction."""

from core.errors import DeskError
from core.records import totals
from core.records.fields import NUMBER, OWNER, PARTNER, TITLE, Field, Register, Total, no_more_than, not_before
from core.sources import Values

OUTCOMES = ("completed", "failed", "backed out", "cancelled")
DEVICES = ("laptop", "desktop", "tablet", "mobile phone", "thin client", "physical server", "virtual server", "other")
AUDIENCES = ("corporate", "school")

COMPLETED = Field("on", "Date", "date", "completed_on", required=True, default="today", is_past=True)
AGAIN = Field("reimplemented", "Re-implemented on", "date", "reimplemented_on", is_past=True)
HOURS = Field("hours", "Hours in all", "decimal", required=True)
PROJECT_HOURS = Field("project", "Hours on projects", "decimal", "project_hours", required=True)
BEGINS = Field("from", "From", "moment", "starts_at", required=True)
ENDS = Field("to", "To", "moment", "ends_at", required=True)
SCORE = Field("score", "Score", "integer", required=True, least=1, most=10)
SCALE = Field("scale", "Best score", "integer", required=True, default="5", least=2, most=10)


def check_change(values: Values) -> None:
    """Only what did not succeed the first time is implemented again."""
    not_before(values, AGAIN, COMPLETED)
    if values.get("reimplemented_on") and values.get("outcome") in {"completed", "cancelled"}:
        raise DeskError(f"A change that was {values['outcome']} is not re-implemented.", "reimplemented")


CHANGE = Register(
    name="change",
    does="record technical changes and how they went",
    noun=("change", "changes"),
    letters="CHG",
    fields=(
        Field("outcome", "Outcome", "choice", required=True, choices=OUTCOMES),
        TITLE,
        COMPLETED,
        PARTNER,
        Field("outage", "Outage that it caused", "ticket", "outage_id"),
        Field("emergency", "Emergency", "yes/no", default="no", required=True),
        Field("impact", "Hit a service", "yes/no", default="no", required=True),
        AGAIN,
        OWNER,
        NUMBER,
    ),
    lead="outcome",
    words="title",
    dated="on",
    example='completed "Firewall upgrade" on:2020-07-03',
    correction='outcome:"backed out" impact:yes',
    is_slash=True,
    check=check_change,
    total=Total("outcome", ("impact",), "number", says=totals.success_words, is_targeted=True),
)
ESTATE = Register(
    name="estate",
    does="count the devices in use",
    noun=("estate count", "estate counts"),
    letters="EST",
    fields=(
        Field("device", "Device", "choice", required=True, choices=DEVICES),
        Field("number", "Number", "integer", required=True),
        Field("on", "Counted on", "date", "counted_on", required=True, default="today", is_past=True),
        PARTNER,
        Field("note", "Note"),
    ),
    lead="device",
    words="note",
    dated="on",
    example="laptop number:420 on:2020-06-30",
    correction="number:425",
    total=Total(
        "device",
        ("counted_on",),
        "number",
        says=totals.mobile_words,
        stands=totals.newest_counts,
        noun=("device", "devices"),
    ),
)
TIMESHEET = Register(
    name="timesheet",
    does="record a team's hours in a month, and those on projects",
    noun=("timesheet", "timesheets"),
    letters="TMS",
    fields=(
        Field("team", "Team", required=True),
        Field("month", "Month", "month", required=True),
        HOURS,
        PROJECT_HOURS,
    ),
    words="team",
    dated="month",
    example='Infrastructure month:"july 2020" hours:640 project:224',
    correction="project:230",
    check=lambda values: no_more_than(values, PROJECT_HOURS, HOURS),
    total=Total(
        "team", ("hours", "project_hours"), cell=totals.hours_words, says=totals.project_words, is_targeted=True
    ),
    single=("team", "month"),
)
TRAINING = Register(
    name="training",
    does="record training that was delivered",
    noun=("training", "trainings"),
    letters="TRN",
    fields=(
        TITLE,
        Field("on", "Date", "date", "held_on", required=True, default="today", is_past=True),
        Field("days", "Days", "decimal", required=True, most=366),
        Field("people", "People", "integer", required=True, default="1", least=1),
        PARTNER,
    ),
    words="title",
    dated="on",
    example="Phishing awareness days:0.5 people:12 on:2020-07-09",
    correction="people:14",
    total=Total("", ("days", "people"), cell=totals.training_days, says=totals.training_words, is_targeted=True),
)
SATISFACTION = Register(
    name="satisfaction",
    does="record how satisfied somebody was",
    noun=("satisfaction score", "satisfaction scores"),
    letters="SAT",
    fields=(
        SCORE,
        SCALE,
        Field("on", "Date", "date", "given_on", required=True, default="today", is_past=True),
        Field("audience", "Audience", "choice", choices=AUDIENCES),
        Field("for", "Ticket", "ticket", "ticket_id"),
        PARTNER,
        NUMBER,
        Field("comment", "Comment"),
    ),
    lead="score",
    words="comment",
    dated="on",
    example="5 audience:corporate",
    once="for",
    correction="score:4",
    check=lambda values: no_more_than(values, SCORE, SCALE),
    total=Total("audience", ("score", "scale"), "number", totals.mean_cell, totals.mean_words, is_targeted=True),
)
MAINTENANCE = Register(
    name="maintenance",
    does="record planned maintenance, which is no downtime of a service; it is announced to nobody",
    noun=("planned maintenance", "planned maintenances"),
    letters="MNT",
    fields=(
        TITLE,
        Field("service", "Service", "service", required=True),
        BEGINS,
        ENDS,
        OWNER,
    ),
    words="title",
    dated="from",
    example='Patching of the mail servers service:Email from:"2020-07-03 10:00" to:"2020-07-03 12:00"',
    correction='to:"2020-07-03 12:30"',
    check=lambda values: not_before(values, ENDS, BEGINS),
)
REGISTERS = (CHANGE, ESTATE, TIMESHEET, TRAINING, SATISFACTION, MAINTENANCE)
