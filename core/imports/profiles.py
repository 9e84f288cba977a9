"""How the helpdesks that we know export tickets: one profile, one record."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.tickets import INCIDENT, LEVELS, REQUEST

BY_AGREEMENT = "bespoke"  # has no target without an agreed date, which no export gives
UNSIZED = "standard"  # the size of a request in an export that gives it a priority, as incidents have
RESOLVED = "resolved"  # why the clock stands between a resolution and a reopening
_PLAIN = ("reference", "kind", "priority", "summary", "service", "partners", "opened", "resolved", "cause")
_YES_NO = {"true": True, "false": False, "": None}


@dataclass(frozen=True)
class Profile:
    """How one tool exports tickets.

    `columns`: the tool's column for each of our fields, in lower case, reference first; `also`: what else it may be
    called, such as a label for a name, or in another language. `needs`: the fields whose
    columns mark its header. `priorities`, `kinds`, `flags`: the tool's word for each of ours; a column left out reads
    as "". `is_sized`: its requests have sizes; otherwise they are `UNSIZED`. `zone`: of its times, if the tool has its
    own. `missing`: what it writes for nothing. `waiting`: the statuses in which the clock stands, in the log of
    changes that has the columns of `changed` and `state`, each with what is waited for.
    """

    name: str
    columns: Mapping[str, str]
    needs: tuple[str, ...]
    priorities: Mapping[str, str]
    kinds: Mapping[str, str]
    flags: Mapping[str, bool | None] = field(default_factory=lambda: _YES_NO)
    is_sized: bool = False
    zone: str | None = None
    missing: frozenset[str] = frozenset({"", "?"})
    waiting: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_MARKS = ("reference", "priority", "opened", "resolved")
SERVICENOW = Profile(
    name="servicenow",
    columns={
        "reference": "number",
        "priority": "priority",
        "summary": "short_description",
        "category": "category",
        "subcategory": "subcategory",
        "symptom": "u_symptom",
        "group": "assignment_group",
        "opened": "opened_at",
        "resolved": "resolved_at",
        "closed": "closed_at",
        "made_sla": "made_sla",
        "reassignments": "reassignment_count",
        "reopenings": "reopen_count",
        "changed": "sys_updated_at",
        "state": "incident_state",
    },
    needs=_MARKS,
    priorities={"1 - Critical": "P1", "2 - High": "P2", "3 - Moderate": "P3", "4 - Low": "P4"},
    kinds={"": INCIDENT},
    # "Awaiting Problem" is the desk's own work: only the user and the supplier stop the clock.
    waiting={
        "Awaiting User Info": "waiting for the user",
        "Awaiting Evidence": "waiting for the user's evidence",
        "Awaiting Vendor": "waiting for the supplier",
        "Resolved": RESOLVED,
        "Closed": RESOLVED,
    },
    # The labels, which stand in the header of an export to a spreadsheet.
    also={
        "summary": ("short description",),
        "symptom": ("symptom",),
        "group": ("assignment group",),
        "opened": ("opened",),
        "resolved": ("resolved",),
        "closed": ("closed",),
        "made_sla": ("made sla",),
        "reassignments": ("reassignment count",),
        "reopenings": ("reopen count",),
        "changed": ("updated",),
        "state": ("incident state", "state"),
    },
)
JIRA = Profile(
    name="jira",
    columns={
        "reference": "issue key",
        "kind": "issue type",
        "priority": "priority",
        "summary": "summary",
        "opened": "created",
        "resolved": "resolved",
    },
    needs=(*_MARKS, "kind"),
    priorities={"Highest": "P1", "High": "P2", "Medium": "P3", "Low": "P4", "Lowest": "P4"},
    kinds={
        "Incident": INCIDENT,
        "[System] Incident": INCIDENT,
        "Bug": INCIDENT,
        "Service Request": REQUEST,
        "[System] Service request": REQUEST,
        "Service Request with Approvals": REQUEST,
        "[System] Service request with approvals": REQUEST,
        "Task": REQUEST,
    },
)
ZENDESK = Profile(
    name="zendesk",
    columns={
        "reference": "id",
        "kind": "type",
        "priority": "priority",
        "summary": "subject",
        "group": "group",
        "opened": "created_at",
        "resolved": "solved_at",
        "reopenings": "reopens",
    },
    needs=_MARKS,
    priorities={"urgent": "P1", "high": "P2", "normal": "P3", "low": "P4"},
    kinds={"": INCIDENT, "incident": INCIDENT, "problem": INCIDENT, "question": REQUEST, "task": REQUEST},
    zone="UTC",
    missing=frozenset({"", "-"}),
)
FRESHSERVICE = Profile(
    name="freshservice",
    columns={
        "reference": "ticket id",
        "kind": "type",
        "priority": "priority",
        "summary": "subject",
        "group": "group",
        "opened": "created time",
        "resolved": "resolved time",
        "closed": "closed time",
        "made_sla": "resolution status",
    },
    needs=_MARKS,
    # Its codes count the other way round: 4 is the most urgent.
    priorities={"Urgent": "P1", "High": "P2", "Medium": "P3", "Low": "P4", "4": "P1", "3": "P2", "2": "P3", "1": "P4"},
    kinds={"Incident": INCIDENT, "Service Request": REQUEST},
    flags={"Within SLA": True, "SLA Violated": False, "": None},
    missing=frozenset({"", "-", "--"}),
)
MANAGEENGINE = Profile(
    name="manageengine",
    columns={
        "reference": "request id",
        "kind": "request type",
        "priority": "priority",
        "summary": "subject",
        "group": "group",
        "opened": "created time",
        "resolved": "resolved time",
        "closed": "completed time",
        "made_sla": "overdue status",
    },
    needs=(*_MARKS, "closed"),
    priorities={"Urgent": "P1", "High": "P2", "Normal": "P3", "Medium": "P3", "Low": "P4"},
    kinds={"": INCIDENT, "Incident": INCIDENT, "Request": REQUEST, "Service Request": REQUEST},
    # It says whether the ticket was late, which is the opposite of meeting the target.
    flags={"true": False, "yes": False, "overdue": False, "false": True, "no": True, "not overdue": True, "": None},
    missing=frozenset({"", "-"}),
)
HORNBILL = Profile(
    name="hornbill",
    columns={
        "reference": "request id",
        "kind": "request type",
        "priority": "priority",
        "summary": "summary",
        "opened": "date logged",
        "resolved": "date resolved",
        "closed": "date closed",
        "made_sla": "within fix",
    },
    needs=_MARKS,
    priorities={
        "Critical": "P1",
        "Major": "P1",
        "High": "P2",
        "Medium": "P3",
        "Low": "P4",
        "P1": "P1",
        "P2": "P2",
        "P3": "P3",
        "P4": "P4",
    },
    kinds={"": INCIDENT, "Incident": INCIDENT, "Service Request": REQUEST},
    flags={"Yes": True, "1": True, "true": True, "No": False, "0": False, "false": False, "": None},
    zone="UTC",
    missing=frozenset({"", "-"}),
)
GLPI = Profile(
    name="glpi",
    columns={
        "reference": "id",
        "kind": "type",
        "priority": "priority",
        "summary": "title",
        "category": "category",
        "group": "technician group",
        "opened": "opening date",
        "resolved": "solution date",
        "closed": "closing date",
    },
    needs=_MARKS,
    priorities={
        "Major": "P1",
        "Very high": "P1",
        "High": "P2",
        "Medium": "P3",
        "Low": "P4",
        "Very low": "P4",
        "Majeure": "P1",
        "Très haute": "P1",
        "Haute": "P2",
        "Moyenne": "P3",
        "Basse": "P4",
        "Très basse": "P4",
    },
    kinds={"": INCIDENT, "Incident": INCIDENT, "Request": REQUEST, "Demande": REQUEST},
    also={
        "priority": ("priorité",),
        "summary": ("titre",),
        "category": ("catégorie",),
        "group": ("group", "groupe", "assigned to - technician group"),
        "opened": ("date d'ouverture",),
        "resolved": ("resolution date", "date de résolution", "date de solution"),
        "closed": ("close date", "date de clôture"),
    },
)
ZAMMAD = Profile(
    name="zammad",
    columns={
        "reference": "#",
        "priority": "priority",
        "summary": "title",
        "group": "group",
        "opened": "created at",
        "resolved": "closed at",
    },
    needs=_MARKS,
    # It counts from low to high, and has no word for a P1.
    priorities={"3 high": "P2", "2 normal": "P3", "1 low": "P4"},
    kinds={"": INCIDENT},
    missing=frozenset({"", "-"}),
)
ICTBOT = Profile(
    name="ictbot",
    columns={name: name for name in (*_PLAIN, "reassignments")},
    needs=("reference", "kind", "priority", "opened", "resolved"),
    priorities={level: level for levels in LEVELS.values() for level in levels if level != BY_AGREEMENT},
    kinds={INCIDENT: INCIDENT, REQUEST: REQUEST},
    is_sized=True,
)
PROFILES = (SERVICENOW, JIRA, ZENDESK, FRESHSERVICE, MANAGEENGINE, HORNBILL, GLPI, ZAMMAD, ICTBOT)
