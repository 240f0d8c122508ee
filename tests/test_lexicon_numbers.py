"""Numbers are read where there is only one way to, and written as the reader does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import UND, Lang
from mlsum.lexicon.numbers import NumberValue, format_number, parse_number


@pytest.mark.parametrize(
    ("text", "value", "grouped", "unit"),
    [
        ("2023", "2023", False, ""),
        ("1,234.5", "1234.5", True, ""),
        ("1.234,5", "1234.5", True, ""),
        ("1,234,567", "1234567", True, ""),
        ("1'234'567.8", "1234567.8", True, ""),
        ("12 345,60", "12345.60", True, ""),
        ("3.5", "3.5", False, ""),
        ("0.125", "0.125", False, ""),
        ("-3,5", "-3.5", False, ""),
        ("\N{MINUS SIGN}3,5", "-3.5", False, ""),
        ("٣", "3", False, ""),
        ("-R$ 5,00", "-5.00", False, "BRL"),
        ("5%", "5", False, "%"),
        ("12,5 %", "12.5", False, "%"),
        ("R$ 1.234,50", "1234.50", True, "BRL"),
        ("US$ 30", "30", False, "USD"),
        ("30€", "30", False, "EUR"),
        ("EUR 1.000,00", "1000.00", True, "EUR"),
        ("1,000원", "1000", True, "KRW"),
        ("₩5,000", "5000", True, "KRW"),
    ],
)
def test_a_number_is_read(text: str, value: str, grouped: bool, unit: str) -> None:
    assert parse_number(text) == NumberValue(Decimal(value), grouped, unit)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "abc",
            "5 kg",
            "1.2.3",
            "1,23,456",
            "5..",
            "R$ 5,",
            "€30€",
            "$30",
            "R$",
            "%",
            "1 2 3",
        ),
        *("1,234", "1.234", "12 345", "010 123 456"),
        *("2023-12-13", "1/2", "v1.0", "1e5", "+", "+-5"),
        "1" * 22,
    ],
)
def test_what_is_no_number_or_could_be_two_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("1,234", "en", "1234"),
        ("1,234", "pt", "1.234"),
        ("1.234", "pt-BR", "1234"),
        ("3,5", "en", None),
    ],
)
def test_the_language_decides_between_two_readings(text: str, lang: str, value: str | None) -> None:
    found = parse_number(text, Lang.parse(lang))
    assert (found and found.value) == (value and Decimal(value))


@pytest.mark.parametrize(
    ("text", "english", "portuguese", "korean"),
    [
        ("1,234.50", "1,234.50", "1.234,50", "1,234.50"),
        ("2023", "2023", "2023", "2023"),
        ("12,5 %", "12.5%", "12,5%", "12.5%"),
        ("R$ 1.234,50", "R$1,234.50", "R$ 1.234,50", "R$1,234.50"),
        ("1,000원", "₩1,000", "₩ 1.000", "₩1,000"),
        ("US$ 30", "$30", "US$ 30", "US$30"),
        ("-3,5", "-3.5", "-3,5", "-3.5"),
    ],
)
def test_a_number_is_written_for_the_reader(
    text: str, english: str, portuguese: str, korean: str
) -> None:
    value = parse_number(text)
    assert value
    written = [format_number(value, Lang(code)) for code in ("en", "pt", "ko")]
    assert written == [english, portuguese, korean]


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.booleans(),
    st.sampled_from(["", "%", "BRL", "EUR", "KRW"]),
    st.sampled_from(["en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh"]),
)
def test_what_is_written_reads_as_the_same_number(
    value: Decimal, grouped: bool, unit: str, target: str
) -> None:
    written = format_number(NumberValue(value, grouped, unit), Lang(target))
    found = parse_number(written, Lang(target))
    assert found
    assert (found.value, found.unit) == (value, unit)


@given(st.text() | st.text(alphabet="0123456789.,' +-%R$€원"), st.sampled_from(["und", "en", "pt"]))
def test_any_text_is_a_number_or_not(text: str, lang: str) -> None:
    value = parse_number(text, UND if lang == "und" else Lang(lang))
    assert value is None or format_number(value, Lang("ko"))
