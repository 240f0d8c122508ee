"""`mlsum eval translation` gives the scores of sacrebleu, with all that made them."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mlsum.cli import app, main
from mlsum.core.errors import InputError, MissingExtraError


def lines(folder: Path, name: str, *texts: str) -> str:
    path = folder / name
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> list[list[str]]:
    done = CliRunner().invoke(app, ["eval", "translation", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return [line.split("\t") for line in done.output.splitlines()]


def test_the_same_text_scores_a_hundred_and_the_signature_says_how(tmp_path: Path) -> None:
    src = lines(tmp_path, "src", "It rained all day long.", "Who wrote this old letter?")
    ref = lines(
        tmp_path, "ref", "Choveu o dia todo, sem parar.", "Quem escreveu esta carta antiga?"
    )
    chrf, bleu, output = run("--src", src, "--ref", ref, "--hyp", ref, "--to", "pt")
    assert chrf[:2] == ["chrF2++", "100.0"]
    assert bleu[:2] == ["BLEU", "100.0"]
    assert "nw:2" in chrf[2]
    assert "tok:13a" in bleu[2]
    assert output == ["output", "2 sentences", ref]


def test_an_engine_is_rated_and_named(tmp_path: Path) -> None:
    src = lines(tmp_path, "src", "It rained all day.", "Who wrote the letter?")
    ref = lines(tmp_path, "ref", "하루 종일 비가 왔다.", "누가 편지를 썼나?")
    asked = ("--src", src, "--ref", ref, "--to", "ko", "--source", "en", "--engine", "echo")
    chrf, bleu, output = run(*asked)
    assert float(chrf[1]) < 20
    assert "tok:char" in bleu[2] or "tok:ko-mecab" in bleu[2]
    assert output[2].startswith("echo (2 ")


def test_what_cannot_be_rated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two, one = lines(tmp_path, "two", "A.", "B."), lines(tmp_path, "one", "A.")
    empty = lines(tmp_path, "empty")
    (tmp_path / "latin").write_bytes(b"\xe9\n")
    for src, ref, message in (
        (two, one, "differ in number"),
        (empty, empty, "no sentences"),
        (str(tmp_path / "none"), one, "cannot be read"),
        (str(tmp_path / "latin"), one, "not UTF-8"),
    ):
        with pytest.raises(InputError, match=message):
            run("--src", src, "--ref", ref, "--hyp", ref, "--to", "pt")
    monkeypatch.setitem(sys.modules, "sacrebleu.metrics.bleu", None)
    with pytest.raises(MissingExtraError, match="sacrebleu"):
        run("--src", one, "--ref", one, "--hyp", one, "--to", "pt")


def test_nothing_is_printed_where_a_set_of_summaries_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["mlsum", "eval", "summary", "--set", str(tmp_path / "none")]
    monkeypatch.setattr(sys, "argv", wanted)
    with pytest.raises(SystemExit) as left:
        main()
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert "cannot be read" in err
    assert "JSON Lines" in err
