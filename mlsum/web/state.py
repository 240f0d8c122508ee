"""What the routes of one server share."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from mlsum.web.collector import Collector
from mlsum.web.jobs import Jobs
from mlsum.web.metrics import Metrics
from mlsum.web.settings import Settings

__all__ = ["Shared", "State"]


@dataclass(slots=True)
class State:
    """The server's settings, its queues and its numbers; `closing` once it is told to stop."""

    settings: Settings
    metrics: Metrics
    collector: Collector
    jobs: Jobs
    closing: bool = False


def _state(request: Request) -> State:
    state: State = request.app.state.mlsum
    return state


Shared = Annotated[State, Depends(_state)]
