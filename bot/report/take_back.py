"""What is kept of Word copies that were edited: put into the draft as it is written; and what differed in them."""

import json

from bot.report.returned import amended
from bot.report.state import Standing
from core.report.returned import Rewording
from reports.document import Document
from storage.models import ReportReturn


def edited(document: Document, stands: Standing) -> Document:
    """With what was taken of each copy, the oldest first: later ones were made from drafts that have it already."""
    for one in stands.returns:
        added = [(key, text) for key, text in json.loads(one.added)]
        document = amended(document, rewordings(one), added, stands.names[one.person_id], f"copy-{one.id}")
    return document


def rewordings(one: ReportReturn) -> list[Rewording]:
    return [Rewording(*each) for each in json.loads(one.reworded)]


def findings(stands: Standing) -> list[str]:
    """Of the newest copy: whoever sends a better one has mended the one before."""
    return list(json.loads(stands.returns[-1].findings)) if stands.returns else []
