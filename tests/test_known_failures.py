"""Sentences that models got wrong where people saw it, through the whole pipeline.

Those of the embedded models when they are asked alone, and those that the trackers of other tools
tell of. What each output must have, and must not have; that the checks see such outputs when they
come is in `test_checks.py`.
"""

import pytest

from mlsum import api
from mlsum.core.lang import Lang
from mlsum.engines import availability

pytestmark = pytest.mark.skipif(
    availability(Lang("en"), Lang("pt")).error is not None, reason="no embedded models here"
)


@pytest.mark.parametrize(
    ("source", "target", "text", "there"),
    [
        ("en", "pt", "Write to user@example.org for help.", ["user@example.org"]),
        ("en", "pt", "It costs €30 a month.", ["€30"]),
        ("pt", "en", "Custa €30 por mês.", ["€30"]),
        ("en", "pt", "The total is US$1,250.75.", ["US$1.250,75"]),
        ("en", "pt", "Run `make test` before you leave.", ["`make test`"]),
        (
            "en",
            "pt",
            "SEOUL: NATO DELEGATION VISITS SOUTH KOREA",
            ["Seul: ", "OTAN", "Coreia do Sul"],
        ),
        ("en", "pt", "He enrolled.", ["Ele "]),
        ("en", "pt", "Call me at +447378099903.", ["+447378099903"]),
        ("en", "pt", "I'm on https://test.com/", ["https://test.com/"]),
        ("en", "pt", "The company lost $3.5 billion.", ["$3,5 bilhões"]),
        (
            "pt",
            "en",
            "O governo anunciou um pacote de R$ 3,5 bilhões para a saúde.",
            ["R$ 3.5 billion"],
        ),
        ("pt", "en", "Foram gastos R$3,5 bi e US$ 20 mi.", ["R$3.5 billion", "US$ 20 million"]),
        ("pt", "en", "Cada família recebe R$ 5 mil.", ["R$ 5,000"]),
    ],
)
def test_what_must_survive_is_there_once(
    source: str, target: str, text: str, there: list[str]
) -> None:
    made = api.translate(text, target, source)
    assert made.status == "translated", made
    assert [made.text.count(one) for one in there] == [1] * len(there), made.text


@pytest.mark.parametrize("text", ["enrolled", "(applause)", "Thank you. (applause)", "Yes, yes."])
def test_nothing_is_said_over_and_over(text: str) -> None:
    made = api.translate(text, "pt", "en")
    assert len(made.text) < 3 * len(text) + 20


@pytest.mark.parametrize("text", [", , , ,", "…", "- - -"])
def test_what_says_nothing_stays(text: str) -> None:
    assert api.translate(text, "pt", "en").text == text


def test_another_language_than_was_named_is_kept_and_told() -> None:
    text = "정부는 월요일에 보고서를 공개하기로 했다."
    made = api.translate(text, "en", "pt")
    assert (made.text, made.status) == (text, "untranslated")
