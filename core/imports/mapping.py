"""Tables of no tool that we know: which column is which, proposed by their names and said by people."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from core.errors import DeskError
from core.imports.profiles import BY_AGREEMENT, RESOLVED, Profile
from core.tickets import INCIDENT, LEVELS, REQUEST

NEEDED = ("reference", "priority", "opened", "resolved")
NAMES = {
    "reference": (
        "reference",
        "ref",
        "ticket",
        "ticket id",
        "ticket number",
        "id",
        "number",
        "call ref",
        "case number",
    ),
    "priority": ("priority", "severity", "urgency"),
    "opened": ("opened", "created", "date created", "date opened", "date logged", "logged", "raised", "reported"),
    "resolved": ("resolved", "solved", "date resolved", "fixed", "completed"),
    "closed": ("closed", "date closed", "closed at"),
    "kind": ("type", "kind", "call type", "ticket type", "request type"),
    "summary": ("summary", "subject", "title", "description", "short description"),
    "service": ("service", "system", "application"),
    "partners": ("partner", "partners", "council", "organisation", "customer"),
    "group": ("group", "team", "queue", "assignment group"),
    "cause": ("cause", "root cause"),
    "changed": ("changed", "changed at", "updated", "updated at", "event time"),
    "state": ("state", "status", "new status"),
}
ALIKE = 85  # of 100: "Date opened" and "Opened date", but not "Closed" and "Closed by"
WORDS = {
    "Critical": "P1",
    "Urgent": "P1",
    "Highest": "P1",
    "High": "P2",
    "Medium": "P3",
    "Moderate": "P3",
    "Normal": "P3",
    "Low": "P4",
    "Lowest": "P4",
}
WAITING = {
    "Resolved": RESOLVED,
    "Solved": RESOLVED,
    "Closed": RESOLVED,
    "On hold": "on hold",
    "Pending": "on hold",
    "Waiting for customer": "waiting for the user",
    "Waiting for user": "waiting for the user",
    "Waiting for supplier": "waiting for the supplier",
    "Waiting for vendor": "waiting for the supplier",
}
_NEXT_PAIR = re.compile(r",(?=[^,=]+=)")
LEVELS_GIVEN = {level: level for levels in LEVELS.values() for level in levels if level != BY_AGREEMENT}


def propose(header: Sequence[str], names: Mapping[str, Sequence[str]] = NAMES) -> dict[str, str]:
    """For each of our fields the column whose name is most like one that we know; each column serves once."""
    free = {column.casefold(): column for column in header if column}
    found = {}
    for name, known in names.items():
        scored = [
            (best[1], best[0])
            for word in known
            if (best := process.extractOne(word, [*free], scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE))
        ]
        if scored:
            found[name] = free.pop(max(scored)[1])
    return found


def refusal(header: tuple[str, ...]) -> DeskError:
    """What to say of a table that no profile knows: how it would be read."""
    found = propose(header)
    proposed = ",".join(f"{name}={column}" for name, column in found.items())
    absent = [name for name in NEEDED if name not in found]
    lacks = f" I found no column for {', '.join(absent)}." if absent else ""
    return DeskError(
        "I know no export with these columns. Say which is which, for instance "
        f"--profile helpdesk --map {proposed or 'reference=ID'!r}.{lacks} "
        f"Fields are {', '.join(NAMES)}; {', '.join(NEEDED)} are needed.",
        "map",
    )


def profile_of(name: str | None, columns: Mapping[str, str], priorities: Mapping[str, str]) -> Profile:
    """`priorities`: the tool's words, as people said them; they come before those that speak for themselves.

    DeskError without a name: a reference is one tool's own, and row 3 of two tools is not one ticket.
    """
    if not name:
        raise DeskError(
            "Name the tool that the file comes from, such as --profile helpdesk (profile:helpdesk in the chat): by "
            "that name its references are told from those of other tools.",
            "profile",
        )
    kinds = {INCIDENT: INCIDENT, REQUEST: REQUEST, "Service Request": REQUEST, "": INCIDENT}
    return Profile(
        name=name,
        columns={"reference": columns["reference"]} | {of: column.casefold() for of, column in columns.items()},
        needs=NEEDED,
        priorities=WORDS | LEVELS_GIVEN | dict(priorities),
        kinds=kinds,
        missing=frozenset({"", "?", "-"}),
        waiting=WAITING,
    )


def read_map(typed: str, header: tuple[str, ...]) -> dict[str, str]:
    """`reference=Ticket,opened=Created`. DeskError: a field or a column that there is not, or a needed one left out."""
    columns = {column.casefold(): column for column in header}
    said = read_pairs(typed, "map")
    for name, column in said.items():
        if name not in NAMES:
            raise DeskError(f"There is no field {name!r}. There are {', '.join(NAMES)}.", "map")
        if column.casefold() not in columns:
            raise DeskError(f"The file has no column {column!r}. It has {', '.join(header)}.", "map")
    if absent := [name for name in NEEDED if name not in said]:
        raise DeskError(f"The mapping lacks {', '.join(absent)}: add each as field=column.", "map")
    return said


def read_priorities(typed: str) -> dict[str, str]:
    """`5 - Planning=P4,Blocker=P1`: our level for each of the tool's words. DeskError for one that there is not."""
    levels = [level for known in LEVELS.values() for level in known]
    said = read_pairs(typed, "priorities")
    for word, level in said.items():
        if level not in levels:
            raise DeskError(f"Priority {word!r} cannot be {level!r}: write one of {', '.join(levels)}.", "priorities")
    return said


def read_pairs(typed: str, option: str) -> dict[str, str]:
    """`a=b,c=d`. A comma before which no new pair begins belongs to the value: `opened=Date, opened`."""
    pairs = [part.partition("=") for part in _NEXT_PAIR.split(typed) if part.strip(" ,")]
    for name, equals, value in pairs:
        if not (name.strip() and equals and value.strip()):
            raise DeskError(f"Write --{option} as name=value,name=value; {name!r} has no value.", option)
    return {name.strip(): value.strip() for name, _, value in pairs}


def spell_pairs(pairs: Mapping[str, str]) -> str:
    """What `read_pairs` reads."""
    return ",".join(f"{name}={value}" for name, value in pairs.items() if value)


def header_digest(header: Iterable[str]) -> str:
    """The same for a header in another order, case or spacing: by it a mapping is remembered."""
    names = sorted(" ".join(column.split()).casefold() for column in header)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
