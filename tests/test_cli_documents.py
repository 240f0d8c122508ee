"""Documents that are no text, on the command line: where translations go, and what is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from office import W, part, texts, word
from typer.testing import CliRunner, Result

from mlsum.cli import app
from mlsum.core.errors import UsageError

Run = Callable[..., Result]

SENTENCE = "The minister opened the new library of the town on Wednesday morning."
DATA = word(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>")


@pytest.fixture
def mlsum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in a folder with one document."""
    monkeypatch.chdir(tmp_path)
    Path("report.docx").write_bytes(DATA)

    def run(*words: str, given: bytes | None = None) -> Result:
        return CliRunner().invoke(app, words, input=given, catch_exceptions=False)

    return run


def into_portuguese(data: bytes) -> bool:
    return "quarta-feira" in "".join(texts(data))


def test_a_translation_goes_beside_its_document(mlsum: Run) -> None:
    done = mlsum("translate", "report.docx", "--to", "pt")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "translated into report.pt.docx" in done.stderr
    assert into_portuguese(Path("report.pt.docx").read_bytes())
    assert Path("report.docx").read_bytes() == DATA


def test_a_file_that_nobody_named_is_never_written_over(mlsum: Run) -> None:
    Path("report.pt.docx").write_bytes(b"mine")
    done = mlsum("translate", "report.docx", "--to", "pt")
    assert done.exit_code == 1
    assert "already exists" in done.stderr
    assert "--force" in done.stderr
    assert Path("report.pt.docx").read_bytes() == b"mine"
    assert mlsum("translate", "report.docx", "--to", "pt", "--force").exit_code == 0
    assert into_portuguese(Path("report.pt.docx").read_bytes())


def test_a_translation_may_be_named_or_go_into_a_folder(mlsum: Run) -> None:
    Path("out").mkdir()
    assert mlsum("translate", "report.docx", "--to", "pt", "-o", "out", "-q").stderr == ""
    assert into_portuguese(Path("out/report.docx").read_bytes())
    with pytest.raises(UsageError, match="overwrite"):
        mlsum("translate", "report.docx", "--to", "pt", "-o", "report.docx")


def test_a_document_is_written_over_itself_only_when_asked(mlsum: Run) -> None:
    assert mlsum("translate", "report.docx", "--to", "pt", "--in-place").exit_code == 0
    assert into_portuguese(Path("report.docx").read_bytes())
    assert list(Path().iterdir()) == [Path("report.docx")]


@pytest.mark.parametrize("more", [("-o", "x.docx"), ("--format", "json")])
def test_in_place_names_the_place(mlsum: Run, more: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="without -o and --format"):
        mlsum("translate", "report.docx", "--to", "pt", "--in-place", *more)


def test_a_text_is_never_written_over_itself(mlsum: Run) -> None:
    Path("report.txt").write_text(SENTENCE, encoding="utf-8")
    with pytest.raises(UsageError, match="documents that are no text"):
        mlsum("translate", "report.txt", "--to", "pt", "--in-place")
    assert "quarta-feira" in mlsum("translate", "report.txt", "--to", "pt").stdout


def test_through_a_pipe_a_document_comes_back_as_a_document(mlsum: Run) -> None:
    done = mlsum("translate", "-", "--to", "pt", given=DATA)
    assert into_portuguese(done.stdout_bytes)


def test_several_documents_at_once(mlsum: Run) -> None:
    Path("copy.docx").write_bytes(DATA)
    assert mlsum("translate", "report.docx", "copy.docx", "--to", "pt").exit_code == 0
    assert into_portuguese(Path("copy.pt.docx").read_bytes())


def test_the_other_commands_read_documents_too(mlsum: Run) -> None:
    assert "en" in mlsum("detect", "report.docx").stdout
    assert SENTENCE in mlsum("summarize", "report.docx").stdout
    assert "library" in mlsum("keywords", "report.docx").stdout
    assert "translate" in mlsum("plan", "report.docx", "--to", "pt").stdout
    page = mlsum("summarize", "report.docx", "--highlight", "-f", "html").stdout
    assert "<mark>" in page


def test_the_language_of_a_document_follows_its_text(mlsum: Run) -> None:
    lang = f'<w:styles {W}><w:rPr><w:lang w:val="en-US"/></w:rPr></w:styles>'
    body = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
    Path("noted.docx").write_bytes(word(body, styles=lang))
    for target, action, becomes in (("pt", "locale", "pt"), ("en", "keep", "en-US")):
        planned = mlsum("plan", "noted.docx", "--to", target, "-f", "json").stdout
        task = json.loads(planned)[0]["tasks"][0]
        assert (task["key"], task["action"], task["becomes"]) == ("language", action, becomes)
    assert mlsum("translate", "noted.docx", "--to", "pt", "-q").exit_code == 0
    assert 'w:val="pt-BR"' in part(Path("noted.pt.docx").read_bytes(), "word/styles.xml")


def test_what_is_no_document_is_told_in_two_lines(mlsum: Run) -> None:
    Path("letter.docx").write_text("Only words", encoding="utf-8")
    done = mlsum("translate", "letter.docx", "--to", "pt")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "mlsum: letter.docx: this is not a Word document, although its name ends in .docx",
        "  hint: get the file again; if it is something else, say what: --input-format plain",
    ]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("id,title,summary", "id,title,summary"),
        ("id;título", "'id,título'"),
        ('"The title",b', "'The title,b'"),
        (",".join("abcdefghij" * 9), "NAME,NAME"),
    ],
)
def test_a_table_is_not_translated_as_a_text(mlsum: Run, head: str, columns: str) -> None:
    Path("t.csv").write_text(f"{head}\n1,Rain,It rains.\n", encoding="utf-8")
    done = mlsum("translate", "t.csv", "--to", "pt")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "mlsum: t.csv: tables are translated by column: name the columns",
        f"  hint: mlsum translate t.csv --columns {columns} --to pt",
    ]
    assert mlsum("translate", "t.csv", "--to", "pt", "--input-format", "plain", "-q").exit_code != 2
    assert mlsum("detect", "t.csv").exit_code == 0


def test_formats_are_listed_with_what_they_need(mlsum: Run) -> None:
    shown = mlsum("formats").stdout
    rows = {line.split("  ")[0]: line for line in shown.splitlines()}
    assert {"docx", "pptx", "xlsx", "odt", "odp", "ods", "epub", "plain", "csv, tsv"} <= rows.keys()
    assert ".docx .docm" in rows["docx"]
    assert "a file" in rows["docx"]
    assert "documents" in rows["docx"]
    assert "as it is" in rows["plain"]
