"""What every `--help` shows."""

from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from mlsum.cli import app


def commands() -> list[list[str]]:
    """Every command, by the words that call it."""
    found = [[]]
    found += [[name_of(one)] for one in app.registered_commands]
    for group in app.registered_groups:
        below = group.typer_instance
        name = group.name if isinstance(group.name, str) else below.info.name  # type: ignore[union-attr]
        found += [[str(name)], *([str(name), name_of(one)] for one in below.registered_commands)]  # type: ignore[union-attr]
    return found


def name_of(command: Any) -> str:
    return str(command.name or command.callback.__name__).replace("_", "-")


@pytest.mark.parametrize("words", commands(), ids=" ".join)
@pytest.mark.parametrize("width", [80, 120])
def test_a_help_is_whole_and_names_no_kind_of_a_switch(words: list[str], width: int) -> None:
    shown = CliRunner(env={"COLUMNS": str(width)}).invoke(app, [*words, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "<bool>" not in shown.output
    assert "list[" not in shown.output
    assert "......" not in shown.output.replace("}...", "")
    assert max(map(len, shown.output.splitlines())) <= width


def test_an_application_is_dressed_to_its_last_command() -> None:
    top = typer.main.get_command(app)
    assert type(top).__module__ == "mlsum.cli.shown"
    below: Any = top
    assert all(type(one).__module__ == "mlsum.cli.shown" for one in below.commands.values())
