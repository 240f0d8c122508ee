"""Processes that share the work: how many, how they begin, and how they end."""

import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fragile import ALL, environment, ran, write
from pace import PATIENCE

from mlsum.batch import Job, run_job, suited
from mlsum.batch import workers as workers_module
from mlsum.batch.job import Done, Unit
from mlsum.batch.process import put
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import EngineError
from mlsum.core.lang import UND, Lang
from mlsum.engines.cores import cores
from mlsum.translation import Options

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

        def submit(self, *work: Any) -> Future[list[Done]]:
            batch: list[Unit] = work[2]
            future: Future[list[Done]] = Future()
            if all(unit.name != "7.txt" for unit in batch):
                future.set_result(put(batch, given))
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
    assert len(killed) == 2  # of 6, 7, 8, and then of 7: each wait is long


def test_what_is_done_when_ctrl_c_comes_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(Future[list[Done]]):
        def result(self, timeout: float | None = None) -> list[Done]:
            raise KeyboardInterrupt

    class Half:
        """The second of all batches is done, the first is not yet."""

        def __init__(self, *_: object, **__: object) -> None:
            self._batches = 0

        def submit(self, *work: Any) -> Future[list[Done]]:
            self._batches += 1
            future: Future[list[Done]] = Interrupted() if self._batches == 1 else Future()
            if self._batches == 2:
                future.set_result(put(work[2], given))
            return future

        def shutdown(self, **_: object) -> None:
            pass

    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(10):
        (folder / f"{n}.txt").write_bytes(TEXT)
    given = job(tmp_path, inputs=[str(folder)], out=tmp_path / "out", batch=2)
    with monkeypatch.context() as patch:
        patch.setattr(workers_module, "ProcessPoolExecutor", Half)
        with pytest.raises(KeyboardInterrupt):
            run_job(given)
    again = run_job(replace(given, workers=1))
    assert (again.worked, again.fresh) == (8, 2)


@pytest.fixture
def fragile(tmp_path: Path) -> dict[str, str]:
    """The environment of a process in which an engine is installed that some words kill."""
    return environment(tmp_path)


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


def test_documents_that_kill_their_workers_in_a_row_do_not_end_the_run(
    tmp_path: Path, fragile: dict[str, str]
) -> None:
    """Workers do harmless documents: so it is not they that are the reason."""
    bad = dict.fromkeys(range(4), "poison")
    split = ["--workers", 2, "--batch-size", 4]
    code, failed, results = ran(tmp_path, fragile, bad, *split)
    assert failed == dict.fromkeys(
        ("00.txt", "01.txt", "02.txt", "03.txt"), "a worker process died"
    )
    assert results == ALL - set(failed)
    assert code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel does not end them")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_worker_that_is_stuck_does_not_outlive_the_command(
    tmp_path: Path, fragile: dict[str, str], how: int
) -> None:
    """It is in a library that lets no thread of Python run."""
    write(tmp_path / "in", {1: "stuck"})
    command = [sys.executable, "-m", "mlsum", "batch", tmp_path / "in", "--out", tmp_path / "out"]
    command += ["--to", "pt", "--engine", "fragile", "--no-memory", "--workers", 2]
    process = subprocess.Popen(
        [*map(str, command), "--batch-size", "1"],
        env=fragile,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + PATIENCE
    while not (tmp_path / "out" / "00.txt").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(how)
    # The pipe ends when the last process that holds it does.
    process.communicate(timeout=PATIENCE)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGKILL: -signal.SIGKILL}[how]
