"""Labelled Markdown, read by its structure whatever language its labels are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum import formats
from mlsum.core.document import Document, Source
from mlsum.formats import labelled

Pairs = list[tuple[str, str]]


def pairs(document: Document) -> Pairs:
    return [(field.label.text, field.value.text) for field in document.fields]


def bodies(document: Document) -> list[tuple[str | None, str]]:
    return [(it.label.text if it.label else None, it.text.text) for it in document.bodies]


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("# Title: a b", "Title", "a b"),
        ("#Title: a b", "Title", "a b"),
        (">Data: 2023-12-13 05:00:00-03:00", "Data", "2023-12-13 05:00:00-03:00"),
        (">Data:2023-12-13", "Data", "2023-12-13"),
        ("> **Origem:** [x](https://x.y)", "Origem", "[x](https://x.y)"),
        ("> **Origem**: x", "Origem", "x"),
        ("> **Origem: x**", "Origem", "x"),
        ("> _Autor:_ x", "Autor", "x"),
        (">제목：회의", "제목", "회의"),
        (">URL: https://a.b:80/c?d=e:f", "URL", "https://a.b:80/c?d=e:f"),
        (">URL:https://a.b", "URL", "https://a.b"),
        (">Hora: 12:30", "Hora", "12:30"),
        (">Missing:", "Missing", ""),
        ("> Two words here: a: b", "Two words here", "a: b"),
        ("# Just a title", "", "Just a title"),
        ("# https://a.b/c: d", "", "https://a.b/c: d"),
        ("# At 12:30 they met", "", "At 12:30 they met"),
        ("# : nothing before", "", ": nothing before"),
        ("# 2024: a year", "", "2024: a year"),
        ("# So it ends. And so: what", "", "So it ends. And so: what"),
    ],
)
def test_a_line_of_the_head_is_a_label_and_a_value(line: str, label: str, value: str) -> None:
    document = formats.parse_text(f"{line}\n>Z: z\n\nText.\n", "labelled")
    assert pairs(document) == [(label, value), ("Z", "z")]
    assert bodies(document) == [(None, "Text.")]


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        pytest.param(
            "# A: a\n\n>B: b\n\n### C:\n\nText.\n\n### D:\n\n> E: e\n\n- one\n",
            [("A", "a"), ("B", "b")],
            [("C", "Text.\n\n### D:\n\n> E: e\n\n- one")],
            id="headings, quotes and lists after the first belong to the body",
        ),
        pytest.param(
            ">A: one\n> two\n>three\n>\n>B: b\n\nText.",
            [("A", "one two three"), ("B", "b")],
            [(None, "Text.")],
            id="a value goes on in quoted lines",
        ),
        pytest.param(
            "Title: one\n  two\n\tthree\nDate: b\n\nText.",
            [("Title", "one two three"), ("Date", "b")],
            [(None, "Text.")],
            id="a value goes on in indented lines",
        ),
        pytest.param(
            "# A: a\n  more\n>B:\n> b\n\nText.",
            [("A", "a more"), ("B", "b")],
            [(None, "Text.")],
            id="a value may begin in the next line",
        ),
        pytest.param(
            "# Title\n\n> no label\n> B: b\n> C: c\n\nText.",
            [("", "Title"), ("", "no label"), ("B", "b"), ("C", "c")],
            [(None, "Text.")],
            id="labels may be missing",
        ),
        pytest.param(
            "# A:\n>B: b\n### C:\nText.",
            [("A", ""), ("B", "b")],
            [("C", "Text.")],
            id="a heading without a value is a field while the head goes on",
        ),
        pytest.param(
            "### A: a\n### B: b\n### C:\nText.",
            [("A", "a"), ("B", "b")],
            [("C", "Text.")],
            id="a head of headings alone",
        ),
        pytest.param(
            "# A:\n## B: b\n\n>C: c\n\nText.",
            [],
            [("A", "## B: b\n\n>C: c\n\nText.")],
            id="an empty heading with deeper ones under it is a section",
        ),
        pytest.param(
            "# A: a\n>B: b\n\n## Part 2: more\n\nText.",
            [("A", "a"), ("B", "b")],
            [(None, "## Part 2: more\n\nText.")],
            id="a heading after the fields belongs to the body",
        ),
        pytest.param(
            "# A: a\n>B: b\n\n## Bare\n\nText.",
            [("A", "a"), ("B", "b")],
            [(None, "## Bare\n\nText.")],
            id="so does one without a label",
        ),
        pytest.param(
            "# A: a\n>B: b\n\n> Just a quotation.\n\nText.",
            [("A", "a"), ("B", "b")],
            [(None, "> Just a quotation.\n\nText.")],
            id="so does a quotation",
        ),
        pytest.param(
            "Title: a\nDate: b\nContent:\n\nText.",
            [("Title", "a"), ("Date", "b")],
            [("Content", "Text.")],
            id="the last bare label may be the body's",
        ),
        pytest.param(
            "Title: a\nDate: b\n\nContent:\nText: one.\nMore: two.\n\nEnd.",
            [("Title", "a"), ("Date", "b")],
            [("Content", "Text: one.\nMore: two.\n\nEnd.")],
            id="or stand alone",
        ),
        pytest.param(
            "**Título:** a\n**Data:** b\n\nText.",
            [("Título", "a"), ("Data", "b")],
            [(None, "Text.")],
            id="labels in bold without a quote",
        ),
        pytest.param(
            "# A: a\n\n- Bb: b\n- Cc: c\n\n> D: d\n\nText.",
            [("A", "a"), ("Bb", "b"), ("Cc", "c")],
            [(None, "> D: d\n\nText.")],
            id="labels in a list",
        ),
        pytest.param(
            "# A: a\n---\n>B: b\n***\nText.",
            [("A", "a"), ("B", "b")],
            [(None, "Text.")],
            id="rules between the parts",
        ),
        pytest.param(
            ">A: a\n>B: b",
            [("A", "a"), ("B", "b")],
            [],
            id="a head alone",
        ),
        pytest.param(
            ">A: a\n>B: b\n### C:\n",
            [("A", "a"), ("B", "b")],
            [("C", "")],
            id="an empty body under its label",
        ),
    ],
)
def test_the_head_ends_where_the_text_begins(
    text: str, fields: Pairs, expected: list[tuple[str | None, str]]
) -> None:
    for newline in ("\n", "\r\n", "\r"):
        document = formats.parse_text(text.replace("\n", newline), "labelled")
        assert pairs(document) == fields
        assert bodies(document) == [(it, body.replace("\n", newline)) for it, body in expected]


@pytest.mark.parametrize(
    "text",
    [
        "# A title\n\nText.",
        "# A: title\n\nText: with a colon.",
        "> A quotation: said he.\n\nText.",
        "He said: one.\n\nShe said: two.",
        "Q: one?\nA: two.\n\nQ: three?",
        "Title: one\nThen words without.\n\nText.",
        "Title: one\n\nText.",
        "https://a.b\nhttps://c.d\n\nText.",
    ],
)
def test_a_text_with_few_labels_is_not_labelled(text: str) -> None:
    assert formats.parse_text(text).format != "labelled"


TEXT = "# Título: a\n\n>Data: b\n> c\n>Vazio:\n> **Autor:** d\n\n### Texto:\n\nOne.\r\n\r\nTwo.\n\n"


def test_new_text_goes_where_the_old_stood() -> None:
    document = formats.parse_text(TEXT)
    values = [field.value for field in document.fields]
    edits = dict(zip(values, ["A", "B: b\nB", "V", "D"], strict=True))
    edits |= {document.bodies[0].text: "Um."}
    assert formats.render(document, edits) == (
        "# Título: A\n\n>Data: B: b B\n>Vazio: V\n> **Autor:** D\n\n### Texto:\n\nUm.\n\n"
    )


def test_labels_are_written_without_colons() -> None:
    document = formats.parse_text("# Bare\n" + TEXT.replace("# T", ">T", 1))
    labels = [field.label for field in document.fields]
    body = document.bodies[0].label
    assert body is not None
    edits = dict(zip(labels, ["제목", "Title：", "Date: day", "Empty", "By"], strict=True))
    rendered = formats.render(document, edits | {body: "본문:"})
    assert rendered.startswith(
        "# 제목: Bare\n>Title: a\n\n>Date - day: b\n> c\n>Empty:\n> **By:** d"
    )
    assert "### 본문:\n" in rendered


words = st.text(max_size=30).map(lambda text: " ".join(text.split())) | st.sampled_from(
    ["a: b", "https://a.b", "12:30", "# x", "> y", "**z**", "- l", ": c", "：", "### D:"]
)


@given(st.lists(words, min_size=4, max_size=4), words.filter(bool))
def test_any_edit_is_read_back(new: list[str], text: str) -> None:
    document = formats.parse_text(TEXT)
    values = [field.value for field in document.fields]
    edits = dict(zip(values, new, strict=True)) | {document.bodies[0].text: text}
    again = labelled.parse(Source(formats.render(document, edits)))
    assert pairs(again) == list(zip(["Título", "Data", "Vazio", "Autor"], new, strict=True))
    assert bodies(again) == [("Texto", text.strip())]
