"""Texts in which languages meet: cases from users' reports, and what always holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.document import Detection
from mlsum.core.lang import UND
from mlsum.detection import detect, detect_batch

Spans = list[tuple[str, str]]


def spans(text: str, found: Detection) -> Spans:
    return [(text[span.start : span.end], str(span.lang)) for span in found.spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The name of that celebrity is 王菲",
            [("The name of that celebrity is", "en"), ("王菲", "zh")],
        ),
        (
            "The name of the song is ロミオとシンデレラ",
            [("The name of the song is", "en"), ("ロミオとシンデレラ", "ja")],
        ),
        (
            "English language - Английский язык",
            [("English language", "en"), ("Английский язык", "ru")],
        ),
        (
            'He turned around and asked: "Entschuldigen Sie, sprechen Sie Deutsch?"',
            [
                ("He turned around and asked", "en"),
                ("Entschuldigen Sie, sprechen Sie Deutsch?", "de"),
            ],
        ),
        (
            "He said ‘je ne sais quoi’ and left.",
            [("He said", "en"), ("je ne sais quoi", "fr"), ("and left.", "en")],
        ),
        (
            "El presidente dijo: «We will not give up» ante la prensa.",
            [
                ("El presidente dijo", "es"),
                ("We will not give up", "en"),
                ("ante la prensa.", "es"),
            ],
        ),
        (
            "Ministers meet to expand (security) cooperation - 코리아타임스",
            [("Ministers meet to expand (security) cooperation", "en"), ("코리아타임스", "ko")],
        ),
        (
            "코리아타임스 | Ministers meet to expand cooperation (again)",
            [("코리아타임스", "ko"), ("Ministers meet to expand cooperation (again)", "en")],
        ),
        (
            "제목: Parliament passes the budget",
            [("제목", "ko"), ("Parliament passes the budget", "en")],
        ),
        (
            "Título: The farmers lost half of their apples",
            [("Título", "pt"), ("The farmers lost half of their apples", "en")],
        ),
        ("人民日报: 東京の会議が終わる", [("人民日报", "zh"), ("東京の会議が終わる", "ja")]),
        (
            "これはテストです。This is a test. 이것은 시험입니다.",
            [("これはテストです。", "ja"), ("This is a test.", "en"), ("이것은 시험입니다.", "ko")],
        ),
        (
            "السلام عليكم ورحمة الله - Peace be upon you",
            [("السلام عليكم ورحمة الله", "ar"), ("Peace be upon you", "en")],
        ),
    ],
)
def test_spans_of_a_mixed_text(text: str, expected: Spans) -> None:
    assert spans(text, detect(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "삼성·LG전자 TV·가전, CES 최고혁신상 - 매일경제",
        "[2019 추경] 미세먼지 예산 1조 원 - 연합뉴스",
        "美·中 무역협상",
        "[속보] 尹대통령, 北 미사일 발사에 NSC 소집",
        "변수(變數)가 많은 구태(舊態) 정치",
        "삼성전자, Galaxy S24 Ultra 공개… AI 기능 탑재",
        "손흥민(Son Heung-min) 2골… 토트넘 3-1 승리",
        "Lee Jae-myung 대통령 방미",
        "iPhone 15 출시",
        "BTS 정국, 빌보드 Hot 100 1위",
        "KF-21 시제기 6대, 시속 100km로 날다",
    ],
)
def test_korean_as_it_comes_is_korean(text: str) -> None:
    found = detect(text)
    assert spans(text, found) == [(text, "ko")]
    assert found.script == "Hang"


def test_latin_words_in_korean_that_are_words_of_a_language_are_reported() -> None:
    text = "현대차, 'The best car of the year for families' 수상"
    assert [str(span.lang) for span in detect(text).spans] == ["ko", "en", "ko"]


@pytest.mark.parametrize("text", ["Test String", "I love you", "A Test String"])
def test_a_short_english_text_is_english_or_undetermined(text: str) -> None:
    assert str(detect(text).lang) in ("en", "und")


@pytest.mark.parametrize("text", ["NATO", "GNews", "KF-21 5G", "α", "x", "", "  ", "12:30", "𝐀𝐁"])
def test_too_little_is_undetermined(text: str) -> None:
    found = detect(text)
    assert found.lang == UND
    assert all(span.lang == UND and span.confidence == 0 for span in found.spans)


ENGLISH = (
    "The committee met on Tuesday to discuss the budget. Members of NATO asked for more time.\n\n"
    "Mr. Kim Min-su (left) said that “nothing is decided yet”, and that an iPhone 15 was lost."
)
CATALAN = (
    "Aquest matí el govern ha presentat el nou pla de transport públic. La consellera va dir que "
    "les obres començaran la primavera vinent.\n\nEls veïns demanen més informació; l'ajuntament "
    "els ha convocat a una reunió dijous a la biblioteca."
)


@pytest.mark.parametrize(("text", "lang"), [(ENGLISH, "en"), (CATALAN, "ca")])
def test_a_page_of_prose_is_in_one_language(text: str, lang: str) -> None:
    assert [str(span.lang) for span in detect(text).spans] == [lang]
    assert detect(text).confidence > 0.9


@pytest.mark.parametrize(
    "menu",
    [
        "English Español Português 한국어 日本語 Deutsch",
        "English | Español | Português | Français | Русский",
        "Deutsch · English · Italiano · 中文",
    ],
)
def test_a_menu_of_languages_is_none_of_them(menu: str) -> None:
    text = f"The committee met on Tuesday to discuss it.\n\n{menu}\n\nIt will meet again next week."
    found = detect(text)
    assert str(found.lang) == "en"
    assert spans(text, found)[1] == (menu, "und")
    assert {str(span.lang) for span in found.spans} == {"en", "und"}


def test_the_name_of_a_language_in_prose_is_no_menu() -> None:
    assert [str(s.lang) for s in detect("She teaches English and Deutsch at school.").spans] == [
        "en"
    ]


def test_an_unpunctuated_mix_is_found_out() -> None:
    text = (
        "die alte Brücke bleibt bis zum Ende des Winters gesperrt "
        "the old bridge will be closed to all traffic until the spring"
    )
    assert [str(span.lang) for span in detect(text, ["en", "de", "pt", "es"]).spans] == ["de", "en"]


def test_addresses_and_markup_do_not_count() -> None:
    text = "Visit https://www.exemplo.com.br/noticias/hoje or write to maria@exemplo.com.br today."
    assert [str(span.lang) for span in detect(text).spans] == ["en"]


@pytest.mark.parametrize(
    ("languages", "expected"), [(["en", "ko"], ["en", "ko"]), (["en", "pt"], ["en", "und"])]
)
def test_answers_are_among_the_candidates(languages: list[str], expected: list[str]) -> None:
    text = "Ministers meet to expand cooperation - 코리아타임스"
    assert [str(span.lang) for span in detect(text, languages).spans] == expected


def test_the_basis_says_what_the_answer_rests_on() -> None:
    assert detect("안녕하세요").basis == "script"
    assert detect("Good morning everybody").basis == "classifier"
    assert detect("NATO").basis == "none"


MIXED = [
    ENGLISH,
    CATALAN,
    "Título: The apples are lost - 매일경제",
    "Test String",
    "",
    "12",
    "NATO",
]


def test_a_batch_answers_as_one_by_one() -> None:
    assert detect_batch(MIXED * 3) == [detect(text) for text in MIXED] * 3
    assert detect_batch([]) == []


def test_threads_answer_alike() -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(detect, MIXED * 8))
    assert answers == [detect(text) for text in MIXED] * 8


texts = st.text(
    st.one_of(st.sampled_from("abÉ ñß くЖ한漢字ア.,:;-–\n\"'“”«»()[]1!?·@<>/"), st.characters()),
    max_size=80,
)


@settings(deadline=None)
@given(texts)
def test_spans_are_disjoint_and_cover_every_letter(text: str) -> None:
    found = detect(text)
    if found.kind != "text":
        return
    covered = [i for span in found.spans for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {i for i, char in enumerate(text) if char.isalpha()} <= set(covered)
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert 0 <= span.confidence <= 1
    assert found.lang == UND or found.lang in {span.lang for span in found.spans}


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "a ",
        "aㄱ",
        ".",
        "Aa. ",
        "(",
        "\"'",
        "<a",
        "&a",
        "`a",
        "漢あ",
        "\n",
        "!",
        "- ",
        "\ud800",
    ],
)
@pytest.mark.parametrize("size", [19_000, 1_000_000])
def test_a_long_text_takes_linear_time(piece: str, size: int) -> None:
    assert_in_line(lambda count: detect(piece * count + "x"), size // len(piece))


def test_a_long_document_keeps_its_languages_apart() -> None:
    english = "The council will vote on the new bus lanes next Thursday, as planned. " * 200
    korean = "시의회는 다음 주 목요일에 새 버스 노선을 놓고 표결할 예정이다. " * 200
    text = f"{english}\n\n{korean}"
    found = detect(text)
    assert [str(span.lang) for span in found.spans] == ["en", "ko"]
    assert abs(found.spans[1].start - len(english)) < len(text) / 100
