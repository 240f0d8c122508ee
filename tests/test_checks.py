"""Outputs that a careful reader would doubt are doubted, and good ones are not."""

import os
import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import Detection, Span
from mlsum.core.lang import UND, Lang
from mlsum.text.checks import check, code
from mlsum.text.checks.numbers import unmatched

EN, PT, KO, FR = Lang("en"), Lang("pt"), Lang("ko"), Lang("fr")
FORMS = "There are {n, plural, one {# letter} other {# letters}}."
MAIL = "Please write to user@example.org if you need any help with it."
TALK = "The minister spoke to the press on Monday and left soon afterwards."

DOUBTED = [
    # seen from the embedded models
    (EN, PT, MAIL, "Escreva para user-example.org se precisar de ajuda.", "address or code"),
    (EN, PT, MAIL, "Escreva para user@example se precisar de ajuda.", "address or code"),
    (EN, PT, "It costs €30 a month.", "Custa 30 por mês.", "currency"),
    (PT, EN, "Custa €30 por mês.", "It costs $30 a month.", "currency"),
    (EN, PT, "Sales rose to US$1,250.75.", "As vendas subiram para US$1.250.75.", "number lost"),
    (EN, PT, "Run `make test` before it.", 'Execute "make test" antes disso.', "address or code"),
    (KO, EN, "한국은 오늘 서울에서 회의를 열었다.", '" ' * 40, "empty"),
    (KO, EN, "한국은 오늘 서울에서 회의를 열었다.", 'South Korea "' + ' "' * 40, "repetition"),
    # reported of others
    (EN, PT, "He enrolled at a school.", "Ele matriculado matriculado matriculado.", "repetition"),
    (EN, PT, TALK, "(applause) " * 50, "repetition"),
    (EN, PT, TALK, "O ministro falou" + ", " * 30, "repetition"),
    (EN, PT, "Call +447378099903 today.", "Ligue para 447378099903 hoje.", "address or code"),
    (EN, PT, "I'm on https://test.com/ now.", "Estou lá agora.", "address or code"),
    (EN, PT, "See https://a.org now.", "Veja https://a.org https://a.org.", "address or code"),
    # in general
    (EN, PT, TALK, "", "empty"),
    (EN, PT, TALK, " ... ", "empty"),
    (EN, PT, TALK, "O ministro falou.", "length"),
    (EN, PT, "He left.", "Ele saiu da sala depois de falar longamente com todos.", "length"),
    (EN, PT, TALK, TALK, "not translated"),
    (EN, KO, TALK, "O ministro falou à imprensa na segunda.", "wrong script"),
    (EN, PT, TALK, "장관은 월요일에 기자들에게 말한 뒤 곧 떠났다.", "wrong script"),
    (EN, PT, "Hi __name__, it rains.", "Oi __nome__, está chovendo.", "placeholder"),
    (EN, PT, "No letters for ###user###.", "Nenhuma carta.", "placeholder"),
    (EN, PT, FORMS, "Há {n, plural, one {# letter} other {# letters}}.", "message kept"),
    (EN, PT, TALK, "O ministro Xk1 falou à imprensa na segunda e logo saiu.", "placeholder"),
    (EN, PT, TALK, "O ministro <unk> falou à imprensa na segunda e logo saiu.", "placeholder"),
    (EN, PT, "It grew 3.5% in 2023.", "Cresceu em 2023.", "number lost"),
    (EN, PT, "It grew 3.5% in 2023.", "Cresceu 35% em 2023.", "number invented"),
    (EN, PT, "It grew again.", "Cresceu 12% de novo.", "number invented"),
    (EN, PT, "They won 2 to 2.", "Ganharam de 2.", "number lost"),
]


@pytest.mark.parametrize(("source", "target", "text", "output", "reason"), DOUBTED)
def test_doubts(source: Lang, target: Lang, text: str, output: str, reason: str) -> None:
    assert reason in map(code, check(text, output, source, target))


