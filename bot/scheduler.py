"""The ticker: runs each job when its time has come, what is dropped, and the sender.

The truth is in the database.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from functools import partial
from time import monotonic

from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from bot.alerts.say import say
from bot.clock import Clock, system_clock
from bot.desk import Desk
from bot.imports.intake import Intake
from bot.job import Job
from bot.observed import Observe, Ran, unobserved
from bot.outbox import Sender
from bot.recomputing import Recomputing
from bot.report.printing import Printing
from storage import job_runs
from storage.database import Database, UnreachableError

log = logging.getLogger(__name__)
SEND_EVERY_SECONDS = 0.25
READ_EVERY_SECONDS = 0.5
RECOMPUTE_EVERY_SECONDS = 5
PRINT_EVERY_SECONDS = 10
LONGEST_SLEEP_SECONDS = 1
NOTICED = timedelta(seconds=2)  # the clock counts whole seconds


class Steady(BackgroundScheduler):  # type: ignore[misc] # apscheduler has no types
    """APScheduler goes by the machine's clock: set back an hour, it would do nothing for that hour."""

    def _process_jobs(self) -> float | None:
        now = system_clock()
        for job in self.get_jobs():
            if job.next_run_time > now + job.trigger.interval + NOTICED:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()  # of the clock before, where it is set back in this very moment
        return None if seconds is None else min(seconds, LONGEST_SLEEP_SECONDS)


def alone() -> bool:
    """Where there is only one."""
    return True


@dataclass(frozen=True)
class Ticker:
    """Works only while it `leads`: of several bots on one database one does."""

    database: Database
    desk: Desk
    clock: Clock
    jobs: Iterable[Job]
    sender: Sender
    intake: Intake
    recomputing: Recomputing
    printing: Printing
    leads: Callable[[], bool] = alone
    observe: Observe = unobserved
    _began_at: dict[str, float] = field(default_factory=dict, repr=False)  # the last run of each

    def run_job(self, job: Job) -> int:
        """Alerts and marks in one transaction; gives how many alerts were queued that were not said before."""

        def work(session: Session) -> int:
            now, began = self.clock(), monotonic()
            found = job.run(now, self.desk, session)
            said = sum(say(alert, now, self.desk, session, finds_again=job.finds_again) for alert in found)
            job_runs.note(session, job.name, job.every_seconds, now, int((monotonic() - began) * 1000))
            return said

        return self.database.write(work)

    def tick(self) -> None:
        """Every job once, then everything that waits but what takes seconds. For tests, the demo, and a clock that was
        moved.
        """
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
            self.add(scheduler, job.name, partial(self.run_job, job), job.every_seconds)
        self.add(scheduler, "sender", self.sender.send_waiting, SEND_EVERY_SECONDS)
        self.add(scheduler, "intake", self.intake.work_waiting, READ_EVERY_SECONDS)
        self.add(scheduler, "printing", self.printing.work_waiting, PRINT_EVERY_SECONDS)
        self.add(scheduler, "recomputation", self.recomputing.work_waiting, RECOMPUTE_EVERY_SECONDS)
        # A run that meets the one before it is left out: with a slow channel that would be said four times a second.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        scheduler.start()
        return scheduler

    def add(self, scheduler: BackgroundScheduler, name: str, work: Callable[[], int], seconds: float) -> None:
        scheduler.add_job(self.guarded, "interval", [name, work, seconds], seconds=seconds)

    def guarded(self, name: str, work: Callable[[], int], every: float) -> None:
        if not self.leads():
            return
        began = monotonic()
        late = max(began - self._began_at.get(name, began) - every, 0.0)
        self._began_at[name] = began
        number, is_broken = 0, False
        try:
            number = work()
        except UnreachableError:
            is_broken = True  # said in one line where it was found, and again when the job has its next turn
        except Exception:  # the ticker's one broad except: a job that breaks must not stop the others, or itself
            is_broken = True
            log.exception("job %s failed; it runs again at its next time", name)
        self.observe(Ran(name, monotonic() - began, late, number, is_broken))
