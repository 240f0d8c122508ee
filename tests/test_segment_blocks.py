"""Blocks: every letter outside markup in exactly one, in order, with its kind."""

# ruff: noqa: E501  (tables)

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.document import Markup
from mlsum.core.lang import Lang
from mlsum.text.segment import blocks, unwrap

MARKUPS: tuple[Markup, ...] = ("plain", "markdown", "html")


def cut(text: str, markup: Markup) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text, markup)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("---", []),
        ("one", [("paragraph", "one")]),
        ("one\ntwo\n\nthree\n", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
        ("a\r\nb\r\n\r\nc\r\n", [("paragraph", "a\r\nb"), ("paragraph", "c")]),
        ("a\r\rb", [("paragraph", "a"), ("paragraph", "b")]),
        ("Intro:\n- a\n- b\n", [("paragraph", "Intro:"), ("list", "a"), ("list", "b")]),
        ("1. a\n2) b\n• c", [("list", "a"), ("list", "b"), ("list", "c")]),
        ("- a\n  goes on", [("list", "a\n  goes on")]),
        ("(Yonhap)", [("caption", "(Yonhap)")]),
        ("[Photo: a bridge]", [("caption", "[Photo: a bridge]")]),
        ("Foto: João Silva/Reuters", [("caption", "Foto: João Silva/Reuters")]),
        ("▲ 사진 설명이다", [("caption", "▲ 사진 설명이다")]),
        ("[사진=연합뉴스]", [("caption", "[사진=연합뉴스]")]),
        ("Photo by Kim Min-su", [("caption", "Photo by Kim Min-su")]),
        ("a\n(Yonhap) \nb", [("paragraph", "a"), ("caption", "(Yonhap)"), ("paragraph", "b")]),
        ("Photography is an art.", [("paragraph", "Photography is an art.")]),
        ("# not a heading here", [("paragraph", "# not a heading here")]),
        ("a" * 150 + "\nb", [("paragraph", "a" * 150), ("paragraph", "b")]),
    ],
)
def test_plain_text_is_cut_at_blank_lines_and_list_items(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cut(text, "plain") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title", [("heading", "Title")]),
        ("## Title ##  ", [("heading", "Title")]),
        (":::note\nA text.\n:::\nB", [("paragraph", "A text."), ("paragraph", "B")]),
        ("Term\n: What it is", [("paragraph", "Term"), ("paragraph", "What it is")]),
        ("a\n\n$$\nx = y\n$$\nb", [("paragraph", "a"), ("code", "x = y"), ("paragraph", "b")]),
        ("$$\nx = y $$\nb", [("code", "x = y"), ("paragraph", "b")]),
        ("# C#", [("heading", "C#")]),
        ("#hashtag", []),
        ("A #hashtag", [("paragraph", "A #hashtag")]),
        ("Title\n=====\ntext", [("heading", "Title"), ("paragraph", "text")]),
        ("Title\n---", [("heading", "Title")]),
        ("a\n\n---\n\nb", [("paragraph", "a"), ("paragraph", "b")]),
        ("* * *", []),
        ("* a\n* b\n  c", [("list", "a"), ("list", "b\n  c")]),
        ("- a\n  - b\n    - c", [("list", "a"), ("list", "b"), ("list", "c")]),
        ("- [ ] to do\n- [x] done", [("list", "to do"), ("list", "done")]),
        ("1. a\n\n   more of it\n2. b", [("list", "a"), ("list", "more of it"), ("list", "b")]),
        ("It was in\n2023. A year.", [("paragraph", "It was in\n2023. A year.")]),
        ("> a\n> b\nlazy\n\nc", [("quote", "a\n> b\nlazy"), ("paragraph", "c")]),
        ("> - a\n>> b", [("list", "a"), ("quote", "b")]),
        ("> # Title", [("heading", "Title")]),
        ("a\n\n    code()\n\nb", [("paragraph", "a"), ("code", "code()"), ("paragraph", "b")]),
        ("a\n    goes on", [("paragraph", "a\n    goes on")]),
        ("```py\nx = 1\n\ny = 2\n```\nafter", [("code", "x = 1\n\ny = 2"), ("paragraph", "after")]),
        ("~~~\n```\nx\n~~~", [("code", "```\nx")]),
        ("```\nnever closed", [("code", "never closed")]),
        ("> ```\n> x\nafter", [("code", "x"), ("paragraph", "after")]),
        ("| a | b\\|c |\n|---|:-:|\n| 1 | d |\nend", [("table", t) for t in ("a", "b\\|c", "1", "d", "end")]),
        ("x | y\nno table", [("paragraph", "x | y\nno table")]),
        ("intro\na | b\n-|-\n\nc", [("paragraph", "intro"), ("table", "a"), ("table", "b"), ("paragraph", "c")]),
        ("[a]: https://a.org 'Title'\n\ntext", [("paragraph", "text")]),
        ("[Note]: yes", [("paragraph", "[Note]: yes")]),
        ("text[^1]\n\n[^1]: The note.", [("paragraph", "text"), ("paragraph", "The note.")]),
        ("one  \ntwo\\\nthree", [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")]),
        ("![A bridge](/b.png 'x')", [("caption", "A bridge")]),
        ("[Photo: Kim / Reuters]", [("caption", "[Photo: Kim / Reuters]")]),
        ("![a](b.png)\n*Photo: Kim*\ntext", [("caption", "a"), ("caption", "*Photo: Kim*"), ("paragraph", "text")]),
        (
            '<aside class="q">\n  <img src="a.png" alt="A>B">\n  some *text*\n</aside>\n\nb',
            [("paragraph", "some *text*"), ("paragraph", "b")],
        ),
        ("▲ 사진 설명\n본문이다.", [("caption", "▲ 사진 설명"), ("paragraph", "본문이다.")]),
        ("<!-- a\n\nb -->\nc", [("paragraph", "c")]),
        ("<script>\nvar a;\n\nvar b;\n</script>\nc", [("paragraph", "c")]),
        ("a <b>bold</b> word", [("paragraph", "a <b>bold</b> word")]),
        ("a\r\n\r\n- b\r\n- c\r\n", [("paragraph", "a"), ("list", "b"), ("list", "c")]),
    ],
)  # fmt: skip
def test_markdown_marks_stay_outside_the_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text, "markdown") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<h1>T</h1><p>a <em>b</em></p>c", [("heading", "T"), ("paragraph", "a <em>b</em>"), ("paragraph", "c")]),
        ("<ul><li>a<li>b</ul>c", [("list", "a"), ("list", "b"), ("paragraph", "c")]),
        ("<td>1</td><blockquote><p>q</p></blockquote>", [("table", "1"), ("quote", "q")]),
        ("<figcaption>f</figcaption><pre>x()</pre>", [("caption", "f"), ("code", "x()")]),
        ("<STYLE>p {}</STYLE><p>a</p>", [("paragraph", "a")]),
        ("<style>p {}", []),
        ("a<br/>b<!-- no", [("paragraph", "a"), ("paragraph", "b")]),
        ("1 < 2 and <3", [("paragraph", "1 < 2 and <3")]),
        ("<?xml version='1.0'?><!DOCTYPE html><p><i></i></p>", []),
    ],
)  # fmt: skip
def test_html_is_cut_at_block_level_tags(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text, "html") == expected


