import pytest

from mlsum.core.lang import UND, Lang
from mlsum.lexicon import is_language_list, language_meant, localize_languages

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.mark.parametrize(
    ("text", "target", "named"),
    [
        ("en, ko", KO, "영어, 한국어"),
        ("en/pt", EN, "English/Portuguese"),
        ('["en","ko"]', PT, '["inglês","coreano"]'),
        ("영어·한국어", EN, "English·Korean"),
        ("한국어와 영어", PT, "coreano e inglês"),
        ("English and Korean", KO, "영어, 한국어"),
        ("por eng", EN, "Portuguese, English"),
        ("ptbr", KO, "포르투갈어(브라질)"),
        ("pt_BR", EN, "Brazilian Portuguese"),
        ("zh-Hant", KO, "중국어(번체)"),
        ("sr-Latn", PT, "sérvio (latim)"),
        ("ca-valencia", EN, "Catalan (Valencian)"),
        ("de-1996", PT, "alemão (ortografia alemã de 1996)"),
        ("중국어(간체), 일어", EN, "Simplified Chinese, Japanese"),
        ("castelhano", KO, "스페인어"),
        ("국문", EN, "Korean"),
        ("한국어(ko)", EN, "Korean (ko)"),
    ],
)
def test_languages_are_named_for_the_reader(text: str, target: Lang, named: str) -> None:
    assert localize_languages(text, UND, target) == (named, "CLDR language")


@pytest.mark.parametrize(
    ("code", "written", "name"),
    [
        ("kr", "ko", "Korean"),
        ("JP", "ja", "Japanese"),
        ("cn", "zh", "Chinese"),
        ("br", "pt", "Brazilian Portuguese"),
        ("us", "en", "American English"),
        ("mx", "es", "Mexican Spanish"),
    ],
)
def test_the_code_of_a_country_is_the_language_that_the_text_is_in(
    code: str, written: str, name: str
) -> None:
    found = localize_languages(code, Lang(written), EN)
    assert found is not None
    assert found[0] == name
    assert f"{code} read as {language_meant(code, Lang(written))}" in found[1]


@pytest.mark.parametrize("code", ["kr", "jp", "cn", "br"])
@pytest.mark.parametrize("written", [UND, EN])
def test_the_code_of_a_country_stays_where_the_text_is_in_another_language(
    code: str, written: Lang
) -> None:
    assert localize_languages(code, written, EN) == (code, f"{code} is the code of a country")


@pytest.mark.parametrize("code", ["sv", "ca", "uk", "et", "de", "ar"])
def test_the_code_of_a_language_is_no_country(code: str) -> None:
    assert language_meant(code, Lang(code)) is None
    assert is_language_list(code)


@pytest.mark.parametrize(
    "text", ["", " ", "hello world", "en, Maria", "한국어 번역", ",", "x" * 500]
)
def test_other_words_are_no_languages(text: str) -> None:
    assert not is_language_list(text)
    assert localize_languages(text, KO, EN) is None
