"""The tables: no behaviour, CHECK constraints where the database must refuse."""

from storage.models.alerts import Alert, Silence
from storage.models.budget import (
    BUDGET,
    BudgetActual,
    BudgetAdjustment,
    BudgetFigure,
    BudgetLine,
    BudgetPrinted,
    BudgetProfile,
    BudgetReason,
    Virement,
)
from storage.models.outbox import Message, Outbox
from storage.models.people import Identity, Person
from storage.models.record import Policy, Recomputation, StoredRequest, Trail
from storage.models.registers import TABLES
from storage.models.reports import (
    REPORTS,
    Report,
    ReportFile,
    ReportQuestion,
    ReportReturn,
    ReportSignature,
    ReportVersion,
    ReportWords,
)
from storage.models.running import JobRun, Leadership, RunningBot
from storage.models.tickets import Downtime, Hold, Note, Ticket
from storage.models.uploads import StoredMapping, Upload, UploadContent

__all__ = [
    "BUDGET",
    "REPORTS",
    "TABLES",
    "Alert",
    "BudgetActual",
    "BudgetAdjustment",
    "BudgetFigure",
    "BudgetLine",
    "BudgetPrinted",
    "BudgetProfile",
    "BudgetReason",
    "Downtime",
    "Hold",
    "Identity",
    "JobRun",
    "Leadership",
    "Message",
    "Note",
    "Outbox",
    "Person",
    "Policy",
    "Recomputation",
    "Report",
    "ReportFile",
    "ReportQuestion",
    "ReportReturn",
    "ReportSignature",
    "ReportVersion",
    "ReportWords",
    "RunningBot",
    "Silence",
    "StoredMapping",
    "StoredRequest",
    "Ticket",
    "Trail",
    "Upload",
    "UploadContent",
    "Virement",
]
