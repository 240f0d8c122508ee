"""Common words as a sign that a piece is in two languages."""

import pytest

from mlsum.detection import detect
from mlsum.detection.commonwords import strange_words, words_against


@pytest.mark.parametrize(
    ("text", "code", "count"),
    [
        ("", "en", 0),
        ("The name of the ship is old", "en", 0),
        ("The name of the ship is old", "de", 4),
        ("o governo anunciou as medidas today and the day after", "pt", 3),
        ("any words in this of a language without a list", "fi", 0),
    ],
)
def test_strange_words(text: str, code: str, count: int) -> None:
    assert strange_words(text, code) == count


@pytest.mark.parametrize(
    ("text", "langs"),
    [
        ("o governo anunciou as medidas para a cidade and the police will be there", "pt en"),
        ("die Regierung hat gestern entschieden que los precios no van a subir este año", "de es"),
        ("le conseil a voté hier soir pour le budget and it will be paid by the state", "fr en"),
    ],
)
def test_a_mix_without_any_mark_is_taken_apart(text: str, langs: str) -> None:
    assert [span.lang.language for span in detect(text).spans] == langs.split()


def test_strange_words_alone_decide_nothing() -> None:
    text = "The film La vida es un sueño was shown at the festival in the old town"
    assert str(detect(text).lang) == "en"


@pytest.mark.parametrize(
    ("words", "against", "free"),
    [
        (["The", "match"], {"pt", "vi"}, {"en"}),
        (["voltou", "ontem", "também"], {"en", "es"}, {"pt"}),
        (["yang", "baru"], {"en", "tr"}, {"id"}),
        (["bilinmeyen"], set(), {"en", "tr", "pl"}),
    ],
)
def test_common_words_speak_against_other_languages(
    words: list[str], against: set[str], free: set[str]
) -> None:
    found = words_against(words)
    assert against <= set(found)
    assert not free & set(found)
