from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.translation import Options, Text, translate_texts

EN, PT = Lang("en"), Lang("pt")


def translate(text: str, source: Lang = EN, engine: str = "echo") -> Translation:
    return translate_texts(
        [Text(text, "markdown", source, PT, forced=True)], Options(engine=engine)
    )[0]


def between(text: str, places: list[tuple[int, int]]) -> list[str]:
    ends = [0, *(end for _, end in places)]
    starts = [*(start for start, _ in places), len(text)]
    return [text[a:b] for a, b in zip(ends, starts, strict=True)]


@given(st.text(alphabet="ab. \n-#*\"'çé한국어?!", max_size=80))
def test_what_lies_between_segments_is_the_same_on_both_sides(text: str) -> None:
    made = translate(text)
    old = [(one.start, one.end) for one in made.segments]
    new = [(one.new_start, one.new_end) for one in made.segments]
    assert all(a[1] <= b[0] for a, b in pairwise(old))
    assert between(text, old) == between(made.text, new)


def test_each_sentence_stands_beside_its_translation() -> None:
    text = "# Talks\n\nThe talks begin on Friday. Nobody knows why.\n"
    made = translate(text, engine="firefox")
    pairs = [(text[s.start : s.end], made.text[s.new_start : s.new_end]) for s in made.segments]
    assert [old for old, _ in pairs] == ["Talks", "The talks begin on Friday.", "Nobody knows why."]
    assert ["sexta-feira" in new for _, new in pairs] == [False, True, False]


@pytest.mark.parametrize("text", ["", "\n\n", "`code`"])
def test_a_text_without_sentences_has_no_segments(text: str) -> None:
    assert translate(text).segments == ()


def test_a_segment_says_why_it_was_left_alone() -> None:
    made = translate("It rains. It snows.", engine="none")
    assert [one.status for one in made.segments] == ["untranslated"] * 2
    assert all("switched off" in one.reasons[0] for one in made.segments)


def test_segments_take_no_part_in_comparisons() -> None:
    made = translate("It rains.")
    assert made == Translation(made.text, made.status, made.reasons, made.engine)
