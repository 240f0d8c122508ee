"""A job that goes on as files come, change and go."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fragile import ALL, environment, failures, write
from pace import PATIENCE
from typer.testing import CliRunner

from mlsum.batch import Job, rounds, run_job
from mlsum.core.errors import InputError, UsageError
from mlsum.core.lang import Lang
from mlsum.translation import Options

TEXT = "O museu abriu as portas na quarta-feira."
OPTIONS = Options(Lang.parse("fr"), engine="echo")


def job(folder: Path, *inputs: str) -> Job:
    given = list(inputs) or [str(folder)]
    return Job(given, folder.parent / "out", OPTIONS, shapes=("tree", "jsonl"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    return root


class Going:
    """Looks again and again; between looks the steps of a story happen, then Ctrl-C."""

    def __init__(self, given: Job, *story: Callable[[], object]) -> None:
        self._job = given
        self._story: Iterator[Callable[[], object]] = iter(story)

    def _pause(self, _: float) -> None:
        step = next(self._story, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    def worked(self) -> list[tuple[int, int]]:
        """Documents done and known in each round."""
        found = []
        try:
            for chosen in rounds(self._job, 1.0, self._pause):
                totals = run_job(self._job, chosen=chosen)
                found.append((totals.worked, totals.fresh))
        except KeyboardInterrupt:
            return found
        raise AssertionError("it must go on until it is stopped")


def nothing() -> None:
    """Time passes."""


class TestRounds:
    def test_begin_with_all_there_is(self, folder: Path) -> None:
        assert Going(job(folder), nothing, nothing, nothing).worked() == [(1, 0)]

    def test_go_on_with_what_is_renamed_into_place(self, folder: Path) -> None:
        def write() -> None:
            (folder / "b.part").write_text(TEXT, encoding="utf-8")

        def rename() -> None:
            (folder / "b.part").rename(folder / "b.txt")

        story = [nothing, write, nothing, rename, nothing, nothing]
        assert Going(job(folder), *story).worked() == [(1, 0), (1, 1)]
        lines = (folder.parent / "out" / "dataset.jsonl").read_text(encoding="utf-8")
        assert lines.count("\n") == 2

    def test_wait_for_a_file_that_grows(self, folder: Path) -> None:
        def grow() -> None:
            with (folder / "b.txt").open("a", encoding="utf-8") as file:
                file.write(f"{TEXT}\n")

        story = [nothing, grow, grow, grow, nothing, nothing]
        assert Going(job(folder), *story).worked() == [(1, 0), (1, 1)]
        assert (folder.parent / "out" / "b.txt").read_text(encoding="utf-8").count("museu") == 3

    def test_redo_what_changes_and_forget_what_goes(self, folder: Path) -> None:
        (folder / "b.txt").write_text(TEXT, encoding="utf-8")

        def change() -> None:
            (folder / "a.txt").write_text("A chuva parou.", encoding="utf-8")

        def remove() -> None:
            (folder / "b.txt").unlink()

        story = [nothing, change, nothing, nothing, remove, nothing]
        # While it is written again, what it came to before stands.
        assert Going(job(folder), *story).worked() == [(2, 0), (1, 1), (0, 1)]

    def test_keep_rows_of_a_file_that_nobody_touched(self, folder: Path) -> None:
        lines = '{"title": "O museu abriu"}\n{"title": "A chuva parou"}\n'
        (folder / "b.jsonl").write_text(lines, encoding="utf-8")

        def write() -> None:
            (folder / "c.txt").write_text(TEXT, encoding="utf-8")

        assert Going(job(folder), nothing, write, nothing).worked() == [(3, 0), (1, 3)]
        out = folder.parent / "out"
        assert (out / "b.jsonl").read_text(encoding="utf-8").count("\n") == 2
        assert (out / "dataset.jsonl").read_text(encoding="utf-8").count("\n") == 4

    def test_give_a_place_to_one_file_only(self, folder: Path) -> None:
        other = folder.parent / "other"
        other.mkdir()
        given = job(folder, str(folder), str(other))

        def write() -> None:
            (other / "a.txt").write_text("A chuva parou.", encoding="utf-8")

        assert Going(given, nothing, write, nothing).worked() == [(1, 0), (0, 1)]
        assert "museu" in (folder.parent / "out" / "a.txt").read_text(encoding="utf-8")

    def test_wait_for_a_pattern_to_match(self, folder: Path) -> None:
        def write() -> None:
            (folder / "b.md").write_text(TEXT, encoding="utf-8")

        story = [nothing, write, nothing, nothing]
        assert Going(job(folder, str(folder / "*.md")), *story).worked() == [(0, 0), (1, 0)]

    def test_share_the_journal_of_a_batch(self, folder: Path) -> None:
        run_job(job(folder))
        assert Going(job(folder), nothing).worked() == [(0, 1)]

    def test_need_something_to_look_at(self, folder: Path) -> None:
        with pytest.raises(InputError, match="no such file"):
            Going(job(folder, "nowhere")).worked()
        with pytest.raises(UsageError, match="standard input"):
            Going(job(folder, "-")).worked()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_is_its_usual_end(folder: Path) -> None:
    out = folder.parent / "out"
    command = [sys.executable, "-c", "from mlsum.cli import main; main()", "watch", str(folder)]
    options = ["--out", str(out), "--to", "fr", "--engine", "echo", "--no-memory"]
    process = subprocess.Popen(
        [*command, *options, "--every", "0.1"],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Who is run in the background of a shell is deaf to it, and so are the children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + PATIENCE
    while not (out / "report.html").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert said.rstrip().endswith("interrupted; finished work is kept")
    assert (out / "a.txt").read_text(encoding="utf-8") != TEXT


def test_the_command_tells_each_round(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mlsum.cli import app

    def once(given: Job, every: float) -> Iterator[Callable[[object], bool]]:
        assert every == 5.0
        yield lambda _: True
        raise KeyboardInterrupt

    monkeypatch.setattr("mlsum.cli.jobs.rounds", once)
    command = ["watch", str(folder), "--out", str(folder.parent / "out"), "--every", "5"]
    done = CliRunner().invoke(app, [*command, "--engine", "echo", "--no-memory"])
    assert done.exit_code == 0
    # Where a round is slow, there are lines of progress as well.
    said = [line for line in done.stderr.splitlines() if not line.startswith("mlsum: working:")]
    assert any("Ctrl-C" in line for line in said), said
    assert any(" done" in line for line in said), said
    assert said[-1] == "mlsum: interrupted; finished work is kept"
    quiet = CliRunner().invoke(app, [*command, "--quiet"])
    assert (quiet.exit_code, quiet.stderr) == (0, "")


class Watching:
    """`mlsum watch` in a process of its own, where some words kill its engine."""

    def __init__(self, tmp_path: Path, limit: int = PATIENCE) -> None:
        self.folder, self.out = tmp_path / "in", tmp_path / "out"
        self._env = environment(tmp_path)
        self._limit = str(limit)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Watching":
        given = ["--engine", "fragile", "--no-memory", "--every", "0.2"]
        command = [sys.executable, "-m", "mlsum", "watch", str(self.folder), "--out", str(self.out)]
        command += [*given, "--to", "pt", "--workers", "1", "--timeout", self._limit]
        self._process = subprocess.Popen(command, env=self._env, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        assert self._process.poll() is None, "it must not end by itself"
        self._process.kill()
        self._process.wait()

    def come(self, name: str, text: str) -> None:
        """A document comes."""
        (self.folder / name).write_text(text)

    def until(self, there: Callable[[], bool]) -> None:
        """Wait for it."""
        deadline = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def done(self) -> set[str]:
        """Documents that are done."""
        return {path.name for path in self.out.glob("*.txt")}


def test_a_document_that_kills_does_not_end_it(tmp_path: Path) -> None:
    watch = Watching(tmp_path)
    write(watch.folder, {5: "poison"})
    with watch:
        watch.until(lambda: watch.done() == ALL - {"05.txt"})
        watch.come("next.txt", "They work in Seoul.")
        watch.until(lambda: "next.txt" in watch.done())
    assert failures(watch.out) == {"05.txt": "a worker process died"}


@pytest.mark.slow  # the limit must be long enough for a busy machine
def test_a_document_that_hangs_does_not_end_it_nor_does_its_own_end_save_one(
    tmp_path: Path,
) -> None:
    watch = Watching(tmp_path, limit=20)
    watch.folder.mkdir()
    hanging = {"a.txt", "d.txt"}
    with watch:
        watch.come("a.txt", "They sleep in Seoul.")
        watch.come("b.txt", "They work in Seoul.")
        watch.until(lambda: "b.txt" in watch.done())
        watch.come("c.txt", "They rest in Seoul.")
        watch.until(lambda: "c.txt" in watch.done())
        watch.come("d.txt", "They sleep in Lisbon.")
        time.sleep(2)
    with watch:
        watch.come("e.txt", "They rest in Lisbon.")
        watch.until(lambda: "e.txt" in watch.done() and set(failures(watch.out)) == hanging)
    assert all("not done after 20 s" in why for why in failures(watch.out).values())
    assert watch.done() == {"b.txt", "c.txt", "e.txt"}
