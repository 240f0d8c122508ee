"""Names of people as editors and librarians write them, and the bylines that they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.document import Romanization
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon import in_latin, person_name
from mlsum.lexicon.people import korean_name

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")

# Surname by custom, given name by the Revised Romanization (section 3.4 allows the hyphen), as
# Yonhap writes names; people of the table as they spell themselves.
CUSTOMARY = [
    *(("이재명", "Lee Jae-myung"), ("박지성", "Park Ji-sung"), ("김연아", "Kim Yeon-a")),
    *(("우상호", "Woo Sang-ho"), ("반기문", "Ban Ki-moon"), ("박근혜", "Park Geun-hye")),
    *(("김정은", "Kim Jong-un"), ("윤석열", "Yoon Suk Yeol"), ("김대중", "Kim Dae-jung")),
    *(("최민호", "Choi Min-ho"), ("강수진", "Kang Su-jin"), ("조은별", "Cho Eun-byeol")),
    *(("윤서하", "Yoon Seo-ha"), ("장하늘", "Jang Ha-neul"), ("임세라", "Lim Se-ra")),
    *(("오나리", "Oh Na-ri"), ("신동엽", "Shin Dong-yeop"), ("권보라", "Kwon Bo-ra")),
    *(("안지우", "Ahn Ji-u"), ("문가영", "Moon Ga-yeong"), ("유하준", "Yoo Ha-jun")),
    *(("고두심", "Ko Du-sim"), ("심상민", "Shim Sang-min"), ("노을", "Noh Eul")),
    *(("곽도원", "Kwak Do-won"), ("주시경", "Joo Si-gyeong"), ("구하라", "Koo Ha-ra")),
    *(("현진건", "Hyun Jin-geon"), ("여운형", "Yeo Un-hyeong"), ("한복남", "Han Bok-nam")),
    *(("홍빛나", "Hong Bit-na"), ("허균", "Heo Gyun"), ("남궁민", "Namgung Min")),
    *(("남궁억", "Namgung Eok"), ("선우휘", "Sunwoo Hwi"), ("황보승희", "Hwangbo Seung-hui")),
    *(("제갈공명", "Jegal Gong-myeong"), ("독고영재", "Dokgo Yeong-jae"), ("류미리", "Ryu Mi-ri")),
]
REVISED = [
    *(("민용하", "Min Yongha"), ("송나리", "Song Nari"), ("한복남", "Han Boknam")),
    *(("홍빛나", "Hong Bitna"), ("이재명", "I Jaemyeong"), ("김구", "Gim Gu")),
    *(("남궁민", "Namgung Min"), ("박지성", "Bak Jiseong")),
]
LIBRARY = [
    *(("김동리", "Kim Tong-ni"), ("이광린", "Yi Kwang-nin"), ("조벽암", "Cho Pyŏg-am")),
    *(("박정희", "Pak Chŏng-hŭi"), ("백낙준", "Paek Nak-chun"), ("안응렬", "An Ŭng-nyŏl")),
    *(("홍길동", "Hong Kil-tong"), ("허균", "Hŏ Kyun"), ("선우휘", "Sŏnu Hwi")),
    *(("황보인", "Hwangbo In"), ("류시화", "Yu Si-hwa"), ("최남선", "Ch'oe Nam-sŏn")),
    *(("이철희", "Yi Ch'ŏr-hŭi"), ("노천명", "No Ch'ŏn-myŏng")),
]


@pytest.mark.parametrize(
    ("style", "hangul", "latin"),
    [
        *(("customary", *row) for row in CUSTOMARY),
        *(("revised", *row) for row in REVISED),
        *(("mccune", *row) for row in LIBRARY),
    ],
)
def test_a_korean_name(style: Romanization, hangul: str, latin: str) -> None:
    assert korean_name(hangul, style) == latin
    assert person_name(hangul, PT, style) == latin
    assert person_name(hangul, KO, style) == hangul


@pytest.mark.parametrize("word", ["쿠바", "마이클", "독립신문사", "김", "하늘빛바다", "갸갸갸", ""])
def test_what_is_no_korean_name(word: str) -> None:
    assert korean_name(word) is None


# A byline, and what it is in English, in Portuguese and in Korean.
BYLINES = [
    ("김철수 기자", "Kim Cheol-su (reporter)", "Kim Cheol-su (repórter)", None),
    ("김철수기자", "Kim Cheol-su (reporter)", "Kim Cheol-su (repórter)", None),
    ("김 철수 기자", "Kim Cheol-su (reporter)", "Kim Cheol-su (repórter)", None),
    ("기자 김철수", "Reporter Kim Cheol-su", "Repórter Kim Cheol-su", None),
    ("김 기자", "Kim (reporter)", "Kim (repórter)", None),
    ("송민지 특파원", "Song Min-ji (correspondent)", "Song Min-ji (correspondente)", None),
    ("송민지 논설위원", "Song Min-ji (editorial writer)", "Song Min-ji (editorialista)", None),
    ("송민지 선임기자", "Song Min-ji (senior reporter)", "Song Min-ji (repórter sênior)", None),
    ("송민지 인턴기자", "Song Min-ji (intern reporter)", "Song Min-ji (repórter estagiário)", None),
    ("송민지 앵커", "Song Min-ji (anchor)", "Song Min-ji (âncora)", None),
    ("송민지 편집장", "Song Min-ji (editor-in-chief)", "Song Min-ji (editor-chefe)", None),
    ("송민지 사진기자", "Song Min-ji (photographer)", "Song Min-ji (fotógrafo)", None),
    (
        "김철수·이영희 기자",
        "Kim Cheol-su, Lee Yeong-hui (reporter)",
        "Kim Cheol-su, Lee Yeong-hui (repórter)",
        None,
    ),
    ("김철수, 이영희", "Kim Cheol-su, Lee Yeong-hui", "Kim Cheol-su, Lee Yeong-hui", None),
    ("김철수 이영희", "Kim Cheol-su, Lee Yeong-hui", "Kim Cheol-su, Lee Yeong-hui", None),
    (
        "김철수 베이징 특파원",
        "Kim Cheol-su (correspondent, Beijing)",
        "Kim Cheol-su (correspondente, Pequim)",
        None,
    ),
    (
        "정치부 김철수 기자",
        "Kim Cheol-su (reporter, Politics)",
        "Kim Cheol-su (repórter, Política)",
        None,
    ),
    (
        "(서울=연합뉴스) 김철수 기자",
        "(Seoul=Yonhap News Agency) Kim Cheol-su (reporter)",
        "(Seul=Yonhap) Kim Cheol-su (repórter)",
        None,
    ),
    (
        "조선일보 김철수 기자",
        "The Chosun Ilbo, Kim Cheol-su (reporter)",
        "The Chosun Ilbo, Kim Cheol-su (repórter)",
        None,
    ),
    (
        "김철수 기자 kim@example.kr",
        "Kim Cheol-su (reporter) kim@example.kr",
        "Kim Cheol-su (repórter) kim@example.kr",
        None,
    ),
    ("김철수 <k@example.kr>", "Kim Cheol-su <k@example.kr>", "Kim Cheol-su <k@example.kr>", None),
    ("마이클 존슨 기자", "마이클 존슨 (reporter)", "마이클 존슨 (repórter)", None),
    ("온라인뉴스팀", "Staff", "Redação", None),
    ("By Jane Doe", None, "Por Jane Doe", "글 Jane Doe"),
    ("Por Fulano de Tal", "By Fulano de Tal", None, "글 Fulano de Tal"),
    ("By 김철수", "By Kim Cheol-su", "Por Kim Cheol-su", "글 김철수"),
    ("Fulano / Agência Brasil", None, None, "Fulano / 아젠시아 브라질"),
    ("Maria Souza, do G1", "Maria Souza, G1", None, "Maria Souza, G1"),
    ("Jane Doe, Reuters", None, None, "Jane Doe, 로이터"),
    ("Jane Doe of Reuters, editor", None, None, "Jane Doe of Reuters, 편집자"),
    ("Ana Souza e João Lima", "Ana Souza and João Lima", None, "Ana Souza, João Lima"),
    ("Artur da Costa e Silva", None, None, None),
    ("Papa Francisco", "Pope Francis", None, "프란치스코 교황"),
    ("Lee Jae-myung", None, None, "이재명"),
    ("Homer", None, None, None),
    ("Da Redação", "Staff", None, "편집부"),
    (
        "Rita Nunes, correspondente em Lisboa",
        "Rita Nunes, correspondent in Lisbon",
        None,
        "Rita Nunes, 리스본 특파원",
    ),
    ("https://example.org/e/Redação", None, None, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("text", "english", "portuguese", "korean"), BYLINES)
def test_a_byline(
    text: str, english: str | None, portuguese: str | None, korean: str | None
) -> None:
    made = [person_name(text, target) for target in (EN, PT, KO)]
    assert made == [text if one is None else one for one in (english, portuguese, korean)]


def test_a_foreign_name_in_latin_follows_the_style() -> None:
    assert in_latin("김민수") == "Kim Min-su"
    assert in_latin("서울") == "Seoul"
    assert in_latin("İmamoğlu 김민수", "revised") == "Imamoglu Gim Minsu"
    assert in_latin("최민수", "mccune") == "Ch'oe Min-su"


def test_the_table_of_surnames_has_each_once() -> None:
    rows = read_rows("surnames.tsv")
    assert len({row["hangul"] for row in rows}) == len(rows) >= 120
    assert all(row["latin"].isascii() and row["latin"].istitle() for row in rows)


@given(st.text(), st.sampled_from(["en", "pt", "ko", "fr", "tlh"]))
def test_any_text_can_be_a_byline(text: str, target: str) -> None:
    assert bool(person_name(text, Lang(target))) == bool(text)


@pytest.mark.parametrize("piece", [" ", "a@", "a", "김", "김 ", " e ", "·", "<", "a in "])
def test_a_long_byline_takes_linear_time(piece: str) -> None:
    assert_in_line(lambda count: person_name(piece * count, EN), 4_000)
