"""What there is to work with: cores, and perhaps a GPU."""

import os
from typing import Literal

from mlsum.core.backends import Device
from mlsum.core.errors import MissingError

__all__ = ["cores", "device_of"]


def cores() -> int:
    """Cores that this process may use; fewer than the machine has, in a container or a job."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1


def device_of(asked: Device, gpu: bool) -> Literal["cpu", "cuda"]:
    """Where to run: on a GPU where there is one, or as asked. Raises MissingError without one."""
    if asked == "cuda" and not gpu:
        raise MissingError("no GPU that CUDA can use is here", hint="--device cpu, or auto")
    if asked == "auto":
        return "cuda" if gpu else "cpu"
    return asked
