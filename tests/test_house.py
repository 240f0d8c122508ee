"""The house rules that no linter knows: size of files and functions, whose helpers are whose."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from house_words import house_words, shared_classes, trees
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mlsum

ROOT = Path(__file__).parents[1]
HOUSE = Path(mlsum.__file__).parent  # of a package that was built, somewhere else
FILES = sorted(HOUSE.rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
# Class names of several modules that are left to rename. Take one out when it is unique.
SHARED_CLASSES = {
    *("Book", "Dialect", "Done", "Format", "Found", "Group", "Job", "Line", "Mark"),
    *("ModelFile", "Paragraph", "Piece", "Progress", "Row", "Run", "Sentence", "Server"),
    *("Slot", "Summarizer", "Table", "Text", "Unit"),
}
# Packages whose names are the terms of the field only.
PLAIN_ROOMS = ("detection", "summarization")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines(function: Function) -> int:
    """The lines of its body; the options of a command are its signature and may be many."""
    assert function.end_lineno
    return function.end_lineno - function.body[0].lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
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


def _offered(tree: ast.Module) -> set[str] | None:
    """What a module says it offers, in `__all__`."""
    named = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return set(named[0]) if named else None


def _imports(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """The imports from modules of the house, but those for type checkers alone."""
    for node in tree.body:
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from (
                one
                for one in ast.walk(node)
                if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("mlsum")
            )


def test_what_a_module_takes_from_another_is_offered_there() -> None:
    trees = {
        ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__"):
        ast.parse(path.read_text(encoding="utf-8"))
        for path in FILES
    }  # fmt: skip
    offered = {name: _offered(tree) for name, tree in trees.items()}
    strange = [
        f"{name} takes {node.module}.{one.name}"
        for name, tree in trees.items()
        for node in _imports(tree)
        for one in node.names
        if (known := offered[str(node.module)]) is not None
        and one.name not in known
        and f"{node.module}.{one.name}" not in trees
    ]
    assert strange == []


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
    rooms = {path.stem for path in HOUSE.iterdir()
             if path.suffix == ".py" or (path / "__init__.py").exists()}  # fmt: skip
    assert rooms - layered == {"__init__", "__main__"}


def test_public_class_names_are_unique() -> None:
    shared = shared_classes(trees(HOUSE))
    assert {name: paths for name, paths in shared.items() if name not in SHARED_CLASSES} == {}


@pytest.mark.parametrize("room", PLAIN_ROOMS)
def test_names_are_terms_of_the_field(room: str) -> None:
    words = house_words(trees(HOUSE / room))
    assert {path.name: names for path, names in words.items() if names} == {}


def _locked(name: str) -> dict[str, list[str]]:
    """The packages of a lock, `name==version`, each with its markers and hashes."""
    lock = (ROOT / ".ci" / name).read_text(encoding="utf-8")
    entries = [entry.split() for entry in re.split(r"\n(?=\w)", lock) if entry[0] != "#"]
    return {entry[0]: entry[1:] for entry in entries}


@pytest.mark.skipif(not (ROOT / ".ci").exists(), reason="what is not packed: the files of CI")
def test_all_that_is_installed_is_locked_by_hash() -> None:
    constraints = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8")
    pinned = {line for line in constraints.splitlines() if line and line[0] != "#"}
    everything, runtime = _locked("lock.txt"), _locked("lock-runtime.txt")
    for words in (everything | runtime).values():
        assert any(word.startswith("--hash=sha256:") for word in words)
    assert {line for line in pinned if not line.startswith("torch==")} <= everything.keys()
    assert runtime.keys() <= everything.keys()

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = re.search(r"'\.\[(test,.*?)\]'", (ROOT / "scripts" / "install").read_text("utf-8"))
    assert extras
    optional, chosen = settings["optional-dependencies"], extras[1].split(",")
    needs = settings["dependencies"] + [one for name in chosen for one in optional[name]]
    assert _names(needs) - _names(everything) == {"torch"}
    assert _names(settings["dependencies"]) <= _names(runtime)


def _names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(one).name) for one in requirements}
