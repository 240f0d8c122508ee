"""The house rules that no linter knows: size of files and functions, whose helpers are whose."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "mlsum").rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines(function: Function) -> int:
    """The lines of its body; the options of a command are its signature and may be many."""
    assert function.end_lineno
    return function.end_lineno - function.body[0].lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short_and_private_helpers_stay_private(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= LONGEST_FILE
    assert [one.name for one in _functions(tree) if _lines(one) > LONGEST_FUNCTION] == []
    taken = [
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mlsum")
        for name in node.names
        if name.name.startswith("_")
    ]
    assert taken == []


def test_the_drawing_of_the_layers_is_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    drawing = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- layers -->\n```\n(.*?)```", drawing, re.DOTALL)
    assert found
    drawn = [re.split(r"\s{2,}", line)[0] for line in found[1].splitlines()]
    assert drawn == [re.sub(r"mlsum\.|[()]", "", layer) for layer in contract["layers"]]


def test_every_room_of_the_house_is_in_a_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    layered = set(re.findall(r"mlsum\.(\w+)", " ".join(contract["layers"])))
    rooms = {path.stem for path in (ROOT / "mlsum").iterdir()
             if path.suffix == ".py" or (path / "__init__.py").exists()}  # fmt: skip
    assert rooms - layered == {"__init__", "__main__"}
