"""The ticker: runs each job when its time has come, what is dropped, and the sender.

The truth is in the database.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from bot.clock import Clock, system_clock
from bot.desk import Desk
from bot.dispatch import queue
from bot.imports.intake import Intake
from bot.job import Job
from bot.outbox import Sender
from bot.recomputing import Recomputing
from storage.database import Database

log = logging.getLogger(__name__)
SEND_EVERY_SECONDS = 0.25
READ_EVERY_SECONDS = 0.5
RECOMPUTE_EVERY_SECONDS = 5
NOTICED = timedelta(seconds=2)  # the clock counts whole seconds


class Steady(BackgroundScheduler):  # type: ignore[misc] # apscheduler has no types
    """APScheduler goes by the machine's clock: set back an hour, it would do nothing for that hour."""

    def _process_jobs(self) -> float | None:
        now = system_clock()
        for job in self.get_jobs():
            if job.next_run_time > now + job.trigger.interval + NOTICED:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()
        return seconds


@dataclass(frozen=True)
class Ticker:
    database: Database
    desk: Desk
    clock: Clock
    jobs: Iterable[Job]
    sender: Sender
    intake: Intake
    recomputing: Recomputing

    def run_job(self, job: Job) -> int:
        """Alerts and marks in one transaction; gives how many alerts were queued that were not said before."""

        def work(session: Session) -> int:
            now = self.clock()
            return sum(queue(session, now, alert.post, alert.key) for alert in job.run(now, self.desk, session))

        return self.database.write(work)

    def tick(self) -> None:
        """Every job once, then everything that waits. For tests, the demo, and a clock that was moved."""
        self.recomputing.work_waiting()
        for job in self.jobs:
            self.run_job(job)
        self.intake.work_waiting()
        self.sender.send_waiting()

    def start(self) -> BackgroundScheduler:
        """Interval triggers in UTC; a late run is run once, however late."""
        scheduler = Steady(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for job in self.jobs:
            scheduler.add_job(
                self.guarded,
                "interval",
                [job.name, lambda job=job: self.run_job(job)],
                seconds=job.every_seconds,
            )
        scheduler.add_job(self.guarded, "interval", ["sender", self.sender.send_waiting], seconds=SEND_EVERY_SECONDS)
        scheduler.add_job(self.guarded, "interval", ["intake", self.intake.work_waiting], seconds=READ_EVERY_SECONDS)
        recompute = ["recomputation", self.recomputing.work_waiting]
        scheduler.add_job(self.guarded, "interval", recompute, seconds=RECOMPUTE_EVERY_SECONDS)
        # A run that meets the one before it is left out: with a slow channel that would be said four times a second.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        scheduler.start()
        return scheduler

    def guarded(self, name: str, work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except Exception:  # the ticker's one broad except: a job that breaks must not stop the others, or itself
            log.exception("job %s failed; it runs again at its next time", name)