TRUSTED = [
    (EN, PT, MAIL, "Escreva para user@example.org se precisar de ajuda com isso."),
    (EN, PT, "It costs €30 a month.", "Custa 30 euros por mês."),
    (EN, PT, "It costs US$1,250.75.", "Custa US$ 1.250,75."),
    (EN, KO, "It costs $30 a month.", "한 달에 30달러가 든다."),
    (EN, PT, "Run `make test` first.", "Execute `make test` primeiro."),
    (EN, PT, "No, no, no, she said.", "Não, não, não, disse ela."),
    (EN, PT, "-" * 40, "-" * 40),
    (EN, PT, "", "anything"),
    (EN, EN, TALK, TALK),
    (EN, PT, "NATO, BTS, IMF, FIFA, OPEC", "NATO, BTS, IMF, FIFA, OPEC"),
]


@pytest.mark.parametrize(("source", "target", "text", "output"), TRUSTED)
def test_trusts(source: Lang, target: Lang, text: str, output: str) -> None:
    assert check(text, output, source, target) == ()


SAME = [
    (EN, PT, "1,250.75 tons", "1.250,75 toneladas"),
    (EN, PT, "1,250,000 people", "1.250.000 pessoas"),
    # Said once more in brackets, which went or came as a whole.
    (EN, KO, "1,600 km (1,000 mi) long, 800 km (500 mi) wide", "길이 1,600km, 폭 800km"),
    (EN, PT, "about 36 pounds (16kg)", "cerca de 16 kg"),
    (PT, EN, "ventos de 64 km/h", "winds of 64 kph (40 mph)"),
    (EN, KO, "2 days", "이틀"),
    (EN, KO, "the 2nd meeting, in 2 years", "제이차 회의, 이년 뒤"),
    (EN, KO, "21 members, 300 people", "이십일 회원국, 삼백 명"),
    (EN, PT, "10,000 won", "10 mil wons"),
    (EN, PT, "3.5 million", "3,5 milhões"),
    (EN, KO, "3.5 million people", "350만 명"),
    (EN, KO, "150 million won", "1억 5천만 원"),
    (EN, PT, "two of 20", "2 de vinte"),
    (EN, PT, "25 years", "vinte e cinco anos"),
    (EN, PT, "two hundred and three", "203"),
    (EN, PT, "24 eggs", "duas dúzias de ovos"),
    (EN, PT, "the 19th century", "o século XIX"),
    (EN, KO, "World War I and World War II", "제1차 세계대전과 제2차 세계대전"),
    (EN, KO, "on December 13", "12월 13일"),
    (EN, KO, "three books, 25 cats", "책 세 권, 고양이 스물다섯 마리"),
    (KO, EN, "3백만", "3 million"),
    (KO, EN, "삼백오십만 명과 21명", "3.5 million and twenty-one"),
    (EN, PT, "at 5 p.m.", "às 17h"),
    (EN, PT, "at 11:20", "às 11h20"),
    (EN, KO, "the 1960s", "60년대"),
    (EN, PT, "3,000 miles away", "a 4.800 km"),
    (EN, PT, "90 degrees Fahrenheit", "32 graus"),
    (EN, PT, "2 km2 of B52", "2 quilômetros quadrados de B52"),
    (EN, FR, "There are 4 cats", "Il y a quatre chats"),
]


@pytest.mark.parametrize(("source", "target", "text", "output"), SAME)
def test_same_number(source: Lang, target: Lang, text: str, output: str) -> None:
    assert unmatched(text, output, source, target) == ([], [])


OTHER = [
    (EN, PT, "1,250.75", "1.250.75", ["1,250.75"], ["1.250.75"]),
    (EN, KO, "3.5 million", "35만", ["3.5"], ["35"]),
    (EN, KO, "3 books", "세계의 책", ["3"], []),
    # Syllables of numerals in other words: this, a particle, between, the morning, Sunday.
    (EN, KO, "He won 7-2.", "그는 이 경기에서 7대 이겼다.", ["2"], []),
    (EN, KO, "It took 2 hours.", "그 사이에 시간이 걸린 것입니다.", ["2"], []),
    (EN, KO, "They left at 5.", "그들은 오전에 떠났다.", ["5"], []),
    (EN, KO, "Page 1 is lost.", "일요일에 쪽을 잃었다.", ["1"], []),
    (EN, KO, "It is 6 by 6 cm.", "그것은 6cm이다.", ["6"], []),
    # Brackets that are still there do not excuse what they lost, nor more than one number.
    (EN, PT, "240 km (149 miles) away", "a 240 km ( milhas)", ["149"], []),
    (EN, PT, "200 pounds (90 kg) on Earth", " libras (90 kg) na Terra", ["200"], []),
    (EN, PT, "9 lb (4 kg) and 50 lb (22 kg)", "4 kg e  kg (22 kg)", ["50"], []),
    (EN, PT, "30 people", "50 pessoas", ["30"], ["50"]),
    (EN, PT, "30 people", "48 pessoas", ["30"], ["48"]),
    (EN, FR, "There are 400 cats", "Il y a des chats", ["400"], []),
]


