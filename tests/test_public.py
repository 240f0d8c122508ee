"""What `import mlsum` offers: every name of its signatures, documented, loaded when it is used."""

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Any, Literal, get_args, get_origin, get_overloads, get_type_hints

import pytest

import mlsum
from mlsum import api

PAGE = Path(__file__).parent.parent / "docs" / "python.md"
OFFERED = {name: getattr(mlsum, name) for name in mlsum.__all__}
LITERALS = [one for one in OFFERED.values() if get_origin(one) is Literal]
# A memory is handed over; what it is asked is the matter of the pipeline.
TYPES = [one for one in OFFERED.values() if isinstance(one, type) and one is not mlsum.Memory]


def named(annotation: Any) -> Iterator[Any]:
    """The types of the project that an annotation names, and its Literals."""
    if get_origin(annotation) is Literal or (
        isinstance(annotation, type) and annotation.__module__.startswith("mlsum")
    ):
        yield annotation
    for inner in get_args(annotation):
        yield from named(inner)


def signatures() -> Iterator[tuple[str, Any]]:
    """The annotations of all that is offered: arguments, results, attributes."""
    for name, one in OFFERED.items():
        if isinstance(one, FunctionType):
            for form in (one, *get_overloads(one)):
                yield from ((name, hint) for hint in get_type_hints(form, None, OFFERED).values())
    for one in TYPES:
        if is_dataclass(one):
            hints = get_type_hints(one, None, OFFERED | {"_Index": object})
            yield from (
                (f"{one.__name__}.{at}", hint) for at, hint in hints.items() if at[0] != "_"
            )
        for at, member in vars(one).items():
            function = member.fget if isinstance(member, property) else member
            function = getattr(function, "func", function)  # of a cached property
            if at[0] != "_" and isinstance(function, FunctionType):
                hints = get_type_hints(function, None, OFFERED)
                yield from ((f"{one.__name__}.{at}", hint) for hint in hints.values())


def test_every_name_of_a_public_signature_is_offered() -> None:
    assert len(list(signatures())) > 200
    lacking = {
        f"{where}: {one}"
        for where, hint in signatures()
        for one in named(hint)
        if one not in OFFERED.values() and one not in LITERALS
    }
    assert lacking == set()


def test_names_are_found_inside_other_annotations() -> None:
    status = Literal["a", "b"]
    annotation = dict[str, list[mlsum.Document | status | None]]  # type: ignore[valid-type]
    assert list(named(annotation)) == [mlsum.Document, status]


@pytest.mark.parametrize("name", mlsum.__all__)
def test_each_name_is_documented(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert re.search(rf"[`.]{name}\b", page)
    one = OFFERED[name]
    if isinstance(one, FunctionType | type):
        assert inspect.getdoc(one)
        assert not (inspect.getdoc(one) or "").startswith(f"{name}(")  # what dataclasses make up


def test_the_names_are_those_of_the_api() -> None:
    assert {*mlsum.__all__} - {"__version__"} == {*api.__all__}
    assert len(mlsum.__all__) == len({*mlsum.__all__})
    assert dir(mlsum) == sorted(mlsum.__all__)
    assert mlsum.__version__ == version("mlsum")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mlsum.nothing


def test_listing_the_names_loads_nothing() -> None:
    code = (
        "import sys, mlsum; dir(mlsum); print(*(m for m in sys.modules if m.startswith('mlsum')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["mlsum"]
