"""Sentences and clauses: cut where a reader would, and nothing lost."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.lang import UND, Lang
from mlsum.text.segment import clauses, sentences

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
FLORES = SHARED / "data" / "flores_dev_from_sib"

# One text a row: its sentences, to be told apart again when they are joined by a space.
SENTENCES = [
    ("en", "The U.S.-South Korea alliance holds.", "It is old."),
    ("en", "Dr. Kim met Mr. Lee and Mrs. Park.", "They talked."),
    ("en", "On Nov. 3 it rose 3.5%.", "Then it fell."),
    ("en", "See p. 12 and No. 5 of the list.", "It is short."),
    ("en", "He said no.", "She left."),
    ("en", "He lives in the U.S.", "The capital is Washington, D.C.", "It rains."),
    ("en", "J. K. Rowling wrote it.", "We read it."),
    ("en", "At 5 p.m. Monday they met.", "All came."),
    ("en", "The vote is at 9 a.m. Thursday in Busan.", "All may come."),
    ("en", "A storm hit at 2:40 p.m. Sunday, he said.", "It passed."),
    ("en", "Shops close at 8 p.m. Seoul time.", "They open at 7 a.m. EST."),
    ("en", "It opens at 6 a.m. Dec. 3 in Daegu.", "At 5 p.m. He will speak."),
    ("en", "It ended at 5 p.m.", "The crowd went home."),
    ("en", "Brig. Gen. Choi met Amb. Lee and Cpl. Han.", "They ate."),
    ("en", "See Eq. 4 and Vol. II of it.", "It is long."),
    ("en", "You have {n, plural, one {# key. Use it.} other {# keys. Pick one.}} now.", "Bye."),
    ("en", "The U.S. President met U.N. Secretary-General Ban.", "They spoke."),
    ("en", "Use a tool, e.g. this one, i.e. mine.", "It works."),
    ("en", '"Stop!" he said.', '"Go."', "She left."),
    ("en", '"I go."', '"You stay."', "They said so."),
    ("en", "He asked: “Who is it?”", "Nobody spoke."),
    ("en", "(He did it himself.)", "Then he went."),
    ("en", "Really?!", "Yes!!!", "Good."),
    ("en", "Wait... what is it?", "Nothing."),
    ("en", "He waited… and waited.", "Nobody came."),
    ("en", "It ended well, he said.", "(Yonhap)"),
    ("en", "It costs $3.50 at example.com today.", "Buy it."),
    ("en", "Version 2.0.1 is out.", "Get it."),
    ("en", "1. Open the box.", "2. Close it."),
    ("en", "A line that is\nwrapped here.", "Another\none."),
    ("en", "It's fine.", "That's good.", "He can't."),
    ("en", "Lt. Gen. Park spoke.", "All listened."),
    ("en", "The '90s were good.", "So were we."),
    ("pt", "O professor da Univ. de São Paulo falou.", "Todos ouviram."),
    ("pt", "O Sr. Silva e a Sra. Souza saíram.", "Era tarde."),
    ("pt", "A Profa. Dra. Ana Lima chegou.", "Foi bom."),
    ("pt", "O navio saiu às 9 a.m. Sexta-feira cedo.", "Foi longe."),
    ("pt", "O imperador D. Pedro viu o Mal. Deodoro.", "Era cedo."),
    ("pt", "Fica na R. Augusta ou na Al. Santos.", "É longe."),
    ("pt", "Em 146 a.C. Cartago caiu.", "Foi o fim."),
    ("pt", "Falta vitamina D.", "O médico avisou."),
    ("pt", "Fica na Av. Paulista, nº 5.", "É perto."),
    ("pt", "Chegou em 3 de nov. de 2023.", "Ficou."),
    ("pt", "Veja a p. 12 e a pág. 14.", "É claro."),
    ("pt", "Custou R$ 3.500,00 à vista.", "Foi caro."),
    ("pt", "Subiu 3,5%.", "Caiu 2.300 pontos."),
    ("pt", "A ONU, a OMS etc. concordam.", "Nós não."),
    ("pt", "— Vá! — disse ele.", "Ela foi."),
    ("pt", "«Sim.»", "Foi o fim."),
    ("pt", "“Não vou”, disse.", "E não foi."),
    ("pt", "Os EUA venceram.", "O Brasil perdeu."),
    ("pt", "Em 13.12.2023 houve uma reunião.", "Durou pouco."),
    ("pt", "O art. 5 da lei diz isso.", "É antigo."),
    ("pt", "Será?", "Não!", "Talvez..."),
    ("es", "El Sr. García llegó.", "La Dra. López salió."),
    ("es", "¿Qué pasó?", "¡Nada!", "Bien."),
    ("es", "EE. UU. perdió.", "México ganó."),
    ("es", "Véase la pág. 12.", "Es corta."),
    ("es", "El 3,5 % votó.", "Los demás no."),
    ("es", "—No voy —dijo él.", "Y no fue."),
    ("ko", "정부는 13일 발표했다.", "시장은 조용했다."),
    ("ko", '장관은 "협력한다."라고 말했다.', "회의는 끝났다."),
    ("ko", '"간다. 온다."라고 말했다.', "끝났다."),
    ("ko", '그는 "좋다." 라고 했다.', "끝났다."),
    ("ko", "그는 “어렵다”고 했다.", "모두 웃었다."),
    ("ko", "“안 된다.”", "그는 떠났다."),
    ("ko", "(서울=연합뉴스) 김민수 기자 = 정부가 발표했다.", "끝났다."),
    ("ko", "2023. 12. 13. 발표됐다.", "다음 날 끝났다."),
    ("ko", "3.5% 올랐다.", "그래도 낮다."),
    ("ko", "정말?", "네!", "좋아요."),
    ("ko", "날씨가 좋습니다.", "산책을 갑시다."),
    ("ko", "Kim은 U.S. 대표를 만났다.", "회의는 짧았다."),
    ("ko", "오늘은… 내일이다.", "끝났다."),
    ("zh", "今天开会。", "明天休息！"),
    ("fr", "M. Dupont est là.", "Il dort."),
    ("de", "Er kam am 3. Mai an.", "Dann ging er."),
    ("und", "Hello there.", "Good day."),
]  # fmt: skip

JOINED = [
    ("ko", "그는 갔다.그녀는 왔다.", ["그는 갔다.", "그녀는 왔다."]),
    ("ja", "彼は「行く。」と言った。次の文。", ["彼は「行く。」と言った。", "次の文。"]),
    (
        "ja",
        "「はい。そうです。」終わり！？本当。",
        ["「はい。そうです。」", "終わり！？", "本当。"],
    ),
    ("ja", "東京で1日、会議が開かれた。3.5%だ。", ["東京で1日、会議が開かれた。", "3.5%だ。"]),
    ("en", "One.\n\nTwo", ["One.", "Two"]),
    ("en", "One\r\n\r\nTwo", ["One", "Two"]),
    ("en", "A line.\n> Another line.", ["A line.", "Another line."]),
    ("en", "no stop at all", ["no stop at all"]),
    ("en", " \n ", []),
    ("en", "", []),
    ("en", "...", ["..."]),
    ("en", "bad \ud800 half. Good one.", ["bad \ud800 half.", "Good one."]),
]


def cut(text: str, tag: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, Lang(tag))]


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: " ".join(row)[:50])
def test_sentences_end_where_a_reader_would_end_them(row: tuple[str, ...]) -> None:
    tag, *expected = row
    assert cut(" ".join(expected), tag) == expected


@pytest.mark.parametrize(("tag", "text", "expected"), JOINED)
def test_sentences_without_a_space_between(tag: str, text: str, expected: list[str]) -> None:
    assert cut(text, tag) == expected


def test_a_quote_mark_that_is_never_closed_does_not_swallow_the_text() -> None:
    row = ["‘첫 문장은 열기만 했다."] + ["그다음 문장은 길이를 채우려고 있는 문장이다."] * 12
    row.append("‘끝’이라고 했다.")
    assert cut(" ".join(row), "ko") == row


def test_a_long_quotation_is_cut_inside() -> None:
    said = [
        "“" + "This is what he had to say about it to all of us.",
        "And so on it went for long.",
    ]
    row = [*said, *["He went on and on about the same old thing."] * 6, "It was over.”", "We left."]
    assert cut(" ".join(row), "en") == row


def test_a_paragraph_of_any_length_is_cut() -> None:
    row = ["This is one of very many sentences, all alike."] * 500
    assert cut(" ".join(row), "en") == row
    assert "".join(cut("x" * 20_000, "en")) == "x" * 20_000


@given(
    st.text(alphabet=st.sampled_from("aB다。.!?…\"'“”「」() \n\r1—-"), max_size=80),
    st.sampled_from(["en", "pt", "ko", "ja"]),
)
def test_sentences_cover_everything_but_white_space(text: str, tag: str) -> None:
    position, inside = 0, ""
    for start, end in sentences(text, Lang(tag)):
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        inside += text[start:end]
        position = end
    assert "".join(inside.split()) == "".join(text.split())


@given(st.text(max_size=60))
def test_any_text_has_sentences(text: str) -> None:
    found = sentences(text, UND)
    assert bool(found) or not any(map(str.isalnum, text))


@pytest.mark.parametrize(
    ("piece", "count"),
    [
        ("“", 60_000),
        (" ", 100_000),
        ("\n> ", 30_000),
        ('"a. ', 25_000),
        ("「", 50_000),
        ("a. ", 30_000),
    ],
)
def test_no_input_takes_more_than_linear_time(piece: str, count: int) -> None:
    assert_in_line(lambda count: sentences(piece * count, Lang("ko")), count)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, []),
        ("short", 10, ["short"]),
        ("one two, three four, five", 12, ["one two,", "three four,", "five"]),
        ("one two three four", 8, ["one two", "three", "four"]),
        ("it cost 3,500 won", 11, ["it cost", "3,500 won"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("一つ、二つ、三つ", 4, ["一つ、", "二つ、", "三つ"]),
        ("one two three\nfour", 14, ["one two three", "four"]),
    ],
)
def test_clauses_are_cut_at_the_best_place(text: str, limit: int, expected: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text, limit)] == expected


@given(st.text(max_size=80), st.integers(1, 20))
def test_clauses_keep_the_limit_and_everything_else(text: str, limit: int) -> None:
    pieces = [text[start:end] for start, end in clauses(text, limit)]
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.skipif(not FLORES.is_dir(), reason="the evaluation data is not beside the checkout")
@pytest.mark.parametrize(("code", "most"), [("en", 6), ("pt", 7), ("ko", 3)])
def test_news_sentences_are_seldom_joined(code: str, most: int) -> None:
    lang = Lang.parse(code)
    lines = (FLORES / f"{code}.txt").read_text("utf-8").splitlines()
    joined = [
        one
        for one, other in pairwise(lines)
        if len(one) not in {end for _, end in sentences(f"{one} {other}", lang)}
    ]
    assert len(joined) <= most


@pytest.mark.parametrize("code", ["`./run`", "`.DS_Store`", "`a. B`", "``x. ` Y``", "{{ a. B }}"])
def test_no_sentence_ends_in_code(code: str) -> None:
    text = f"Copy the file {code} and leave. {code} is new. Use {code}. The end."
    found = [text[start:end] for start, end in sentences(text, Lang("en"))]
    assert found == [
        f"Copy the file {code} and leave.",
        f"{code} is new.",
        f"Use {code}.",
        "The end.",
    ]
