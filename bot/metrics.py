"""What Prometheus reads: counted as it happens, and what waits in the database counted when it asks.

Labels are names of our own (commands, verbs, jobs, Slack's methods), never what people typed.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.clock import Clock
from bot.observed import Answered, Called, Event, Ran
from core.errors import DeskError
from storage import posts
from storage.database import Database
from storage.schema import HEAD

ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds; Slack waits three
RUNS = (0.01, 0.1, 1, 10, 60, 600)


class Metrics:
    """One registry for each bot, so that tests and several bots in one process do not count together."""

    def __init__(self, database: Database, clock: Clock, is_leader: Callable[[], bool]) -> None:
        own = self.registry = CollectorRegistry()
        ProcessCollector(registry=own)
        PlatformCollector(registry=own)
        Info("ictbot_build", "Version and migration", registry=own).info({"version": version("ictbot"), "schema": HEAD})
        Gauge("ictbot_leader", "Whether jobs run here", registry=own).set_function(is_leader)
        own.register(Waiting(database, clock))
        self.count_requests(own)
        self.count_work(own)
        waited = Histogram("ictbot_write_wait_seconds", "Writes that stood in the queue", buckets=ANSWERS, registry=own)
        database.waited = waited.observe

    def count_requests(self, own: CollectorRegistry) -> None:
        labels = ("command", "verb", "outcome")
        self.commands = Counter("ictbot_commands", "Requests: done, asked, refused, broken", labels, registry=own)
        self.seconds = Histogram(
            "ictbot_command_seconds", "Until the answer was known", ("command",), buckets=ANSWERS, registry=own
        )
        self.calls = Counter("ictbot_slack_calls", "ok, or Slack's word", ("method", "outcome"), registry=own)

    def count_work(self, own: CollectorRegistry) -> None:
        self.runs = Counter("ictbot_job_runs", "Runs: ok or broken", ("job", "outcome"), registry=own)
        self.run_seconds = Histogram("ictbot_job_seconds", "How long a run took", ("job",), buckets=RUNS, registry=own)
        self.late = Gauge("ictbot_job_late_seconds", "Later than its time, the last run", ("job",), registry=own)
        self.results = Counter("ictbot_job_results", "Alerts queued, posts sent, files read", ("job",), registry=own)

    def note(self, event: Event) -> None:
        match event:
            case Answered(_, command, verb, outcome, seconds):
                self.commands.labels(command, verb, outcome).inc()
                self.seconds.labels(command).observe(seconds)
            case Called(method, outcome):
                self.calls.labels(method, outcome).inc()
            case Ran(job, seconds, late, number, is_broken):
                self.runs.labels(job, "broken" if is_broken else "ok").inc()
                self.run_seconds.labels(job).observe(seconds)
                self.late.labels(job).set(late)
                self.results.labels(job).inc(number)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class Waiting(Collector):
    """Counted when asked. A database that does not answer leaves these out, and says so by `up`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def collect(self) -> Iterator[Metric]:
        try:
            found = self.database.read(posts.standing)
        except DeskError:
            yield GaugeMetricFamily("ictbot_database_up", "Whether it answers", 0)
            return
        oldest = found.oldest_at or self.clock()
        age = max((self.clock() - oldest).total_seconds(), 0)
        yield GaugeMetricFamily("ictbot_database_up", "Whether it answers", 1)
        yield GaugeMetricFamily("ictbot_outbox_waiting", "Posts neither sent nor given up", found.waiting)
        yield GaugeMetricFamily("ictbot_outbox_oldest_seconds", "Since the oldest of them was queued", age)
        yield GaugeMetricFamily("ictbot_outbox_dead", "Posts given up", found.dead)
