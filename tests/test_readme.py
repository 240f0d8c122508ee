"""The README's Python examples give what it says, and its commands exist."""

import doctest
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mlsum.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_examples_give_what_the_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = "".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README", "README.md", 0)
    assert len(test.examples) > 10
    report: list[str] = []
    failed = doctest.DocTestRunner().run(test, out=report.append).failed
    assert not failed, "".join(report)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`mlsum ([a-z]+) [^`]*`", README))))
def test_every_command_that_the_readme_names_exists(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", README))))
def test_every_option_that_the_readme_names_exists(option: str) -> None:
    commands = [[], ["detect"], ["plan"], ["translate"], ["summarize"]]
    shown = [CliRunner().invoke(app, [*one, "--help"]).stdout for one in commands]
    assert any(option in text for text in shown)
