"""Entities and wrongly decoded letters are read as what they say, and stay where nobody edits."""

import json

import pytest

from mlsum.formats import notes, parse_bytes, parse_text, render, render_bytes

LEFT = "The sign Ã½Ã�Ã� and ì •ë¶€ëŠ” ë°œ"


def body(text: str, format: str) -> str:
    return parse_text(text, format).bodies[0].text.text


def misread(text: str) -> str:
    """A text as a program shows it that decodes its bytes as another encoding."""
    return text.encode("utf-8").decode("latin-1")


@pytest.mark.parametrize("format", ["plain", "markdown"])
def test_entities_are_read(format: str) -> None:
    text = "S&oacute; &ldquo;a Cmara&rdquo; n&#227;o v&ecirc; &#x2014; P&amp;D &hellip;"
    assert body(text, format) == "Só “a Cmara” não vê — P&D …"


@pytest.mark.parametrize(
    "kept", ["a &lt;b&gt; c", "&amp;lt;", "&unknown; &", "AT&T &c", "x &#10; y"]
)
def test_what_would_be_markup_stays(kept: str) -> None:
    assert body(kept, "plain") == kept


@pytest.mark.parametrize("code", ["`&eacute;`", "```\n&eacute;\n```", "    &eacute;"])
def test_code_says_what_it_says(code: str) -> None:
    text = f"Caf&eacute;:\n\n{code}\n\nCaf&eacute;"
    assert body(text, "markdown") == f"Café:\n\n{code}\n\nCafé"


def test_marks_of_markdown_stay_escaped() -> None:
    assert body("2 &#42; 3 &#42; 4 &eacute;", "markdown") == "2 &#42; 3 &#42; 4 é"


def test_fields_and_labels_are_read() -> None:
    text = '{"t&iacute;tulo": "Elei&ccedil;&otilde;es", "content": "N&atilde;o."}'
    field = parse_text(text, "json").fields[0]
    assert (field.label.text, field.value.text) == ("título", "Eleições")


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("json", '{"title": "N&atilde;o", "tag": "P&amp;D", "content": "S&oacute; isso."}'),
        (
            "labelled",
            "# T&iacute;tulo: N&atilde;o\n>Tipo: P&amp;D\n\n### Texto:\n\nS&oacute; isso.\n",
        ),
        ("frontmatter", '---\ntitle: N&atilde;o\ntag: "P&amp;D"\n---\n\nS&oacute; isso.\n'),
        ("srt", "1\n00:00:01,000 --> 00:00:02,000\nS&oacute; isso.\n"),
        ("plain", "S&oacute; isso.\n"),
    ],
)
def test_only_what_is_edited_changes(format: str, text: str) -> None:
    document = parse_text(text, format)
    part = document.bodies[0].text
    assert part.text == "Só isso."
    assert render(document) == text
    assert render(document, {part: part.text}) == text
    assert render(document, {part: "Isto é tudo."}) == text.replace(
        "S&oacute; isso.", "Isto é tudo."
    )


@pytest.mark.parametrize(
    "said", ["Notícias", "A inflação não caiu em março", "É tarde", "“Olá”, disse", "정부 발표"]
)
def test_wrong_decoding_is_undone(said: str) -> None:
    document = parse_text(f"{misread(said)}\n\nFine here.", "plain")
    assert document.bodies[0].text.text == f"{said}\n\nFine here."
    assert render(document) == f"{misread(said)}\n\nFine here."
    (note,) = notes(document)
    assert note.startswith("read ")
    assert "Latin-1" in note


def test_wrong_decoding_in_a_value_is_undone() -> None:
    written = json.dumps({"section": misread("Notícias"), "content": "Tudo bem por aqui."})
    document = parse_bytes(written.encode(), "a.json")
    assert document.fields[0].value.text == "Notícias"
    assert render_bytes(document) == written.encode()
    assert "as Notícias" in notes(document)[0]


@pytest.mark.parametrize(
    "text", ["SÃO PAULO E AÇÃO", "Só “isso” – d’água…", "Ele pagou 10 £ (ou ½) por µ", "naïve café"]
)
def test_right_decoding_stays(text: str) -> None:
    document = parse_text(text, "plain")
    assert document.bodies[0].text.text == text
    assert not notes(document)


def test_what_cannot_be_undone_is_reported() -> None:
    document = parse_text(LEFT, "plain")
    assert document.bodies[0].text.text == LEFT
    assert notes(document)[0].startswith("left ")


def test_a_web_page_is_only_reported() -> None:
    page = f"<html><body><p>{misread('A inflação não caiu')} de novo.</p></body></html>"
    document = parse_text(page, "html")
    assert any(note.startswith("left ") for note in notes(document))
