"""The flags that say how an engine runs reach it from every command that translates."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsum.batch import Job, Totals
from mlsum.cli import app
from mlsum.core import backends
from mlsum.core.backends import EngineOptions

FLAGS = ["--model", "m", "--device", "cpu", "--beam", "3", "--threads", "2"]
FLAGS += ["--batch-tokens", "99", "--base-url", "http://localhost:1/v1"]
WANTED = EngineOptions("m", "cpu", 3, 2, 99, "http://localhost:1/v1")
TEXT = "The minister arrived in Lisbon on Wednesday."


def mlsum(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), input=TEXT)


@pytest.mark.parametrize(
    "command",
    [
        ["translate", "-", "--to", "pt", "--no-memory"],
        ["summarize", "-", "--to", "pt", "--no-memory"],
        ["eval", "translation", "--to", "pt"],
    ],
    ids=lambda command: command[0],
)
def test_flags_reach_the_engine(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if command[0] == "eval":
        pytest.importorskip("sacrebleu")
    seen: list[tuple[str, EngineOptions]] = []

    def engine(name: str, options: EngineOptions) -> object:
        seen.append((name, options))
        return backends.load("engines", "echo")()

    monkeypatch.setattr("mlsum.engines.routes.load_engine", engine)
    if command[0] == "eval":
        (tmp_path / "en").write_text(TEXT, encoding="utf-8")
        command = [*command, "--src", str(tmp_path / "en"), "--ref", str(tmp_path / "en")]
    done = mlsum(*command, *FLAGS)
    assert done.exit_code == 0
    assert set(seen) == {("chat", WANTED)}


def test_batch_takes_them_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    jobs: list[EngineOptions] = []

    def survey(job: Job) -> Totals:
        jobs.append(job.options.engine_options)
        return Totals(0, 0, 0, 0, (), 0.0)

    monkeypatch.setattr("mlsum.cli.jobs.survey", survey)
    (tmp_path / "in").mkdir()
    asked = ["batch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--to", "pt"]
    asked += ["--dry-run"]
    assert mlsum(*asked, *FLAGS).exit_code == 0
    assert jobs == [WANTED]


def test_a_plan_names_the_model_that_would_be_asked() -> None:
    flags = ["--model", "tiny", "--base-url", "http://localhost:1/v1"]
    assert "chat:tiny" in mlsum("plan", "-", "--to", "pt", "--source", "en", *flags).stdout


@pytest.mark.parametrize("wrong", [["--beam", "0"], ["--threads", "-1"], ["--device", "tpu"]])
def test_what_no_engine_can_do_is_a_mistake_in_use(wrong: list[str]) -> None:
    assert mlsum("translate", "-", "--to", "pt", *wrong).exit_code == 2


def test_offline_stands_before_any_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSUM_OFFLINE", "")
    named = ["--base-url", "https://example.org/v1", "--model", "m", "--no-memory"]
    done = mlsum("--offline", "translate", "-", "--to", "pt", "--source", "en", *named)
    assert os.environ["MLSUM_OFFLINE"] == "1"
    assert done.exit_code == 1
    assert "network is forbidden" in str(done.exception) + done.stderr
