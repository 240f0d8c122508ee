"""Amounts of money are written as the target language does, where they can be read in one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.lexicon import money
from mlsum.text.checks.numbers import unmatched


def written(text: str, source: str, target: str) -> str:
    for start, end, new in reversed(money(text, Lang(source), Lang(target))):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("source", "target", "text", "wanted"),
    [
        ("pt", "en", "R$ 3,5 bilhões", "R$ 3.5 billion"),
        (
            "pt",
            "en",
            "R$ 3,5 bi, US$ 20 mi e R$ 1.250,75",
            "R$ 3.5 billion, US$ 20 million e R$ 1,250.75",
        ),
        ("pt", "en", "R$ 5 mil", "R$ 5,000"),
        ("pt", "en", "R$ 1,5 mil", "R$ 1,500"),
        ("pt", "en", "US$ 2 mil milhões", "US$ 2 billion"),
        ("pt", "en", "1.250,75 €", "1,250.75 €"),
        ("pt", "en", "BRL 3,5 mi", "BRL 3.5 million"),
        ("pt", "ko", "R$ 3,5 bilhões", "R$ 35억"),
        ("en", "pt", "US$1,250.75", "US$1.250,75"),
        ("en", "pt", "€1.2 million and £27m", "€1,2 milhão and £27 milhões"),
        ("en", "pt", "$4k", "$4 mil"),
        ("en", "ko", "$1.25 billion", "$12억 5,000만"),
        ("en", "ko", "$999 thousand", "$99만 9,000"),
        ("ko", "en", "₩35억", "₩3.5 billion"),
        ("ko", "pt", "₩12억", "₩1,2 bilhão"),
        ("ko", "en", "$12만", "$120,000"),
        ("en", "de", "$1,250.75", "$1.250,75"),
        # Nothing to change, or more than one way to read it.
        ("pt", "en", "€30", "€30"),
        ("pt", "en", "R$ 1,250", "R$ 1,250"),
        ("pt", "en", "R$ 12.50", "R$ 12.50"),
        ("pt", "en", "R$ 5 minutos e R$ 10 milhas", "R$ 5 minutos e R$ 10 milhas"),
        ("en", "pt", "$1.250 and $1,25,3", "$1.250 and $1,25,3"),
        ("en", "pt", "3.5 billion", "3.5 billion"),
        ("en", "pt", "v$1.2.3", "v$1.2.3"),
        # Shares.
        ("en", "pt", "$000660 fell", "$000660 fell"),
        ("en", "pt", "$1000.KS fell", "$1000.KS fell"),
        # No word for it here, or no comma and point there.
        ("en", "de", "$3.5 billion", "$3.5 billion"),
        ("en", "fr", "$1,250.75", "$1,250.75"),
        ("en", "xx", "$1,250.75", "$1,250.75"),
    ],
)
def test_an_amount(source: str, target: str, text: str, wanted: str) -> None:
    assert written(text, source, target) == wanted


TAGS = ("en", "pt", "ko")
WORDS = {
    "en": ["", " million", "bn", "k"],
    "pt": ["", " milhões", " bi", " mil"],
    "ko": ["", "만", "억"],
}


@given(
    st.sampled_from([(a, b) for a in TAGS for b in TAGS if a != b]),
    st.sampled_from(["$", "€", "R$ ", "₩"]),
    st.integers(0, 10**7),
    st.integers(0, 99),
    st.integers(0, 3),
)
def test_the_value_stays(
    pair: tuple[str, str], sign: str, whole: int, cents: int, word: int
) -> None:
    source, target = pair
    digits = f"{whole:,}.{cents:02d}" if cents else f"{whole:,}"
    if source == "pt":
        digits = digits.translate(str.maketrans(",.", ".,"))
    text = f"{sign}{digits}{(WORDS[source] * 2)[word]}"
    assert unmatched(text, written(text, source, target), Lang(source), Lang(target)) == ([], [])


@given(st.text(alphabet="R$€ 0123456789.,milbkon억만", max_size=20))
def test_no_text_is_too_strange(text: str) -> None:
    for start, end, new in money(text, Lang("pt"), Lang("en")):
        assert text[start:end] != new
