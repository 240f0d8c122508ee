"""The install commands in hints run where they are printed."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mlsum.core import installation
from mlsum.core.installation import pip_install, pip_install_extra

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are split as POSIX shells do")


def test_the_command_uses_the_python_that_runs_mlsum() -> None:
    command = shlex.split(pip_install("x>=1", "y[z]"))
    assert Path(command[0]).absolute() == Path(sys.executable).absolute()
    assert command[1:] == ["-m", "pip", "install", "x>=1", "y[z]"]
    assert subprocess.run([*command[:3], "--version"], check=False).returncode == 0


def test_paths_inside_the_current_folder_are_short(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv/bin/python"))
    monkeypatch.setattr(installation, "_checkout", lambda: (tmp_path, True))
    monkeypatch.chdir(tmp_path)
    assert pip_install_extra("html") == (".venv/bin/python -m pip install --editable '.[html]'")


def test_a_folder_that_was_installed_from_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installation, "_checkout", lambda: (tmp_path / "src/mlsum", False))
    monkeypatch.chdir(tmp_path)
    assert shlex.split(pip_install_extra("html"))[-2:] == ["install", "./src/mlsum[html]"]


def test_an_installation_from_an_index_installs_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_checkout", lambda: (None, False))
    assert shlex.split(pip_install_extra("html"))[-1] == "mlsum[html]"


def test_an_environment_without_pip_is_served_by_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda _: None)
    assert pip_install("x").startswith("uv pip install --python ")
