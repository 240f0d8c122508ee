"""Labels name the same field in every language."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.labels import keys, label, lookup

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.mark.parametrize(
    ("written", "key", "lang"),
    [
        ("Título", "title", "pt"),
        ("# Título:", "title", "pt"),
        ("titulo", "title", "pt"),
        (">Origem:", "source", "pt"),
        ("Veículo", "source", "pt"),
        ("Agregador", "aggregator", "pt"),
        ("### Conteúdo：", "content", "pt"),
        ("Data de publicação", "date", "pt"),
        ("**DATA**", "date", "it"),
        ("제목", "title", "ko"),
        ("제 목 :", "title", "ko"),
        ("언론사", "source", "ko"),
        ("사진 설명", "caption", "ko"),
        ("publishedAt", "date", "en"),
        ("published_at", "date", "en"),
        ("urlToImage", "image", "en"),
        ("sitename", "source", "en"),
        ("E-Mail", "email", "de"),
        ("Überschrift", "title", "de"),
        ("タイトル", "title", "ja"),
        ("标题", "title", "zh"),
        ("Mots clés", "keywords", "fr"),
        ("dcterms:created", "created", "en"),
        ("DC.creator", "author", "en"),
        ("articleSection", "section", "en"),
        ("media:description", "description", "en"),
        ("Call number", "call_number", "en"),
        ("Local de publicação", "publication_place", "pt"),
        ("Editora", "publisher", "pt"),
        ("서명", "title", "ko"),
        ("청구기호", "call_number", "ko"),
        ("발행년", "publication_year", "ko"),
    ],
)
def test_a_spelling_names_its_field_in_its_language(written: str, key: str, lang: str) -> None:
    assert (key, lang) in {(match.key, str(match.lang)) for match in lookup(written)}


@pytest.mark.parametrize(
    "written", ["", ":", "###", "Quimera", "dc:", "dc:quimera", "https://example.org", "날씨맑음"]
)
def test_an_unknown_label_names_nothing(written: str) -> None:
    assert lookup(written) == ()


@pytest.mark.parametrize(
    ("key", "english", "portuguese", "korean"),
    [
        ("title", "Title", "Título", "제목"),
        ("date", "Date", "Data", "날짜"),
        ("type", "Type", "Tipo", "유형"),
        ("url", "URL", "URL", "URL"),
        ("source", "Source", "Origem", "출처"),
        ("language", "Language", "Idioma", "언어"),
        ("aggregator", "Aggregator", "Agregador", "뉴스 애그리게이터"),
        ("content", "Content", "Conteúdo", "본문"),
    ],
)
def test_the_labels_of_a_news_item(key: str, english: str, portuguese: str, korean: str) -> None:
    assert (label(key, EN), label(key, PT), label(key, KO)) == (english, portuguese, korean)


def test_a_region_may_have_its_own_labels() -> None:
    assert label("address", Lang.parse("pt-PT")) == "Morada"
    assert label("address", Lang.parse("pt-BR")) == label("address", PT) == "Endereço"
    assert label("title", Lang.parse("pt-BR")) == "Título"


def test_there_are_no_labels_in_unknown_languages_scripts_or_fields() -> None:
    assert label("title", Lang("tlh")) is None
    assert label("title", Lang.parse("zh-TW")) is None
    assert label("title", Lang.parse("zh-Hans")) == "标题"
    assert label("no such field", EN) is None


@pytest.mark.parametrize("key", keys())
def test_every_field_has_a_label_in_english_portuguese_and_korean(key: str) -> None:
    assert all(label(key, lang) for lang in (EN, PT, KO))


def test_there_are_labels_for_many_fields() -> None:
    assert len(keys()) == len(set(keys())) >= 60


@pytest.mark.parametrize("row", read_rows("labels.tsv"), ids=lambda row: row["key"])
def test_every_preferred_label_leads_back_to_its_field(row: dict[str, str]) -> None:
    key, _, sense = row["key"].partition(".")
    for lang in (Lang.parse(tag).base for tag in row if tag != "key"):
        written = label(key, lang, sense)
        found = [(m.key, m.sense, m.preferred) for m in lookup(written or "") if m.lang == lang]
        assert not written or found == [(key, sense, True)]


@pytest.mark.parametrize("row", read_rows("labels.tsv"), ids=lambda row: row["key"])
def test_no_spelling_names_two_fields_in_one_language(row: dict[str, str]) -> None:
    spellings = (s for tag, cell in row.items() if tag != "key" for s in cell.split("|") if s)
    for spelling in spellings:
        assert max(Counter(match.lang for match in lookup(spelling)).values()) == 1, spelling


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    assert all(label(match.key, match.lang) for match in lookup(text))
