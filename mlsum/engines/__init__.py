"""Engines translate sentences; `routes` chooses the one for a pair of languages."""

from mlsum.engines.routes import (
    Availability,
    Route,
    Step,
    align,
    availability,
    choose,
    missing_model,
    routes_of,
)

__all__ = [
    "Availability",
    "Route",
    "Step",
    "align",
    "availability",
    "choose",
    "missing_model",
    "routes_of",
]
