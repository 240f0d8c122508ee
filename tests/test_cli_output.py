"""Where results go: what `-o` names, what its extension asks for, what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsum.cli import app
from mlsum.core.errors import OutputError, UsageError

TEXT = "# Title: The fair is open\n>Language: en\n\n### Body:\n\nThe fair opened on Monday.\n"
Run = Callable[..., Result]
TO_PT = ("--to", "pt", "--engine", "echo", "--no-memory", "--quiet")


@pytest.fixture
def mlsum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(TEXT, encoding="utf-8")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, words, catch_exceptions=False)

    return run


def test_a_name_with_a_slash_is_a_folder_that_is_made(mlsum: Run) -> None:
    assert mlsum("translate", "a.txt", "b.txt", *TO_PT, "-o", "new/folder/").exit_code == 0
    assert sorted(path.name for path in Path("new/folder").iterdir()) == ["a.txt", "b.txt"]


def test_a_hyphen_is_standard_output(mlsum: Run) -> None:
    shown = mlsum("translate", "a.txt", *TO_PT, "-o", "-").stdout
    assert shown == mlsum("translate", "a.txt", *TO_PT).stdout
    assert not Path("-").exists()


@pytest.mark.parametrize("command", ["translate", "summarize", "detect", "plan", "keywords"])
def test_a_file_that_exists_is_kept_unless_forced(mlsum: Run, command: str) -> None:
    Path("out.txt").write_text("mine", encoding="utf-8")
    asked = [command, "a.txt", "-o", "out.txt", *(TO_PT[:2] if command != "detect" else ())]
    with pytest.raises(OutputError, match="already exists") as caught:
        mlsum(*asked)
    assert "--force" in caught.value.hint
    assert Path("out.txt").read_text(encoding="utf-8") == "mine"
    mlsum(*asked, "--force")
    assert Path("out.txt").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("name", "start"), [("o.html", "<!doctype html>"), ("o.json", "["), ("o.md", "")]
)
def test_the_extension_names_the_form(mlsum: Run, name: str, start: str) -> None:
    for command in (["translate", *TO_PT], ["detect"], ["summarize", "-n", "1"]):
        mlsum(*command, "a.txt", "-o", name, "--force")
        assert Path(name).read_text(encoding="utf-8").startswith(start)
    assert Path(name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", ["o.docx", "o.pdf", "o.epub"])
@pytest.mark.parametrize("command", [("translate", *TO_PT), ("detect",), ("detect", "-f", "json")])
def test_what_is_not_written_is_refused(mlsum: Run, command: tuple[str, ...], name: str) -> None:
    with pytest.raises(UsageError) as caught:
        mlsum(*command, "a.txt", "-o", name)
    assert "-o o.txt" in caught.value.hint
    assert not Path(name).exists()


def test_an_office_document_is_not_written_as_a_text(mlsum: Run) -> None:
    Path("a.docx").write_bytes(b"PK")
    with pytest.raises(UsageError) as caught:
        mlsum("translate", "a.docx", *TO_PT, "-o", "o.txt")
    assert caught.value.hint == "-o o.docx"


@pytest.mark.parametrize("command", ["batch", "watch"])
@pytest.mark.parametrize(("source", "out"), [("in", "in"), ("in", "in/out"), ("in/sub", "in")])
def test_in_and_out_lie_apart(mlsum: Run, command: str, source: str, out: str) -> None:
    Path("in/sub").mkdir(parents=True)
    with pytest.raises(UsageError, match="contain each other"):
        mlsum(command, source, "--out", out, *TO_PT)
    assert not Path("in/out").exists()
