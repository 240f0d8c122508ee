"""Marked words found in a translation: by an alignment, as they are, or not at all."""

import pytest

from mlsum.core.document import Alignment, Block
from mlsum.text.segment import inlines
from mlsum.translation.inline_extract import Extracted, extract
from mlsum.translation.inline_projection import by_alignment, on_whole


def extracted(text: str) -> Extracted:
    (found,) = inlines(text, [Block("paragraph", 0, len(text))], "markdown")
    return extract(text, (0, len(text)), found.marks, str)


def words(text: str) -> tuple[tuple[int, int], ...]:
    """Where its words are, those between blanks."""
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        found.append((start, at))
    return tuple(found)


def aligned(source: str, target: str, links: str) -> Alignment:
    """An alignment of words by numbers from 0: `0-1` has the target's second rest on the first."""
    pairs = [tuple(map(int, link.split("-"))) for link in links.split()]
    size = len(words(source))
    rows = [
        [float((s, t) in pairs) / max(1, sum(one[1] == t for one in pairs)) for s in range(size)]
        for t in range(len(words(target)))
    ]
    return Alignment(words(source), words(target), tuple(map(tuple, rows)))


def placed(text: str, target: str, links: str) -> list[str | None]:
    one = extracted(text)
    windows = by_alignment(one, target, aligned(one.plain, target, links))
    return [None if it is None else target[slice(*it)] for it in windows]


@pytest.mark.parametrize(
    ("text", "target", "links", "expected"),
    [
        ("the **red** house", "a casa vermelha", "0-0 1-2 2-1", ["vermelha"]),
        ("the **red house**", "a casa vermelha", "0-0 1-2 2-1", ["casa vermelha"]),
        ("a *b [c](u)* d", "dd cc bb aa", "0-3 1-2 2-1 3-0", ["cc bb", "cc"]),
        ("*one* **two** three", "dois um tres", "0-1 1-0 2-2", ["um", "dois"]),
        ("**half**way there", "meio caminho", "0-0 1-1", ["meio"]),
        ("**By law,** they left.", "Por lei, saíram.", "0-0 1-1 2-2 3-2", ["Por lei,"]),
        ('say *"yes"* now', 'diga “sim” já', "0-0 1-1 2-2", ["“sim”"]),
        ("the *house*.", "a casa.", "0-0 1-1", ["casa"]),
        ("**All of it.**", "Tudo isso.", "", ["Tudo isso."]),
        ("**All of it**.", "Tudo isso.", "", ["Tudo isso"]),
        ("in *서울* now", "in 서울에서 now", "0-0 1-1 2-2", ["서울에서"]),
        ("the *sea* x", "海 的 x", "1-0 0-1 2-2", ["海"]),
    ],
)  # fmt: skip
def test_marks_go_where_their_words_went(
    text: str, target: str, links: str, expected: list[str | None]
) -> None:
    assert placed(text, target, links) == expected


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("see *Porto* or 42", "42 ou Porto: veja", ["Porto"]),
        ("costs **42** now", "agora custa 42", ["42"]),
        ("use [`code`](u) well", "bem com `code`", ["`code`"]),
        ("an *important* point", "ponto importantes", [None]),  # not a whole word there
        ("the *so* on", "so a", [None]),  # short words are other words elsewhere
        ("*Porto* and **Porto**", "Porto e Porto", [None, None]),
    ],
)
def test_without_an_alignment_only_copies_are_found(
    text: str, target: str, expected: list[str | None]
) -> None:
    one = extracted(text)
    windows = by_alignment(one, target, None)
    assert [None if it is None else target[slice(*it)] for it in windows] == expected


@pytest.mark.parametrize("kept", ["`a b`", "<x1 b/>", "![a b](c)", "https://a.b/c?d=e&f"])
def test_no_mark_ends_inside_what_is_kept_whole(kept: str) -> None:
    one = extracted("see *all of it* there")
    target = f"veja {kept} ali"
    rows = ((1.0, 0, 0, 0, 0), (0, 0.5, 0.5, 0, 0), (0, 0, 0, 0, 1.0))
    middle = (5 + 1, 5 + len(kept) - 1)  # tokens that are only part of it
    alignment = Alignment(words(one.plain), ((0, 4), middle, words(target)[-1]), rows)
    assert by_alignment(one, target, alignment) == [(5, 5 + len(kept))]


@pytest.mark.parametrize(
    ("text", "target", "links", "at"),
    [
        ("the word[^1] here", "aqui a palavra", "0-1 1-2 2-0", 14),
        ("[^1]the word", "a palavra", "0-0 1-1", 0),
        ("the word[^1].", "a palavra.", "0-0 1-1", 9),
        ("the word.[^1]", "a palavra.", "0-0 1-1", 10),
        ("one [^1]two three", "tres dois um", "0-2 1-1 2-0", 5),
    ],
)
def test_a_reference_stays_with_the_word_it_touches(
    text: str, target: str, links: str, at: int
) -> None:
    one = extracted(text)
    assert by_alignment(one, target, aligned(one.plain, target, links)) == [(at, at)]


@pytest.mark.parametrize(
    ("text", "target", "links"),
    [
        ("the *red* house", "a casa", "0-0 2-1"),  # nothing rests on it
        ("a *b* c", "x y", "1-0 1-1"),  # everything does
    ],
)
def test_what_has_no_place_of_its_own_is_not_placed(text: str, target: str, links: str) -> None:
    assert placed(text, target, links) == [None]


def whole(text: str, target: str) -> list[str]:
    one = extracted(text)
    found = on_whole(one, target, [None] * len(one.spans))
    return [target[slice(*window)] for window in found]


def test_a_mark_without_a_place_goes_on_the_whole_sentence() -> None:
    assert whole("a *b* c", "tudo isso.") == ["tudo isso."]
    assert whole("a *b **c*** d", "tudo isso.") == ["tudo isso.", "tudo isso."]


def test_two_marks_without_a_place_share_no_words() -> None:
    assert whole("a [b](u) [c](v)", "tudo isso.") == ["tudo isso.", ""]


def test_a_mark_without_a_place_leaves_others_theirs() -> None:
    one = extracted("a [b](u) [c](v) d")
    assert on_whole(one, "um dois tres", [(3, 7), None]) == [(3, 7), (8, 12)]


def test_a_reference_without_a_place_stands_as_far_into_the_sentence() -> None:
    one = extracted("aa bb[^1] cc dd")
    assert on_whole(one, "xx yy zz ww", [None]) == [(5, 5)]
