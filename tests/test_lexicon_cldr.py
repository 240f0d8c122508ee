"""Languages, territories and currencies go by many names."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.cldr import (
    READ,
    babel_locale,
    currency_name,
    language_name,
    parse_currency,
    parse_language,
    parse_territory,
    territory_name,
)

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
COUNTRIES = SHARED / "data" / "lex_countries" / "countries.tsv"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        *(("en", "en"), ("EN", "en"), ("por", "pt"), ("pt_BR", "pt-BR"), ("zh-Hant", "zh-Hant")),
        *(("English", "en"), ("inglês", "en"), ("ingles", "en"), ("영어", "en"), ("Anglais", "en")),
        *(
            ("Korean", "ko"),
            ("coreano", "ko"),
            ("한국어", "ko"),
            ("Koreanisch", "ko"),
            ("韩语", "ko"),
        ),
        *(("Português", "pt"), ("português (Brasil)", "pt-BR"), ("Brazilian Portuguese", "pt-BR")),
        *(("Svenska", "sv"), ("हिन्दी", "hi"), ("ไทย", "th"), ("русский", "ru"), ("日本語", "ja")),
        *(
            ("Simplified Chinese", "zh-Hans"),
            ("중국어(간체)", "zh-Hans"),
            ("中文（繁體）", "zh-Hant"),
            ("English (India)", "en-IN"),
        ),
        *(("Urdu", "ur"), (" Inglês ", "en"), ("INGLÊS", "en")),
    ],
)
def test_a_language_is_found_by_tag_and_by_name(text: str, tag: str) -> None:
    assert parse_language(text) == Lang.parse(tag)


@pytest.mark.parametrize(
    "text", ["", " ", "xx", "123", "Quenya?", "Atlantisch", "English (Atlantis)"]
)
def test_no_language_is_found_in_other_text(text: str) -> None:
    assert parse_language(text) is None


@pytest.mark.parametrize(
    ("tag", "target", "name"),
    [
        *(
            ("en", "ko", "영어"),
            ("en", "pt", "inglês"),
            ("ko", "en", "Korean"),
            ("pt", "ja", "ポルトガル語"),
        ),
        *(("pt-BR", "en", "Brazilian Portuguese"), ("pt-AO", "en", "Portuguese (Angola)")),
        *(
            ("zh-Hant-TW", "en", "Traditional Chinese (Taiwan)"),
            ("sr-Arab", "en", "Serbian (Arabic)"),
        ),
    ],
)
def test_a_language_is_named_in_another(tag: str, target: str, name: str) -> None:
    assert language_name(Lang.parse(tag), Lang.parse(target)) == name


def test_a_language_without_a_name_keeps_its_tag() -> None:
    assert language_name(Lang("qqq"), Lang("ko")) == "qqq"


def test_a_target_without_data_is_an_error() -> None:
    with pytest.raises(LanguageError) as error:
        language_name(Lang("en"), Lang("tlh"))
    assert "'tlh'" in error.value.message
    assert error.value.hint


@pytest.mark.parametrize("code", ["en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh", "ru", "ar"])
@pytest.mark.parametrize("target", ["en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh"])
def test_the_name_of_a_language_leads_back_to_it(code: str, target: str) -> None:
    assert parse_language(language_name(Lang(code), Lang(target))) == Lang(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("KR", "KR"), ("kor", "KR"), ("South Korea", "KR"), ("한국", "KR"), ("대한민국", "KR")),
        *(("Coreia do Sul", "KR"), ("Republic of Korea", "KR"), ("Korea, Republic of", "KR")),
        *(
            ("북한", "KP"),
            ("Brasil", "BR"),
            ("Brazil", "BR"),
            ("브라질", "BR"),
            ("USA", "US"),
            ("EUA", "US"),
        ),
        *(
            ("UK", "GB"),
            ("Reino Unido", "GB"),
            ("호주", "AU"),
            ("Ilhas Åland", "AX"),
            ("419", "419"),
        ),
        *(
            ("Trinidad and Tobago", "TT"),
            ("The Gambia", "GM"),
            ("Saint Lucia", "LC"),
            ("St. Lucia", "LC"),
        ),
        *(
            ("Moldova (Republic of)", "MD"),
            ("Moldova, Republic of", "MD"),
            ("sao tome e principe", "ST"),
        ),
        *(
            ("República Federativa do Brasil", "BR"),
            ("Kingdom of Spain", "ES"),
            ("포클랜드섬", "FK"),
        ),
        *(
            ("도미니카 공화국", "DO"),
            ("도미니카", "DM"),
            ("Democratic Republic of the Congo", "CD"),
        ),
        *(
            ("Republic of the Congo", "CG"),
            ("Islamic Republic of Pakistan", "PK"),
            ("짐바브웨 공화국", "ZW"),
        ),
        *(("Congo - Kinshasa", "CD"), ("Congo (Brazzaville)", "CG"), ("Ivory Coast", "CI")),
    ],
)
def test_a_territory_is_found_by_code_and_by_name(text: str, code: str) -> None:
    assert parse_territory(text) == code


@pytest.mark.parametrize(
    "text", ["", "Atlantis", "XX", "123456", "the", "Republic of Texas", "공화국", "섬"]
)
def test_no_territory_is_found_in_other_text(text: str) -> None:
    assert parse_territory(text) is None


def test_a_territory_is_named_in_the_language_of_the_reader() -> None:
    names = [territory_name("BR", Lang(code)) for code in ("en", "pt", "ko", "ja")]
    assert names == ["Brazil", "Brasil", "브라질", "ブラジル"]
    assert territory_name("QQ", Lang("en")) == "QQ"


@pytest.mark.parametrize("row", read_rows("territories.tsv"), ids=lambda row: row["code"])
def test_every_further_name_of_a_territory_leads_to_it(row: dict[str, str]) -> None:
    assert row["code"] in babel_locale(Lang("en")).territories
    for name in row["names"].split("|"):
        assert parse_territory(name) == row["code"], name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("BRL", "BRL"),
            ("krw", "KRW"),
            ("R$", "BRL"),
            ("US$", "USD"),
            ("€", "EUR"),
            ("₩", "KRW"),
        ),
        *(
            ("real brasileiro", "BRL"),
            ("US Dollar", "USD"),
            ("대한민국 원", "KRW"),
            ("dólar americano", "USD"),
        ),
        *(("$", None), ("", None), ("peso", None), ("shells", None)),
    ],
)
def test_a_currency_is_found_where_it_is_the_only_one(text: str, code: str | None) -> None:
    assert parse_currency(text) == code


def test_a_currency_is_named_in_the_language_of_the_reader() -> None:
    assert currency_name("KRW", Lang("en")) == "South Korean Won"
    assert currency_name("BRL", Lang("ko")) == "브라질 레알"
    assert currency_name("QQQ", Lang("ko")) == "QQQ"


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    found = parse_language(text), parse_territory(text), parse_currency(text)
    names = (
        found[0] and language_name(found[0], Lang("en")),
        found[1] and territory_name(found[1], Lang("en")),
        found[2] and currency_name(found[2], Lang("en")),
    )
    assert [bool(name) for name in names] == [bool(value) for value in found]


def test_all_locales_that_are_read_have_data() -> None:
    assert [babel_locale(Lang.parse(tag)).language for tag in READ] == [tag[:2] for tag in READ]


@pytest.mark.skipif(not COUNTRIES.exists(), reason="the list of countries is not in shared/data")
@pytest.mark.parametrize(("column", "floor"), [("en", 0.99), ("pt", 0.96), ("ko", 0.86)])
def test_most_names_of_a_foreign_list_of_countries_are_found(column: str, floor: float) -> None:
    # What is missing in Korean are mostly spellings that the standard has since changed.
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = [
        all(parse_territory(name) == row["iso2"] for name in row[column].split(" / "))
        for row in rows
    ]
    assert sum(found) / len(found) >= floor
