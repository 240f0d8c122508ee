"""Tables are read as they stand, and spellings compared by what they have in common."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon import find_outlet
from mlsum.lexicon.cldr import parse_currency, parse_language, parse_territory
from mlsum.lexicon.labels import lookup
from mlsum.lexicon.spelling import column_lang, fold, pick, strip_accents
from mlsum.lexicon.terms import translate_term


@pytest.mark.parametrize("name", ["labels.tsv", "terms.tsv", "outlets.tsv", "territories.tsv"])
def test_every_table_is_tidy(name: str) -> None:
    for row in read_rows(name):
        for cell in row.values():
            assert cell == unicodedata.normalize("NFC", cell)
            names = cell.split("|") if cell else []
            assert all(name and name == name.strip() for name in names)
            assert len({fold(name) for name in names}) == len(names), cell


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (">Publicado em:", "PUBLICADO_EM"),
        ("publishedAt", "published at"),
        ("E-Mail", "email"),
        ("제 목", "제목："),
        ("ＵＲＬ", "url"),
        ("Straße", "STRASSE"),
        ("Ti\u0301tulo", "Título"),
        ("हिन्दी", "हिन्दी:"),
    ],
)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("título", "titulo"),
        ("ação", "acao"),
        ("パス", "パス"),
        ("한국", "한국"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_only_european_accents_are_stripped(text: str, bare: str) -> None:
    assert strip_accents(text) == bare


@given(st.text())
def test_folding_and_stripping_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert strip_accents(strip_accents(text)) == strip_accents(text)


def test_a_region_goes_before_its_language() -> None:
    names = {Lang("pt"): "Esportes", Lang("pt", region="PT"): "Desporto", Lang("zh"): "体育"}
    assert [pick(names, Lang.parse(tag)) for tag in ("pt", "pt-BR", "pt-PT")] == [
        "Esportes",
        "Esportes",
        "Desporto",
    ]
    assert [pick(names, Lang.parse(tag)) for tag in ("zh", "zh-CN", "zh-TW", "zh-Hant", "ko")] == [
        "体育",
        "体育",
        None,
        None,
        None,
    ]


def test_the_heads_of_columns_are_languages() -> None:
    assert column_lang("pt") == Lang("pt")
    assert column_lang("pt-PT") == Lang.parse("pt-PT")


def test_a_long_text_is_in_no_table() -> None:
    text = "Brasil " * 1_000_000
    assert lookup(text) == ()
    assert translate_term(text, "type", Lang("ko")) is None
    for find in (find_outlet, parse_language, parse_territory, parse_currency):
        assert find(text) is None
