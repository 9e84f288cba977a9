"""How long tickets took, from the minutes stored with their outcome, by the WHERE that counts them."""

from collections.abc import Iterable

import numpy as np
from sqlalchemy import Select, String, cast, func, select
from sqlmodel import Session

from core.histogram import Histogram, Taken
from core.sources import Where
from core.tickets import unpack_partners
from storage.models import Ticket
from storage.tallies import counted
from storage.trail import table_of

TICKET = table_of(Ticket)


def histogram(session: Session, where: Where, months: Iterable[int]) -> Histogram:
    """Of the tickets resolved in these months (yyyymm)."""
    asked = tuple(months)
    rows = session.execute(minutes_of(where, asked))
    taken = (
        Taken(month, level, unpack_partners(packed), np.fromstring(minutes or "", dtype=np.int64, sep=","))
        for month, level, packed, minutes in rows
    )
    return Histogram(tuple(taken), asked)


def minutes_of(where: Where, months: Iterable[int]) -> Select[int, str, str, str]:
    """The minutes of each group as one text: a row for each of them would cost more than all else.

    Months as a list, so that both databases go to each level's range and not through all that lies between.
    """
    keys = (TICKET.c.reported_month, TICKET.c.level, TICKET.c.partners)
    minutes = func.aggregate_strings(cast(TICKET.c.worked_minutes, String), ",")
    wanted = (*counted(where), TICKET.c.reported_month.in_(tuple(months)))
    return select(*keys, minutes).where(*wanted).group_by(TICKET.c.kind, *keys)
