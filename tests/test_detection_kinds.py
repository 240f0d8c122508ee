"""The kind of a value."""

import pytest
from pace import assert_in_line

from mlsum.detection import detect, kind_of


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("", "", "text"),
        ("Parliament passes the budget", "title", "text"),
        ("2023-12-13 05:00:00-03:00", "date", "date"),
        ("13 de dezembro de 2023", "", "date"),
        ("2023년 12월 13일", "date", "date"),
        ("yesterday", "date", "date"),
        ("https://www.koreatimes.co.kr/www/nation/113_365075.html", "url", "url"),
        ("www.example.org/a?b=c", "", "url"),
        ("koreatimes.co.kr", "source", "url"),
        ("maria@example.org", "email", "url"),
        ("[코리아타임스](https://www.koreatimes.co.kr)", "source", "link"),
        ("![Foto](foto.jpg)", "image", "link"),
        ("see [this](https://example.org) page", "", "text"),
        ("en", "language", "language"),
        ("pt-BR", "language", "language"),
        ("inglês", "language", "language"),
        ("en", "title", "text"),
        ("1,234.5", "", "number"),
        ("-3 %", "", "number"),
        ("R$ 1.200,50", "price", "number"),
        ("30 €", "price", "number"),
        ("113_365075", "id", "code"),
        ("KF-21", "", "code"),
        ("550e8400-e29b-41d4-a716-446655440000", "", "code"),
        ("draft", "id", "code"),
        ("10.1000/xyz123", "doi", "code"),
        ("covid-19", "topic", "text"),
        ("e/ou", "", "text"),
        ("5G", "", "text"),
        ("KR", "country", "text"),
        ("GNews", "aggregator", "name"),
        ("Kim Min-su", "author", "name"),
        ("3 dicas para dormir melhor", "title", "text"),
    ],
)
def test_kind(text: str, key: str, kind: str) -> None:
    assert kind_of(text, key) == kind


@pytest.mark.parametrize("text", ["https://example.org/a", "12.5", "113_365075", "a@example.org"])
def test_what_is_in_no_language_is_not_guessed(text: str) -> None:
    found = detect(text)
    assert (str(found.lang), found.basis, found.confidence) == ("und", "kind", 1.0)
    assert found.spans == ()


@pytest.mark.parametrize("piece", ["a.", "a@", "1,", "[a](", "a-1_", "f-"])
def test_long_values_take_linear_time(piece: str) -> None:
    assert_in_line(lambda count: kind_of(piece * count), 100_000)


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("en, ko", "", "code"),
        ("jp", "language", "code"),
        ("en", "language", "language"),
        ("Google News", "title", "name"),
        ("Google News shuts down", "title", "text"),
        ("em", "", "text"),
    ],
)
def test_tags_are_codes_and_outlets_are_names(text: str, key: str, kind: str) -> None:
    assert kind_of(text, key) == kind
