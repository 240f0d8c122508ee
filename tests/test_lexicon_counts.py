import pytest

from mlsum.core.lang import UND, Lang
from mlsum.lexicon import localize_amount

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.mark.parametrize(
    ("text", "source", "target", "written"),
    [
        ("3조 5,000억 원", KO, EN, "₩3.5 trillion"),
        ("120억원", KO, PT, "₩ 12 bilhões"),
        ("100만 달러", KO, EN, "$1 million"),
        ("2.5 million", EN, KO, "250만"),
        ("1,5 milhão", PT, EN, "1.5 million"),
        ("1.2M", EN, PT, "1,2 milhão"),
        ("12만", KO, EN, "120,000"),
        ("2 hours 15 minutes", EN, PT, "2 horas e 15 minutos"),
        ("2 hours, 15 minutes", EN, KO, "2시간 15분"),
        ("1시간 30분", KO, PT, "1 h e 30 min"),
        ("21 x 29.7 cm", EN, PT, "21 x 29,7 cm"),
        ("4.5/5", EN, PT, "4,5/5"),
        ("320 pages", EN, KO, "320쪽"),
        ("1.482 palavras", PT, EN, "1,482 words"),
        ("1 página", PT, EN, "1 page"),
        ("4 min read", EN, PT, "4 min de leitura"),
    ],
)
def test_an_amount_of_several_parts_is_written_for_the_reader(
    text: str, source: Lang, target: Lang, written: str
) -> None:
    assert localize_amount(text, source, target, bare=True) == written


@pytest.mark.parametrize(
    "text", ["2 boats", "3 x dogs", "만 원", "조", "억", "1.2.3 M", "5 years old 3 pages"]
)
def test_other_words_are_no_amount(text: str) -> None:
    assert localize_amount(text, EN, PT, bare=True) is None
    assert localize_amount(text, UND, PT) is None


@pytest.mark.parametrize("text", ["2.5 million", "12만", "1.2M"])
def test_a_number_with_a_word_may_be_part_of_a_name_elsewhere(text: str) -> None:
    assert localize_amount(text, EN, PT) is None
