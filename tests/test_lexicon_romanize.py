"""Korean names in Latin letters; the examples of the standard itself, and of daily use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.lexicon.romanize import romanize

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


# McCune and Reischauer 1939, and the tables of the Library of Congress after them.
LIBRARIES = [
    *(("한글", "Han'gŭl"), ("신라", "Silla"), ("독립", "Tongnip"), ("압록강", "Amnokkang")),
    *(("평양", "P'yŏngyang"), ("부산", "Pusan"), ("대구", "Taegu"), ("전라", "Chŏlla")),
    *(("경기", "Kyŏnggi"), ("제주", "Cheju"), ("충청", "Ch'ungch'ŏng"), ("강릉", "Kangnŭng")),
    *(("인천", "Inch'ŏn"), ("울산", "Ulsan"), ("낙동강", "Naktonggang"), ("한라", "Halla")),
    *(("백제", "Paekche"), ("고구려", "Koguryŏ"), ("발해", "Parhae"), ("조선", "Chosŏn")),
    *(("같이", "Kach'i"), ("해돋이", "Haedoji"), ("철도", "Ch'ŏlto"), ("좋다", "Chot'a")),
]


@pytest.mark.parametrize(("hangul", "latin"), LIBRARIES)
def test_libraries_write_mccune_and_reischauer(hangul: str, latin: str) -> None:
    assert romanize(hangul, "mccune") == latin


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1))
def test_no_hangul_is_left(word: str) -> None:
    assert romanize(word).isascii()
    assert not set(romanize(word, "mccune")).intersection(word)


@given(st.text())
def test_any_text_can_be_romanized(text: str) -> None:
    assert bool(romanize(text)) == bool(text)
