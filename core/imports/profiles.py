"""How the tools that we know export tickets: one profile, one record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.imports.tables import DAY_FIRST, ISO
from core.tickets import LEVELS

BY_AGREEMENT = "bespoke"  # has no target without an agreed date, which no export gives
_PLAIN = ("reference", "kind", "priority", "summary", "service", "partners", "opened", "resolved", "cause")


@dataclass(frozen=True)
class Profile:
    """How one tool exports tickets.

    `columns`: the tool's column for each of our fields, reference first. `needs`: the fields whose columns
    mark its header. `priorities`, `kinds`: the tool's word for each of ours; a column left out reads as "".
    `times`: an example of each form of its times, and the form. `missing`: what it writes for nothing.
    """

    name: str
    columns: Mapping[str, str]
    needs: tuple[str, ...]
    priorities: Mapping[str, str]
    kinds: Mapping[str, str]
    times: Mapping[str, re.Pattern[str]]
    zone: str = "Europe/London"
    missing: frozenset[str] = frozenset({"", "?"})


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
    },
    needs=("reference", "priority", "opened", "resolved"),
    priorities={"1 - Critical": "P1", "2 - High": "P2", "3 - Moderate": "P3", "4 - Low": "P4"},
    kinds={"": "incident"},
    times={"29/2/2016 14:05": DAY_FIRST, "2016-02-29 14:05": ISO},
)
ICTBOT = Profile(
    name="ictbot",
    columns={name: name for name in _PLAIN},
    needs=("reference", "kind", "priority", "opened", "resolved"),
    priorities={level: level for levels in LEVELS.values() for level in levels if level != BY_AGREEMENT},
    kinds={"incident": "incident", "request": "request"},
    times={"2016-02-29 14:05": ISO},
)
PROFILES = (SERVICENOW, ICTBOT)
