"""JSON and JSON Lines: every scalar in its place, articles apart, edits that stay JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum import formats
from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.formats import jsonfile

LONG = "The port opened on Monday. " * 10
NEWSAPI = {
    "status": "ok",
    "totalResults": 2,
    "articles": [
        {
            "source": {"id": "bbc-news", "name": "BBC News"},
            "author": None,
            "title": "Porto reabre",
            "description": "O porto reabriu.",
            "url": "https://example.org/1",
            "publishedAt": "2024-03-05T08:00:00Z",
            "content": "O porto reabriu na terça… [+120 chars]",
        },
        {"source": {"id": None, "name": "연합뉴스"}, "title": "항만 재개", "content": None},
    ],
}
TRAFILATURA = {
    "title": "T",
    "author": "A",
    "categories": "x;y",
    "raw_text": "All words.",
    "text": "The words.",
    "excerpt": "E",
    "source-hostname": "h",
}


def pairs(document: Document, item: int = 0) -> list[tuple[str, str]]:
    fields = document.items[item].fields
    return [(field.label.text, field.value.text) for field in fields]


def body(document: Document, item: int = 0) -> str | None:
    found = document.items[item].body
    return found.text.text if found else None


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_reply_of_a_news_service_has_an_item_per_article(indent: int, ascii_only: bool) -> None:
    text = json.dumps(NEWSAPI, indent=indent, ensure_ascii=ascii_only)
    document = formats.parse_text(text)
    assert document.format == "json"
    assert pairs(document) == [
        ("id", "bbc-news"),
        ("name", "BBC News"),
        ("author", ""),
        ("title", "Porto reabre"),
        ("description", "O porto reabriu."),
        ("url", "https://example.org/1"),
        ("publishedAt", "2024-03-05T08:00:00Z"),
    ]
    assert body(document) == "O porto reabriu na terça… [+120 chars]"
    assert pairs(document, 1) == [
        ("id", ""),
        ("name", "연합뉴스"),
        ("title", "항만 재개"),
        ("content", ""),
    ]
    assert body(document, 1) is None


def test_the_body_is_text_before_raw_text() -> None:
    document = formats.parse_text(json.dumps(TRAFILATURA))
    assert body(document) == "The words."
    assert ("raw_text", "All words.") in pairs(document)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"titulo": "T", "conteúdo": "Olá."}, ["Olá."]),
        ({"제목": "T", "본문": "글."}, ["글."]),
        ({"Content": "x"}, ["x"]),
        ({"content": " ", "text": "x"}, ["x"]),
        ({"headline": "T", "piece": LONG}, [LONG]),
        ({"headline": "T", "description": LONG}, [None]),
        ({"a": "Short. Text."}, [None]),
        ({"a": "no sentences " * 50}, [None]),
        ({"_source": {"content": "x"}}, ["x"]),
        ({"hits": {"hits": [{"_source": {"text": "x"}}]}}, ["x"]),
        ({"response": {"results": [{"text": "a"}, {"text": "b"}]}}, ["a", "b"]),
        ({"articles": []}, [None]),
        ({"items": ["a", "b"], "text": "x"}, ["x"]),
        ({"data": {"text": "x"}}, ["x"]),
        ([{"text": "a"}, {"text": "b"}], ["a", "b"]),
        ([], [None]),
        ({}, [None]),
        (["a", 3], [None, None]),
        ("a", [None]),
    ],
)
def test_articles_and_bodies_are_found(value: Any, expected: list[str | None]) -> None:
    document = formats.parse_text(json.dumps(value), "json")
    assert [body(document, i) for i in range(len(document.items))] == expected


@pytest.mark.parametrize(
    ("text", "markup"),
    [("<p>One.</p>", "html"), ("# One\n\n**Two**", "markdown"), ("One < two.", "plain")],
)
def test_the_markup_of_a_body_is_told(text: str, markup: str) -> None:
    assert formats.parse_text(json.dumps({"text": text})).bodies[0].markup == markup


def test_scalars_of_every_kind_and_repeated_keys_are_fields() -> None:
    document = formats.parse_text('{"a": [1, true, null, "x"], "a": -2.5e3, "b": {"c": "y"}}')
    assert pairs(document) == [
        ("a", "1"), ("a", "true"), ("a", ""), ("a", "x"), ("a", "-2.5e3"), ("c", "y"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "new", "written"),
    [
        ('"a"', 'say "é"\n', '"say \\"é\\"\\n"'),
        ('"\\u00e9"', "ção", '"\\u00e7\\u00e3o"'),
        ('"\\/a"', "b/c", '"b\\/c"'),
        ("1", "2", "2"),
        ("1", "two", '"two"'),
        ("true", "false", "false"),
        ("null", "x", '"x"'),
        ("null", "", "null"),
        ('"1"', "2", '"2"'),
        ('"a"', "😀", '"😀"'),
        ('"\\ud83d"', "\ufffd", '"\\ud83d"'),
    ],
)
def test_new_text_is_escaped_as_the_old_was(raw: str, new: str, written: str) -> None:
    before, after = '{"k": ', ' , "é": 0}'
    document = formats.parse_text(before + raw + after)
    rendered = formats.render(document, {document.fields[0].value: new})
    assert rendered == before + written + after


def test_a_file_in_ascii_stays_in_ascii() -> None:
    document = formats.parse_text('{"title": "plain", "text": "\\u00e9"}')
    assert "\\ud55c" in formats.render(document, {document.fields[0].value: "한"})


def test_labels_can_be_written_too() -> None:
    document = formats.parse_text('{"title": "a", "text": "b"}')
    label = document.bodies[0].label
    assert label is not None
    assert formats.render(document, {label: "본문"}) == '{"title": "a", "본문": "b"}'


values = st.recursive(
    st.text() | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def scalars(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in scalars(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in scalars(inner)]
    return [value]


@given(
    st.dictionaries(st.text(), values, max_size=4),
    st.booleans(),
    st.sampled_from([None, 0, 3]),
    st.lists(st.text(), min_size=12, max_size=12),
)
def test_any_edit_is_read_back(
    value: dict[str, Any], ascii_only: bool, indent: int | None, new: list[str]
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    document = jsonfile.parse(Source(text))
    assert json.loads(formats.render(document)) == value
    strings = [it.value for it in document.fields if text[it.value.start] == '"']
    strings += [it.text for it in document.bodies]
    edits = dict(zip(strings, new, strict=False))
    again = jsonfile.parse(Source(formats.render(document, edits)))
    expected = sorted(edits.get(part, part.text) for part in strings)
    found = scalars(json.loads(again.source.text))
    assert sorted(leaf for leaf in found if isinstance(leaf, str)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,\n "b" 2}', "line 2, column 6: ':' is missing"),
        ('{"a": 1,}', "line 1, column 9: a key in double quotes is missing"),
        ("{a: 1}", "line 1, column 2: a key in double quotes is missing"),
        ('{"a": "b', "line 1, column 7: unterminated string"),
        ('{"a": "\\q"}', r"line 1, column 8: invalid \\escape"),
        ('{"a": "b\nc"}', "line 1, column 9: invalid control character"),
        ('{"a": tru}', "line 1, column 7: a value is missing"),
        ("[1 2]", "line 1, column 4: ',' is missing"),
        ("[1,]", "line 1, column 4: a value is missing"),
        ('{"a": 1} {"b": 2}', "line 1, column 10: more text after the end"),
        ("[" * 101, "line 1, column 101: nested deeper than 100 levels"),
        ("[" * 100_000, "nested deeper than"),
        ('{"a":' * 100_000, "nested deeper than"),
    ],
)
def test_broken_json_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        formats.parse_text(text, "json")


LINES = '{"title": "a", "text": "b"}\r\n\r\n  {"title": "c", "text": "d\u2028"} \n{"title": "e"}'


def test_every_line_is_an_item() -> None:
    document = formats.parse_text(LINES)
    assert document.format == "jsonl"
    assert [pairs(document, i) for i in range(3)] == [[("title", it)] for it in "ace"]
    assert [it.text.text for it in document.bodies] == ["b", "d\u2028"]
    assert formats.render(document) == LINES
    edits = {document.bodies[1].text: 'x"y'}
    assert formats.render(document, edits) == LINES.replace("d\u2028", 'x\\"y')


@given(st.lists(st.dictionaries(st.text(), values, max_size=3), max_size=4), st.text())
def test_lines_can_be_edited(rows: list[dict[str, Any]], new: str) -> None:
    text = "\n".join(json.dumps(row) for row in rows)
    document = formats.parse_text(text, "jsonl")
    edits = {it.value: new for it in document.fields if text[it.value.start] == '"'}
    again = formats.parse_text(formats.render(document, edits), "jsonl")
    assert len(again.items) == max(1, len(rows))
    assert all(it.value.text == new for it in again.fields if it.label in edits)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}\n{"b": }\n', "line 2, column 7: a value is missing"),
        ('{"a": 1}\n{"b":\n 2}\n', "line 2, column 6: one value a line"),
        ('{"a": 1} {"b": 2}\n', "line 1, column 10: one value a line"),
        ('{"a": 1}\n\n[1,\n2]', "line 3, column 4: one value a line"),
    ],
)
def test_a_broken_line_is_named(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        formats.parse_text(text, "jsonl")
