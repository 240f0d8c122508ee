"""Numbers that were copied take the form of the target language, and nothing else does."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.lexicon import localize_numbers

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
ALIGNED = SHARED / "data" / "flores_dev_from_sib"


def localized(source_text: str, output: str, source: str, target: str) -> str:
    return localize_numbers(source_text, output, Lang(source), Lang(target))


@pytest.mark.parametrize(
    ("source", "target", "text", "copied", "wanted"),
    [
        ("en", "pt", "It closed at 3,870.25.", "Fechou em 3,870.25.", "Fechou em 3.870,25."),
        ("en", "pt", "Some 12,345,678 votes", "Uns 12,345,678 votos", "Uns 12.345.678 votos"),
        ("en", "pt", "Up 1.25 percent", "Alta de 1.25 por cento", "Alta de 1,25 por cento"),
        ("en", "pt", "A 6.4-magnitude quake", "Um sismo de 6.4", "Um sismo de 6,4"),
        ("en", "pt", "4.2km at -7.5 °C", "4.2km a -7.5 °C", "4,2km a -7,5 °C"),
        ("en", "pt", "1,200-1,500 or 2.5-3.5", "1,200-1,500 ou 2.5-3.5", "1.200-1.500 ou 2,5-3,5"),
        ("en", "pt", "over 9.6 million", "mais de 9.6 milhões", "mais de 9,6 milhões"),
        ("pt", "en", "São 8.515.767 km", "It is 8.515.767 km", "It is 8,515,767 km"),
        (
            "pt",
            "en",
            "Fazia -3,5 ºC e 40,5%",
            "It was -3,5 ºC and 40,5%",
            "It was -3.5 °C and 40.5%",
        ),
        ("ko", "pt", "2,650.5에 3.5% 올랐다", "3.5% a 2,650.5", "3,5% a 2.650,5"),
        ("en", "fr", "1,234.5 points", "1,234.5 points", "1 234,5 points"),
        ("fr", "en", "12 345,5 points", "12 345,5 points", "12,345.5 points"),
        # In place, once; the other is what the engine made of the second.
        ("en", "pt", "2.5 and 2.5", "2.5 e 2,5", "2,5 e 2,5"),
        ("en", "pt", "The 3rd edition", "A 3rd edição", "A 3ª edição"),
        ("en", "pt", "In 2nd place", "Em 2nd lugar", "Em 2º lugar"),
        (
            "pt",
            "en",
            "o 21º lugar e a 3ª vez",
            "the 21º place and 3ª time",
            "the 21st place and 3rd time",
        ),
        ("pt", "en", "o 12º lugar", "the 12º place", "the 12th place"),
        ("en", "pt", "In 150 B.C. it fell", "Em 150 B.C. caiu", "Em 150 a.C. caiu"),
        ("en", "pt", "In AD 410 it fell", "Em AD 410 caiu", "Em 410 d.C. caiu"),
        ("pt", "en", "Em 150 a.C. caiu", "In 150 a.C. it fell", "In 150 BC it fell"),
        ("pt", "en", "Caiu em 410 d.C.", "It fell in 410 d.C.", "It fell in 410 AD."),
    ],
)
def test_a_copied_number(source: str, target: str, text: str, copied: str, wanted: str) -> None:
    assert localized(text, copied, source, target) == wanted
    assert localized(text, wanted, source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        # Years, times, scores, dates, telephones, codes.
        ("en", "pt", "In 1999, at 5:30 or 6.45 p.m., it was 3-1"),
        ("en", "pt", "On 13.12.2023, 2023-12-13 and 12/13/2023"),
        ("en", "pt", "Call 555.123.4567 or +1 555.123.4567"),
        ("pt", "en", "CPF 111.222.333-44, CNPJ 11.222.333/0001-44, CEP 01.234-567"),
        ("pt", "en", "O servidor 192.168.100.200 caiu"),
        # Versions, sections, names.
        ("en", "pt", "Version 2.5, v3.4, iOS 17.2 and GPT-4.5 run on Windows 8.1"),
        ("en", "pt", "See section 3.2 and Figure 1.1"),
        ("en", "pt", "It has USB 3.0 and a Cortex 2.5"),
        ("en", "pt", "Open https://a.org/1,234.5 or `1,234.5` or data.1.5.csv"),
        # Two ways to read it.
        ("en", "pt", "It weighs 1.250 tons"),
        ("pt", "en", "Pesa 1,250 quilos"),
        ("ko", "pt", "6.25 전쟁"),
        # The same form, or none that is known.
        ("en", "ko", "It rose 1,234.5 points"),
        ("en", "xx", "It rose 1,234.5 points"),
        ("en", "hi", "It rose 1,234.5 points"),
        ("en", "pt", "He lives on 1st Street"),
        ("en", "pt", "No number at all"),
    ],
)
def test_what_stays(source: str, target: str, text: str) -> None:
    assert localized(text, text, source, target) == text


def test_a_number_that_the_source_lacks_stays() -> None:
    assert localized("It rose 3.5 percent", "Subiu 4.5 por cento", "en", "pt") == (
        "Subiu 4.5 por cento"
    )


def test_a_form_that_means_another_number_stays() -> None:
    assert localized("1,500 or 1.500", "1.500 ou 1,500", "en", "pt") == "1.500 ou 1,500"


@given(st.text(alphabet="0123456789.,:-% aAvº", max_size=40), st.sampled_from(["pt", "fr", "ko"]))
def test_no_digit_is_lost(text: str, target: str) -> None:
    new = localized(text, text, "en", target)
    assert [c for c in new if c.isdigit()] == [c for c in text if c.isdigit()]


@pytest.mark.skipif(not ALIGNED.is_dir(), reason="the evaluation data is not beside the checkout")
@pytest.mark.parametrize(("source", "target"), [("en", "pt"), ("pt", "en"), ("ko", "pt")])
def test_what_people_translated_stays(source: str, target: str) -> None:
    texts, outputs = (
        (ALIGNED / f"{code}.txt").read_text("utf-8").splitlines() for code in (source, target)
    )
    changed = [
        output
        for text, output in zip(texts, outputs, strict=True)
        if localized(text, output, source, target) != output
    ]
    assert not changed
