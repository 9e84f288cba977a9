"""The security log: nine classes of event, and the duties that follow from one (domain.md, section 3)."""

from collections.abc import Sequence
from datetime import timedelta

from core.errors import DeskError
from core.records.fields import TITLE, Duty, Field, Register, Total, how_many
from core.sources import Group, Values

CLASSES = (
    "reportable breach",
    "non-reportable breach",
    "attempted hack",
    "advice",
    "virus",
    "false positive",
    "theft of device",
    "website vulnerability",
    "reported application vulnerability",
)
DECISIONS = ("report", "do not report")
ICO_WITHIN = timedelta(hours=72)  # of the clock: nights, weekends and bank holidays count


def duties(values: Values) -> tuple[Duty, ...]:
    """Whom to tell, and the ICO by when; what has been done is no duty any more."""
    found = []
    undecided = values.get("decision") != "do not report"
    if values.get("personal") and undecided and not values.get("ico_told_at"):
        unless = "unless a risk to people is unlikely: 72 hours of the clock, weekends included"
        found.append(Duty(f"Tell the ICO ({unless})", values["aware_at"] + ICO_WITHIN))
    if values.get("personal") and not values.get("decision"):
        found.append(Duty("Write the decision and its reason: every breach is recorded, reported or not"))
    if values.get("serious") and not values.get("ncsc_told_at"):
        found.append(Duty("Serious: tell the National Cyber Security Centre"))
    if values.get("kind") == "theft of device" and not values.get("police_told_at"):
        found.append(Duty("Theft: tell the police; a stolen device may also be a breach of personal data"))
    return tuple(found)


def serious_words(groups: Sequence[Group], _target: float | None) -> tuple[str, ...]:
    """How many had to be reported; a count gives nothing away."""
    serious = how_many([group for group in groups if group[0]["serious"]])
    return (f"Serious, to be reported to the National Cyber Security Centre: {serious or 'none'}.",)


def check(values: Values) -> None:
    """A decision has its reason, and what holds personal data is not closed without one."""
    if values.get("decision") and not values.get("reason"):
        raise DeskError('A decision needs its reason: add reason:"…".', "reason")
    if values.get("closed_on") and values.get("personal") and not values.get("decision"):
        raise DeskError('It holds personal data: add decision:report or decision:"do not report", and reason:"…".')
    if values.get("closed_on") and values.get("decision") == "report" and not values.get("ico_told_at"):
        raise DeskError("It was decided to report it: add ico: with the time at which the ICO was told.", "ico")
    for key in ("ico", "ncsc", "police"):
        told = values.get(f"{key}_told_at")
        if told and told < values["aware_at"]:
            raise DeskError("Nobody can be told before we were aware of it. Give a later time.", key)


SECURITY = Register(
    name="security",
    does="log security events and what was decided about them",
    noun=("security event", "security events"),
    letters="SEC",
    fields=(
        Field("kind", "Class", "choice", required=True, choices=CLASSES),
        TITLE,
        Field("partner", "Partner", "partner", required=True),
        Field("aware", "Aware of it since", "moment", "aware_at", required=True, default="now", is_past=True),
        Field("personal", "Personal data", "yes/no", default="no", required=True),
        Field("serious", "Serious", "yes/no", default="no", required=True),
        Field("decision", "Decision", "choice", choices=DECISIONS),
        Field("reason", "Reason of the decision"),
        Field("ico", "ICO told at", "moment", "ico_told_at", is_past=True),
        Field("ncsc", "NCSC told at", "moment", "ncsc_told_at", is_past=True),
        Field("police", "Police told at", "moment", "police_told_at", is_past=True),
        Field("action", "What was done"),
        Field("closed", "Closed on", "date", "closed_on", is_past=True),
    ),
    lead="kind",
    words="title",
    dated="aware",
    closes="closed",
    closing="action",
    example="theft Stolen iPad partner:DDDC",
    correction='action:"Wiped from afar"',
    handles="security",
    sees="security",
    restricted=True,
    is_slash=True,
    check=check,
    duties=duties,
    total=Total("kind", ("serious",), says=serious_words),
)
REGISTERS = (SECURITY,)
