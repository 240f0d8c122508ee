"""YAML and TOML heads: every scalar found, every edit read back as what was written."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlsum import formats
from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.formats import frontmatter

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
GUIDE = sorted((SHARED / "data" / "docs_opensource_guide").glob("*/*.md"))

# fmt: off
words = st.text(max_size=20) | st.sampled_from((
    "No", "3", "~", "- a", "a: b", "a #b", "#", "'", '"', "|", "{a}", "[", "&a", "*a",
    "a, b", "first\nsecond", " x ", "\n", "a\n\n b\n", "\\", "---", "+++", "\n+++\n", "한국",
    "\x85",
    "%", "!t", "2023-12-13", "true", "a\tb", "\x7f", "?", "? a", "<<", "=", "@", "\u2028",
    "\ufeff", "\r\n",
))
# fmt: on
safe = words.filter(lambda text: text.isprintable() or "\n" in text)


def pairs(document: Document) -> list[tuple[str, str]]:
    return [(field.label.text, field.value.text) for field in document.fields]


def edited(document: Document, new: list[str]) -> Document:
    """The document with the values in turn replaced by those of `new`, read again."""
    values = [field.value for field in document.fields]
    edits = dict(zip(values, new, strict=False))
    again = frontmatter.parse(Source(formats.render(document, edits)))
    before = frontmatter.parse(document.source)
    expected = [
        edits.get(value, field.value.text)
        for value, field in zip(values, before.fields, strict=True)
    ]
    assert [field.value.text for field in again.fields] == expected
    assert [body.text.text for body in again.bodies] == [b.text.text for b in before.bodies]
    return again


YAML = """---
title: "Ministro: 'acordo'"   # the title
date: 2023-12-13 05:00:00-03:00
draft: false
empty:
author: {name: Ana Souza, mail: 'ana@example.org'}
tags:
  - defesa
  - &nato OTAN
see: *nato
lead: >-
  Uma linha
  e outra.
note: |
  Primeira.

  Segunda.
last: !!str plain
  goes on
---

# Texto

Corpo.
"""


def test_every_scalar_of_a_yaml_head_is_a_field() -> None:
    document = formats.parse_text(YAML)
    assert document.format == "frontmatter"
    assert pairs(document) == [
        ("title", "Ministro: 'acordo'"),
        ("date", "2023-12-13 05:00:00-03:00"),
        ("draft", "false"),
        ("empty", ""),
        ("name", "Ana Souza"),
        ("mail", "ana@example.org"),
        ("tags", "defesa"),
        ("tags", "OTAN"),
        ("lead", "Uma linha e outra."),
        ("note", "Primeira.\n\nSegunda.\n"),
        ("last", "plain goes on"),
    ]
    assert document.bodies[0].text.text == "# Texto\n\nCorpo."
    assert document.bodies[0].markup == "markdown"


@pytest.mark.parametrize(
    ("label", "new", "line"),
    [
        ("title", 'say "hi"', 'title: "say \\"hi\\""   # the title'),
        ("draft", "falso", "draft: falso"),
        ("draft", "true", "draft: true"),
        ("empty", "cheio", "empty: cheio"),
        ("name", "Souza, Ana", "author: {name: 'Souza, Ana', mail: 'ana@example.org'}"),
        ("mail", "it's", "author: {name: Ana Souza, mail: 'it''s'}"),
        ("tags", "segurança: já", "  - 'segurança: já'"),
        ("lead", "One line.", "  One line."),
        ("note", "One.\nTwo.", "note: |-\n  One.\n  Two."),
        ("last", "No", "last: !!str No"),
    ],
)
def test_new_text_keeps_the_style_of_the_old(label: str, new: str, line: str) -> None:
    document = formats.parse_text(YAML)
    value = next(field.value for field in document.fields if field.label.text == label)
    assert line in formats.render(document, {value: new})


def test_a_block_without_text_gives_way_to_quotes() -> None:
    document = formats.parse_text("---\na:\n  - x\n  - |2+\n\n---\nText.")
    again = edited(document, ["y", "0"])
    assert '  - "0"\n' in again.source.text


def test_a_head_that_would_come_out_wrong_is_not_written() -> None:
    for text in ("---\na:\n|\n---\nText.", "---\n~\n---\nText."):
        document = formats.parse_text(text, "frontmatter")
        with pytest.raises(FormatError, match="cannot be written into this front matter"):
            formats.render(document, {document.fields[0].value: "..."})


def test_white_space_after_a_block_goes_with_it() -> None:
    document = formats.parse_text("---\na: |\n  one \n  two  \n\nb: c\n---\nText.")
    again = edited(document, ["three"])
    assert again.source.text == "---\na: |-\n  three\n\nb: c\n---\nText."


def test_keys_can_be_written_too() -> None:
    document = formats.parse_text(YAML)
    edits = {field.label: f"{field.label.text}: 새" for field in document.fields}
    again = formats.parse_text(formats.render(document, edits))
    assert pairs(again) == [(f"{label}: 새", value) for label, value in pairs(document)]


TOML = '''+++
title = "Ministro: \\"acordo\\""   # the title
date = 2023-12-13 05:00:00-03:00
draft = false
tags = [ "defesa", 'OTAN', # both
  """três
