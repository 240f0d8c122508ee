"""Where a text may change its language, and what hangs on what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.detection.chunks import Boundary, mask, refine, split, split_long

Row = tuple[str, str, str]


def table(text: str) -> list[Row]:
    return [(text[p.start : p.end].strip(), p.script, p.boundary.name) for p in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("12 … !", []),
        ("one two", [("one two", "Latn", "LINE")]),
        ("one\ntwo", [("one", "Latn", "LINE"), ("two", "Latn", "LINE")]),
        ("One ends. Two", [("One ends", "Latn", "LINE"), ("Two", "Latn", "SENTENCE")]),
        ("One ends? two", [("One ends", "Latn", "LINE"), ("two", "Latn", "SENTENCE")]),
        ("the 5. Mai, No. 2, U.S. law", [("the 5. Mai, No. 2, U.S. law", "Latn", "LINE")]),
        ("by Dr. Kim", [("by Dr", "Latn", "LINE"), ("Kim", "Latn", "COMMA")]),
        ("not ended. then", [("not ended. then", "Latn", "LINE")]),
        ("one - two", [("one", "Latn", "LINE"), ("two", "Latn", "DASH")]),
        ("well-known", [("well-known", "Latn", "LINE")]),
        ("one | two", [("one", "Latn", "LINE"), ("two", "Latn", "DASH")]),
        ("Title: one", [("Title", "Latn", "LINE"), ("one", "Latn", "LABEL")]),
        (
            "Title: one: two",
            [("Title", "Latn", "LINE"), ("one", "Latn", "LABEL"), ("two", "Latn", "COLON")],
        ),
        ("at 10:30 sharp", [("at 10:30 sharp", "Latn", "LINE")]),
        ("don't go", [("don't go", "Latn", "LINE")]),
        ("the boys’ room", [("the boys’ room", "Latn", "LINE")]),
        ("E’ vero che", [("E’ vero che", "Latn", "LINE")]),
        ("word 말", [("word", "Latn", "LINE"), ("말", "Hang", "SCRIPT")]),
        ("東京のまち", [("東京のまち", "Jpan", "LINE")]),
        ("日报: 東京のまち", [("日报", "Hani", "LINE"), ("東京のまち", "Jpan", "LABEL")]),
        ("문장이다。 Next", [("문장이다", "Hang", "LINE"), ("Next", "Latn", "SENTENCE")]),
    ],
)
def test_pieces(text: str, expected: list[Row]) -> None:
    assert table(text) == expected


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("one “two” three", [None, 0, 0]),
        ('one "two" three', [None, 0, 0]),
        ("one ‘two’ three", [None, 0, 0]),
        ("eins „zwei“ drei", [None, 0, 0]),
        ("un «deux» trois", [None, 0, 0]),
        ("one (two) three", [None, 0, 0]),
        ("one 「に」 three", [None, 0, 0]),
        ("one “two. Two (three) Four” five", [None, 0, 1, 2, 2, 0]),
        ("“one” two", [None, 0]),
        ("one “two three", [None, 0]),
        ("one “two\nthree” four", [None, 0, 1, 2]),
    ],
)
def test_what_follows_a_quotation_hangs_on_what_stood_before(
    text: str, parents: list[int | None]
) -> None:
    assert [chunk.parent for chunk in split(text)] == parents


def test_the_bound_before_a_quotation_counts_after_it() -> None:
    assert [p.boundary for p in split("One. “Two” three")] == [
        Boundary.LINE,
        Boundary.QUOTE,
        Boundary.SENTENCE,
    ]
    assert [p.boundary for p in split("one “two” three")] == [
        Boundary.LINE,
        Boundary.QUOTE,
        Boundary.COMMA,
    ]


@given(st.text(st.sampled_from("ab ÉくЖ한漢.,:-\n\"'“”«()1!")))
def test_every_letter_is_in_one_piece(text: str) -> None:
    chunks = split(text)
    covered = [i for chunk in chunks for i in range(chunk.start, chunk.end)]
    assert covered == sorted(set(covered))
    assert {i for i, char in enumerate(text) if char.isalpha()} <= set(covered)
    assert sum(chunk.letters for chunk in chunks) == sum(map(str.isalpha, text))
    assert all(p.parent is None or p.parent < i for i, p in enumerate(chunks))


@given(st.text(st.sampled_from("ab, É.")), st.text(st.sampled_from("くЖ한 ")))
def test_refining_keeps_the_letters_and_the_order(left: str, right: str) -> None:
    text = f"{left} “{right}” {left}"
    chunks = split(text)
    finer = refine(text, chunks, set(range(len(chunks))))
    assert sum(chunk.letters for chunk in finer) == sum(chunk.letters for chunk in chunks)
    assert all(p.parent is None or p.parent < i for i, p in enumerate(finer))


def test_refining_cuts_at_commas_and_every_five_words() -> None:
    text = "one two, three four five six seven eight"
    finer = refine(text, split(text), {0})
    assert [text[p.start : p.end].strip() for p in finer] == [
        "one two",
        "three four five six seven",
        "eight",
    ]
    assert [p.boundary for p in finer] == [Boundary.LINE, Boundary.COMMA, Boundary.NONE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("see https://a.b/c now", "see               now"),
        ("to ab@example.org!", "to               !"),
        ("a<br/>b", "a     b"),
        ("R&amp;D", "R     D"),
        ("run `ls -l` now", "run         now"),
        ("2 < 3 & 4", "2 < 3 & 4"),
        ("a\ud800b é", "a b é"),
    ],
)
def test_masking_keeps_the_length(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_a_long_text_is_cut_at_sentences() -> None:
    text = "This is a sentence. " * 2000 + "이것은 문장이다. " * 2000
    chunks = split_long(text)
    assert len(chunks) < 300
    assert {chunk.script for chunk in chunks} == {"Latn", "Hang"}
    assert sum(chunk.letters for chunk in chunks) == sum(map(str.isalpha, text))
    assert all(text[chunk.end - 1] in ". " for chunk in chunks)


def test_a_long_japanese_text_is_japanese() -> None:
    assert {chunk.script for chunk in split_long("東京都知事は会見で述べた。" * 2000)} == {"Jpan"}
