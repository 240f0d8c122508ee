"""ROUGE in any script, `mlsum eval summary`, and the gate on the shared sets."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.errors import FormatError, InputError, UsageError
from mlsum.summarization.evaluate import rate, read_set, rouge, system, tokens

ROOT = Path(__file__).parent.parent
CASE = {
    "lang": "en",
    "title": "The vote",
    "text": "The council met. It voted for the bridge. A dog barked. The vote was close.",
    "summary": "It voted for the bridge. The vote was close.",
}


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The Vote, 2nd!", ["the", "vote", "2nd"]),
        ("Ação é AÇÃO", ["ação", "é", "ação"]),
        ("ac\u0327a\u0303o", ["ação"]),
        ("정부는 NATO와", ["정", "부", "는", "nato", "와"]),
        ("東京で", ["東", "京", "で"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("snake_case", ["snake", "case"]),
        ("…", []),
    ],
)
def test_the_units_are_words_or_characters(text: str, counted: list[str]) -> None:
    assert tokens(text) == counted


@pytest.mark.parametrize(
    ("candidate", "reference", "n", "score"),
    [
        ("a b c", "a b c", 1, 1.0),
        ("a b c", "a b c", 2, 1.0),
        ("a b", "c d", 1, 0.0),
        ("a a a", "a b c", 1, 1 / 3),  # counts are clipped
        ("a b c d", "a b", 1, 2 / 3),
        ("a c b", "a b c", 2, 0.0),
        ("", "a", 1, 0.0),
        ("a", "a", 2, 0.0),
    ],
)
def test_rouge_by_hand(candidate: str, reference: str, n: int, score: float) -> None:
    assert rouge(candidate.split(), reference.split(), n) == pytest.approx(score)


@given(st.lists(st.sampled_from("abc"), max_size=9), st.lists(st.sampled_from("abc"), max_size=9))
def test_rouge_is_symmetric_and_a_share(one: list[str], other: list[str]) -> None:
    assert rouge(one, other, 1) == rouge(other, one, 1)
    assert 0 <= rouge(one, other, 2) <= 1


def test_the_reference_itself_is_perfect_and_chance_is_the_same_twice(tmp_path: Path) -> None:
    cases = read_set(a_set(tmp_path, CASE))
    assert rate(lambda case: [3, 1], cases).rouge1 == 1.0
    assert rate(system("random"), cases).rouge2 == rate(system("random"), cases).rouge2
    assert list(system("lead")(cases[0])) == [0, 1]


def test_the_command_prints_a_line_per_system(tmp_path: Path) -> None:
    path, hyp = str(a_set(tmp_path, CASE)), tmp_path / "hyp.txt"
    hyp.write_text(CASE["summary"] + "\n", encoding="utf-8")
    rows = evaluated("--set", path, "--hyp", str(hyp))
    assert [row[1] for row in rows[1:]] == ["extractive", "lead", "random", str(hyp)]
    assert rows[-1][2:4] == ["1.0000", "1.0000"]
    assert [row[1] for row in evaluated("--set", path, "--system", "lead", "--no-titles")] == [
        "system",
        "lead",
    ]


@pytest.mark.parametrize("bad", ["{", '{"lang": "en"}', "[]", '{"lang": "en", "text": 1}'])
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    path = a_set(tmp_path, CASE)
    path.write_text(path.read_text("utf-8") + bad + "\n", encoding="utf-8")
    with pytest.raises(FormatError, match="line 2"):
        read_set(path)


def test_what_cannot_be_rated_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n", encoding="utf-8")
    for path in (empty, tmp_path / "none.jsonl"):
        with pytest.raises(InputError):
            read_set(path)
    path = str(a_set(tmp_path, CASE))
    with pytest.raises(UsageError):
        system("nonesuch")
    with pytest.raises(UsageError):
        evaluated("--set", path, "--set", path, "--hyp", path)
    empty.write_text("Two lines\nfor one text.\n", encoding="utf-8")
    with pytest.raises(InputError):
        evaluated("--set", path, "--hyp", str(empty))


def test_the_gate_says_what_it_skips_and_fails_below_a_floor(tmp_path: Path) -> None:
    assert all(line.startswith("skipped") for line in gate(tmp_path).stdout.splitlines())
    folder = tmp_path / "summaries"
    folder.mkdir()
    bad = {**CASE, "summary": "Nothing of this. Is there."}
    (folder / "pt_cstnews_dev.jsonl").write_text(json.dumps(bad), encoding="utf-8")
    done = gate(tmp_path)
    assert done.returncode == 1
    assert "BELOW" in done.stdout


def gate(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "scripts" / "gate"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def a_set(folder: Path, *cases: dict[str, str]) -> Path:
    path = folder / "set.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def evaluated(*arguments: str) -> list[list[str]]:
    done = CliRunner().invoke(app, ["eval", "summary", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return [line.split("\t") for line in done.output.splitlines()]
