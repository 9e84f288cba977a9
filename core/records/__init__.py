"""The registers that the desk keeps, by name. One more is one more row in a file beside this one, and its table."""

from core.records import governance, measures, operations, review, security
from core.records.fields import Register

GROUPS = (operations, governance, security, measures, review)
REGISTERS: dict[str, Register] = {register.name: register for group in GROUPS for register in group.REGISTERS}
