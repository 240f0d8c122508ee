"""What a marked-up body says: inline markup is left out, offsets are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.document import Markup
from mlsum.core.lang import Lang
from mlsum.text.segment import blocks, reading


def says(text: str, markup: Markup) -> str:
    found = blocks(text, markup)
    read = reading(text, found, markup)
    shown = [one for one in found if one.kind != "code"]
    return " / ".join(read.between(one.start, one.end).strip() for one in shown)


@pytest.mark.parametrize(
    "page",
    [
        "<ruby>漢<rp>(</rp><rt>k&amp;<b>an</b></rt><rp>)</rp>字<rt>ji</rt></ruby>だ",
        "<ruby>漢字<rp>(<rt>kanji<rp>)</ruby>だ",
    ],
)
def test_how_words_are_read_aloud_is_no_part_of_what_they_say(page: str) -> None:
    (block,) = blocks(page, "html")
    assert reading(page, [block], "html").between(0, len(page)) == "漢字だ"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Read [the **report**](https://a.org/x_(y) 'Title') now.", "Read the report now."),
        ("An image ![a map](m.png) here.", "An image a map here."),
        ("[A][1] and [b] and [c].\n\n[1]: /x\n[b]: https://b.org", "A and b and [c]."),
        ("A *b* **c** ***d*** _e_ __f__ ~~g~~ h.", "A b c d e f g h."),
        ("snake_case_name, 2 * 3 * 4, 5*.", "snake_case_name, 2 * 3 * 4, 5*."),
        ("a*b* c", "ab c"),
        ("**Bold *and* more** *open", "Bold and more *open"),
        ("Use `a * b` and ``x ` y``.", "Use a * b and x ` y."),
        (r"Not \*emphasis\* nor \[link\].", "Not *emphasis* nor [link]."),
        ("R&amp;D &#8212; &copy; AT&T", "R&D — © AT&T"),
        ("See <https://a.org/b> or <me@a.org>.", "See https://a.org/b or me@a.org."),
        ("H<sub>2</sub>O is <b>wet</b>.<!-- no -->", "H2O is wet."),
        ("A claim[^1] here.\n\n[^1]: Its note.", "A claim here. / Its note."),
        ("> A quote that\n> goes on.", "A quote that goes on."),
        ("Soft\nbreak.", "Soft break."),
        ("***a** b*", "a b"),
        ("A ] alone [ here", "A ] alone [ here"),
        ("**강조**는 이렇게.", "강조는 이렇게."),
        ("**정책(안)**은 발표됐다.", "**정책(안)**은 발표됐다."),
    ],
)
def test_markdown_is_read_without_its_marks(text: str, said: str) -> None:
    assert says(text, "markdown") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>A <a href='x'>link</a>  &amp; <em>more</em>\nhere.</p>", "A link & more here."),
        ("<p>*not emphasis*</p>", "*not emphasis*"),
    ],
)
def test_html_is_read_without_its_tags(text: str, said: str) -> None:
    assert says(text, "html") == said


def test_plain_text_has_no_marks() -> None:
    assert says("A **b** &amp; c.", "plain") == "A **b** &amp; c."


def test_emphasis_over_two_sentences_is_in_neither() -> None:
    text = "**One ends. Two ends.** Three."
    read = reading(text, blocks(text, "markdown"), "markdown")
    assert read.between(0, 11) == "One ends."
    assert read.between(12, 23) == "Two ends."


def test_a_cut_inside_a_target_shows_none_of_it() -> None:
    text = "See [this](https://a.org/What? Yes) now."
    read = reading(text, blocks(text, "markdown"), "markdown")
    assert read.between(0, 10) == "See [this]"
    text = "See [this](<https://a.org/What? Yes>) now."
    read = reading(text, blocks(text, "markdown"), "markdown")
    assert read.between(20, len(text)) == " now."


def test_japanese_lines_are_joined_without_a_space() -> None:
    text = "会議が開か\nれた。"
    read = reading(text, blocks(text, "markdown"), "markdown")
    assert read.between(0, len(text), Lang("ja")) == "会議が開かれた。"


@given(st.text(alphabet=st.sampled_from("ab *_~`[]()!\\<>&;#.\n^:"), max_size=60))
def test_any_text_can_be_read_and_no_edits_overlap(text: str) -> None:
    for markup in ("markdown", "html"):
        found = blocks(text, markup)
        read = reading(text, found, markup)
        ends = [0, *(end for _, end, _ in read.edits)]
        assert all(end <= start for end, (start, _, _) in zip(ends, read.edits, strict=False))
        read.between(0, len(text))


@pytest.mark.parametrize("piece", ["[", "*a ", "`", "](", "<", "[a](b", "&a", "_a_ ", "![", "**"])
def test_time_is_linear_in_the_text(piece: str) -> None:
    assert_in_line(lambda count: says(piece * count, "markdown"), 20_000)
