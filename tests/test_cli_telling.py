"""How a job tells of itself while it goes on."""

import json
from pathlib import Path

import pytest

from mlsum.batch import Job, Progress, Totals
from mlsum.cli import telling
from mlsum.core.lang import UND
from mlsum.translation import Options

STAGES = (
    Progress("loading"),
    Progress("working", done=2, fresh=1, failed=1),
    Progress("writing", done=3, fresh=1, failed=1),
)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "in").mkdir()
    for n in range(5):
        (tmp_path / "in" / f"{n}.txt").write_text("text", encoding="utf-8")
    return Job([str(tmp_path / "in")], tmp_path / "out", Options(UND))


def told(job: Job, quiet: bool = False, log_json: bool = False) -> None:
    with telling.watching(job, quiet, log_json) as watch:
        for progress in STAGES:
            watch(progress)


def test_a_log_has_a_plain_line_now_and_then(
    job: Job, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(job)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(telling, "_EVERY", 0.0)
    told(job)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["loading", "working", "writing"]
    assert "2 done, 1 done before, 1 failed" in lines[1]


def test_programs_read_json(
    job: Job, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(telling, "_EVERY", 0.0)
    told(job, quiet=True, log_json=True)
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["stage"], one["done"], one["failed"]) for one in events] == [
        ("loading", 0, 0),
        ("working", 2, 1),
        ("writing", 3, 1),
    ]


def test_a_terminal_has_a_bar_with_the_stage_the_rate_and_the_failures(
    job: Job, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with telling._bar(job) as watch:
        for progress in STAGES:
            watch(progress)
    shown = capsys.readouterr().err
    assert "writing" in shown
    assert "5/5" in shown
    assert "1 failed" in shown


def test_quiet_says_nothing_but_failures(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    told(job, quiet=True)
    failures = tuple((f"{n}.txt", "it is empty") for n in range(25))
    telling.tell(job, Totals(25, 0, 0, 25, failures, 1.0), quiet=True, log_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "mlsum: 0.txt: it is empty"
    assert lines[20] == "mlsum: and 5 more"
    assert lines[21].endswith("report.html")
    assert len(lines) == 22


def test_the_end_says_where_to_look(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    telling.tell(job, Totals(1, 1, 0, 0, (), 1.0), quiet=False, log_json=False, place="out/")
    first, second = capsys.readouterr().err.splitlines()
    assert first == "mlsum: 1 document done in 1.0 s, 0 done before, 0 failed"
    assert second == "  report: out/report.html"
