"""The table of options, and what becomes of values by name: one frozen request."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from mlsum.cli import app
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import LanguageError, UsageError
from mlsum.core.lang import UND, Lang
from mlsum.request import GROUPS, Request, parse_request
from mlsum.request.options import Options

TEXT = "The council opened the old bridge on Monday. It rained. Nobody was hurt."
ROWS = [option for group in GROUPS for option in group.options]


def mlsum(*arguments: str, given: str = TEXT) -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


def test_nothing_given_is_the_default() -> None:
    assert parse_request({}) == Request()
    assert parse_request({"to": None, "beam": None}) == Request()
    assert Request().options == Options()


def test_text_and_values_make_the_same_request() -> None:
    as_text = {"to": "Korean", "source": "pt", "languages": "en, pt,ko", "fields": "Title,body"}
    as_text |= {"beam": "4", "device": "cpu", "ratio": "0.5", "check": "deep", "strict": "yes"}
    values = {"to": Lang("ko"), "source": Lang("pt"), "fields": ["title", "body"], "beam": 4}
    values |= {"languages": [Lang("en"), "pt", "ko"], "device": "cpu", "ratio": 0.5}
    request = parse_request(as_text)
    assert request == parse_request({**values, "check": "deep", "strict": True})
    assert request.options.engine_options == EngineOptions(device="cpu", beam=4)
    assert request.options.deep
    assert request.summary == SummaryOptions(ratio=0.5)
    with pytest.raises(FrozenInstanceError):
        request.quiet = True  # type: ignore[misc]


def test_options_are_set_over_those_of_a_base() -> None:
    base = parse_request({"engine": "echo", "to": "pt"})
    request = parse_request({"to": "ko"}, base)
    assert (request.options.engine, request.options.target) == ("echo", Lang("ko"))
    assert request.given == {"to"}


@pytest.mark.parametrize(
    ("values", "error", "hint"),
    [
        ({"bean": "4"}, UsageError, "did you mean beam?"),
        ({"beam": "wide"}, UsageError, ""),
        ({"beam": 0}, UsageError, ""),
        ({"device": "cqu"}, UsageError, "did you mean cpu?"),
        ({"shapes": "jsonlines"}, UsageError, "did you mean jsonl?"),
        ({"to": "portugese"}, LanguageError, "did you mean Portuguese (pt)?"),
    ],
)
def test_what_is_wrong_is_refused_with_a_suggestion(
    values: dict[str, object], error: type[UsageError], hint: str
) -> None:
    with pytest.raises(error) as caught:
        parse_request(values)
    assert hint in caught.value.hint


def test_each_option_is_in_the_table_once() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))
    reached = {row.into.removeprefix("options.") for row in ROWS}
    inner = {f"engine_options.{one.name}" for one in fields(EngineOptions)}
    assert {one.name for one in fields(Options)} - reached == {"engine_options"}
    assert inner <= reached


def test_commands_have_all_options_of_their_groups() -> None:
    groups = {group.title: {row.flag for row in group.options} for group in GROUPS}
    for name in ("translate", "summarize", "keywords", "batch", "watch", "plan"):
        command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
        flags = {flag for one in command.params for flag in one.opts}
        wanted = {*groups["Engine"], "--to", "--source", "--languages", "--glossary", "--labels"}
        assert wanted <= flags, name


@pytest.mark.parametrize("command", [["summarize", "-n", "1"], ["keywords"]])
def test_the_source_language_may_be_given_to_every_command(command: list[str]) -> None:
    done = mlsum(*command, "-", "--source", "Portuguese", "-f", "json")
    assert done.exit_code == 0, done.output
    assert '"lang": "pt"' in done.stdout


def test_an_old_name_still_works_and_says_so() -> None:
    new = mlsum("detect", "-", "--input-format", "markdown", "-f", "json")
    old = mlsum("detect", "-", "--from", "markdown", "-f", "json")
    assert old.stdout == new.stdout
    assert old.stderr == "mlsum: --from is deprecated: write --input-format markdown\n"
    assert mlsum("detect", "-", "--from", "markdown", "-q").stderr == ""
    named = ["translate", "-", "--to", "ko", "--engine", "echo", "--no-memory"]
    by_language = mlsum(*named, "--from", "pt")
    assert by_language.stdout == mlsum(*named, "--source", "pt").stdout
    assert "write --source pt" in by_language.stderr
    both = mlsum(*named, "--from", "pt", "--source", "en")
    assert isinstance(both.exception, UsageError)
    assert "--from" not in mlsum("translate", "--help").stdout


def test_help_is_a_command_too() -> None:
    assert mlsum("help", "plan").stdout == mlsum("plan", "--help").stdout
    assert mlsum("help").stdout == mlsum("--help").stdout
    assert mlsum("help", "models", "pull").stdout == mlsum("models", "pull", "--help").stdout
    assert mlsum("help", "plam").exit_code == 2
    assert mlsum("-V").stdout == mlsum("--version").stdout


def test_an_engine_for_tests_is_not_listed() -> None:
    done = mlsum("translate", "-", "--to", "pt", "--engine", "firefux")
    assert isinstance(done.exception, UsageError)
    assert "did you mean firefox?" in done.exception.hint
    assert "echo" not in done.exception.hint
    assert "echo" not in mlsum("translate", "--help").stdout


def test_a_mistyped_model_gets_a_suggestion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    done = mlsum("translate", "-", "--to", "pt", "--model", "m2m100-418")
    assert "did you mean m2m100-418m?" in getattr(done.exception, "hint", "")


def test_a_mistyped_field_gets_a_suggestion() -> None:
    done = mlsum("detect", "-", "--fields", "titel", given="# Title: A\n\n### Content:\n\nB.\n")
    assert "did you mean title?" in done.stderr
    assert Request().options.target == UND
