"""Counts and times for Prometheus, and one line of log per request: never a text, never a query."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import Scope

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE = CONTENT_TYPE_LATEST
_log = logging.getLogger("mlsum.serve")
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class _Answered(Protocol):
    """What knows the status of an answer; 0 before there is one."""

    status: int


class Metrics:
    """The numbers of one server, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "mlsum_requests", "Answers", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "mlsum_request_seconds", "Time to answer", ("route",), registry=self._registry
        )
        self._batches = Histogram(
            "mlsum_batch_requests",
            "Requests answered in one batch",
            buckets=_SIZES,
            registry=self._registry,
        )
        self._jobs = Counter("mlsum_jobs", "Jobs by their end", ("state",), registry=self._registry)
        self._gauge = Gauge("mlsum_waiting", "In the queues", ("queue",), registry=self._registry)

    def stuck(self, many: Callable[[], int]) -> None:
        """Show how many threads did not come back, asked for when the metrics are."""
        gauge = Gauge("mlsum_stuck", "Threads that did not come back", registry=self._registry)
        gauge.set_function(many)

    def watch(self, queue: str, length: Callable[[], int]) -> None:
        """Show the length of a queue, asked for when the metrics are."""
        self._gauge.labels(queue).set_function(length)

    def batch(self, size: int) -> None:
        """Count a batch of requests."""
        self._batches.observe(size)

    def job(self, state: str) -> None:
        """Count a job that ended."""
        self._jobs.labels(state).inc()

    @contextmanager
    def request(self, scope: Scope, answered: _Answered) -> Iterator[None]:
        """Count and time a request, by its route: paths may hold what somebody sent."""
        started = time.perf_counter()
        try:
            yield
        finally:
            seconds = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", "other")
            self._requests.labels(route, str(answered.status)).inc()
            self._seconds.labels(route).observe(seconds)
            _log.info("%s %s %s %.0f ms", scope["method"], route, answered.status, seconds * 1000)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)
