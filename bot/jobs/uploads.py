"""Uploads that nobody decides on: deleted after a week, which their person is told."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from bot.imports import card
from bot.job import Alert, Job
from core.imports.uploads import CANCELLED, reference
from storage import uploads
from storage.models import Upload

KEPT_FOR = timedelta(days=7)
WHY = (
    "nobody said Import within a week, so the file is deleted. Nothing was stored; send it again if you still want it."
)


def delete(now: datetime, _desk: Desk, session: Session) -> list[Alert]:
    left = uploads.left_alone(session, now - KEPT_FOR, for_change=True)
    alerts = [alert_of(upload) for upload in left]
    for upload in left:
        uploads.end(session, upload, CANCELLED)
    return alerts


def preview(now: datetime, _desk: Desk, session: Session) -> list[Alert]:
    return [alert_of(upload) for upload in uploads.left_alone(session, now - KEPT_FOR)]


def alert_of(upload: Upload) -> Alert:
    told = card.closed(upload, WHY)
    key = f"deleted:{reference(upload.id)}"
    why = f"{reference(upload.id)} came over {KEPT_FOR.days} days ago"
    return Alert(key, card.post(upload, told, *told), why, "upload", is_private=True)


JOB = Job("uploads", "delete what was dropped a week ago and never imported", 600, delete, preview)
