"""The cluster: how a job joins one or begins one, and how its errors become ours."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mlsum.core.errors import EngineError, MissingExtraError, MlsumError

__all__ = ["Cluster", "connected", "told"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to run. `address` None begins a Ray of this machine, `auto` joins a running one.

    Each actor has as many cores as an engine has threads, and `gpus` GPUs: 0.25 lets four actors
    share one.
    """

    address: str | None = None
    gpus: float = 0.0


@contextmanager
def connected(cluster: Cluster) -> Iterator[None]:
    """Join the cluster, or begin one and end it."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is told to anyone
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its own log files say the rest
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtraError("ray", "ray") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.enable_operator_progress_bars = False
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(cluster.address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError) as error:
        where = cluster.address or "this machine"
        hint = "ray start --head begins one; ray status tells of it"
        raise EngineError("no Ray cluster answers", where=where, hint=hint) from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def told() -> Iterator[None]:
    """Errors of ours that happened elsewhere, as ours; others as an EngineError."""
    import ray

    try:
        yield
    except ray.exceptions.RayError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, MlsumError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if isinstance(cause, MlsumError):
            raise cause from error
        hint = "the same command goes on; the logs of Ray say more"
        raise EngineError(f"Ray: {type(error).__name__}", hint=hint) from error
