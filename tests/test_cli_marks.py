"""What a person is told of marks that found no place of their own."""

import json

import pytest
from typer.testing import CliRunner, Result

from mlsum.cli import app

LOST = b"The house *so* stands there by the road, as it did long ago.\n"
FOUND = b"The house in *Porto* stands there by the road, as it did long ago.\n"
ASK = (
    "translate",
    "-",
    "--input-format",
    "markdown",
    "--to",
    "pt",
    "--source",
    "en",
    "--engine",
    "echo",
)


def mlsum(given: bytes, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*ASK, *arguments], input=given, catch_exceptions=False)


def test_a_mark_on_the_whole_sentence_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mlsum.translation.inline_marks.align", lambda pairs, *_: [None] * len(pairs)
    )
    monkeypatch.setattr(
        "mlsum.translation.inline_marks._again", lambda jobs, *_: [None] * len(jobs)
    )
    result = mlsum(LOST)
    assert result.stderr.count("1 of 1 marks (bold, links, references) were placed on a whole") == 1
    assert "marks" not in mlsum(FOUND).stderr
    assert "marks" not in mlsum(LOST, "--quiet").stderr


def test_json_counts_each_kind() -> None:
    (record,) = json.loads(mlsum(FOUND, "--format", "json").stdout)
    assert record["body"]["marks"] == {"aligned": 1, "kept": 0, "whole": 0}
