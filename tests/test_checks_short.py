"""A few words: errors that only short outputs have, and right answers that look like them."""

from itertools import permutations, product

import pytest

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.text.checks import check

EN, PT = Lang("en"), Lang("pt")
SHORT = {"doubled word", "added name", "added brackets", "copied"}


@pytest.mark.parametrize(
    ("source", "target", "text", "output", "reason"),
    [
        (PT, EN, "Lagosta", "Lobster Lobster", "doubled word"),
        (PT, EN, "Loteria", "Lottery Lotteries", "doubled word"),
        (PT, EN, "lagosta", "Harbour House", "added name"),
        (PT, EN, "Peixes", "Fish Market Hall", "added name"),
        (EN, PT, "Breaking waves", "Ondas quebrando (em inglês)", "added brackets"),
        (EN, PT, "BREAKING WAVES", "BREAKING WAVES", "copied"),
        (EN, PT, "Breaking waves", "Breaking Waves.", "copied"),
        (EN, PT, "lobster", "lobster", "copied"),
        (EN, PT, "THE LOBSTER!", "O LOBSTER!", "copied"),
    ],
)
def test_short_outputs_are_doubted(
    source: Lang, target: Lang, text: str, output: str, reason: str
) -> None:
    assert reason in check(text, output, source, target)


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("Porto Alegre", "Porto Alegre"),
        ("Embraer", "Embraer"),
        ("PIX", "PIX"),
        ("podcast", "podcast"),
        ("Não, não e não!", "No, no and no!"),
        ("coreia do sul", "South Korea"),
        ("Peixes (frescos)", "Fish (fresh)"),
        ("Peixes frescos", "Fresh fish"),
        ("PEIXES FRESCOS", "FRESH FISH"),
        ("Feriado", "Public holiday"),
        ("Juros mundiais", "International interest"),
    ],
)
def test_right_short_outputs_are_trusted(text: str, output: str) -> None:
    assert check(text, output, PT, EN) == ()


def test_at_most_one_in_a_hundred_pairs_of_the_tables_is_flagged() -> None:
    rows = [row for name in ("terms.tsv", "labels.tsv") for row in read_rows(name)]
    for a, b in permutations(("en", "pt", "ko"), 2):
        pairs = [
            pair
            for row in rows
            if row[a] and row[b]
            for pair in product(row[a].split("|")[:2], row[b].split("|")[:2])
        ]
        flagged = [pair for pair in pairs if SHORT & {*check(*pair, Lang(a), Lang(b))}]
        assert len(flagged) <= len(pairs) / 100, flagged


def test_longer_texts_are_left_alone() -> None:
    text = "The fishermen of the village sold every lobster at the market on Sunday"
    output = (
        "Os pescadores (da vila) venderam no Mercado Central todas as lagostas, lagostas, domingo"
    )
    assert not SHORT & {*check(text, output, EN, PT)}
