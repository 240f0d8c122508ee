"""Many documents as one job: nothing lost, nothing done twice, nothing half written."""

import errno
import json
import pickle
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from fragile import environment, noted, write
from pace import PATIENCE
from typer.testing import CliRunner, Result

from mlsum.batch import Job, run_job, survey
from mlsum.batch import place as place_module
from mlsum.batch import process as process_module
from mlsum.batch import run as run_module
from mlsum.batch.job import LOCK, SCRATCH
from mlsum.cli import app
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import InputError, OutputError, UsageError
from mlsum.core.lang import Lang
from mlsum.formats import parse, render_bytes
from mlsum.formats.encodings import decode
from mlsum.translation import Options, run

ARTICLE = """\
# Título: Ministro visita a cidade {n} e promete mais apoio
>Data: 2024-05-{n:02d}
>Idioma: pt

### Conteúdo:

O ministro da Ciência visitou a cidade número {n} na quarta-feira. Prometeu apoio às escolas.
A câmara municipal agradeceu a visita. O jornal local publicou {n} fotografias do encontro.
"""
OPTIONS = Options(Lang.parse("ko"), engine="echo")
CLI = ["--to", "ko", "--engine", "echo", "--no-memory", "--summarize"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    for n in range(1, 7):
        path = root / ("inner" if n % 2 else "") / f"{n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE.format(n=n), encoding="utf-8")
    return root


def job(folder: Path, **changed: object) -> Job:
    given = {"inputs": [str(folder)], "out": folder.parent / "out", "options": OPTIONS, "batch": 2}
    return Job(**{**given, "summary": SummaryOptions(1), "shapes": ("tree", "jsonl"), **changed})  # type: ignore[arg-type]


def results(out: Path) -> dict[str, bytes]:
    """All that a run left for a reader; reports tell the time, so they are not the same twice."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
        and not path.name.startswith(".mlsum")
        and path.name != "report.html"
        and path.name != "summary.json"
    }


def facts(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return found


def mlsum(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["batch", *arguments], input=given, catch_exceptions=False)


class TestOutputs:
    def test_mirror_the_folder_with_summaries_and_a_dataset_in_order(self, folder: Path) -> None:
        run_job(job(folder))
        found = results(folder.parent / "out")
        names = ["2.txt", "4.txt", "6.txt", "inner/1.txt", "inner/3.txt", "inner/5.txt"]
        assert sorted(found) == sorted(
            ["dataset.jsonl", *names, *(f"{name}.summary.txt" for name in names)]
        )
        rows = [json.loads(line) for line in found["dataset.jsonl"].splitlines()]
        assert [row["path"] for row in rows] == names
        assert all(row["summary"]["text"] for row in rows)

    def test_are_those_of_one_document_at_a_time(self, folder: Path) -> None:
        run_job(job(folder, batch=4))
        for path in folder.rglob("*.txt"):
            result = run(parse(decode(path.read_bytes(), str(path))), OPTIONS)
            written = folder.parent / "out" / path.relative_to(folder)
            assert written.read_bytes() == render_bytes(result.document, result.edits)

    def test_do_not_depend_on_how_many_work(self, folder: Path) -> None:
        run_job(job(folder))
        run_job(job(folder, workers=2, out=folder.parent / "two"))
        assert results(folder.parent / "two") == results(folder.parent / "out")

    def test_the_report_stands_alone(self, folder: Path) -> None:
        (folder / "bad.json").write_text('{"title": "<b>', encoding="utf-8")
        run_job(job(folder))
        page = (folder.parent / "out" / "report.html").read_text(encoding="utf-8")
        assert not re.findall(
            r"""(?:src|href)=["']?(?!#|data:)|url\((?!["']?data:)|@import""", page
        )
        assert "bad.json" in page
        titles = ("Languages by field", "Idiomas por campo", "항목별 언어")
        assert any(title in page for title in titles)

    def test_of_json_lines_are_lines(self, tmp_path: Path) -> None:
        lines = [json.dumps({"title": f"O ministro visitou {n} escolas"}) for n in range(5)]
        lines[2] = '{"title": '
        source = tmp_path / "news.jsonl"
        source.write_text("\n".join(lines), encoding="utf-8")
        totals = run_job(job(source, summary=None))
        written = (tmp_path / "out" / "news.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(written) == 5
        assert written[2] == lines[2]
        assert [name for name, _ in totals.failures] == ["news.jsonl:3"]

    def test_without_a_target_are_languages_and_summaries(self, folder: Path) -> None:
        run_job(job(folder, options=Options(Lang.parse("und"))))
        found = results(folder.parent / "out")
        assert all(name.endswith((".summary.txt", ".jsonl")) for name in found)
        row = json.loads(found["dataset.jsonl"].splitlines()[0])
        assert max(row["languages"], key=row["languages"].get) == "pt"


class TestInputs:
    def test_skip_hidden_files_and_turn_no_loops(self, folder: Path) -> None:
        (folder / ".hidden.txt").write_text("secret", encoding="utf-8")
        (folder / "inner" / "loop").symlink_to(folder, target_is_directory=True)
        assert survey(job(folder)).worked == 6

    def test_leave_out_the_results(self, folder: Path) -> None:
        inside = job(folder, out=folder / "out")
        run_job(inside)
        assert run_job(inside).documents == 6

    def test_may_be_a_pattern_or_a_list(self, folder: Path) -> None:
        out = folder.parent / "out"
        done = mlsum(str(folder / "**" / "*.txt"), "--out", str(out), "--dry-run", *CLI)
        assert "6 documents: 6 to do" in done.output
        listed = mlsum("-", "--out", str(out), *CLI, given=f"{folder / '2.txt'}\n\n/no/where\n")
        assert listed.exit_code == 1
        assert "where: cannot be read: No such file" in listed.output

    @pytest.mark.parametrize("given", ["nowhere", "no*thing"])
    def test_that_name_nothing_are_told(self, given: str, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no such file|no file matches"):
            run_job(job(tmp_path, inputs=[str(tmp_path / given)]))

    def test_with_the_same_place_clash(self, folder: Path) -> None:
        other = folder.parent / "other"
        other.mkdir()
        (other / "2.txt").write_text(ARTICLE.format(n=9), encoding="utf-8")
        totals = run_job(job(folder, inputs=[str(folder), str(other), str(folder)]))
        assert [(name, "taken" in why) for name, why in totals.failures] == [
            (str(other / "2.txt"), True)
        ]
        assert totals.documents == 7

    def test_that_are_written_as_something_else_may_clash_too(self, folder: Path) -> None:
        for name in ("a.pdf", "a.pdf.md"):
            (folder / name).write_text("O ministro visitou a cidade.", encoding="utf-8")
        failures = dict(run_job(job(folder)).failures)
        assert failures[str(folder / "a.pdf.md")] == f"its place is taken: {folder / 'a.pdf'}"
        assert "a.pdf" in failures  # it is none


BAD = {
    "bytes.txt": b"\x00\xff\xfe\x00\x81" * 40,
    "cut.json": b'{"title": "O minis',
    "empty.txt": b" \n",
    "large.txt": b"palavra " * 200_000,
}


class TestFailures:
    @pytest.mark.parametrize("name", BAD)
    def test_keep_no_other_document_from_its_place(self, name: str, folder: Path) -> None:
        (folder / name).write_bytes(BAD[name])
        totals = run_job(job(folder, max_bytes=1 << 20))
        assert [failed for failed, _ in totals.failures] == [name]
        assert (totals.worked, totals.failed) == (6, 1)
        assert not (folder.parent / "out" / name).exists()

    def test_of_files_that_vanish_are_told(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listed = run_module.listing

        def vanishing(*given: object) -> object:
            for found in listed(*given):  # type: ignore[arg-type]
                if found.name == "4.txt":
                    Path(found.path).unlink()
                yield found

        monkeypatch.setattr(run_module, "listing", vanishing)
        totals = run_job(job(folder))
        assert totals.failures == (("4.txt", "cannot be read: No such file or directory"),)

    def test_of_the_code_are_one_documents_own(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mlsum.batch import work as work_module

        real = work_module.process

        def failing(documents: list[object], *given: object, **named: object) -> object:
            if any("número 3 " in one.source.text for one in documents):  # type: ignore[attr-defined]
                raise RuntimeError("boom")
            return real(documents, *given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(work_module, "process", failing)
        assert run_job(job(folder)).failures == (("inner/3.txt", "RuntimeError"),)

    def test_are_the_exit_code_and_are_listed(self, folder: Path) -> None:
        (folder / "cut.json").write_bytes(BAD["cut.json"])
        done = mlsum(str(folder), "--out", str(folder.parent / "out"), *CLI, "--log-json")
        assert done.exit_code == 1
        events = [json.loads(line) for line in done.stderr.splitlines()]
        assert [one["document"] for one in events if one["event"] == "failed"] == ["cut.json"]
        assert events[-1]["failed"] == 1

    def test_are_tables_whose_columns_nobody_named(self, folder: Path) -> None:
        (folder / "table.csv").write_text("title,text\nRain,It rains.\n")
        ((name, reason),) = run_job(job(folder)).failures
        assert (name, reason.partition(":")[0]) == ("table.csv", "a table is translated by columns")

    def test_are_tried_again_only_on_request(self, folder: Path) -> None:
        (folder / "cut.json").write_bytes(BAD["cut.json"])
        run_job(job(folder))
        assert survey(job(folder)).failed == 1
        assert survey(job(folder, retry_failed=True)).worked == 1

    def test_stop_the_job_on_request(self, folder: Path) -> None:
        (folder / "1.json").write_bytes(BAD["cut.json"])
        totals = run_job(job(folder, fail_fast=True))
        assert totals.failed == 1
        assert totals.documents < 7
        assert not (folder.parent / "out" / "dataset.jsonl").exists()


class TestGoingOn:
    def test_does_nothing_twice(self, folder: Path) -> None:
        run_job(job(folder))
        first = results(folder.parent / "out")
        totals = run_job(job(folder))
        assert (totals.worked, totals.fresh) == (0, 6)
        assert results(folder.parent / "out") == first

    def test_redoes_what_changed(self, folder: Path) -> None:
        run_job(job(folder))
        (folder / "2.txt").write_text(ARTICLE.format(n=8), encoding="utf-8")
        (folder.parent / "out" / "4.txt").unlink()
        assert run_job(job(folder)).worked == 2
        changed = job(folder, summary=SummaryOptions(2))
        assert (survey(changed).worked, run_job(changed).worked) == (6, 6)

    def test_begins_anew_by_force(self, folder: Path) -> None:
        run_job(job(folder))
        assert survey(job(folder, force=True)).worked == 6
        assert run_job(job(folder, force=True)).worked == 6

    def test_after_a_limit_does_the_rest(self, folder: Path) -> None:
        assert run_job(job(folder, limit=2)).documents == 2
        totals = run_job(job(folder))
        assert (totals.worked, totals.fresh) == (4, 2)

    def test_forgets_inputs_that_are_gone(self, folder: Path) -> None:
        run_job(job(folder))
        (folder / "2.txt").unlink()
        run_job(job(folder))
        assert facts(folder.parent / "out")["documents"] == 5

    def test_waits_for_no_other_run(self, folder: Path) -> None:
        run_job(job(folder))
        with (
            FileLock(folder.parent / "out" / LOCK),
            pytest.raises(UsageError, match="another run"),
        ):
            run_job(job(folder))

    @pytest.mark.parametrize("at", ["write", "journal"])
    def test_after_a_full_disk(
        self, at: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_job(job(folder, out=folder.parent / "whole"))
        real, left = place_module.write_atomic, [3]

        def full(*given: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                try:
                    raise OSError(errno.ENOSPC, "No space left on device")
                except OSError as error:
                    raise OutputError("no space left") from error
            real(*given)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            if at == "write":
                patch.setattr(place_module, "write_atomic", full)
            else:
                patch.setattr(run_module.Journal, "put", _full_journal)
            with pytest.raises(OutputError) as told:
                run_job(job(folder))
        assert "the same command" in told.value.hint
        run_job(job(folder))
        assert results(folder.parent / "out") == results(folder.parent / "whole")

    def test_after_ctrl_c(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real, calls = process_module.work, [0]

        def interrupted(*given: object) -> object:
            calls[0] += 1
            if calls[0] == 2:
                raise KeyboardInterrupt
            return real(*given)  # type: ignore[arg-type]

        arguments = [str(folder), "--out", str(folder.parent / "out"), *CLI, "--batch-size", "2"]
        with monkeypatch.context() as patch:
            patch.setattr(process_module, "work", interrupted)
            stopped = mlsum(*arguments)
        assert stopped.exit_code == 130
        assert "run the same command again" in stopped.stderr
        # What echoes in another script is not translated.
        assert "with untranslated parts" in mlsum(*arguments).stderr


def _full_journal(*_: object) -> None:
    hint = "make room, then give the same command"
    raise OutputError("the journal: database or disk is full", hint=hint)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_is_told_and_leaves_nobody_behind(workers: int, tmp_path: Path) -> None:
    """Even where the engine does not come back: it waits behind a gate, for as long as there is."""
    gate = tmp_path / "gate"
    env = environment(tmp_path) | {"GATE": str(gate)}
    folder, out = tmp_path / "in", tmp_path / "out"
    write(folder, dict.fromkeys(range(8, 24), "gate"))
    gate.touch()
    command = [sys.executable, "-m", "mlsum", "batch", folder, "--out", out, "--to", "pt"]
    command += ["--engine", "fragile", "--no-memory", "--batch-size", 1, "--workers", workers]
    given = [*map(str, command)]
    process = subprocess.Popen(
        given,
        env=env,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Who is run in the background of a shell is deaf to it, and so are the children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while noted(out) < 8:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    # The pipe ends when the last process that holds it does: no worker lives on.
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "run the same command again" in said
    gate.unlink()
    done = subprocess.run(given, env=env, check=True, capture_output=True, encoding="utf-8")
    assert " 16 documents done in" in done.stderr
    assert " 8 done before, 0 failed" in done.stderr


def test_an_error_of_a_worker_comes_through_a_pipe() -> None:
    told = OutputError("no space left", where="out", hint="make room")
    came: OutputError = pickle.loads(pickle.dumps(told))
    assert (came.message, came.where, came.hint) == ("no space left", "out", "make room")


class TestKilled:
    def test_at_any_moment_it_ends_the_same(self, folder: Path) -> None:
        _killed(folder, kills=5, workers=1)

    @pytest.mark.slow
    @pytest.mark.parametrize("workers", [1, 2])
    def test_fifty_times_it_ends_the_same(self, workers: int, folder: Path) -> None:
        _killed(folder, kills=50, workers=workers)


def _killed(folder: Path, kills: int, workers: int) -> None:
    """Kill a run again and again; begin a new one whenever one ends before it is killed."""
    for n in range(7, 32):
        (folder / f"{n}.txt").write_text(ARTICLE.format(n=n % 28 + 1), encoding="utf-8")
    whole, out = folder.parent / "whole", folder.parent / "out"
    command = [sys.executable, "-c", "from mlsum.cli import main; main()", "batch", str(folder)]
    given = ["--as", "tree,jsonl", "--batch-size", "2", "--workers", str(workers)]
    options = [*CLI, *given, "--quiet"]
    started = time.monotonic()
    ended = subprocess.run([*command, "--out", str(whole), *options], check=False)
    assert ended.returncode in (0, 1)  # what echoes in another script is not translated
    length = time.monotonic() - started
    expected, chance, killed, begun = results(whole), random.Random(8), 0, 0
    while killed < kills:
        process = subprocess.Popen([*command, "--out", str(out), *options])
        try:
            process.wait(timeout=chance.uniform(0.2, 1.0) * length)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            for name, data in results(out).items():
                if not name.startswith(SCRATCH):  # what is not yet in its place
                    assert data == expected[name], "a half file"
            continue
        assert process.returncode in (0, 1)
        assert results(out) == expected
        begun += 1
        out = folder.parent / f"out{begun}"
    subprocess.run([*command, "--out", str(out), *options], check=False)
    assert results(out) == expected
    assert not (out / SCRATCH).exists()
