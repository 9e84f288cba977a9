"""The registers that the desk keeps, by name. One more is one more row in a file beside this one, and its table."""

from core.facts import Kpi
from core.records import governance, measures, operations, review, security
from core.records.fields import Register
from core.sources import Durations, Reviews, Rows, Where

GROUPS = (operations, governance, security, measures, review)
REGISTERS: dict[str, Register] = {register.name: register for group in GROUPS for register in group.REGISTERS}
# Those that have a day by which a record is due, and one on which it is done.
DUE = tuple(one for one in REGISTERS.values() if one.has("due") and one.closes and not one.restricted)


def by_partner(kpi: Kpi) -> bool:
    """Whether what a KPI counts is kept by partner."""
    match kpi.where:
        case Rows(register=name):
            return REGISTERS[name].has("partner")
        case Where() | Durations() | Reviews():
            return True
    return False
