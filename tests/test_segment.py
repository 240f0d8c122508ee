"""Blocks, sentences, clauses: nothing lost, nothing double, cut where a reader would."""

import pytest

from mlsum.document import Markup
from mlsum.segment import blocks


def cut(text: str, markup: Markup) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text, markup)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("one", [("paragraph", "one")]),
        ("one\ntwo\n\nthree\n", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
        ("a\r\n\r\nb\r\n", [("paragraph", "a"), ("paragraph", "b")]),
        ("- a\n- b\n", [("list", "a"), ("list", "b")]),
        ("(Yonhap)", [("caption", "(Yonhap)")]),
    ],
)
def test_plain_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text, "plain") == expected
