"""Marks taken out of a sentence, and written back where they were, or elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import Markup
from mlsum.text.segment import blocks, inlines
from mlsum.translation.inline_extract import Extracted, extract, write


def extracted(
    text: str, markup: Markup = "markdown", place: tuple[int, int] | None = None
) -> Extracted:
    (found,) = inlines(text, blocks(text, markup)[:1], markup)
    return extract(text, place or (0, len(text)), found.marks, str)


@pytest.mark.parametrize(
    ("text", "plain", "marked"),
    [
        ("See **the guide** now.", "See the guide now.", ["the guide"]),
        ("A [link *x*](u) b", "A link x b", ["link x", "x"]),
        ("**half**way", "halfway", ["half"]),
        ("a note[^1], b", "a note, b", [""]),
        ("[![pic](i)](u) text", "text", [""]),
        ("text ![pic](i)", "text", [""]),
        ("*a***b**", "ab", ["a", "b"]),
        ("a <!-- note --> b", "a b", [""]),
    ],
)
def test_a_sentence_without_its_marks(text: str, plain: str, marked: list[str]) -> None:
    found = extracted(text)
    assert found.plain == plain
    assert [found.plain[span.start : span.end] for span in found.spans] == marked


def test_an_image_between_words_stays_where_it_stands() -> None:
    found = extracted("Click ![the gear](g.png) to open.")
    assert found.plain == "Click ![the gear](g.png) to open."
    assert found.nouns == ("![the gear](g.png)",)
    assert found.spans == ()


def test_a_mark_that_stands_for_a_word_keeps_every_character() -> None:
    text = "See <code>a &amp;&amp;\n b</code> and\nuse <kbd>Ctrl</kbd> + <kbd>C</kbd> now."
    found = extract(text, (0, len(text)), _marks(text), lambda piece: piece.replace("\n", " "))
    assert found.nouns == ("<code>a &amp;&amp;\n b</code>", "<kbd>Ctrl</kbd> + <kbd>C</kbd>")
    assert found.plain == text.replace("and\n", "and ")


def test_a_line_break_leaves_a_blank_between_words() -> None:
    found = extract("one<br>two", (0, 10), _marks("one<br>two"), str)
    assert found.plain == "one two"


def _marks(text: str) -> list:  # type: ignore[type-arg]
    from mlsum.core.document import Block

    (found,) = inlines(text, [Block("paragraph", 0, len(text))], "html")
    return found.marks


def test_a_mark_over_two_sentences_has_one_end_in_each() -> None:
    text = "She *said. Then* left."
    first, second = extracted(text, place=(0, 10)), extracted(text, place=(11, len(text)))
    assert (first.plain, first.spans[0].opening, first.spans[0].closing) == ("She said.", "*", "")
    assert (second.plain, second.spans[0].opening, second.spans[0].closing) == (
        "Then left.",
        "",
        "*",
    )
    assert first.cut
    assert second.cut


def test_a_mark_around_the_sentence_is_none_of_its_own() -> None:
    text = "**One. Two.**"
    assert extracted(text, place=(2, 6)) == Extracted("One.", (), (), cut=True)


def test_marks_are_written_around_their_windows_and_nest() -> None:
    found = extracted("A [new *guide*](u) is **here**[^1].")
    output = "Aqui está o guia novo."
    windows = [(12, 21), (12, 16), (0, 4), (4, 4)]
    assert write(found, windows, output, str) == "**Aqui**[^1] está o [*guia* novo](u)."


def test_windows_that_clash_lose_no_mark_and_no_word() -> None:
    found = extracted("A *b* and **c** d")
    assert write(found, [(0, 5), (3, 9)], "one two three", str) == "*one t***wo t**hree"


PIECES = ["*", "**", "[", "](u)", "![i](p)", "[^1]", "word", " ", ". ", "<b>", "</b>", "~~"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_nothing_is_lost_on_the_way(text: str) -> None:
    cut = blocks(text, "markdown")
    written = [block for block in cut if block.kind != "code"]
    for block, found in zip(written, inlines(text, cut, "markdown"), strict=True):
        place = (block.start, block.end)
        taken = extract(text, place, found.marks, str)
        windows = [(span.start, span.end) for span in taken.spans]
        assert write(taken, windows, taken.plain, str) == text[slice(*place)]
