"""Processes that share the work: how many, how they begin, and how they end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from mlsum.backends import EngineOptions
from mlsum.batch import Job, run_job, suited
from mlsum.batch import workers as workers_module
from mlsum.batch.job import SCRATCH, Unit
from mlsum.document import SummaryOptions
from mlsum.engines.cores import cores
from mlsum.errors import EngineError, MissingError, MissingExtraError
from mlsum.lang import UND, Lang
from mlsum.pipeline import Options

TEXT = b"O museu abriu as portas na quarta-feira."


def job(tmp_path: Path, **changed: Any) -> Job:
    options = Options(Lang.parse("fr"), engine="echo")
    return Job(**{"inputs": [], "out": tmp_path, "options": options, "workers": 2} | changed)


@pytest.mark.parametrize(
    ("options", "many"),
    [
        (Options(UND, engine="none"), True),
        (Options(UND, engine="firefox"), True),
        (Options(UND, engine="transformers"), False),
        (Options(UND, engine_options=EngineOptions(base_url="http://localhost:8000/v1")), False),
    ],
)
def test_as_many_as_cores_unless_models_are_large(options: Options, many: bool) -> None:
    assert suited(options) == (cores() if many else 1)


@pytest.mark.parametrize(
    ("summarizer", "many"), [("extractive", True), ("abstractive", False), ("chat", False)]
)
def test_a_model_that_writes_summaries_is_large(summarizer: str, many: bool) -> None:
    options = Options(UND, engine="firefox")
    assert suited(options, SummaryOptions(summarizer=summarizer)) == (cores() if many else 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only here are workers forked")
def test_nothing_that_is_loaded_beforehand_starts_a_thread() -> None:
    """A thread of the server would not be there in its forks, which might wait for it."""
    code = "import os, mlsum.batch.warm; print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "1"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Job]:
    """This process as a worker, but for Ctrl-C and its end."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(workers_module, "_end_with_parent", lambda: None)
    monkeypatch.setattr(workers_module, "_job", None)
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(RuntimeError, match="begin"):
        workers_module._work([])
    workers_module._begin(job(tmp_path))
    assert workers_module._job is not None
    yield workers_module._job
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.pop(name, None)


def test_a_worker_has_its_share_of_the_cores(begun: Job) -> None:
    share = max(1, cores() // 2)
    assert begun.options.engine_options.threads == share
    assert os.environ["RAYON_NUM_THREADS"] == str(share)


def test_a_worker_puts_its_results_in_place(begun: Job, tmp_path: Path) -> None:
    (tmp_path / SCRATCH).mkdir()
    (done,) = workers_module._work([Unit("a.txt", TEXT)])
    assert (done.native, done.records) == (None, ())
    assert (tmp_path / "a.txt").read_bytes() != TEXT


def test_what_a_worker_lacks_is_told_in_a_way_that_passes(
    begun: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object) -> Any:
        raise MissingExtraError("torch", "torch")

    monkeypatch.setattr(workers_module, "work", lacking)
    with pytest.raises(MissingError) as told:
        workers_module._work([Unit("a.txt", TEXT)])
    assert type(told.value) is MissingError
    assert told.value.hint == "pip install 'mlsum[torch]'"


def test_a_worker_that_dies_ends_the_run_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_bytes(TEXT)

    class Dying:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def submit(self, *_: object) -> Any:
            raise BrokenProcessPool

        def shutdown(self, **_: object) -> None:
            pass

    given = job(tmp_path, inputs=[str(folder)], out=tmp_path / "out", batch=1)
    with monkeypatch.context() as patch:
        patch.setattr(workers_module, "ProcessPoolExecutor", Dying)
        with pytest.raises(EngineError, match="a worker process died") as told:
            run_job(given)
    assert "the same command goes on" in told.value.hint
    assert run_job(given).worked == 4
