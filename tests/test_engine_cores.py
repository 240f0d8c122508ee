"""Where engines run, and with how many threads."""

import os

import pytest

from mlsum.core.backends import Device
from mlsum.core.errors import MissingError
from mlsum.engines.cores import cores, device_of


@pytest.mark.parametrize(
    ("asked", "gpu", "found"),
    [("auto", True, "cuda"), ("auto", False, "cpu"), ("cpu", True, "cpu"), ("cuda", True, "cuda")],
)
def test_a_gpu_is_taken_where_there_is_one(asked: Device, gpu: bool, found: str) -> None:
    assert device_of(asked, gpu) == found


def test_one_that_is_asked_for_and_not_there_is_an_error() -> None:
    with pytest.raises(MissingError, match="no GPU"):
        device_of("cuda", gpu=False)


def test_a_system_that_counts_no_allowed_cores_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
    monkeypatch.delattr("os.sched_getaffinity")
    assert cores() == (os.cpu_count() or 1)
