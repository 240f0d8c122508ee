"""The README's Python examples give what it says, and its commands exist."""

import doctest
import re
from pathlib import Path

import pytest
from likeness import chrf
from typer.testing import CliRunner

from mlsum.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


class Alike(doctest.OutputChecker):
    """Takes whole sentences for the same that say much the same: a model may word them anew."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        if want == got:
            return True
        sentences = re.compile(r"'([^']* [^']*\.)'")
        wanted, found = sentences.findall(want), sentences.findall(got)
        return (
            len(wanted) == len(found)
            and sentences.sub("", want) == sentences.sub("", got)
            and all(chrf(one, other) > 50 for one, other in zip(found, wanted, strict=True))
        )


def test_only_sentences_may_be_worded_anew() -> None:
    check = Alike().check_output
    want = "('O ministro chegou a Seul na segunda-feira.', 'translated')\n"
    assert check(want, want.replace("chegou", "foi"), 0)
    for other in ("('Chove.', 'translated')\n", want.replace("translated", "suspect"), "\n"):
        assert not check(want, other, 0)


def test_the_python_examples_give_what_the_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = "".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README", "README.md", 0)
    assert len(test.examples) > 10
    report: list[str] = []
    failed = doctest.DocTestRunner(Alike()).run(test, out=report.append).failed
    assert not failed, "".join(report)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`mlsum ([a-z]+) [^`]*`", README))))
def test_every_command_that_the_readme_names_exists(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", README))))
def test_every_option_that_the_readme_names_exists(option: str) -> None:
    commands = [[], ["detect"], ["plan"], ["translate"], ["summarize"]]
    shown = [CliRunner().invoke(app, [*one, "--help"]).stdout for one in commands]
    assert any(option in text for text in shown)
