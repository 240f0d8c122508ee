from pathlib import Path

import pytest

import mlsum
from mlsum import api
from mlsum.errors import InputError, LanguageError, UsageError
from mlsum.lang import Lang
from mlsum.lexicon import Glossary

ARTICLE = """\
# Title: Minister visits Lisbon
>Date: 2024-05-01

### Content:

The minister arrived in Lisbon on Wednesday. He met three researchers there. They talked for an
hour about the budget. He will travel on to Porto tomorrow.
"""


def test_a_document_is_read_from_a_path_or_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    for given in (path, str(path), ARTICLE):
        document = api.parse(given)
        assert document.format == "labelled"
        assert document.fields[0].value.text == "Minister visits Lisbon"
    assert api.parse(ARTICLE, "plain").fields == ()


@pytest.mark.parametrize("text", ["", "no such file.txt", "a\0b", "x" * 2000, "two\nlines"])
def test_a_string_that_names_no_file_is_the_document(text: str) -> None:
    assert api.parse(text).source.text == text


def test_a_path_is_always_a_file() -> None:
    with pytest.raises(InputError, match="no such file"):
        api.parse(Path("no such file.txt"))


def test_the_public_names_are_those_of_the_package() -> None:
    assert sorted(mlsum.__all__) == mlsum.__all__ == api.__all__
    assert all(callable(getattr(mlsum, name)) for name in mlsum.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mlsum.nothing


def test_a_text_and_a_batch_get_the_same_translation() -> None:
    texts = ["The minister arrived in Lisbon on Wednesday.", "", "They talked for an hour."]
    together = api.translate_batch(texts, "pt", "en")
    assert together == [api.translate(text, Lang("pt"), Lang("en")) for text in texts]
    assert [one.status for one in together] == ["translated", "kept", "translated"]
    assert "enpt-1693087644" in together[0].engine


def test_a_translated_document_says_what_became_of_it(tmp_path: Path) -> None:
    document = api.parse(ARTICLE)
    made = api.translate(document, to="pt")
    assert made.status == "translated"
    title = made.text.partition("\n")[0]
    assert title.startswith("# Título: ")
    assert "Lisboa" in title
    assert ">Data: 1 de maio de 2024" in made.text
    without = api.translate(document, to="pt", engine="none")
    assert without.status == "untranslated"
    assert "The minister arrived" in without.text
    assert without.reasons == ("translation by an engine is switched off",)
    terms = tmp_path / "terms.tsv"
    terms.write_text("en\tpt\nLisbon\tOlisipo\n", encoding="utf-8")
    assert "Olisipo" in api.translate(document, "pt", glossary=Glossary.load(terms)).text


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError):
        api.translate("Hello", to="portugese")


def test_a_summary_has_offsets_into_the_text_or_the_body() -> None:
    body = ARTICLE[ARTICLE.index("The minister") :]
    summary = api.summarize(body, sentences=2)
    assert len(summary.sentences) == 2
    assert all(body[one.start : one.end] == one.text for one in summary.sentences)
    assert [one.index for one in api.summarize(api.parse(ARTICLE), 2).sentences] == [
        one.index for one in summary.sentences
    ]
    assert len(api.summarize(body, max_chars=60, lang="en").text) <= 60


def test_a_document_without_a_body_has_an_empty_summary() -> None:
    assert api.summarize(api.parse("# Title: Only this\n>Date: 2024-05-01\n")).text == ""


def test_articles_of_a_feed_are_summarized_one_by_one() -> None:
    feed = '[{"content": "One. Two."}, {"content": "Three. Four."}]'
    with pytest.raises(UsageError, match="several items"):
        api.summarize(api.parse(feed))


@pytest.mark.parametrize("path", ["nope.txt", "no/such/file.docx", "nope.JSONL"])
def test_a_mistyped_path_is_no_text(path: str) -> None:
    with pytest.raises(InputError, match="no such file"):
        api.parse(path)


@pytest.mark.parametrize(
    "text", ["See nope.txt", "nope.txt\n", "End.", "https://example.org/a.html"]
)
def test_a_text_is_no_path(text: str) -> None:
    assert api.parse(text).source.text == text
