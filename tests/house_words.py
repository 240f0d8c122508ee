"""Names that the code does not use: words of the project for which the field has a term.

`test_house.py` keeps rooms that are free of them free, and `scripts/measure` counts the rest.
"""

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

HOUSE_WORDS = {
    *("told", "found", "said", "asked", "one", "made", "done", "lift", "place", "beside"),
    *("glance", "lattice", "sheet", "recall", "attempts", "offers", "telling", "astray"),
    *("patience", "lend"),
}
HOUSE_CLASSES = {
    *("How", "Common", "Walk", "Watch", "Spot", "Hung", "Witness", "Sheet", "Told"),
    *("Found", "Done"),
}


def trees(package: Path) -> dict[Path, ast.Module]:
    """The parsed modules of a package."""
    paths = sorted(package.rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def shared_classes(parsed: Mapping[Path, ast.Module]) -> dict[str, list[Path]]:
    """The public classes whose name several modules have, with these modules."""
    places: dict[str, list[Path]] = defaultdict(list)
    for path, tree in parsed.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path)
    return {name: paths for name, paths in sorted(places.items()) if len(paths) > 1}


def house_words(parsed: Mapping[Path, ast.Module]) -> dict[Path, list[str]]:
    """The house words that each module defines: functions, classes, parameters, variables."""
    return {
        path: [name for name in _defined(tree) if _is_house(name)] for path, tree in parsed.items()
    }


def _is_house(name: str) -> bool:
    return name.strip("_") in HOUSE_WORDS or name.strip("_") in HOUSE_CLASSES


def _defined(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    return names
