"""What the database tells at the moment of asking: jobs, messages, papers, the worker, the ledger's root."""

from collections.abc import Iterator
from datetime import datetime
from threading import Lock
from time import monotonic

from django.db import transaction
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tongban.kernel import health, time
from tongban.papers.queries.waiting import papers_to_write

KEPT = 15.0  # seconds; several monitors together ask the database no more often


class StateCollector(Collector):
    """The gauges; kept for some seconds, whoever asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[Metric] = []
        self._read_at = -KEPT

    def collect(self) -> Iterator[Metric]:
        """Prometheus's hook."""
        with self._lock:
            if monotonic() - self._read_at >= KEPT:
                self._kept, self._read_at = list(_gauges()), monotonic()
            yield from self._kept

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database when this is registered."""
        return []


def _gauges() -> Iterator[Metric]:
    with transaction.atomic():  # one moment for all of them
        jobs = GaugeMetricFamily(
            "tongban_jobs", "Jobs by queue and status; failed ones were given up.", labels=["queue", "status"]
        )
        for (queue, status), number in health.jobs().items():
            jobs.add_metric([queue, status], number)
        yield jobs
        due = health.jobs_due()
        yield GaugeMetricFamily("tongban_jobs_due", "Jobs whose time has come.", value=due.count)
        yield _age("tongban_jobs_due_oldest_seconds", "For how long the oldest of them waits.", due.since)
        messages = GaugeMetricFamily("tongban_messages", "Messages by state.", labels=["state"])
        for state, number in health.messages().items():
            messages.add_metric([state], number)
        yield messages
        tray, by_hand = health.messages_in_tray(), health.messages_by_hand()
        yield GaugeMetricFamily(
            "tongban_messages_tray", "Messages in the tray of what failed.", value=tray.count
        )
        yield _age(
            "tongban_messages_tray_oldest_seconds", "For how long the oldest of them lies there.", tray.since
        )
        yield GaugeMetricFamily(
            "tongban_messages_by_hand",
            "Letters to post and things to tell face to face.",
            value=by_hand.count,
        )
        yield _age(
            "tongban_messages_by_hand_oldest_seconds", "For how long the oldest of them waits.", by_hand.since
        )
        papers = papers_to_write()
        yield GaugeMetricFamily("tongban_papers_waiting", "Papers not yet written out.", value=papers.count)
        yield _age(
            "tongban_papers_waiting_oldest_seconds", "For how long the oldest of them waits.", papers.since
        )
        if seen := health.worker_seen():
            yield _age("tongban_worker_silent_seconds", "Since any worker's last sign of life.", seen)
        if root := health.last_root():
            yield _age("tongban_ledger_root_age_seconds", "Since the ledger's last signed root.", root)


def _age(name: str, text: str, since: datetime | None) -> Metric:
    seconds = max(0.0, (time.now() - since).total_seconds()) if since else 0.0
    return GaugeMetricFamily(name, text, value=seconds)
