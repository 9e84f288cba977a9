"""The tables: no behaviour, CHECK constraints where the database must refuse."""

from storage.models.outbox import Message, Outbox
from storage.models.people import Identity, Person
from storage.models.record import Policy, StoredRequest, Trail
from storage.models.tickets import Downtime, Hold, Note, Ticket

__all__ = [
    "Downtime",
    "Hold",
    "Identity",
    "Message",
    "Note",
    "Outbox",
    "Person",
    "Policy",
    "StoredRequest",
    "Ticket",
    "Trail",
]
