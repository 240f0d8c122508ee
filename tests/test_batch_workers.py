"""Processes that share the work: how many, how they begin, and how they end."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from mlsum.backends import EngineOptions
from mlsum.batch import Job, run_job, suited
from mlsum.batch import workers as workers_module
from mlsum.batch.job import SCRATCH, Done, Unit
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


def test_workers_that_die_whatever_they_do_end_the_run_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(12):
        (folder / f"{n}.txt").write_bytes(TEXT)

    class Dying:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def submit(self, *_: object) -> Any:
            raise BrokenProcessPool

        def shutdown(self, **_: object) -> None:
            pass

    given = job(tmp_path, inputs=[str(folder)], out=tmp_path / "out", batch=4)
    with monkeypatch.context() as patch:
        patch.setattr(workers_module, "ProcessPoolExecutor", Dying)
        with pytest.raises(EngineError, match="a worker process died") as told:
            run_job(given)
    assert "the same command goes on" in told.value.hint
    assert run_job(given).worked == 12


def test_a_worker_that_does_not_end_is_killed_and_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = []

    class Hanging:
        """It works here and at once, but for one document that it says nothing of any more."""

        def __init__(self, *_: object, **__: object) -> None:
            self._processes = {1: self}

        def kill(self) -> None:
            killed.append(self)

        def submit(self, _: object, batch: list[Unit]) -> Future[list[Done]]:
            future: Future[list[Done]] = Future()
            if all(unit.name != "7.txt" for unit in batch):
                future.set_result(workers_module._put(batch, given))
            return future

        def shutdown(self, **_: object) -> None:
            pass

    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(10):
        (folder / f"{n}.txt").write_bytes(TEXT)
    out = tmp_path / "out"
    given = job(tmp_path, inputs=[str(folder)], out=out, batch=3, timeout=0.01)
    monkeypatch.setattr(workers_module, "ProcessPoolExecutor", Hanging)
    totals = run_job(given)
    assert totals.failures == (("7.txt", "a worker was not done after 0 s"),)
    assert totals.worked == len(list(out.glob("*.txt"))) == 9
    assert len(killed) == 4  # of 6, 7, 8 twice, then of 7, 8 and of 7


ENGINE = """
import os, signal, time
from mlsum.engines.echo import EchoEngine

class Fragile(EchoEngine):
    name = "fragile"

    def translate_batch(self, texts, source, target):
        for text in texts:
            if "poison" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "sleep" in text:
                time.sleep(3600)
            if "memory" in text:
                raise MemoryError
        return super().translate_batch(texts, source, target)
"""


@pytest.fixture
def fragile(tmp_path: Path) -> dict[str, str]:
    """The environment of a process in which an engine is installed that some words kill."""
    site = tmp_path / "site"
    metadata = site / "fragile-1.dist-info"
    metadata.mkdir(parents=True)
    (site / "fragile.py").write_text(ENGINE)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1\n")
    entry = "[mlsum.engines]\nfragile = fragile:Fragile\n"
    (metadata / "entry_points.txt").write_text(entry)
    return {**os.environ, "PYTHONPATH": str(site)}


def ran(
    tmp_path: Path, env: dict[str, str], bad: dict[int, str], *options: object
) -> tuple[int, dict[str, str], set[str]]:
    """A batch of 24 documents, some of which hold a word: the exit code, failures, results."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir(exist_ok=True)
    for n in range(24):
        text = f"The {bad.get(n, 'minister')} arrived in Seoul on day {n} of the talks.\n"
        (folder / f"{n:02}.txt").write_text(text)
    command = [sys.executable, "-m", "mlsum", "batch", folder, "--out", out, "--to", "pt"]
    command += ["--engine", "fragile", "--no-memory", "--quiet", *options]
    done = subprocess.run([*map(str, command)], env=env, capture_output=True, timeout=120)
    journal = sqlite3.connect(out / ".mlsum-journal.db")
    failed = dict(journal.execute("SELECT name, error FROM documents WHERE error != ''"))
    journal.close()
    return done.returncode, failed, {path.name for path in out.glob("*.txt")}


ALL = {f"{n:02}.txt" for n in range(24)}


def test_a_document_that_kills_its_worker_takes_no_other_with_it(
    tmp_path: Path, fragile: dict[str, str]
) -> None:
    split = ["--workers", 2, "--batch-size", 6]
    code, failed, results = ran(tmp_path, fragile, {8: "poison"}, *split)
    assert failed == {"08.txt": "a worker process died"}
    assert results == ALL - {"08.txt"}
    assert code == 1


@pytest.mark.slow  # as loading counts, the limit of a busy machine is long
def test_a_document_that_never_ends_takes_no_other_with_it(
    tmp_path: Path, fragile: dict[str, str]
) -> None:
    split = ["--workers", 2, "--batch-size", 3, "--timeout", 20]
    code, failed, results = ran(tmp_path, fragile, {7: "sleep"}, *split)
    assert failed == {"07.txt": "a worker was not done after 20 s"}
    assert results == ALL - {"07.txt"}
    assert code == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_a_document_killed_goes_on_without_it(
    tmp_path: Path, fragile: dict[str, str], workers: int
) -> None:
    """So few are worked on in the process of the command itself, the first time."""
    bad = {3: "poison", 20: "memory"}
    killed, _, results = ran(tmp_path, fragile, bad, "--workers", workers)
    assert killed == -signal.SIGKILL
    assert results == set()
    code, failed, results = ran(tmp_path, fragile, bad, "--workers", workers)
    assert failed == {"03.txt": "a worker process died", "20.txt": "MemoryError"}
    assert results == ALL - set(failed)
    assert code == 1