def test_unwrapping_joins_lines_as_the_language_writes_them() -> None:
    assert unwrap("one \n > two\r\nthree") == "one two three"
    assert unwrap("一つの\n文。", Lang("ja")) == "一つの文。"


def test_unwrapping_mends_words_torn_by_what_is_not_seen() -> None:
    assert (
        unwrap("min\u200bister\u00ad ar\u200drived\u2060 on Mon\ufeffday")
        == "minister arrived on Monday"
    )
    family, farsi = "\U0001f469\u200d\U0001f467", "می\u200cخواهم"
    assert unwrap(f"{family} {farsi}") == f"{family} {farsi}"


MARKS = st.sampled_from(
    ["\n", "\r\n", "\n\n", "# ", "- ", "> ", "1. ", "```", "|", "|-|", "<p>", "</p>", "<!--", "    ", "\\", "==", "[a]: /b", "  \n"]
)  # fmt: skip


@given(st.lists(st.one_of(MARKS, st.text(max_size=5)), max_size=30).map("".join))
def test_blocks_are_ordered_and_lose_nothing_of_plain_text(text: str) -> None:
    for markup in MARKUPS:
        position = 0
        for block in blocks(text, markup):
            assert position <= block.start < block.end
            content = text[block.start : block.end]
            assert content == content.strip()
            position = block.end
    inside = "".join(text[block.start : block.end] for block in blocks(text, "plain"))
    assert sum(map(str.isalpha, inside)) == sum(map(str.isalpha, text))


@pytest.mark.parametrize(
    "piece",
    ["> ", "- ", '<p "', "<!--", "|-", "[", " ", "<script>", "a\n=\n", "(", "a|\n-|\n"],
)
def test_no_input_takes_more_than_linear_time(piece: str) -> None:
    # The parser of Markdown takes longer for each level of quotations that are nested this deep.
    size = 20_000 if piece == "> " else 100_000
    for markup in MARKUPS:
        assert_in_line(
            lambda count, markup=markup: blocks(piece * count, markup), size // len(piece)
        )


SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared")) / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared evaluation data is not here")
def test_real_documentation_in_eight_languages_loses_no_letter() -> None:
    import re

    markup = re.compile(r"<[^>]*>|\]\([^)]*\)|^\[[^\]]*\]:.*$|^```.*$", re.MULTILINE)
    for path in sorted(SHARED.joinpath("docs_opensource_guide").glob("*/*.md")):
        text = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        gaps, position = [], 0
        for block in blocks(text, "markdown"):
            gaps.append(text[position : block.start])
            position = block.end
        gaps.append(text[position:])
        lost = markup.sub("", "\0".join(gaps))
        assert not any(map(str.isalpha, lost)), path.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stocks rose on Tuesday.\nBonds fell.\nOil was flat", 3),
        ("SPEAKERS\nJohn Smith, Mayor of London\nAna Souza, professor", 3),
        ("Governo anuncia pacote\nMedidas custam R$ 12 bilhões\nDa Redação\n13/12/2023 às 5h", 4),
        ("👉 Leia também: Ibama nega licença\n📲 Siga o canal", 2),
        ("정부, 새 대책 발표\n홍길동 기자", 2),
        ("The minister met reporters in the\ncapital on Monday", 1),
        ("They met on Friday in the city of\nLondon, where nobody had expected\nthem so early.", 1),
        ("A long line that goes on, as in a\nletter, until it ends.\nYours,\nAnna", 3),
        ("> The minister met reporters in\n> the capital.", 1),
        ("정부가 오늘 오후에 새로운 대책을 발표할 것이라고 관계자가\n밝혔다.", 1),
    ],
)
def test_a_break_ends_a_line_or_wraps_a_paragraph(text: str, expected: int) -> None:
    assert len(blocks(text)) == expected
