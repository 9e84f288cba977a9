"""The register of the bots that run on this database. Its times are the database's own, which all of them share."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, type_coerce, update
from sqlmodel import Session, col

from core.errors import DeskError
from storage import recomputation
from storage.database import Database, take_turn
from storage.models import RunningBot
from storage.models.base import UtcDateTime
from storage.schema import HEAD

ALIVE = timedelta(seconds=20)  # a bot that was not seen for longer is taken to be gone
FORGOTTEN = timedelta(days=1)
TURN = "enrol"  # a policy comes into force, or a bot joins: one after the other
NEWER = "A newer version waits to take over"
OTHERWISE = "Another desk.toml came into force meanwhile"


def database_time(session: Session) -> datetime:
    now: datetime = session.execute(select(type_coerce(func.now(), UtcDateTime()))).scalar_one()
    return now


def live(session: Session) -> Sequence[RunningBot]:
    """Those that were seen a moment ago, the longest running first."""
    since = database_time(session) - ALIVE
    return session.scalars(select(RunningBot).where(col(RunningBot.seen_at) > since).order_by(col(RunningBot.id))).all()


def refuse_other_policy(session: Session, policy_id: int) -> None:
    """DeskError where a bot runs by another desk.toml: two would disagree about what is late."""
    others = [bot for bot in live(session) if bot.policy_id not in {None, policy_id}]
    if others:
        raise DeskError(
            f"{others[0].name} runs on this database by another desk.toml, and bots must not watch one desk by "
            "different targets. Give this one the same desk.toml, or stop the others first (after a crash wait "
            f"{ALIVE.seconds} seconds)."
        )


def join(session: Session, policy_id: int | None, revision: str = HEAD) -> RunningBot:
    """DeskError where bots run, or the records go, by another policy. Without one it only announces itself."""
    if policy_id is not None:
        take_turn(session, TURN)
        refuse_other_policy(session, policy_id)
        if recomputation.in_force(session) != policy_id:
            raise DeskError("Another desk.toml came into force just now. Start this bot again with the same one.")
    now, name = database_time(session), f"bot-{uuid.uuid4().hex[:6]}"
    bot = RunningBot(name=name, policy_id=policy_id, revision=revision, started_at=now, seen_at=now)
    session.execute(delete(RunningBot).where(col(RunningBot.seen_at) < now - FORGOTTEN))
    session.add(bot)
    session.flush()
    return bot


def be_seen(session: Session, bot: RunningBot) -> None:
    """Joined anew, where somebody has taken it off meanwhile."""
    seen = (
        update(RunningBot).where(col(RunningBot.id) == bot.id).values(seen_at=func.now()).returning(col(RunningBot.id))
    )
    if session.execute(seen).first() is None:
        session.merge(RunningBot(**(bot.model_dump() | {"seen_at": database_time(session)})))


def why_end(session: Session, bot: RunningBot) -> str:
    """Why a bot that was started must end now; nothing where it may go on."""
    if any(other.revision > bot.revision for other in live(session)):
        return NEWER
    return "" if recomputation.in_force(session) == bot.policy_id else OTHERWISE


def leave(session: Session, bot: RunningBot) -> None:
    session.execute(delete(RunningBot).where(col(RunningBot.id) == bot.id))


def forget(session: Session) -> None:
    """For the only bot of an SQLite file: whoever stands there is gone."""
    session.execute(delete(RunningBot))


def older(database: Database, revision: str) -> list[str]:
    """The names of those that run and were written for an older schema."""
    return database.read(lambda session: [bot.name for bot in live(session) if bot.revision < revision])
