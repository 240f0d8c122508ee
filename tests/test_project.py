"""The files around the code agree: links, workflows, version and changelog, the site's pages."""

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
if not (ROOT / ".github").exists():
    pytest.skip("not packed: the files around the code", allow_module_level=True)

DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*DOCS, *ROOT.glob("*.md"), *(ROOT / ".github").glob("*.md")]
YAML = sorted((ROOT / ".github").rglob("*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _prose(path: Path) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", _read(path), flags=re.DOTALL)


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _read(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text).strip().lower().replace(" ", "-") for text in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_internal_links_resolve(path: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)[^)]*\)", _prose(path)):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if "://" not in link and not (
            target.exists() and (not anchor or anchor in _anchors(target))
        ):
            broken.append(link)
    assert broken == []


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for child in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(child)


def test_every_page_is_in_the_navigation_of_the_site_once() -> None:
    settings = yaml.safe_load(_read(ROOT / ".mkdocs.yml"))
    assert sorted(_leaves(settings["nav"])) == [path.name for path in DOCS]


def _commands(job: dict[str, Any]) -> Iterator[str]:
    """What a job runs, once for each combination of its matrix."""
    matrix = job.get("strategy", {}).get("matrix", {})
    for values in product(*matrix.values()):
        for step in job["steps"]:
            command = step.get("run", "")
            for key, value in zip(matrix, values, strict=True):
                command = command.replace(f"${{{{ matrix.{key} }}}}", value)
            yield command


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_target_that_a_workflow_makes_exists(path: Path) -> None:
    jobs = yaml.safe_load(_read(path))["jobs"]
    commands = "\n".join(command for job in jobs.values() for command in _commands(job))
    targets = set(re.findall(r"\bmake ([\w-]+)", commands))
    known = set(re.findall(r"^([a-z-]+):", _read(ROOT / "Makefile"), re.MULTILINE))
    assert targets
    assert targets <= known
    scripts = re.findall(r"^(\.ci/\S+|scripts/\S+)", commands, re.MULTILINE)
    assert all((ROOT / script).exists() for script in scripts)


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_workflows_and_templates_are_yaml(path: Path) -> None:
    content = yaml.safe_load(_read(path))
    assert {"name", "jobs" if path in WORKFLOWS else "body"} <= content.keys()


def test_the_version_stands_in_one_place_and_in_the_changelog() -> None:
    version = tomllib.loads(_read(ROOT / "pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## \[?([^\s\]]+)", _read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0] in ("Unreleased", version)
    written = [
        path for path in (ROOT / "mlsum").rglob("*.py")
        if re.search(r"^__version__\b.*=\s*[\"']", _read(path), re.MULTILINE)
    ]  # fmt: skip
    assert written == []
