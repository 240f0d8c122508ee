"""The table of exit codes in docs/exit-codes.md, row by row."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.document import Translation
from mlsum.core.errors import MissingExtraError, MlsumError
from mlsum.core.lang import Lang
from mlsum.engines.echo import EchoEngine

DOCS = Path(__file__).parent.parent / "docs" / "exit-codes.md"
EN = "The minister arrived in the city on Monday."
KO = "장관은 월요일에 도시에 도착했다."
PT = "O ministro chegou à cidade na segunda-feira."
# The engine that the tests name: whatever is installed here plays no part.
ENGINE = ("--engine", "echo")
FILES = {
    "en.txt": EN,
    "ko.txt": KO,
    "pt.txt": PT,
    "both.txt": f"{EN}\n\n{KO}\n",
    "en.csv": f"id,title\n1,{EN}\n",
    "ko.csv": f"id,title\n1,{KO}\n",
    "empty.txt": "",
}


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents, and an engine that has one direction and gives good answers."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    pair = (Lang("en"), Lang("pt"))
    monkeypatch.setattr(
        EchoEngine, "supports", lambda _, source, target: (source.base, target.base) == pair
    )
    monkeypatch.setattr(EchoEngine, "translate_batch", lambda _, texts, *__: answered(texts, PT))


def answered(texts: Sequence[str], answer: str) -> list[Translation]:
    return [Translation(answer, engine="echo") for _ in texts]


def code(*words: str) -> int:
    """What a command exits with."""
    done = CliRunner().invoke(app, [*words])
    error = done.exception
    return error.exit_code if isinstance(error, MlsumError) else done.exit_code


def codes(*files: str, more: Sequence[str] = ENGINE) -> list[int]:
    """What each command that translates exits with; quiet or not, it is the same."""
    asked = [*files, "--to", "pt", "--no-memory", *more]
    found = [code(command, *asked) for command in ("translate", "summarize")]
    found += [code("batch", *asked, "--out", "out", "--force")]
    assert code("translate", *asked, "--quiet") == found[0]
    return found


def all_is_translated(_: pytest.MonkeyPatch) -> list[int]:
    return [*codes("en.txt"), *codes("pt.txt"), *columns("en.csv")]


def columns(name: str) -> list[int]:
    return [code("translate", name, "--columns", "title", "--to", "pt", *ENGINE, "--no-memory")]


def some_are_suspect(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr(
        EchoEngine, "translate_batch", lambda _, texts, *__: answered(texts, f"{PT} 99")
    )
    return codes("en.txt")


def suspect_and_strict(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    assert some_are_suspect(monkeypatch) == [0, 0, 0]
    return codes("en.txt", more=(*ENGINE, "--strict"))


def some_are_untranslated(_: pytest.MonkeyPatch) -> list[int]:
    return [*codes("both.txt"), *codes("en.txt", "ko.txt")]


def engines_are_off(_: pytest.MonkeyPatch) -> list[int]:
    return codes("en.txt", more=("--engine", "none"))


def some_documents_failed(_: pytest.MonkeyPatch) -> list[int]:
    return codes("en.txt", "empty.txt")


def no_document_can_be_read(_: pytest.MonkeyPatch) -> list[int]:
    asked = ("empty.txt", "--to", "pt")
    return [code("detect", "no.txt"), code("translate", *asked), code("summarize", *asked)]


def wrong_option(_: pytest.MonkeyPatch) -> list[int]:
    return [code("translate", "en.txt", "--to", "portugese"), code("translate", "--nonesuch")]


def a_model_is_missing(_: pytest.MonkeyPatch) -> list[int]:
    return [*codes("ko.txt"), *columns("ko.csv")]


def a_named_model_is_missing(_: pytest.MonkeyPatch) -> list[int]:
    return codes("en.txt", more=("--model", "m2m100-418m"))


def a_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    def lacking(*_: object) -> None:
        raise MissingExtraError("somepackage", "some")

    monkeypatch.setattr("mlsum.batch.work.parse_bytes", lacking)
    monkeypatch.setattr("mlsum.cli.inputs.parse_file", lacking)
    return codes("en.txt")


def fields_are_not_there(_: pytest.MonkeyPatch) -> list[int]:
    Path("item.json").write_text('{"title": "Talks begin", "content": "It is late."}', "utf-8")
    item = ["item.json", "--to", "pt", "--fields"]
    return [code("translate", *item, "nope"), code("translate", *item, "author")]


def wrong_format(_: pytest.MonkeyPatch) -> list[int]:
    return [code("translate", "en.txt", "--to", "pt", "-o", "a.docx")]


def inputs_and_outputs_overlap(_: pytest.MonkeyPatch) -> list[int]:
    Path("in").mkdir()
    Path("in/en.txt").write_text("The minister arrived.", encoding="utf-8")
    pairs = (("in", "in"), ("in", "in/out"), ("in/en.txt", "in"))
    return [
        code(command, given, "--out", out, "--to", "pt")
        for command in ("batch", "watch")
        for given, out in pairs
    ]


def file_exists(_: pytest.MonkeyPatch) -> list[int]:
    Path("there.txt").write_text("mine", encoding="utf-8")
    codes = [code("translate", "en.txt", "--to", "pt", "-o", "there.txt")]
    assert Path("there.txt").read_text(encoding="utf-8") == "mine"
    return codes


def question_not_answered(_: pytest.MonkeyPatch) -> list[int]:
    code("translate", "en.txt", "--to", "pt", *ENGINE)  # something to forget
    return [code("memory", "clear")]


def stopped(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mlsum.cli.jobs.run_job", stop)
    return [code("batch", "en.txt", "--to", "pt", "--out", "out")]


ROWS: dict[tuple[int, str], Callable[[pytest.MonkeyPatch], list[int]]] = {
    (0, "everything is translated, or was in the target language already"): all_is_translated,
    (0, "some sentences are suspect"): some_are_suspect,
    (1, "some sentences are suspect, with `--strict`"): suspect_and_strict,
    (1, "parts or sentences are untranslated, and others are translated"): some_are_untranslated,
    (1, "engines are switched off by `--engine none`, and text is left"): engines_are_off,
    (1, "some documents failed, and others did not"): some_documents_failed,
    (1, "the file to be written exists, without `--force`"): file_exists,
    (1, "a question was not answered with yes"): question_not_answered,
    (2, "no document can be read"): no_document_can_be_read,
    (2, "a wrong option or argument"): wrong_option,
    (2, "none of the fields that `--fields` names is there"): fields_are_not_there,
    (2, "a result would be written in the wrong format, as text to `-o a.docx`"): wrong_format,
    (2, "IN and OUT of a batch contain each other"): inputs_and_outputs_overlap,
    (3, "a model is missing for everything that needs one"): a_model_is_missing,
    (3, "a model that was named is not installed"): a_named_model_is_missing,
    (3, "a package is missing for all documents"): a_package_is_missing,
    (130, "a batch was stopped by Ctrl-C; what was done is kept"): stopped,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_situation_has_its_code(row: tuple[int, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(ROWS[row](monkeypatch)) == {row[0]}


def test_the_table_has_these_rows() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    assert [(int(first), words) for first, words in cells[1:]] == list(ROWS)


def test_a_batch_counts_and_names_what_stayed_untranslated() -> None:
    asked = ["batch", "en.txt", "ko.txt", "--to", "pt", "--out", "out", "--no-memory", *ENGINE]
    first = CliRunner().invoke(app, asked).stderr
    assert "1 document done in" in first
    assert "1 with untranslated parts, 0 failed" in first
    assert first.count("no installed model translates Korean to Portuguese") >= 1
    again = CliRunner().invoke(app, asked).stderr
    assert "0 documents done in" in again
    assert "1 done before, 1 with untranslated parts, 0 failed" in again


def test_what_failed_for_want_of_a_package_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        assert set(a_package_is_missing(patched)) == {3}
    asked = ["batch", "en.txt", "--to", "pt", "--out", "out", "--no-memory", *ENGINE]
    assert "1 document done" in CliRunner().invoke(app, asked).stderr