@pytest.mark.parametrize(("source", "target", "text", "output", "lost", "invented"), OTHER)
def test_other_number(
    source: Lang, target: Lang, text: str, output: str, lost: list[str], invented: list[str]
) -> None:
    assert unmatched(text, output, source, target) == (lost, invented)


@pytest.mark.parametrize(
    ("lang", "confidence", "doubted"),
    [(EN, 0.99, True), (EN, 0.5, False), (PT, 0.99, False), (UND, 0.99, False)],
)
def test_believes_a_sure_classifier(lang: Lang, confidence: float, doubted: bool) -> None:
    output = "O ministro falou à imprensa na segunda-feira e saiu logo depois."
    found = check(
        TALK,
        output,
        EN,
        PT,
        Detection(lang=lang, confidence=confidence, spans=(Span(0, len(output), lang, "Latn"),)),
    )
    assert found == (("wrong language",) if doubted else ())


def test_a_row_of_names_is_in_any_language() -> None:
    names = "Giuseppe Verdi, Antonio Vivaldi, Gioachino Rossini e Vincenzo Bellini"
    sure = Detection(EN, confidence=1.0, spans=(Span(0, len(names), EN, "Latn"),))
    assert check(names, names, EN, PT, sure) == ()


@given(st.text(), st.text(), st.sampled_from([EN, PT, KO, FR, UND, Lang("ja"), Lang("xx")]))
def test_never_fails(text: str, output: str, target: Lang) -> None:
    assert isinstance(check(text, output, EN, target), tuple)


SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
ALIGNED = SHARED / "data" / "flores_dev_from_sib"


@pytest.mark.skipif(not ALIGNED.is_dir(), reason="needs the aligned sentences of shared/data")
def test_human_translations_pass() -> None:
    texts = {tag: (ALIGNED / f"{tag}.txt").read_text().splitlines() for tag in ("en", "pt", "ko")}
    pairs = [
        (x, y, Lang(a), Lang(b))
        for a, b in permutations(texts, 2)
        for x, y in zip(texts[a], texts[b], strict=True)
    ]
    assert sum(bool(check(*pair)) for pair in pairs) <= 0.01 * len(pairs)


@pytest.mark.skipif(not ALIGNED.is_dir(), reason="needs the aligned sentences of shared/data")
@pytest.mark.parametrize(("source", "target"), [(EN, PT), (EN, KO), (PT, KO), (PT, EN)], ids=str)
def test_numbers_dropped_from_human_translations_are_missed(source: Lang, target: Lang) -> None:
    digits = re.compile(r"\d+(?:[.,]\d+)*")
    texts, outputs = (
        (ALIGNED / f"{lang}.txt").read_text(encoding="utf-8").splitlines()
        for lang in (source, target)
    )
    damaged = [
        (text, output[: match.start()] + output[match.end() :])
        for text, output in zip(texts, outputs, strict=True)
        if unmatched(text, output, source, target) == ([], [])
        for match in digits.finditer(output)
        if match[0] in digits.findall(text)
    ]
    caught = sum(unmatched(*pair, source, target) != ([], []) for pair in damaged)
    assert len(damaged) > 100
    assert caught >= 0.95 * len(damaged)


def test_an_address_that_both_have_does_not_make_a_copy() -> None:
    link = "(https://example.org/2016/how-to-stop-worrying-and-love-writing-good-clear-prose)"
    assert check(f"“How to write” {link}", f"“Como escrever” {link}", Lang("en"), Lang("pt")) == ()


def test_digits_newer_than_the_tables_of_python_are_missed_as_well() -> None:
    assert check("\U0001e4f0", "x", Lang("en"), Lang("pt")) == ("number lost: \U0001e4f0",)
