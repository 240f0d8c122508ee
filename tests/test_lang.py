import pytest

from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND, Lang


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("pt", "pt"),
        ("PT-br", "pt-BR"),
        ("pt_PT", "pt-PT"),
        ("por", "pt"),
        ("eng", "en"),
        ("iw", "he"),
        ("zh-hant-tw", "zh-Hant-TW"),
        (" ko ", "ko"),
        ("es-419", "es-419"),
        ("und", "und"),
    ],
)
def test_a_tag_is_read_in_any_spelling_and_written_in_one(written: str, tag: str) -> None:
    assert str(Lang.parse(written)) == tag


@pytest.mark.parametrize("written", ["", "x", "portuguese", "xq", "pt-", "pt-BRA", "123", "한국어"])
def test_what_is_no_language_is_refused(written: str) -> None:
    with pytest.raises(LanguageError, match="unknown language"):
        Lang.parse(written)


def test_a_slip_gets_a_suggestion() -> None:
    with pytest.raises(LanguageError) as caught:
        Lang.parse("ptt")
    assert "did you mean" in caught.value.hint


def test_the_base_of_a_language_drops_script_and_region() -> None:
    assert Lang.parse("zh-Hant-TW").base == Lang("zh")
    assert Lang("ko").base == Lang("ko")
    assert UND.base is UND


def test_a_document_that_is_taken_for_a_tag_is_quoted_in_part_and_at_once() -> None:
    with pytest.raises(LanguageError) as caught:
        Lang.parse("engl" * 250_000)
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize(("tag", "spaced"), [("ko", True), ("en", True), ("zh-TW", False)])
def test_some_languages_write_no_blanks_between_words(tag: str, spaced: bool) -> None:
    assert Lang.parse(tag).spaced is spaced


def test_a_language_equals_its_canonical_tag_and_hashes_like_it() -> None:
    assert Lang("pt") == "pt"
    assert "pt-BR" == Lang.parse("pt_br")  # noqa: SIM300 (both ways round)
    assert {Lang.parse("pt-BR"): 1}["pt-BR"] == 1
    assert "ko" in {Lang("ko")}
    for other in ("PT-BR", "pt_BR", "pt", "", 1, None):
        assert Lang.parse("pt-BR") != other
    assert Lang.parse("pt-BR") != Lang("pt")


@pytest.mark.parametrize("tag", ["pt", "pt-BR", "zh-Hant", "zh-Hant-TW"])
def test_a_language_is_shown_as_it_is_made(tag: str) -> None:
    assert eval(repr(Lang.parse(tag))) == tag
