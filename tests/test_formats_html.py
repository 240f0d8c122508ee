"""Web pages: their article and metadata, the page in another language, or the article alone."""

import logging
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum import formats
from mlsum.core.errors import FormatError, MissingExtraError
from mlsum.core.lang import Lang
from mlsum.translation import Options, Text, run, translate_texts

pytest.importorskip("trafilatura")

PAGE = """<!DOCTYPE html>
<html lang="pt-BR"><head><meta charset="utf-8"><title>Porto de Santos amplia terminal</title>
<meta name="author" content="Ana Souza"><meta property="og:site_name" content="Jornal do Litoral">
<meta name="description" content="Obra deve durar dois anos.">
<meta property="article:published_time" content="2024-03-05T08:00:00-03:00"></head>
<body><nav><a href="/">Início</a> <a href="/mais">Mais lidas</a></nav>
<article><h1>Porto de Santos amplia terminal</h1>
<p>O porto de Santos começou nesta terça-feira a ampliar o terminal de grãos, uma obra que deve
durar dois anos &amp; custar R$ 300 milhões.</p>
<h2>O que muda</h2>
<p>Segundo a direção, navios <b>maiores</b> poderão atracar, e a fila deve diminuir.</p>
<ul><li>Dois berços novos</li><li>Um pátio para trens</li></ul>
<p>Moradores pedem que o ruído seja medido todos os meses e que os dados sejam publicados.</p>
</article><footer>© Jornal do Litoral</footer></body></html>
"""


def test_the_article_and_its_metadata_are_found() -> None:
    document = formats.parse_text(PAGE)
    assert document.format == "html"
    assert {field.label.text: field.value.text for field in document.fields} == {
        "title": "Porto de Santos amplia terminal",
        "author": "Ana Souza",
        "date": "2024-03-05",
        "sitename": "Jornal do Litoral",
        "description": "Obra deve durar dois anos.",
        "language": "pt-BR",
    }
    body = document.bodies[0].text.text
    assert body.startswith("O porto de Santos começou")
    assert "## O que muda" in body
    assert "- Dois berços novos" in body
    assert "Mais lidas" not in body


def test_an_unchanged_page_is_the_page_itself() -> None:
    document = formats.parse_text(PAGE)
    body = document.bodies[0].text
    assert formats.render(document) == PAGE
    assert formats.render(document, {body: body.text}) == PAGE


def test_the_page_is_translated_where_it_stands() -> None:
    document = formats.parse_text(PAGE)
    result = run(document, Options(Lang("en"), source=Lang("pt"), engine="echo"))
    page = formats.render(document, result.edits)
    assert tags(page) == tags(PAGE)
    assert '<html lang="en"><head><meta charset="utf-8"><title>[en] porto' in page.lower()
    assert '<meta name="author" content="Ana Souza">' in page
    assert '<meta name="description" content="[en] Obra deve durar dois anos.">' in page
    assert '<nav><a href="/">Home</a> <a href="/mais">' in page  # a phrase of the tables
    assert "durar dois anos &amp; custar R$ 300 million.</p>\n<h2>" in page
    assert "navios <b>maiores</b> poderão atracar" in page
    assert document.bodies[0].text in result.edits  # the article is there for views


def tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, tuple(name for name, _ in attrs)))

        def handle_endtag(self, tag: str) -> None:
            found.append((f"/{tag}", ()))

        def handle_comment(self, data: str) -> None:
            found.append((data, ()))

    parser = Parser()
    parser.feed(page)
    parser.close()
    return found


NASTY = [
    *(
        "<P>",
        "</p>",
        "<b>",
        "</B>",
        "<i class='a>b'>",
        "</i>",
        '<a title="go > on" href=x>',
        "</a>",
    ),
    *("<br>", "<BR/>", "<img src=a alt='a boat'>", "<!-- <p> -->", "<td>", "<ul><li>", "<div>"),
    *("The house is red. ", "water runs, ", "and they said so", "! Then ", "R&D ", " 5 < 6 "),
    *("&amp;", "&lt;b&gt;", "&eacute;", "<code>x(a)</code>", "<script>a<b</script>", "\n", '"'),
    *("<span translate=no>", "</span>", "</div>", "<![CDATA[ a ]]>", "<x1/>", "<pre>", "</pre>"),
]