linhas""" ]
author = { name = "Ana, Souza", age = 3 }
site."page one".url = 'C:\\new'

[[ extra ]]
note = """
One "quoted"
line."""
raw = \'\'\'a
b\'\'\'
+++
Corpo.
'''


def test_every_scalar_of_a_toml_head_is_a_field() -> None:
    document = formats.parse_text(TOML)
    assert document.format == "frontmatter"
    assert pairs(document) == [
        ("title", 'Ministro: "acordo"'),
        ("date", "2023-12-13 05:00:00-03:00"),
        ("draft", "false"),
        ("tags", "defesa"),
        ("tags", "OTAN"),
        ("tags", "três\nlinhas"),
        ("name", "Ana, Souza"),
        ("age", "3"),
        ("url", "C:\\new"),
        ("note", 'One "quoted"\nline.'),
        ("raw", "a\nb"),
    ]
    assert document.bodies[0].text.text == "Corpo."


@pytest.mark.parametrize(
    ("label", "new", "line"),
    [
        ("title", 'a "b"', 'title = "a \\"b\\""   # the title'),
        ("date", "2024-01-01", "date = 2024-01-01"),
        ("date", "ontem", 'date = "ontem"'),
        ("url", "D:\\x", "url = 'D:\\x'"),
        ("url", "it's", 'url = "it\'s"'),
        ("note", "One\ntwo", 'note = """\nOne\ntwo"""'),
        ("raw", "c\nd", "raw = '''\nc\nd'''"),
        ("raw", "c\n+++\nd", 'raw = "c\\n+++\\nd"'),
    ],
)
def test_new_text_keeps_the_quotes_of_the_old(label: str, new: str, line: str) -> None:
    document = formats.parse_text(TOML)
    value = next(field.value for field in document.fields if field.label.text == label)
    assert line in formats.render(document, {value: new})


def test_toml_keys_can_be_written_too() -> None:
    document = formats.parse_text(TOML)
    edits = {field.label: f"{field.label.text} 새" for field in document.fields}
    again = formats.parse_text(formats.render(document, edits))
    assert [label for label, _ in pairs(again)] == [f"{label} 새" for label, _ in pairs(document)]


heads = st.recursive(
    safe | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(safe, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(safe, heads, min_size=1, max_size=4),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([None, True, False]),
    st.lists(words, min_size=8, max_size=8),
)
def test_any_yaml_edit_is_read_back(
    head: dict[str, Any], style: str | None, flow: bool | None, new: list[str]
) -> None:
    dumped = yaml.safe_dump(
        head, default_style=style, default_flow_style=flow, allow_unicode=True, sort_keys=False
    )
    document = formats.parse_text(f"---\n{dumped}---\n\nThe body.\n", "frontmatter")
    edited(document, new)


def toml(value: Any) -> str:
    """A small writer of inline TOML, for the test alone."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n ".join(toml(item) for item in value) + "]"
    return json.dumps(value or "", ensure_ascii=False).replace("\x7f", "\\u007f")


