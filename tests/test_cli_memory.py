"""`mlsum memory`: what it tells a person."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.writers.words import counted


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    return tmp_path


def mlsum(*words: str) -> Result:
    return CliRunner().invoke(app, ["memory", *words], catch_exceptions=False)


def table(folder: Path, rows: int) -> str:
    path = folder / "pairs.tsv"
    lines = [f"word {i}\tpalavra {i}" for i in range(rows)]
    path.write_text("\n".join(["en\tpt", *lines]), encoding="utf-8")
    return str(path)


def test_a_small_memory_has_a_size(memory: Path) -> None:
    assert mlsum("info").stdout.endswith("0 bytes\n")
    mlsum("import", table(memory, 3))
    first, second = mlsum("info").stdout.splitlines()
    assert first.endswith(" kB")
    assert second.split() == ["3", "en", ">", "pt", "imported"]


@pytest.mark.parametrize(("rows", "said"), [(1, "1 entry"), (2, "2 entries")])
def test_entries_are_counted_in_words(memory: Path, rows: int, said: str) -> None:
    assert f"{said} read from" in mlsum("import", table(memory, rows)).stderr
    assert f"{said} written to" in mlsum("export", "--tmx", str(memory / "a.tmx")).stderr
    assert "0 entries forgotten" in mlsum("clear", "--yes").stderr
    assert f"{said} forgotten" in mlsum("clear", "--all", "--yes").stderr


@pytest.mark.parametrize(("answer", "left"), [("", 1), ("n\n", 1), ("y\n", 0)])
def test_clearing_asks_first(memory: Path, answer: str, left: int) -> None:
    mlsum("import", table(memory, 1))
    asked = CliRunner().invoke(app, ["memory", "clear", "--all"], input=answer)
    assert "Forget all translations in" in asked.stderr
    assert asked.exit_code == left
    assert f"{left} entr" in mlsum("export", "--tmx", str(memory / "a.tmx")).stderr


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows")]
)
def test_a_noun_follows_its_number(number: int, said: str) -> None:
    assert counted(number, "row") == said