@given(st.lists(st.sampled_from(NASTY), max_size=14).map("".join))
def test_no_tag_is_lost_in_a_nasty_page(page: str) -> None:
    text = Text(page, "html", Lang("en"), Lang("pt"), forced=True)
    (made,) = translate_texts([text], Options(engine="echo"))
    assert sorted(tags(made.text)) == sorted(tags(page))


def test_a_page_in_the_target_language_is_left_as_it_is() -> None:
    document = formats.parse_text(PAGE)
    result = run(document, Options(Lang("pt")))
    assert formats.render(document, result.edits) == PAGE


def test_a_page_stays_in_its_encoding() -> None:
    document = formats.parse(formats.decode(PAGE.replace("utf-8", "latin-1").encode("latin-1")))
    (page,) = document.pages
    data = formats.render_bytes(document, {page.text: page.text.text.replace("Porto", "항")})
    assert b"<title>&#54637; de Santos" in data
    assert "Início".encode("latin-1") in data


def test_an_edited_page_is_the_article_alone() -> None:
    document = formats.parse_text(PAGE)
    title, author = document.fields[0], document.fields[1]
    body = document.bodies[0].text
    edits = {
        title.value: "Port <Santos> & more",
        author.label: "Autora",
        body: "# Head\n\nOne *new* **text** <b>.\n\n- a\n- b",
    }
    page = formats.render(document, edits)
    assert "<title>Port &lt;Santos&gt; &amp; more</title>" in page
    assert "<h1>Port &lt;Santos&gt; &amp; more</h1>" in page
    assert "<dt>Autora</dt><dd>Ana Souza</dd>" in page
    assert "<h1>Head</h1>" in page
    assert "<p>One <em>new</em> <strong>text</strong> &lt;b&gt;.</p>" in page
    assert "<ul><li>a</li><li>b</li></ul>" in page
    assert "Mais lidas" not in page
    again = formats.parse_text(page)
    assert again.fields[0].value.text == "Port <Santos> & more"


def test_the_page_names_the_encoding_it_is_written_in() -> None:
    document = formats.parse(formats.decode(PAGE.replace("utf-8", "latin-1").encode("latin-1")))
    title = document.fields[0].value
    data = formats.render_bytes(document, {title: "Ampliação"})
    assert b'charset="iso8859-1"' in data
    assert "Ampliação".encode("latin-1") in data
    data = formats.render_bytes(document, {title: "산투스항"})
    assert b'charset="utf-8"' in data
    assert "산투스항".encode() in data


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("<p>Só isto.</p>", "Só isto."),
        ("<html><body><p>Um <b>texto</b><p>sem fim", "Um **texto**\n\nsem fim"),
        ("<body><script>x = 1</script><div>a<br>b</div>", "a\n\nb"),
        ("<html>", ""),
        ("<html><!-- nothing -->", ""),
    ],
)
def test_malformed_pages_give_the_text_they_have(page: str, body: str) -> None:
    document = formats.parse_text(page, "html")
    assert "".join(it.text.text for it in document.bodies) == body


def test_a_page_of_very_many_tags_is_read_without_the_slow_search() -> None:
    document = formats.parse_text("<html><body>" + "<p>Olá" * 30_000)
    assert document.bodies[0].text.text.startswith("Olá\n\nOlá")


@given(st.lists(st.sampled_from(PAGE.split(">")), max_size=12).map(">".join))
def test_no_page_crashes(page: str) -> None:
    document = formats.parse_text(page, "html")
    assert formats.render(document) == page


def test_without_trafilatura_the_install_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError) as caught:
        formats.parse_text(PAGE)
    assert "[html]" in caught.value.hint


def test_a_failure_inside_trafilatura_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("trafilatura.extract", fail)
    with pytest.raises(FormatError, match="ZeroDivisionError: oops"):
        formats.parse_text(PAGE)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for page in ("<html>", "<html><body>\x01", PAGE):
        formats.parse_text(page, "html")
    assert capfd.readouterr() == ("", "")
    assert any(
        isinstance(it, logging.NullHandler) for it in logging.getLogger("trafilatura").handlers
    )
