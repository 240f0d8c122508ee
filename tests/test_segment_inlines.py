"""Inline marks: where each opens and closes, none crossing another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.document import Markup
from mlsum.text.segment import blocks, inlines

MARKUPS: tuple[Markup, ...] = ("plain", "markdown", "html")


def marks(text: str, markup: Markup) -> list[tuple[str, str, str]]:
    return [
        (text[one.start : one.inner], text[one.inner : one.close], text[one.close : one.end])
        for found in inlines(text, blocks(text, markup), markup)
        for one in found.marks
    ]


def test_a_placeholder_of_data_is_no_bold_word() -> None:
    assert marks("a __name__ b", "plain") == []
    assert marks("a __name__ b", "markdown") == [("__", "name", "__")]
    assert marks("a __two words__ b", "plain") == [("__", "two words", "__")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no marks", []),
        ("a *b* c", [("*", "b", "*")]),
        ("a **b *c* d** e", [("**", "b *c* d", "**"), ("*", "c", "*")]),
        ("***a*** b", [("***", "a", "***")]),
        ("~~a~~ and _b_", [("~~", "a", "~~"), ("_", "b", "_")]),
        ("snake_case_name and 2 * 3 * 4", []),
        ('See [the *x*](u "T")', [("[", "the *x*", '](u "T")'), ("*", "x", "*")]),
        ("a note[^1].", [("[^1]", "", "")]),
        ("an ![image](i.png) here", [("![image](i.png)", "", "")]),
        ("[![alt](i)](u) a", [("[", "![alt](i)", "](u)"), ("![alt](i)", "", "")]),
        ("`*a*` and \\*b\\*", []),
        ("a <b>c</b> <br> d", [("<b>", "c", "</b>"), ("<br>", "", "")]),
        ("[not a link] here", []),
        ("**half**way", [("**", "half", "**")]),
        ("*a [b* c](u)", [("[", "b* c", "](u)")]),
        ("*never closed", []),
    ],
)
def test_markdown(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert marks(text, "markdown") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>c</b> d", [("<b>", "c", "</b>")]),
        ("<B>a <i>c</I></b>", [("<B>", "a <i>c</I>", "</b>"), ("<i>", "c", "</I>")]),
        ("<b>a <i>c</b> d", [("<b>", "a <i>c", "</b>"), ("<i>", "", "")]),
        ("a <b>never closed", [("<b>", "never closed", "")]),
        ("a</b> stray", [("</b>", "", "")]),
        ("a <x3/> b<br>c", [("<x3/>", "", "")]),
        ("a <code>f()</code> b", [("<code>f()</code>", "", "")]),
        ('a <i translate="no">Acme</i> b', [('<i translate="no">Acme</i>', "", "")]),
        ("a <i class='x notranslate'>Acme</i>", [("<i class='x notranslate'>Acme</i>", "", "")]),
        ('<a title="5 > 4">a</a> b', [('<a title="5 > 4">', "a", "</a>")]),
        ("a *b* &amp; c", []),
        ("to 2<sup>8</sup> now", [("2<sup>8</sup>", "", "")]),
        ("20 m<sup>2</sup>", [("m<sup>2</sup>", "", "")]),
        ("C<sub>6</sub>H<sub>12</sub>O", [("C<sub>6</sub>H<sub>12</sub>O", "", "")]),
        ("a house<sup>3</sup>", [("<sup>3</sup>", "", "")]),
        ("house<sup><a>4</a></sup>", [("<sup><a>4</a></sup>", "", "")]),
        ("the 1<sup>st</sup>", [("<sup>", "st", "</sup>")]),
        ("in 2<g1>8</g1>", [("2<g1>8</g1>", "", "")]),
        ("a <sup>raised remark</sup>", [("<sup>", "raised remark", "</sup>")]),
        (
            "<ruby>a<rt>b</rt></ruby>",
            [("<ruby>", "a<rt>b</rt>", "</ruby>"), ("<rt>b</rt>", "", "")],
        ),
        ("<ruby>a<rt>b</ruby>", [("<ruby>", "a<rt>b", "</ruby>"), ("<rt>b", "", "")]),
        ("a <math><mi>x</mi></math> b", [("<math><mi>x</mi></math>", "", "")]),
        ("a<!-- b --> c", [("<!-- b -->", "", "")]),
    ],
)
def test_html(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert marks(text, "html") == expected


def test_in_plain_text_signs_within_a_word_are_no_marks() -> None:
    assert marks("5*3*2 and *this*", "plain") == [("*", "this", "*")]


def test_links_may_be_told_from_other_marks() -> None:
    text = "<a href='u'>a</a> and <b>b</b>"
    (found,) = inlines(text, blocks(text, "html"), "html")
    assert [one.link for one in found.marks] == [True, False]


SOUP = [
    "*",
    "**",
    "_",
    "~~",
    "[",
    "](u)",
    "![",
    "`",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "a",
    " b ",
    "\\",
]


@pytest.mark.parametrize("markup", MARKUPS)
@given(pieces=st.lists(st.sampled_from(SOUP), max_size=16))
def test_no_two_marks_cross(markup: Markup, pieces: list[str]) -> None:
    text = "".join(pieces)
    for found in inlines(text, blocks(text, markup), markup):
        for one in found.marks:
            assert one.start <= one.inner <= one.close <= one.end
        for one in found.marks:
            for other in found.marks:
                apart = one.end <= other.start or other.end <= one.start
                inside = one.inner <= other.start and other.end <= one.close
                around = other.inner <= one.start and one.end <= other.close
                assert one is other or apart or inside or around


@pytest.mark.parametrize(
    "piece",
    ["*a ", "[", "<b>", "</b>", "<b></i>", "*a [b* c](u)", "`", "[](", "<!--", "&a", "<a '"],
)
def test_marks_are_found_in_linear_time(piece: str) -> None:
    def find(count: int) -> None:
        text = piece * count
        for markup in MARKUPS:
            list(inlines(text, blocks(text, markup), markup))

    assert_in_line(find, 20_000)
