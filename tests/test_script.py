"""The script of a character and of a language, and the runs of scripts in a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.lang import Lang
from mlsum.text.script import likely_script, runs, script_of


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", "Latn"),
        ("ã", "Latn"),
        ("가", "Hang"),
        ("漢", "Hani"),
        ("あ", "Hira"),
        ("ア", "Kana"),
        ("ж", "Cyrl"),
        ("ع", "Arab"),
        ("Ω", "Grek"),
        ("ש", "Hebr"),
        ("ก", "Thai"),
        ("अ", "Deva"),
        ("1", "Zyyy"),
        (" ", "Zyyy"),
        ("-", "Zyyy"),
        ("\u0301", "Zyyy"),
        ("\ud800", "Zzzz"),
    ],
)
def test_script_of_a_character(char: str, script: str) -> None:
    assert script_of(char) == script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("12 + 3", [("12 + 3", "Zyyy")]),
        ("!?…", [("!?…", "Zyyy")]),
        ("plain words", [("plain words", "Latn")]),
        ("(12) São Paulo", [("(12) São Paulo", "Latn")]),
        ("말 - word", [("말 - ", "Hang"), ("word", "Latn")]),
        ("美·中 무역", [("美·中 ", "Hani"), ("무역", "Hang")]),
        ("スーパー", [("スーパー", "Kana")]),
        ("e\u0301a", [("e\u0301a", "Latn")]),
    ],
)
def test_runs_of_a_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], script) for start, end, script in runs(text)] == expected


@given(st.text())
def test_runs_tile_the_text_and_neighbours_differ(text: str) -> None:
    found = runs(text)
    assert "".join(text[start:end] for start, end, _ in found) == text
    assert all(a[1] == b[0] and a[2] != b[2] for a, b in pairwise(found))


@given(st.text(min_size=1))
def test_every_letter_is_in_a_run_of_its_script(text: str) -> None:
    for start, end, script in runs(text):
        assert {script_of(char) for char in text[start:end]} <= {script, "Zyyy"}


@pytest.mark.parametrize("piece", ["é.", "aㄱ", "1", "\u0301", "漢あ"])
def test_a_long_text_takes_linear_time(piece: str) -> None:
    assert_in_line(lambda count: runs(piece * count + "é"), 250_000)


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("pt", "Latn"),
        ("ko", "Kore"),
        ("zh-TW", "Hant"),
        ("zh", "Hans"),
        ("sr-Latn", "Latn"),
        ("sr-ME", "Latn"),
    ],
)
def test_the_script_of_a_language_is_that_of_its_tag_or_the_likely_one(
    tag: str, script: str
) -> None:
    assert likely_script(Lang.parse(tag)) == script


def test_nothing_is_likely_of_a_language_that_nobody_knows() -> None:
    assert likely_script(Lang("qaa")) == ""
