"""Names of places, people and organizations are known in every language of the table."""

import unicodedata

import pytest

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon import exonym, known_forms, place_name

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
PORTUGAL = Lang("pt", region="PT")


def test_the_table_is_tidy() -> None:
    rows = read_rows("exonyms.tsv")
    assert len(rows) >= 250
    for row in rows:
        assert row["kind"] in ("place", "organization", "person")
        assert row["en"]
        assert row["pt"]
        for cell in row.values():
            assert cell == unicodedata.normalize("NFC", cell)
            names = cell.split("|") if cell else []
            assert all(name and name == name.strip() for name in names)
            assert len(set(names)) == len(names), cell
            assert not cell.split("|")[0].endswith("*"), cell
    assert len({row["en"].split("|")[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("text", "target", "named"),
    [
        ("Moscow", PT, "Moscou"),
        ("California", PT, "Califórnia"),
        ("서울특별시", PT, "Seul"),
        ("강남구", EN, "Gangnam-gu"),
        ("경기도 수원시 팔달구", EN, "Paldal-gu, Suwon, Gyeonggi"),
        ("왕십리", EN, None),
        ("전라남도", EN, "South Jeolla Province"),
        ("Moscow", PORTUGAL, "Moscovo"),
        ("Lisboa", EN, "Lisbon"),
        ("Natal", EN, "Natal"),
        ("Fortaleza", EN, "Fortaleza"),
        ("Rio", EN, "Rio"),
        ("Rio de Janeiro", EN, "Rio de Janeiro"),
        ("Rio de Janeiro", KO, "리우데자네이루"),
        ("Seoul, London", PT, "Seul, Londres"),
        ("Lisboa / Brasil", EN, "Lisbon / Brazil"),
        ("부산", EN, "Busan"),
        ("sala de reuniões", EN, None),
        ("Lisboa, Xyzzyville", EN, None),
        ("", EN, None),
        ("x" * 9000, EN, None),
    ],
)
def test_a_place_is_named_for_the_reader(text: str, target: Lang, named: str | None) -> None:
    assert place_name(text, target) == named


def test_a_kind_may_be_asked_for() -> None:
    assert exonym("João Paulo II", EN) == "John Paul II"
    assert exonym("João Paulo II", EN, "place") is None
    assert exonym("ONU", EN, "organization") == "UN"


@pytest.mark.parametrize(
    ("name", "source", "target", "form"),
    [
        ("UN", EN, PT, "ONU"),
        ("OTAN", PT, EN, "NATO"),
        ("Brazil", EN, PT, "Brasil"),
        ("Brazil", EN, PT, "Bras*"),
        ("Londres", PT, EN, "London"),
        ("서울", KO, PT, "Seul"),
        ("Natal", PT, EN, "Christmas"),
        ("em Natal", PT, EN, "Natal"),
    ],
)
def test_the_forms_of_a_name(name: str, source: Lang, target: Lang, form: str) -> None:
    assert form in known_forms(name, source, target)


@pytest.mark.parametrize(
    ("name", "source", "target", "form"),
    [
        ("em Natal", PT, EN, "Christmas"),
        ("us", EN, PT, "Estados Unidos"),
        ("Island", EN, PT, "Islândia"),
        ("Window", EN, PT, "Window"),
        ("Plato", EN, KO, "플라톤"),
    ],
)
def test_what_is_no_form_of_a_name(name: str, source: Lang, target: Lang, form: str) -> None:
    assert form not in known_forms(name, source, target)
