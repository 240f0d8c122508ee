"""Typographic characters: the plain form for models, and the way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.text.typography import Quotation, normalize, quotations, restyle, shape, unquoted


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("“Não sei”, disse ‘ela’.", "\"Não sei\", disse 'ela'."),
        ("«Sim», „ja“, ‹oui›, 「네」", '"Sim", "ja", \'oui\', "네"'),
        ("The talks—the first—failed", "The talks - the first - failed"),
        ("Seoul – the capital – waits", "Seoul - the capital - waits"),
        ("10–12, U.S.–China, −5", "10-12, U.S.-China, -5"),
        ("Wait…", "Wait..."),
        ("a\u00a0b\u202fc\u3000d", "a b c d"),
        ("co\u00adoperate, zero\u200bwidth, \u200fright", "cooperate, zerowidth, right"),
        ("ﬁne ﬂag", "fine flag"),
        ("ＮＡＴＯ！", "NATO!"),
        (unicodedata.normalize("NFD", "ação São Paulo"), "ação São Paulo"),
        ("👩\u200d💻 works", "👩\u200d💻 works"),
    ],
)
def test_a_text_gets_the_plain_form(written: str, plain: str) -> None:
    assert normalize(written) == plain


@given(st.text())
def test_the_plain_form_of_a_plain_text_is_the_same(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("“It’s over,” she said, “and I’m glad.”", 2),
        ("‘Parasite’ wins", 1),
        ("the workers’ rights and ‘the ’90s’", 1),
        ("She said 'no' to the dogs' owners", 1),
        ('a 27" screen, 6\'2" tall, "big"', 1),
        ("“a ‘b’ c”", 2),
        ("「대책」을 '발표'했다", 2),
        ("[the show] and “it”", 2),
        ("don't, l'avion, O’Neil", 0),
    ],
)
def test_quotation_marks_are_paired(text: str, pairs: int) -> None:
    found = quotations(text)
    assert len(found) == pairs
    assert all(-1 < one.opens < one.closes for one in found)


def test_marks_without_a_partner_are_found() -> None:
    assert quotations("She said: “We came.") == [Quotation(10, -1)]
    assert quotations("We left.” He too.") == [Quotation(-1, 8)]


@given(st.text(alphabet="ab 1.,“”‘’'\"«»[]"))
def test_every_mark_is_found_once(text: str) -> None:
    places = [at for one in quotations(text) for at in (one.opens, one.closes) if at >= 0]
    assert len(places) == len(set(places))
    assert len(unquoted(text, text)) == len(text) - len(places)


@pytest.mark.parametrize(
    ("source", "output", "expected"),
    [
        ("“No,” he said, “never.”", '"Não", disse, "nunca".', "“Não”, disse, “nunca”."),
        ("‘Parasite’ wins", '"Parasita" vence', "‘Parasita’ vence"),
        ("«Não», disse", '"No," he said', "«No,» he said"),
        ("It’s “late”", 'That\'s "late"', "That’s “late”"),
        ("He left — at last…", "Saiu - enfim...", "Saiu — enfim…"),
        ("The U.S.–China talks in 2010–2012", "in 2010-2012", "in 2010–2012"),
        ('"plain" - text', '"simples" - texto', '"simples" - texto'),
        ("“a” and “b”", '"só um"', '"só um"'),
        ("— Não vou — disse.", "- I won't,\" he said.", "- I won't, he said."),
        ("A tela de 27 polegadas", 'The 27" screen', 'The 27" screen'),
        ("−5 °C, or ‘no’—twice", "-5 °C, ou 'não' - duas", "−5 °C, ou ‘não’ — duas"),
    ],
)
def test_an_output_gets_the_characters_of_its_source(
    source: str, output: str, expected: str
) -> None:
    assert restyle(source, output) == expected


def test_the_shape_does_not_depend_on_the_style() -> None:
    assert shape("“a” ‘b’ [c]") == shape("\"x\" 'y' [z]") != shape('"x" [z] "y"')


def test_many_marks_take_linear_time() -> None:
    # Each would look back on all others if there were no limit.
    text = "“a " * 20_000
    assert len(quotations(text)) == 20_000
