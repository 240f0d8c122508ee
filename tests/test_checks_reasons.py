"""Reasons: a code that programs compare, what it is about, and plain words for people."""

import pytest

from mlsum.core.lang import Lang
from mlsum.text.checks import check, code, detail, explain, reason
from mlsum.text.checks.reasons import codes

EN, PT = Lang("en"), Lang("pt")


@pytest.mark.parametrize(
    ("text", "output", "given"),
    [
        ("It sold 1,250 cars in 12 towns.", "Vendeu carros.", "number lost: 1,250, 12"),
        ("It sold cars.", "Vendeu 40 carros.", "number invented: 40"),
        ("It costs £20.", "Custa 20.", "currency: £"),
        ("It costs £20.", "Custa € 20.", "currency: £, €"),
        ("See https://a.example/x.", "Veja.", "address or code: https://a.example/x"),
        ("Run `make` now.", "Execute agora.", "address or code: `make`"),
        ("The man said so.", "O homem disse Xk1 isso.", "placeholder: Xk1"),
    ],
)
def test_a_check_names_what_was_lost_or_added(text: str, output: str, given: str) -> None:
    assert given in check(text, output, EN, PT)


@pytest.mark.parametrize(
    ("given", "name", "about", "english"),
    [
        ("number lost: 1,250", "number lost", "1,250", "a number is missing: 1,250"),
        ("name lost: Ana Souza", "name lost", "Ana Souza", "a name is missing: Ana Souza"),
        ("symbol lost: ≥", "symbol lost", "≥", "a symbol is missing: ≥"),
        ("quotation mark lost", "quotation mark lost", "", "a quotation mark is missing"),
        ("address or code: a: b", "address or code", "a: b", "an address or code differs: a: b"),
        ("wrong language", "wrong language", "", "in the wrong language"),
        ("the server says: no", "the server says: no", "", "the server says: no"),
        ("", "", "", ""),
    ],
)
def test_a_reason_is_a_code_and_a_detail(given: str, name: str, about: str, english: str) -> None:
    assert (code(given), detail(given), explain(given)) == (name, about, english)


def test_reasons_are_put_together_and_taken_apart_alike() -> None:
    made = reason("number lost", ["7", "7", "1,250"])
    assert made == "number lost: 7, 1,250"
    assert reason(code(made), [detail(made)]) == made
    assert reason("number lost") == reason("number lost", [" "]) == "number lost"


def test_a_reason_stays_short_and_says_so() -> None:
    assert reason("number lost", map(str, range(9))) == "number lost: 0, 1, 2, 3, 4, …"
    long = detail(reason("address or code", ["https://a.example/" + "x" * 500]))
    assert len(long) == 80
    assert long.endswith("…")


def test_every_code_is_explained_in_every_language() -> None:
    assert len(codes()) > 15
    for name in codes():
        said = [explain(name, lang) for lang in ("en", "pt-BR", "ko")]
        assert len({*said, name}) == 4
    assert explain("number lost: 7", "ko").endswith(": 7")
    assert explain("number lost", "fr") == explain("number lost")
