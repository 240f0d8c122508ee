"""Brazilian and European Portuguese."""

import pytest

from mlsum.detection import detect
from mlsum.detection.variants import portuguese


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
    assert portuguese(text) == "BR"


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
    assert portuguese(text) == "PT"


@pytest.mark.parametrize(
    "text", ["", "A casa fica perto da praia.", "O facto é que você perdeu o ônibus e o autocarro."]
)
def test_without_evidence_or_with_both(text: str) -> None:
    assert portuguese(text) == ""


def test_the_variant_is_answered_where_nobody_asked_for_plain_portuguese() -> None:
    text = "O ônibus parou na frente da prefeitura e os usuários reclamaram."
    assert str(detect(text).lang) == "pt-BR"
    assert str(detect(text, ["en", "pt"]).lang) == "pt"
    assert str(detect(text, ["pt-BR", "pt-PT"]).lang) == "pt-BR"
    assert str(detect(text, ["en", "pt-PT"]).lang) == "pt-PT"


def test_other_spans_keep_their_language() -> None:
    found = detect("Os usuários perderam o ônibus. - 연합뉴스").spans
    assert [str(span.lang) for span in found] == ["pt-BR", "ko"]
