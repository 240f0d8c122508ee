"""What a model cannot spell, and what becomes of it."""

from time import process_time

import pytest

from mlsum.core.lang import Lang
from mlsum.translation.unspellable import fold, kept_words, symbols

EN, PT = Lang("en"), Lang("pt")
KNOWN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789áâãçéêíóôõúàÁÉ")


def lacks(characters: str) -> frozenset[str]:
    return frozenset(characters) - KNOWN


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("김민수 met Lula in 서울", ["김민수", "서울"]),
        ("Łódź and Kraków beat Beşiktaş", ["Łódź", "Beşiktaş"]),
        ("북한r. was right, K-팝 too", ["북한r", "팝"]),
        ("The city of 北京 and Москва", ["北京", "Москва"]),
        ("Recep Tayyip Erdoğan's plan", ["Erdoğan"]),
        ("it must be ≥ 30 and 40 ± 2, at 25 °C", ["≥ 30", "40 ± 2", "25 °C"]),
        ("up (▲ 3.2%) or ▼ 5, about ½ of it", ["▲ 3.2%", "▼ 5", "½"]),
        ("the euro (€), the “▲” sign and 😂", ["€", "▲"]),
        ("a naïve façade", []),
        ("nothing strange here", []),
    ],
)
def test_words_that_cannot_be_spelled_are_kept(text: str, kept: list[str]) -> None:
    found = kept_words(text, EN, lacks)
    assert [new for _, _, new in found] == kept
    assert all(text[start:end] == new for start, end, new in found)


def test_rows_of_signs_take_linear_time() -> None:
    start = process_time()
    kept_words("≥≤" * 20_000, EN, lacks)
    short = process_time() - start
    start = process_time()
    kept_words("≥≤" * 80_000, EN, lacks)
    assert process_time() - start < 10 * short + 1


def test_capitals_of_the_own_alphabet_are_no_names() -> None:
    assert [new for _, _, new in kept_words("Às 10h, a Índia e Łódź", PT, lacks)] == ["Łódź"]
    assert fold("Às 10h", PT, lacks) == "às 10h"


def test_folded_letters_can_be_read() -> None:
    folded = fold("A lingüiça naïve; À NOITE, ÔNIBUS", PT, lacks)
    assert not lacks("".join(char for char in folded if char.isalpha()))
    assert len(folded) == len("A lingüiça naïve; À NOITE, ÔNIBUS")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Great 😂😂 game", ["😂😂"]),
        ("✅ Fast ❌ Bad", ["✅", "❌"]),
        ("by 👩‍💻 and 🇰🇷 and 1️⃣", ["👩‍💻", "🇰🇷", "1️⃣"]),
        ("© 2023 Foo™, 12½", ["©", "™", "½"]),
        ("【속보】 News", ["【", "】"]),
        ("a → b • c", ["→", "•"]),
        ("C# is ~5 <b> x", ["#", "~", "<", ">"]),
        ("a\x7f b\x07 c", ["\x7f", "\x07"]),
        ("“quoted” — and… that’s it", []),
        ("plain, with (brackets) and 100% more!", []),
    ],
)
def test_symbols_are_found_in_runs(text: str, found: list[str]) -> None:
    marks = symbols(text, lacks, [])
    assert [text[one.start : one.end] for one in marks] == found


def test_symbols_in_stretches_that_are_taken_stay() -> None:
    assert symbols("≥ 30 → go", lacks, [(0, 4)]) == symbols("≥ 30 → go", lacks, [])[1:]
