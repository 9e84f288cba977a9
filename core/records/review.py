"""What is learned and said: major incident reviews, their recommendations, commentary on figures."""

from core.records.fields import OWNER, TITLE, Field, Register

REVIEW = Register(
    name="review",
    does="write the review of a major incident: cause and lessons",
    noun=("major incident review", "major incident reviews"),
    letters="RVW",
    fields=(
        Field("outage", "Outage", "ticket", "outage_id", required=True),
        Field("cause", "Root cause", required=True),
        Field("lessons", "Lessons learned"),
        Field("on", "Date", "date", "reviewed_on", required=True, default="today", is_past=True),
    ),
    lead="outage",
    words="cause",
    dated="on",
    example="OUT-1 The provider's router failed",
    correction='lessons:"Hold a spare"',
)
RECOMMENDATION = Register(
    name="recommendation",
    does="follow what a review recommends, with its owner and date",
    noun=("recommendation", "recommendations"),
    letters="REC",
    fields=(
        Field("review", "Review", "record", "review_id", required=True, of="review"),
        TITLE,
        OWNER,
        Field("due", "Due", "date", "due_on"),
        Field("done", "Done on", "date", "done_on", is_past=True),
    ),
    lead="review",
    words="title",
    dated="due",
    closes="done",
    example="RVW-1 Buy a second link due:2020-12-31",
    correction="owner:Priya",
)
COMMENTARY = Register(
    name="commentary",
    does="say in words why a KPI, a budget line, a register or a measure is as it is",
    noun=("commentary", "commentaries"),
    letters="COM",
    fields=(
        Field("about", "KPI or budget line", "subject", required=True),
        Field("period", "Period", "period", required=True),
        Field("text", "Commentary", required=True),
    ),
    words="text",
    example='"More calls since the lockdown" about:raised period:"q1 2020-21"',
    correction="about:sla",
)
REGISTERS = (REVIEW, RECOMMENDATION, COMMENTARY)