@given(
    st.dictionaries(safe, heads, min_size=1, max_size=4), st.lists(words, min_size=8, max_size=8)
)
def test_any_toml_edit_is_read_back(head: dict[str, Any], new: list[str]) -> None:
    lines = "".join(f"{toml(key)} = {toml(value)}\n" for key, value in head.items())
    document = formats.parse_text(f"+++\n{lines}+++\n\nThe body.\n", "frontmatter")
    edited(document, new)


@pytest.mark.parametrize("label", ["title", "tags", "note", "raw", "url", "date"])
@given(new=words)
def test_any_text_fits_into_any_quotes(label: str, new: str) -> None:
    document = formats.parse_text(TOML)
    values = [field.value for field in document.fields]
    index = [field.label.text for field in document.fields].index(label)
    edited(document, [value.text for value in values[:index]] + [new])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\na: [1\nb: 2\n---\n", r"broken YAML.* line 3, column 2"),
        ("---\na: b\n c: d\n---\n", r"broken YAML.* line 3, column 3: mapping values"),
        ("---\na: \x00\n---\n", r"line 2, column 4: character 0x00 is not allowed"),
        ("---\na: " + "[" * 50 + "\n---\n", "nested deeper than"),
        ("+++\na = 1\na = 2\n+++\n", r"broken TOML.* line 3, column 6: cannot overwrite"),
        ("+++\na = \n+++\n", r"line 2, column 5: a value is missing"),
        ("+++\na 1\n+++\n", r"line 2, column 3: '=' is missing"),
        ("+++\na = 1x\n+++\n", r"broken TOML.* line 2"),
        ("+++\na = '\\\n+++\n", r"line 2, column 5: a value is missing"),
        ('+++\na = "\\q"\n+++\n', r"line 2, column 5: a string that cannot be read"),
        ("+++\n" + "a." * 30 + "a = 1\n+++\n", "a key of more than 20 names"),
        ("+++\na = " + "[" * 50 + "\n+++\n", "nested deeper than"),
        ("+++\n= 1\n+++\n", "a key is missing"),
    ],
)
def test_a_broken_head_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        formats.parse_text(text, "frontmatter")


@pytest.mark.parametrize("text", ["Words.", "---\na: b\n", "---"])
def test_a_text_without_fences_is_no_front_matter(text: str) -> None:
    assert formats.parse_text(text).format != "frontmatter"
    with pytest.raises(FormatError, match="no front matter"):
        formats.parse_text(text, "frontmatter")


def test_rules_around_prose_are_no_front_matter() -> None:
    assert formats.parse_text("---\n\n*Some* words\n\n---\n\nMore.").format != "frontmatter"


@pytest.mark.parametrize("text", ["---\n---\nBody", "---\n# comment\n---\n\nBody\n"])
def test_an_empty_head_has_no_fields(text: str) -> None:
    document = formats.parse_text(text)
    assert document.format == "frontmatter"
    assert document.fields == ()
    assert document.bodies[0].text.text == "Body"


def test_line_ends_of_a_head_stay_as_they_are() -> None:
    crlf = YAML.replace("\n", "\r\n")
    document = formats.parse_text(crlf)
    assert [value for _, value in pairs(document)][8:10] == [
        "Uma linha e outra.",
        "Primeira.\n\nSegunda.\n",
    ]
    note = document.fields[9].value
    assert "note: |-\r\n  One.\r\n  Two.\r\nlast" in formats.render(document, {note: "One.\nTwo."})


@pytest.mark.skipif(not GUIDE, reason="the open source guide is not beside the checkout")
@pytest.mark.parametrize("path", GUIDE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_page_of_the_guide_can_be_read_and_edited(path: Path) -> None:
    document = formats.parse_file(path)
    assert document.format == "frontmatter"
    assert {"lang", "title"} <= {field.label.text for field in document.fields}
    assert formats.render_bytes(document) == path.read_bytes()
    edited(document, [f"{field.value.text}: '#\"" for field in document.fields])
