"""What a worker process does with what it is sent."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlsum.batch import Job, process
from mlsum.batch.job import SCRATCH, Unit
from mlsum.core.errors import MissingError, MissingExtraError
from mlsum.core.lang import Lang
from mlsum.engines.cores import cores
from mlsum.translation import Options

TEXT = b"O museu abriu as portas na quarta-feira."


def job(tmp_path: Path) -> Job:
    return Job([], tmp_path, Options(Lang.parse("fr"), engine="echo"), workers=2)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Job]:
    """This process as a worker, but for Ctrl-C and its end."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(process, "_end_with_parent", lambda: None)
    monkeypatch.setattr(process, "_job", None)
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(RuntimeError, match="begin"):
        process.do(process.put, [], 1)
    process.begin(job(tmp_path))
    assert process._job is not None
    yield process._job
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.pop(name, None)


def test_a_worker_has_its_share_of_the_cores(begun: Job) -> None:
    share = max(1, cores() // 2)
    assert begun.options.engine_options.threads == share
    assert os.environ["RAYON_NUM_THREADS"] == str(share)


def test_a_worker_puts_its_results_in_place(begun: Job, tmp_path: Path) -> None:
    (tmp_path / SCRATCH).mkdir()
    (done,) = process.do(process.put, [Unit("a.txt", TEXT)], 1)
    assert (done.native, done.records) == (None, ())
    assert (tmp_path / "a.txt").read_bytes() != TEXT


def test_what_a_worker_lacks_is_told_in_a_way_that_passes(
    begun: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object) -> Any:
        raise MissingExtraError("torch", "torch")

    monkeypatch.setattr(process, "work", lacking)
    with pytest.raises(MissingError) as told:
        process.do(process.put, [Unit("a.txt", TEXT)], 1)
    assert type(told.value) is MissingError
    assert "[torch]" in told.value.hint


def test_a_worker_proves_itself_with_a_document_of_which_nothing_is_kept(
    begun: Job, tmp_path: Path
) -> None:
    (done,) = process.prove()
    assert done.status != "failed"
    assert done.routes == dict.fromkeys(("en", "pt", "ko"), "echo")
    assert list(tmp_path.iterdir()) == []


def test_a_worker_looks_again_at_what_is_installed_when_a_round_begins(
    begun: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(process, "forget", lambda: looked.append(number))
    for number in (7, 7, 8):
        process.do(lambda *_: [], [], number)
    assert looked == [7, 8]
