"""What commands on documents tell a person, and what they leave out."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND
from mlsum.translation import Options, model_for

SAMPLE = Path(__file__).parents[1] / "seeds" / "000_6d34a9a495decccd.txt"


def mlsum(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


class TestWhatIsUnsure:
    def test_a_short_text_that_may_be_in_another_language_is_told(self, tmp_path: Path) -> None:
        text = tmp_path / "a.txt"
        text.write_text("A vida", encoding="utf-8")  # told right or wrong, but never surely
        done = mlsum("translate", str(text), "--to", "ko", "--no-memory", "--engine", "echo")
        assert "language unsure: body (" in done.stderr
        assert "hint: if that is wrong, use --source LANG" in done.stderr
        named = mlsum("translate", str(text), "--to", "ko", "--source", "pt", "--engine", "echo")
        assert "unsure" not in named.stderr
        assert ", unsure" in mlsum("detect", str(text)).stdout
        page = mlsum("translate", str(text), "--to", "ko", "--engine", "echo", "-f", "html").stdout
        assert "언어가 확실하지 않음" in page

    def test_a_long_one_is_not(self) -> None:
        assert "unsure" not in mlsum("translate", str(SAMPLE), "--to", "pt").stderr
        assert "unsure" not in mlsum("detect", str(SAMPLE)).stdout


@pytest.mark.parametrize(
    "command",
    [
        ["detect"],
        ["plan", "--to", "pt"],
        ["translate", "--to", "pt", "-f", "markdown"],
        ["translate", "--to", "pt", "-f", "html"],
        ["summarize", "--to", "pt"],
    ],
)
def test_fields_that_say_nothing_have_no_rows(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "a.json"
    row = {
        "title": "Talks begin",
        "author": None,
        "subtitle": " ",
        "content": "It is late, he said.",
    }
    file.write_text(json.dumps(row), encoding="utf-8")
    engine = ["--engine", "echo"] if "--to" in command else []
    shown = mlsum(*command, str(file), *engine).stdout
    assert "author" not in shown
    assert "subtitle" not in shown
    whole = mlsum("translate", str(file), "--to", "pt", "--engine", "echo", "-f", "json").stdout
    keys = [one["key"] for one in json.loads(whole)[0]["fields"]]
    assert keys == ["title", "author", "subtitle"]


@pytest.mark.parametrize("named", ["portuguese", "Português", "포르투갈어"])
def test_a_language_may_be_named(named: str) -> None:
    shown = mlsum("translate", str(SAMPLE), "--to", named, "--engine", "echo", "--no-memory")
    assert "[pt" in shown.stdout
    named_ones = mlsum("detect", str(SAMPLE), "--languages", f"English,{named},한국어").stdout
    assert named_ones == mlsum("detect", str(SAMPLE), "--languages", "en,pt,ko").stdout


@pytest.mark.parametrize(
    ("named", "hint"),
    [("portugese", "Portuguese (pt)"), ("한극어", "Korean"), ("xqzzq", "pt-BR")],
)
@pytest.mark.parametrize("option", ["--to", "--source", "--languages"])
def test_an_unknown_language_is_refused_with_a_suggestion(
    named: str, hint: str, option: str
) -> None:
    target = [] if option == "--to" else ["--to", "pt"]
    with pytest.raises(LanguageError) as error:
        mlsum("translate", str(SAMPLE), option, named, *target)
    assert hint in error.value.hint


def test_a_model_that_translates_is_not_asked_to_summarize() -> None:
    asked = SummaryOptions(summarizer="abstractive")
    for name, whose in (
        ("m2m100-418m", None),
        ("mt5-multilingual-xlsum", "mt5-multilingual-xlsum"),
    ):
        options, length = model_for(Options(UND, engine_options=EngineOptions(name)), asked)
        assert length.model == whose
        assert options.engine_options.model == (None if whose else name)


def test_words_in_quotes_are_a_text() -> None:
    done = mlsum("detect", "Good morning to all of you", "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0]["body"]["lang"] == "en"


@pytest.mark.parametrize("name", ["no such file.txt", "Hello", "missing.docx"])
def test_the_name_of_a_file_that_is_not_there_is_no_text(name: str) -> None:
    assert mlsum("detect", name).exit_code == 2


def test_words_become_a_file_of_a_plain_name(tmp_path: Path) -> None:
    done = mlsum("detect", "Good morning to all of you", "-o", f"{tmp_path}/")
    assert done.exit_code == 0
    assert [one.stem for one in tmp_path.iterdir()] == ["text"]


def test_a_plan_names_the_missing_model_and_its_command(tmp_path: Path) -> None:
    file = tmp_path / "ko.txt"
    text = "국방부 장관이 오늘 브뤼셀에서 나토 사무총장을 만나 협력을 논의했다.\n"
    file.write_text(text, encoding="utf-8")
    result = mlsum("plan", str(file), "--to", "pt")
    assert result.exit_code == 0
    assert "Korean to Portuguese" in result.stderr
    assert "mlsum models pull" in result.stderr
