"""Values of date fields are read whole or not at all, and written as the reader does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import UND, Lang
from mlsum.lexicon import is_date, localize_date
from mlsum.lexicon.cldr import READ

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.mark.parametrize(
    ("text", "source", "english", "portuguese", "korean"),
    [
        (
            *("06/02/2024 16:22", PT, "February 6, 2024, 4:22 PM"),
            *("6 de fevereiro de 2024, 16:22", "2024년 2월 6일 오후 4:22"),
        ),
        ("2024년 1월", KO, "January 2024", "janeiro de 2024", "2024년 1월"),
        ("31 de dezembro", PT, "December 31", "31 de dezembro", "12월 31일"),
        (
            *("12월 31일 오후 6시", KO, "December 31, 6:00 PM"),
            *("31 de dezembro, 18:00", "12월 31일 오후 6:00"),
        ),
        (
            *("sexta-feira, 3 de março", PT, "Friday, March 3"),
            *("sexta-feira, 3 de março", "3월 3일 (금요일)"),
        ),
        (
            *("Wed, 13 Dec 2023", EN, "Wednesday, December 13, 2023"),
            *("quarta-feira, 13 de dezembro de 2023", "2023년 12월 13일 수요일"),
        ),
        (
            *("Dec. 13, 2023, 5:00 a.m. ET", EN, "December 13, 2023, 5:00 AM (ET)"),
            *("13 de dezembro de 2023, 05:00 (ET)", "2023년 12월 13일 오전 5:00 (ET)"),
        ),
        (
            *("May 12–15, 2024", EN, "May 12–15, 2024"),
            *("12–15 de maio de 2024", "2024년 5월 12일~15일"),
        ),
        ("há 2 horas", PT, "2 hours ago", "há 2 horas", "2시간 전"),
        ("an hour ago", EN, "1 hour ago", "há 1 hora", "1시간 전"),
        ("어제 오후 3:00", KO, "yesterday, 3:00 PM", "ontem, 15:00", "어제 오후 3:00"),
        ("２０２４년 １월 ５일", KO, "January 5, 2024", "5 de janeiro de 2024", "2024년 1월 5일"),
        (
            *("입력 2023.12.13. 오전 5:00", KO, "Published: December 13, 2023, 5:00 AM"),
            *("Publicado: 13 de dezembro de 2023, 05:00", "게시일: 2023년 12월 13일 오전 5:00"),
        ),
    ],
)
def test_a_value_is_written_for_the_reader(
    text: str, source: Lang, english: str, portuguese: str, korean: str
) -> None:
    for spelling in (text, unicodedata.normalize("NFD", text), f"\u200b{text}\ufeff"):
        written = [localize_date(spelling, source, target) for target in (EN, PT, KO)]
        assert written == [english, portuguese, korean]


def test_several_dates_keep_their_own_words() -> None:
    text = "입력 2023.12.13. 오전 5:00 수정 3시간 전"
    written = localize_date(text, KO, EN)
    assert written == "Published: December 13, 2023, 5:00 AM | Updated: 3 hours ago"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        *(("06/02/2024", UND), ("06/02/2024", KO), ("2024", PT), ("31/02/2024", PT)),
        *(("Thu, 13 Dec 2023", EN), ("13/12/2023 25h", PT), ("spring 2024", EN)),
        *(("15–12 de maio de 2024", PT), ("30 de fevereiro", PT), ("2023-12-13 maybe", EN)),
        *(("a day", EN), ("0", EN), ("", EN), ("Published", EN), ("yesterday evening walk", EN)),
    ],
)
def test_what_is_not_read_whole_is_none(text: str, source: Lang) -> None:
    assert localize_date(text, source, KO) is None


@pytest.mark.parametrize("text", ["May 12", "dezembro de 2023", "ontem", "2 days ago"])
def test_only_fields_of_dates_have_dates_without_a_year(text: str) -> None:
    assert is_date(text, "date")
    assert not is_date(text, "title")


@given(
    st.text() | st.text(alphabet="0123456789-–~/.:년월일전후 apmhá", max_size=40),
    st.sampled_from(READ),
)
def test_any_text_is_written_or_not(text: str, lang: str) -> None:
    written = localize_date(text, Lang.parse(lang), KO)
    assert written is None or written.strip()
