"""What is kept of Word copies that were edited: put into the draft as it is written; and what differed in them."""

import json
from collections.abc import Callable

from bot.report.returned import amended
from bot.report.state import Standing
from core.report.returned import Rewording
from reports.document import Document
from storage.models import ReportReturn


def edited(document: Document, stands: Standing, quotes: Callable[[str], bool]) -> Document:
    """With what was taken of each copy, the oldest first: later ones were made from drafts that have it already.

    Nothing of a piece whose subject has no words of people in this copy: it was written in the internal one.
    """
    for one in stands.returns:
        added = [(key, text) for key, text in json.loads(one.added) if quotes(subject(key))]
        reworded = [each for each in rewordings(one) if quotes(subject(each.key))]
        document = amended(document, reworded, added, stands.names[one.person_id], f"copy-{one.id}")
    return document


def subject(key: str) -> str:
    """The piece, or the KPI that it is of: "security" of "security.1" and of "indicator-security.table1"."""
    return key.partition(".")[0].removeprefix("indicator-")


def rewordings(one: ReportReturn) -> list[Rewording]:
    return [Rewording(*each) for each in json.loads(one.reworded)]


def findings(stands: Standing) -> list[str]:
    """Of the newest copy: whoever sends a better one has mended the one before."""
    return list(json.loads(stands.returns[-1].findings)) if stands.returns else []
