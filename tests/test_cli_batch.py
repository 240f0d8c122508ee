"""`mlsum batch` and `mlsum watch`: which summaries they are asked for, and by whom."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsum.batch import Job, Totals
from mlsum.cli import app
from mlsum.core.errors import MissingError, MlsumError, UsageError

ARTICLE = """\
# Title: The bridge of Tern is open

The bridge of Tern was opened on Monday. It cost four million euros. The council had voted for it
in March. Nobody swam across the river any more. The old ferry went to a museum in the town.
"""
SERVER = ["--base-url", "http://[::1]/v1"]
SWAPPED = ["--to", "fr", "--engine", "echo", "--no-memory"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def batch(folder: Path, *arguments: str) -> Result:
    given = ["batch", str(folder / "in"), "--out", str(folder / "out"), *arguments]
    return CliRunner().invoke(app, given)


def summary(folder: Path) -> str:
    return (folder / "out" / "a.txt.summary.txt").read_text(encoding="utf-8").strip()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that commands would carry out."""
    jobs: list[Job] = []

    def run(job: Job, *_: object) -> Totals:
        jobs.append(job)
        return Totals(0, 0, 0, 0, (), 0.0)

    monkeypatch.setattr("mlsum.cli.jobs.run_job", run)
    monkeypatch.setattr("mlsum.cli.jobs.rounds", lambda *_: [None])
    return jobs


def test_a_summary_is_what_the_command_for_one_document_makes(folder: Path) -> None:
    path = str(folder / "in" / "a.txt")
    for chosen in (["--order", "translate-first"], ["--summarizer", "extractive"]):
        done = batch(folder, "-n", "1", *SWAPPED, *chosen)
        assert done.exit_code == 0, done.output
        alone = ["summarize", path, "-q", "--max-chars", "500", "-n", "1", *SWAPPED, *chosen]
        assert CliRunner().invoke(app, alone).stdout.strip() == summary(folder)


def test_another_order_or_summarizer_is_another_job(folder: Path) -> None:
    pytest.importorskip("kiwipiepy")
    known = "0 to do, 1 done before"
    for way in ("", "--order=translate-first", "--summarizer=morphemes"):
        asked = ["--summarize", *SWAPPED, *way.split()]
        assert known not in batch(folder, *asked, "--dry-run").stdout
        assert batch(folder, *asked).exit_code == 0
        assert known in batch(folder, *asked, "--dry-run").stdout


@pytest.mark.parametrize("command", ["batch", "watch"])
@pytest.mark.parametrize(
    ("given", "who", "model", "engine_model"),
    [
        (["--summarize", "--model", "m", *SERVER], "extractive", None, "m"),
        (["--summarizer", "abstractive", "--model", "m"], "abstractive", "m", None),
        (
            ["--summarizer", "chat", "--model", "m", *SERVER],
            "chat",
            "m",
            "m",
        ),
    ],
)
def test_the_named_model_is_for_whom_it_is_meant(
    command: str,
    given: list[str],
    who: str,
    model: str | None,
    engine_model: str | None,
    asked: list[Job],
    tmp_path: Path,
) -> None:
    done = CliRunner().invoke(app, [command, ".", "--out", str(tmp_path), *given])
    assert done.exit_code == 0, done.output
    (job,) = asked
    assert job.summary is not None
    assert (job.summary.summarizer, job.summary.model) == (who, model)
    assert job.options.engine_options.model == engine_model
    assert who == "extractive" or job.workers == 1


def test_no_summary_is_made_unless_one_is_asked_for(asked: list[Job], tmp_path: Path) -> None:
    CliRunner().invoke(app, ["batch", ".", "--out", str(tmp_path), "--order", "translate-first"])
    assert [job.summary for job in asked] == [None]


@pytest.mark.parametrize("name", ["nonesuch", "abstractive", "chat"])
def test_what_every_document_would_fail_of_ends_the_job(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSUM_HOME", str(folder / "home"))
    done = batch(folder, "--summarizer", name)
    assert isinstance(done.exception, UsageError if name == "nonesuch" else MlsumError)
    assert not list((folder / "out").glob("*.summary.txt"))


@pytest.mark.parametrize("summaries", [[], ["--summarize"]])
@pytest.mark.parametrize("command", ["batch", "watch"])
def test_a_model_that_is_not_there_is_told_before_any_document(
    asked: list[Job], tmp_path: Path, command: str, summaries: list[str]
) -> None:
    given = [command, str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--to", "pt"]
    given += summaries
    (tmp_path / "in").mkdir()
    done = CliRunner().invoke(app, [*given, "--model", "nosuch"])
    assert isinstance(done.exception, MissingError)
    assert "nosuch" in str(done.exception)
    assert asked == []


def test_summaries_of_rows_stand_beside_their_file(tmp_path: Path) -> None:
    rows = tmp_path / "news.jsonl"
    texts = ("The fair opened on Monday. Many came.", "It rained all day. The fair closed.")
    rows.write_text(
        "".join(json.dumps({"content": text}) + "\n" for text in texts), encoding="utf-8"
    )
    asked = ["batch", str(rows), "--out", str(tmp_path / "out"), "-n", "1", "--no-memory"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    written = (tmp_path / "out" / "news.jsonl.summary.txt").read_text("utf-8")
    first, second = written.split("\n\n")
    assert first.strip() in texts[0]
    assert second.strip() in texts[1]


def test_languages_alone_are_written_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The fair opened on Monday. Many came.", encoding="utf-8")
    asked = ["batch", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]
    told = CliRunner().invoke(app, asked).stderr
    assert "languages are detected" in told
    (line,) = (tmp_path / "out" / "dataset.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["body"]["lang"] == "en"
