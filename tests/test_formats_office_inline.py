"""The inside of a paragraph: a string with tags, and back."""

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.formats.office.inline import Inline, escaped, plain
from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of

X, BR, TAB = Mark(("x",)), Mark(("br",), "br"), Mark(("tab",), "tab")
CODE = Mark(("code",), "c", "f(x)")
WORDS = st.text(st.sampled_from("ab1 .,<>&;x/한 \n"), max_size=6).map(Text)
MARKS = st.sampled_from((X, BR, TAB, CODE))
PIECES = st.recursive(
    WORDS | MARKS,
    lambda inner: st.builds(
        Group,
        st.sampled_from("ABC"),
        st.lists(inner, max_size=3).map(tuple),
        st.sampled_from((None, "bold", "italic")),
    ),
    max_leaves=12,
)
TAGGED = st.lists(
    st.sampled_from(
        (
            "<g1>",
            "</g1>",
            "<g2>",
            "</g2>",
            "<x1/>",
            "<x3/>",
            "<c2>",
            "</c2>",
            "<br/>",
            "<tab/>",
            "a ",
        )
    ),
    max_size=12,
).map("".join)


def bold(text: str) -> Group:
    return Group("bold", (Text(text),), "bold")


def link(*content: Piece) -> Group:
    return Group("link", content)


def marks(pieces: Sequence[Piece]) -> Iterator[object]:
    """The nodes of all marks, in order."""
    for piece in pieces:
        if isinstance(piece, Mark):
            for node in piece.nodes:
                yield from marks([node]) if isinstance(node, (Group, Mark, Text)) else [node]
        elif isinstance(piece, Group):
            yield from marks(piece.content)


def words(pieces: Sequence[Piece]) -> str:
    """All that is read, those within marks included, without white space."""
    found = []
    for piece in pieces:
        if isinstance(piece, Mark) and not piece.text:
            found.append(words([it for it in piece.nodes if isinstance(it, (Group, Text))]))
        elif isinstance(piece, Group):
            found.append(words(piece.content))
        else:
            found.append("".join(piece.text.split()))
    return "".join(found)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([Text("The ministry agreed.")], "The ministry agreed."),
        ([Text("The "), bold("ministry "), Text("agreed.")], "The <g1>ministry</g1> agreed."),
        ([bold("Note:"), Text(" "), bold("read"), Text(" this")], "<g1>Note: read</g1> this"),
        ([bold("a"), X, bold("b"), Text(" c")], "<g1>a<x2/>b</g1> c"),
        (
            [Text("a "), link(Text("see "), bold("this")), Text(" b")],
            "a <g1>see <g2>this</g2></g1> b",
        ),
        ([Text("a "), link(bold("this")), Text(" b")], "a <g1>this</g1> b"),
        ([Text("a"), link(Text("…")), Text(" b")], "a<x1/> b"),
        ([Text("a"), bold(","), Text(" b")], "a, b"),
        ([Text("a"), X, X, Text(" b")], "a<x1/> b"),
        ([X, Text("  All of it "), X], "All of it"),
        ([link(bold("All of it"))], "All of it"),
        ([TAB, Text("1"), TAB, Text("Name"), BR, Text("next")], "1<tab/>Name<br/>next"),
        ([Text("Call "), CODE, Text(" now")], "Call <c1>f(x)</c1> now"),
        ([Text("a\n\tb")], "a  b"),
        ([Text("1 < 2 & 3 > 2, R&D, <b> &amp; &lt")], "1 < 2 & 3 > 2, R&D, &lt;b> &amp;amp; &lt"),
        ([bold("T"), Text("he end")], "The end"),
        ([Text("un"), bold("believ"), Text("able")], "unbelievable"),
        ([Text("H"), bold("2"), Text("O is water")], "<c1>H2O</c1> is water"),
        ([Text("the 19"), bold("th"), Text(" century")], "the 19th century"),
        ([Text("attention"), bold("1"), Text(" is all")], "attention<g1>1</g1> is all"),
        ([bold("한국"), Text("은 나라다")], "<g1>한국</g1>은 나라다"),
        ([X], ""),
        ([], ""),
    ],
)
def test_a_paragraph_is_read_with_as_few_tags_as_will_do(pieces: list[Piece], text: str) -> None:
    inline = Inline(pieces)
    assert inline.text == text
    assert words(inline.read(text)) == words(pieces)
    assert list(marks(inline.read(text))) == list(marks(pieces))


@given(st.lists(PIECES, max_size=6))
def test_what_was_read_is_written_with_nothing_lost(pieces: list[Piece]) -> None:
    inline = Inline(pieces)
    again = inline.read(inline.text)
    assert words(again) == words(pieces)
    assert list(marks(again)) == list(marks(pieces))
    assert inline.text == inline.text.strip()
    assert "\n" not in inline.text


@given(st.lists(PIECES, max_size=6), TAGGED)
def test_no_mark_is_lost_whatever_a_translation_says(pieces: list[Piece], new: str) -> None:
    again = Inline(pieces).read(new)
    assert sorted(map(str, marks(again))) == sorted(map(str, marks(pieces)))


@given(st.text())
def test_literal_text_comes_back_on_one_line(text: str) -> None:
    blank = re.sub(r"[\t\n\r\f\v]", " ", text)
    legal = re.sub("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", blank)
    assert plain(escaped(text)) == legal


@pytest.mark.parametrize(
    ("new", "pieces"),
    [
        ("<g1>x</g1> y", [Group("bold", (Text("x"),), "bold"), Text(" y"), X]),
        ("y <x2/> <g1>x</g1>", [Text("y "), X, Text(" "), Group("bold", (Text("x"),), "bold")]),
        ("x<x2/><x2/>", [Text("x"), X]),
        ("<g1>x", [Group("bold", (Text("x"),), "bold"), X]),
        ("x</g1><g7>y</g7>", [Text("x"), Text("y"), X]),
        ("<g1>x</g1> <g1>z</g1>", [bold("x"), Text(" "), bold("z"), X]),
    ],
)
def test_tags_that_moved_were_lost_or_doubled(new: str, pieces: list[Piece]) -> None:
    inline = Inline([bold("a"), Text(" b"), X, Text(" c")])
    assert inline.text == "<g1>a</g1> b<x2/> c"
    assert [it for it in inline.read(new) if it != Text("")] == pieces


def test_groups_that_enclose_only_one_another_share_a_tag() -> None:
    inline = Inline([Text("a "), link(bold("this")), Text(" b")])
    assert inline.read("<g1>x</g1> y")[1:2] == [link(bold("x"))]


def test_code_is_shown_and_comes_back_as_it_was() -> None:
    inline = Inline([Text("Call "), CODE, Text(" now")])
    assert inline.plain_text == "Call f(x) now"
    assert inline.read("Agora <c1>g(y)</c1> chama") == [
        Text(""),
        Text("Agora "),
        CODE,
        Text(" chama"),
        Text(""),
    ]


def test_said_is_what_is_read() -> None:
    assert "".join(words_of([Text("a"), link(bold("b")), CODE, X])) == "abf(x)"
