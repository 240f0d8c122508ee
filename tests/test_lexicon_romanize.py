"""Korean names in Latin letters; the examples of the standard itself, and of daily use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.lang import Lang
from mlsum.lexicon.romanize import person_name, romanize

# Revised Romanization of Korean, National Institute of Korean Language 2000, chapters 2 and 3.
STANDARD = [
    *(("구미", "Gumi"), ("영동", "Yeongdong"), ("백암", "Baegam"), ("옥천", "Okcheon")),
    *(("합덕", "Hapdeok"), ("호법", "Hobeop"), ("월곶", "Wolgot"), ("벚꽃", "Beotkkot")),
    *(("한밭", "Hanbat"), ("백마", "Baengma"), ("신문로", "Sinmunno"), ("종로", "Jongno")),
    *(("왕십리", "Wangsimni"), ("별내", "Byeollae"), ("신라", "Silla")),
    *(("학여울", "Hangnyeoul"), ("알약", "Allyak"), ("해돋이", "Haedoji")),
    *(("묵호", "Mukho"), ("집현전", "Jiphyeonjeon"), ("압구정", "Apgujeong")),
    *(("낙동강", "Nakdonggang"), ("죽변", "Jukbyeon"), ("낙성대", "Nakseongdae")),
    *(("합정", "Hapjeong"), ("팔당", "Paldang"), ("샛별", "Saetbyeol"), ("울산", "Ulsan")),
    *(("속리산", "Songnisan"), ("금강", "Geumgang"), ("경복궁", "Gyeongbokgung")),
    *(("무량수전", "Muryangsujeon"), ("오죽헌", "Ojukheon"), ("촉석루", "Chokseongnu")),
    *(("독도", "Dokdo"), ("불국사", "Bulguksa"), ("현충사", "Hyeonchungsa")),
    *(("독립문", "Dongnimmun"), ("설악", "Seorak"), ("칠곡", "Chilgok")),
    *(("임실", "Imsil"), ("울릉", "Ulleung"), ("대관령", "Daegwallyeong")),
    *(("세종로", "Sejongno"), ("부산", "Busan"), ("여의도", "Yeouido")),
    *(("광희문", "Gwanghuimun"), ("한라", "Halla"), ("독립", "Dongnip")),
    *(("강릉", "Gangneung"), ("담양", "Damyang"), ("서울", "Seoul"), ("뚝섬", "Ttukseom")),
]


@pytest.mark.parametrize(("hangul", "latin"), STANDARD)
def test_the_examples_of_the_standard(hangul: str, latin: str) -> None:
    assert romanize(hangul) == latin


@pytest.mark.parametrize(
    ("text", "romanized"),
    [
        ("", ""),
        ("The Korea Times", "The Korea Times"),
        ("서울 (Seoul), 2023", "Seoul (Seoul), 2023"),
        ("한겨레21 - 부산", "Hangyeore21 - Busan"),
        ("맏형", "Mathyeong"),
        ("朝鮮 ㄱㄴ", "朝鮮 ㄱㄴ"),
    ],
)
def test_only_words_of_hangul_change(text: str, romanized: str) -> None:
    assert romanize(text) == romanized


@pytest.mark.parametrize(
    ("text", "target", "written"),
    [
        ("한복남", "en", "Han Boknam"),
        ("홍빛나", "en", "Hong Bitna"),
        ("민용하", "en", "Min Yongha"),
        ("송나리", "pt", "Song Nari"),
        ("김구", "en", "Gim Gu"),
        ("남궁민", "en", "Namgung Min"),
        ("김철수 기자", "en", "Gim Cheolsu (reporter)"),
        ("김철수·이영희 특파원", "pt", "Gim Cheolsu·I Yeonghui (correspondente)"),
        ("Kim Chul-soo", "en", "Kim Chul-soo"),
        ("독립신문사", "en", "Dongnipsinmunsa"),
        ("쿠바", "en", "Kuba"),
        ("김철수 기자", "ko", "김철수 기자"),
    ],
)
def test_the_names_of_people_keep_their_syllables(text: str, target: str, written: str) -> None:
    assert person_name(text, Lang(target)) == written


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1))
def test_no_hangul_is_left(word: str) -> None:
    assert romanize(word).isascii()


@given(st.text())
def test_any_text_can_be_romanized(text: str) -> None:
    assert bool(romanize(text)) == bool(text)
