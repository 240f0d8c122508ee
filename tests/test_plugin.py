"""A package outside of mlsum adds a language, an engine and a format: the one in docs/plugin."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[1] / "docs" / "plugin"
ARTICLE = """@titel The minister arrived.
@bron koreatimes.co.kr
@datum 2024-05-01

Good morning. Nobody knows this one.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the package is installed: its modules, and the metadata an installer
    writes for it from its `pyproject.toml`."""
    folder = tmp_path_factory.mktemp("site")
    settings = tomllib.loads((PLUGIN / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    groups = project["entry-points"]
    (folder / "mlsum_dutch").symlink_to(PLUGIN / "mlsum_dutch", target_is_directory=True)
    metadata = folder / "mlsum_dutch-0.1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    entries = [
        "\n".join([f"[{group}]", *(f"{name} = {value}" for name, value in found.items())])
        for group, found in groups.items()
    ]
    (metadata / "entry_points.txt").write_text("\n\n".join(entries) + "\n")
    return folder


def _mlsum(site: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mlsum", *words],
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "copy.agency"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_its_format_is_found_by_the_name_of_the_file(site: Path, article: Path) -> None:
    (found,) = json.loads(_mlsum(site, "detect", str(article), "--format", "json"))
    assert found["format"] == "agency"


def test_its_tables_know_the_labels_of_its_language(site: Path, article: Path) -> None:
    (found,) = json.loads(_mlsum(site, "detect", str(article), "--format", "json"))
    labels = [(one["key"], one["label"]["lang"]) for one in found["fields"]]
    assert labels == [("title", "nl"), ("source", "nl"), ("date", "nl")]


def test_its_engine_translates_and_its_format_writes_that_back(site: Path, article: Path) -> None:
    made = _mlsum(site, "translate", str(article), "--to", "nl", "--no-memory")
    assert made == (
        "@titel De minister is aangekomen.\n@bron koreatimes.co.kr\n@datum 1 mei 2024\n\n"
        "Goedemorgen. Nobody knows this one.\n"
    )
