"""Reading and writing documents, whatever their format."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum import formats
from mlsum.core.document import Document, Item, Part, Source
from mlsum.core.errors import EncodingError, FormatError, InputError, MlsumError, UsageError

SEED = Path(__file__).parent.parent / "seeds" / "000_6d34a9a495decccd.txt"
GOLDEN = Path(__file__).parent / "golden" / "formats"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
# fmt: off
PIECES = st.sampled_from((
    "# ", "## ", ">", "> ", "Label: ", "제목：", "---\n", "+++\n", "\n", "\r\n", "\r", "\u2028",
    "\ufeff", "\u200b", "\u202e", "\x00", "{", "}", "[", "]", '"', ":", ",", '{"text": "a"}', "- ",
    "a: b\n", "= 1\n", "'", '"""', "<p>", "</p>", "<html>", "**", "https://a.b", " ", "\t", "x",
    "é", "한", "!", "&", "*",
))
# fmt: on
texts = st.lists(PIECES, max_size=30).map("".join) | st.text()


def test_the_sample_has_its_fields_and_its_body() -> None:
    document = formats.parse_file(SEED)
    assert document.format == "labelled"
    assert [field.label.text for field in document.fields] == [
        "Título", "Data", "Tipo", "URL", "Origem", "Idioma", "Agregador",
    ]  # fmt: skip
    assert document.bodies[0].label is not None
    assert document.bodies[0].label.text == "Conteúdo"
    assert document.bodies[0].text.text.startswith("Defense Minister Shin Won-sik met")
    assert document.bodies[0].text.text.endswith("(Yonhap)")


def as_found(document: Document) -> dict[str, Any]:
    """The document in the terms of `expected.json`."""
    items = [
        {
            "fields": [[field.label.text, field.value.text] for field in item.fields],
            "body": item.body
            and [item.body.label and item.body.label.text, item.body.markup, item.body.text.text],
        }
        for item in document.items
    ]
    return {"format": document.format, "items": items}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_golden_document_is_read_as_it_was_written_down(name: str) -> None:
    assert as_found(formats.parse_file(GOLDEN / name)) == EXPECTED[name]


def encodings(name: str) -> list[str]:
    """The encodings that have all letters of a golden document."""
    text = (GOLDEN / name).read_text(encoding="utf-8")
    known = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp949", "cp1252"]
    return [
        it for it in known if text.encode(it, "replace").decode(it).count("?") == text.count("?")
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("name", "encoding"), [(name, it) for name in EXPECTED for it in encodings(name)]
)
def test_in_any_encoding_it_says_the_same_and_comes_back(
    name: str, encoding: str, newline: str
) -> None:
    text = (GOLDEN / name).read_text(encoding="utf-8").replace("\n", newline)
    data = text.encode(encoding)
    try:
        document = formats.parse(formats.decode(data, name))
    except EncodingError:
        assert encoding == "cp949"  # has the letters of languages it was not made for
        return
    assert formats.render_bytes(document) == data
    body = document.bodies[0].text
    expected = EXPECTED[name]["items"][0]["body"][2]
    assert body.text.replace("\r\n", "\n") == expected.replace("\r\n", "\n")
    again = formats.decode(formats.render_bytes(document, {body: "Ok."}), name)
    assert again.bom == document.source.bom
    assert formats.parse(again).bodies[0].text.text == "Ok."


