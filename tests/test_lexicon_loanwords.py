"""Outlets whose names are loanwords, by their words or their domain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.lang import Lang
from mlsum.lexicon import is_loanword, outlet_in_latin
from mlsum.translation.resolve import name_in


@pytest.mark.parametrize(
    ("name", "host", "latin"),
    [
        ("비즈니스포스트", "www.businesspost.co.kr", "Business Post"),
        ("비즈니스포스트", "", "Business Post"),
        ("비즈니스 포스트", "", "Business Post"),
        ("블로터", "www.bloter.net", "Bloter"),
        ("더스쿠프", "thescoop.co.kr", "The Scoop"),
        ("핀포인트뉴스", "pinpointnews.co.kr", "Pinpoint News"),
        ("메디컬투데이", "", "Medical Today"),
        ("테크월드", "news.example", "Tech World"),
        ("경기데일리", "", "Gyeonggi Daily"),
        ("글로벌이코노믹", "g-enews.com", "Global Economic"),
        ("아시아타임즈", "", "Asia Times"),
        ("브라질 데일리", "", "Brazil Daily"),
        ("블라블라", "", None),
        ("블라블라", "www.example.com", None),
        ("뉴스크", "", None),
        ("할머니", "", None),
        ("새한마을신문", "saehan.example", None),
        ("", "example.com", None),
    ],
)
def test_a_name_of_loanwords(name: str, host: str, latin: str | None) -> None:
    assert outlet_in_latin(name, host) == latin


@pytest.mark.parametrize(
    ("text", "url", "named"),
    [
        ("비즈니스포스트", "https://www.businesspost.co.kr/a", "Business Post"),
        ("블라블라", None, "블라블라"),
        ("새한마을신문", None, "Saehanmaeulsinmun"),
    ],
)
def test_a_loanword_is_never_spelled_by_syllables(text: str, url: str | None, named: str) -> None:
    assert name_in(text, Lang("pt"), url).text == named


@pytest.mark.parametrize(
    "word",
    ["독립신문", "강원일보", "한겨레", "국립", "찬호", "예림", "지우", "김해", "속리산", "여의도"],
)
def test_korean_words_are_no_loanwords(word: str) -> None:
    assert not is_loanword(word)


@given(st.text(), st.text())
def test_any_name_can_be_asked_for(name: str, host: str) -> None:
    assert outlet_in_latin(name, host) != ""


def test_a_long_name_takes_linear_time() -> None:
    assert_in_line(lambda count: outlet_in_latin("스 " * count, "a." * count), 4_000)
