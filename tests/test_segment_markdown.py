"""Markdown as it is written today: what is no CommonMark is neither text nor lost."""

# ruff: noqa: E501  (tables)

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.document import Block
from mlsum.text.segment import blocks, inlines, reading


def cut(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text, "markdown")]


def marks(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[one.start : one.inner], text[one.inner : one.close], text[one.close : one.end])
        for found in inlines(text, blocks(text, "markdown"), "markdown")
        for one in found.marks
    ]


def read(text: str) -> list[str]:
    found = blocks(text, "markdown")
    view = reading(text, found, "markdown")
    return [view.between(one.start, one.end) for one in found if one.kind != "code"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!NOTE]\n> A text.", [("quote", "A text.")]),
        ("> [!tip]- A title\n> A text.", [("heading", "A title"), ("quote", "A text.")]),
        ("> [![Badge](b.svg)](u) text", [("quote", "[![Badge](b.svg)](u) text")]),
        (":::warning\nA text.\n:::\nB", [("paragraph", "A text."), ("paragraph", "B")]),
        (":::tip[A title]\nA text.\n:::", [("heading", "A title"), ("paragraph", "A text.")]),
        ("::: info A title\nA text.\n:::", [("heading", "A title"), ("paragraph", "A text.")]),
        ("::: {.wide #x}\nA text.\n:::", [("paragraph", "A text.")]),
        ('!!! note "A title"\n    A text.\n\n    More.\n\nEnd', [("heading", "A title"), ("list", "A text."), ("list", "More."), ("paragraph", "End")]),
        ("!!! note\n\n    A text.\n\n        code()", [("list", "A text."), ("code", "code()")]),
        ('=== "A tab"\n\n    A text.', [("heading", "A tab"), ("list", "A text.")]),
        ('??? tip "A title"\n    A text.', [("heading", "A title"), ("list", "A text.")]),
        ("```{note}\nA text.\n```\nB", [("paragraph", "A text."), ("paragraph", "B")]),
        ("```{python}\nx = 1\n```", [("code", "x = 1")]),
        ("{% raw %}\nA text.\n{% endraw %}", [("paragraph", "A text.")]),
        ("{% if a %}A text.{% endif %}", [("paragraph", "A text.")]),
        ('{{< note title="a" >}}A text.{{< /note >}}', [("paragraph", "A text.")]),
        ('{% include a.html\n   name="b" %}\n\nA text.', [("paragraph", "A text.")]),
        ("{% highlight py %}\na = 1\n\nb\n{% endhighlight %}\nA", [("paragraph", "A")]),
        ("{{< mermaid >}}\na\n{{< /mermaid >}}\n\nA", [("paragraph", "A")]),
        ("{: .note}\nA text.\n{:toc}", [("paragraph", "A text.")]),
        ("# A title {#id .x}", [("heading", "A title")]),
        ("![A house](h.png){width=50%}", [("caption", "A house")]),
        ("A text. ^id-1", [("paragraph", "A text.")]),
        ("A text. %%a comment%%", [("paragraph", "A text.")]),
        ("%%\na comment\n%%\n\nA text.", [("paragraph", "A text.")]),
        ("#one/two #three", []),
        ("![[A picture.png]]", []),
        ("[[toc]]\n\n[TOC]\n\nA", [("paragraph", "A")]),
        ("import A from 'a'\n\nexport const b = {\n  c: 'd',\n}\n\nA text.", [("paragraph", "A text.")]),
        ('<Tabs>\n<Tab value="a">\nA *text*.\n</Tab>\n</Tabs>', [("paragraph", "A *text*.")]),
        ("\\newpage\n\nA", [("paragraph", "A")]),
        ("| a | :x: |\n|---|:-:|\n| `b|c` | d |", [("table", "a"), ("table", "`b|c`"), ("table", "d")]),
        ("A text\na | b\n-|-\nc | d", [("paragraph", "A text"), *(("table", it) for it in "abcd")]),
        ("a[^1]\n\n[^1]: One.\n\n    Two.\n\n    - Three", [("paragraph", "a"), ("paragraph", "One."), ("paragraph", "Two."), ("list", "Three")]),
        ("- a\n\n  b\n  1. c\n\n     d", [("list", it) for it in "abcd"]),
        ("<details>\n<summary>A</summary>\n\nB *c*\n\n</details>", [("heading", "A"), ("paragraph", "B *c*")]),
        ("```\n{% raw %}\n:::note\n```\nA", [("code", "{% raw %}\n:::note"), ("paragraph", "A")]),
    ],
)  # fmt: skip
def test_what_is_no_text_is_in_no_block(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [[A page]] now", [("[[A page]]", "", "")]),
        ("See [[a|the page]] now", [("[[a|", "the page", "]]")]),
        ("See [[The page|the-page]] now", [("[[The page|the-page]]", "", "")]),
        ("A [[1]](u) b", [("[", "[1]", "](u)")]),
        ("A ==b *c*== d", [("==", "b *c*", "=="), ("*", "c", "*")]),
        ("A `==b==` d", []),
        ("A [b]{.c} d", [("[", "b", "]{.c}")]),
        ("A [b](u){:target=x} d", [("[", "b", "](u){:target=x}")]),
        ("A {% b %} c", [("{% b %}", "", "")]),
        ("A {py:meth}`b` c", [("{py:meth}`b`", "", "")]),
        ("A [@b2004, p. 3] c", [("[@b2004, p. 3]", "", "")]),
        ("A [b][] c", [("[", "b", "][]")]),
        ("A [b][c] d", [("[", "b", "][c]")]),
        ("A [b]({{ c }}/d) e", [("[", "b", "]({{ c }}/d)")]),
        ("A [b] c\n\n[b]: #target", [("[", "b", "]")]),
        ("A [b](c d.md) e", [("[", "b", "](c d.md)")]),
        ("A <kbd>B</kbd>+<kbd>C</kbd>", [("<kbd>B</kbd>", "", ""), ("<kbd>C</kbd>", "", "")]),
        ("**A  \nb** c", [("**", "A  \nb", "**"), ("  \n", "", "")]),
        ("é **à** [ü](u)", [("**", "à", "**"), ("[", "ü", "](u)")]),
    ],
)
def test_marks_outside_commonmark(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert marks(text) == expected


def test_comments_and_attributes_are_not_read_and_links_without_brackets() -> None:
    assert read("A [[page]] %%no%% b{.c} ==d== {% e %} f") == ["A page b d f"]


def test_a_stretch_that_is_no_block_of_its_text_is_read_by_itself() -> None:
    text = "- *a* b"
    (found,) = inlines(text, [Block("paragraph", 2, 7)], "markdown")
    assert [(one.start, one.end) for one in found.marks] == [(2, 5)]


PIECES = ["{%", "%}", "{{", "}}", "[[", "]]", "%%", ":::", "!!! a", "> [!A]", "\n", "\n\n", "    ", "==", "`", "```{note}", "a", "é", " ", "[^1]", "|", "|-|-|", "<A>", "$$", "[", "](u)", "*", "\\", "&amp;", "{.x}", "\udcff", "\0"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_soup_is_cut_in_order_with_marks_that_do_not_cross(text: str) -> None:
    found, position = blocks(text, "markdown"), 0
    for block in found:
        assert position <= block.start < block.end <= len(text)
        position = block.end
    for inside in inlines(text, found, "markdown"):
        for one in inside.marks:
            assert one.start <= one.inner <= one.close <= one.end
        edits = inside.edits
        assert all(one[1] <= other[0] for one, other in pairwise(edits))


@pytest.mark.parametrize(
    "piece",
    [
        "{%",
        "{%a%}",
        "![a](b)\n",
        "{{",
        "[[",
        "%%",
        ":::\n",
        "!!! a\n",
        "```{note}\n",
        "[a]: b\n",
        "==",
        "`a|",
    ],
)
def test_no_extension_takes_more_than_linear_time(piece: str) -> None:
    assert_in_line(lambda count: blocks(piece * count, "markdown"), 60_000 // len(piece))
