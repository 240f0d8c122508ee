"""Plain English: phrases that readers stumble over appear in no message, help text or document."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlsum

ROOT = Path(__file__).parents[1]
HOUSE = Path(mlsum.__file__).parent
BANNED = re.compile(
    r"\b(so many|(is|are|was|were|be) told|told (as|by|from|in|with)|told[,.]|bears? out"
    r"|(?<!not )borne out|a person who|where it stopped|astray|what was said|for want of|be it"
    r"|what mends|mends it|goes on where|whoever|in hand)(?!\w)",
    re.IGNORECASE,
)


def _texts(path: Path) -> Iterator[str]:
    """The docstrings and other strings of a module; those without a blank are no sentences."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


@pytest.mark.parametrize(
    "path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE))
)
def test_docstrings_and_messages_are_in_plain_english(path: Path) -> None:
    assert [found[0] for text in _texts(path) for found in BANNED.finditer(text)] == []


@pytest.mark.parametrize("name", ["interface.tsv", "reasons.tsv"])
def test_words_of_the_interface_are_in_plain_english(name: str) -> None:
    text = (HOUSE / "data" / name).read_text(encoding="utf-8")
    assert [found[0] for found in BANNED.finditer(text)] == []


@pytest.mark.skipif(not (ROOT / "docs").exists(), reason="the documentation is not packed")
@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]),
    ids=lambda path: path.name,
)
def test_the_documentation_is_in_plain_english(path: Path) -> None:
    assert [found[0] for found in BANNED.finditer(path.read_text(encoding="utf-8"))] == []
