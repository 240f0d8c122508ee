"""What the routes of one server share."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from mlsum.serve.collector import Collector
from mlsum.serve.jobs import Jobs
from mlsum.serve.metrics import Metrics
from mlsum.serve.settings import Settings

__all__ = ["Shared", "State"]


@dataclass(slots=True)
class State:
    """The server's settings, its queues and its numbers; `closing` once it stops.

    `pulls` are the jobs that install models, apart from documents: these need not wait for them.
    """

    settings: Settings
    metrics: Metrics
    collector: Collector
    jobs: Jobs
    pulls: Jobs
    closing: bool = False

    @property
    def stuck(self) -> int:
        """How many threads are in work that did not come back in time."""
        return self.collector.thread.stuck + self.jobs.thread.stuck

    @property
    def lost(self) -> bool:
        """Whether requests or documents are refused because of that."""
        return self.collector.thread.lost or self.jobs.thread.lost


def _state(request: Request) -> State:
    state: State = request.app.state.mlsum
    return state


Shared = Annotated[State, Depends(_state)]
