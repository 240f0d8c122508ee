"""Common words, and Brazilian and European Portuguese."""

import pytest

from mlsum.detection import detect
from mlsum.detection.words import portuguese_variant, strange_words, words_against


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


@pytest.mark.parametrize(
    "text",
    [
        "O ônibus atrasou e a equipe perdeu o começo da cerimônia.",
        "Você recebeu o prêmio pelo celular?",
        "A prefeitura está fazendo obras no bairro.",
        "Os usuários reclamaram do planejamento econômico.",
    ],
)
def test_brazilian(text: str) -> None:
    assert portuguese_variant(text) == "BR"


@pytest.mark.parametrize(
    "text",
    [
        "O autocarro atrasou-se e a equipa perdeu o início da cerimónia.",
        "O telemóvel tocou e o facto é que ninguém atendeu.",
        "A câmara está a fazer obras no bairro.",
        "Os utilizadores queixaram-se do planeamento económico.",
    ],
)
def test_european(text: str) -> None:
    assert portuguese_variant(text) == "PT"


@pytest.mark.parametrize(
    "text", ["", "A casa fica perto da praia.", "O facto é que você perdeu o ônibus e o autocarro."]
)
def test_without_evidence_or_with_both(text: str) -> None:
    assert portuguese_variant(text) == ""


def test_the_variant_is_answered_where_nobody_asked_for_plain_portuguese() -> None:
    text = "O ônibus parou na frente da prefeitura e os usuários reclamaram."
    assert str(detect(text).lang) == "pt-BR"
    assert str(detect(text, ["en", "pt"]).lang) == "pt"
    assert str(detect(text, ["pt-BR", "pt-PT"]).lang) == "pt-BR"
    assert str(detect(text, ["en", "pt-PT"]).lang) == "pt-PT"


def test_other_spans_keep_their_language() -> None:
    found = detect("Os usuários perderam o ônibus. - 연합뉴스").spans
    assert [str(span.lang) for span in found] == ["pt-BR", "ko"]
