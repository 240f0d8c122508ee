"""Amounts in fields are written with the signs, separators and units of the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import UND, Lang
from mlsum.lexicon import localize_amount

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.mark.parametrize(
    ("text", "source", "target", "written"),
    [
        ("12,5 km", PT, EN, "12.5 km"),
        ("1,250 kilometers", EN, PT, "1.250 quilômetros"),
        ("30 minutes", EN, KO, "30분"),
        ("12.5 percent", EN, PT, "12,5 por cento"),
        ("2,50 GB", PT, EN, "2.50 GB"),
        ("$1,250.50", EN, PT, "$1.250,50"),
        ("R$ 3,5 bilhões", PT, EN, "R$ 3.5 billion"),
        ("1.250", PT, EN, "1,250"),
    ],
)
def test_an_amount_is_written_for_the_reader(
    text: str, source: Lang, target: Lang, written: str
) -> None:
    assert localize_amount(text, source, target) == written


@pytest.mark.parametrize(
    "text", ["2024", "4.5", "12 Angry Men", "km", "5 km e meio", "3 apples", ""]
)
def test_what_is_no_amount_as_a_whole_is_none(text: str) -> None:
    assert localize_amount(text, EN, PT) is None


def test_a_bare_number_is_an_amount_where_the_field_says_so() -> None:
    assert localize_amount("4,5", PT, EN, bare=True) == "4.5"


def test_without_a_language_two_readings_are_none() -> None:
    assert localize_amount("1.250", UND, EN) is None


@given(st.text() | st.text(alphabet="0123456789.,kmhst%°C ", max_size=20))
def test_any_text_is_an_amount_or_not(text: str) -> None:
    written = localize_amount(text, PT, KO)
    assert written is None or any(map(str.isdigit, written))