@given(st.binary() | texts.map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_what_can_be_read_comes_back_byte_for_byte(data: bytes) -> None:
    try:
        document = formats.parse(formats.decode(data))
    except MlsumError:
        return
    assert formats.render_bytes(document) == data


@given(texts, st.sampled_from([None, *formats.names()]))
def test_no_text_does_worse_than_an_error_of_ours(text: str, name: str | None) -> None:
    try:
        document = formats.parse_text(text, name)
    except MlsumError:
        return
    assert document.items
    assert formats.render(document) == text
    check_slices(document)


def check_slices(document: Document) -> None:
    """Parts lie inside the text, in no other part; those that are not escaped are the slice."""
    parts = {part for field in document.fields for part in (field.label, field.value)}
    parts |= {part for body in document.bodies for part in (body.text, body.label) if part}
    placed = sorted((part.start, part.end) for part in parts if part.start >= 0)
    assert all(0 <= start <= end <= len(document.source.text) for start, end in placed)
    assert all(a[1] <= b[0] for a, b in pairwise(placed))


@pytest.mark.parametrize(
    "name", [None, *(name for name in formats.names() if not formats.about(name).binary)]
)
@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028"])
def test_an_empty_text_has_one_empty_item(text: str, name: str | None) -> None:
    assert formats.parse_text(text, name).items == (Item(),)


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        ("Just words.", None, "plain"),
        ("Just words.", "note.md", "markdown"),
        ("# A title\n\nWords.", None, "markdown"),
        ("See [this](https://a.b) and **that**.", None, "markdown"),
        ("[1] A footnote, no list.", None, "plain"),
        ('{"title": "a"}', None, "json"),
        ('[{"title": "a"}]', None, "json"),
        ("3", "number.json", "json"),
        ('{"title": "a"}\n{"title": "b"}\n', None, "jsonl"),
        ('{"title": "a"}', "one.jsonl", "jsonl"),
        ("# Title: a\n>Date: b\n\nText.", None, "labelled"),
        ("Title: a\nDate: b\n\nText.", None, "labelled"),
    ],
)
def test_a_format_is_told_by_suffix_and_opening(text: str, path: str | None, name: str) -> None:
    assert formats.parse(Source(text, path=path)).format == name


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="unknown format 'wordstar'") as caught:
        formats.parse_text("a", "wordstar")
    assert all(name in caught.value.hint for name in formats.names())


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(EncodingError, match=r"lone surrogate.* character 2"):
        formats.parse_text("ab\ud800")


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    for path, message in [(tmp_path, "directory"), (tmp_path / "no", "no such file")]:
        with pytest.raises(InputError, match=message) as caught:
            formats.parse_file(path)
        assert caught.value.where == str(path)
        assert caught.value.hint
    with pytest.raises(InputError, match="cannot be read"):
        formats.parse_file("a\x00b")


def test_a_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(InputError, match=r"a\.txt: this file may not be read"):
        formats.parse_file("a.txt")


def test_edits_that_cannot_be_written_are_refused() -> None:
    document = formats.parse_text("# A: a\n>B: b\n\nText.")
    part = document.fields[0].value
    inside = Part("a", part.start - 1, part.end)
    with pytest.raises(FormatError, match="two edits for the same place"):
        formats.render(document, {part: "x", inside: "y"})
    for name in ("labelled", "plain"):
        document = formats.parse_text("# A: a\n>B: b\n\nText.", name)
        with pytest.raises(EncodingError, match="lone surrogate"):
            formats.render(document, {document.bodies[0].text: "a\ud800"})


def test_new_text_that_the_encoding_lacks_makes_the_file_utf8() -> None:
    document = formats.parse(formats.decode("Notícia: não há acordo.".encode("latin-1")))
    body = document.bodies[0].text
    assert formats.encoding_for(document, "até amanhã") == "latin-1"
    assert formats.encoding_for(document, "합의 없음") == "utf-8"
    assert formats.render_bytes(document, {body: "até"}) == "até".encode("latin-1")
    assert formats.render_bytes(document, {body: "합의 없음"}) == "합의 없음".encode()


def test_line_ends_of_new_text_are_those_of_the_file() -> None:
    document = formats.parse_text("One.\r\n\r\nTwo.\r\n")
    body = document.bodies[0].text
    assert formats.render(document, {body: "Um.\n\nDois."}) == "Um.\r\n\r\nDois.\r\n"
