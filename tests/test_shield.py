"""What is kept through a translation comes back once, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.text.shield import pieces, restore, shield, words

KEPT = [
    ("Write to user@example.org.", "user@example.org"),
    ("Write to first.last+news@mail.example.co.kr, please", "first.last+news@mail.example.co.kr"),
    ("I'm on https://test.com/", "https://test.com/"),
    ("(see https://en.wikipedia.org/wiki/A_(b)).", "https://en.wikipedia.org/wiki/A_(b)"),
    ("Read https://example.org/a?b=1&c=%20d#e, then.", "https://example.org/a?b=1&c=%20d#e"),
    ("At www.koreatimes.co.kr?", "www.koreatimes.co.kr"),
    ("The site koreatimes.co.kr is down.", "koreatimes.co.kr"),
    ("Booked on Booking.com.", "Booking.com"),
    ("주소는 https://example.org에서 찾는다", "https://example.org"),
    ("Call +447378099903 now", "+447378099903"),
    ("Ligue para (11) 91234-5678.", "(11) 91234-5678"),
    ("전화 02-1234-5678번", "02-1234-5678"),
    ("user@example.org에 쓰세요", "user@example.org"),
    ("koreatimes.co.kr에서 찾는다", "koreatimes.co.kr"),
    ("2023-12-13에 비가 왔다", "2023-12-13"),
    ("가격은 ₩10,000원", "₩10,000"),
    ("It costs €30.", "€30"),
    ("It costs 30 €.", "30 €"),
    ("They raised US$1,250.75 in May", "US$1,250.75"),
    ("Custou R$ 3,5 milhões.", "R$ 3,5"),
    ("A price of ₩10,000, he said", "₩10,000"),
    ("Some EUR 30 million", "EUR 30"),
    ("Run `make test` first", "`make test`"),
    ("Run ``a ` b`` first", "``a ` b``"),
    ("Vote #Copa2026 now", "#Copa2026"),
    ("Follow @some.one today", "@some.one"),
    ("Shares of $TSLA fell", "$TSLA"),
    ("Samsung (KRX: 005930) rose", "KRX: 005930"),
    ("On 2023-12-13 it rained", "2023-12-13"),
    ("At 2023-12-13T05:00:00-03:00 sharp", "2023-12-13T05:00:00-03:00"),
    ("Hello {name}, hi", "{name}"),
    ("Hello {{ user.name }}, hi", "{{ user.name }}"),
    ("You have %s new letters", "%s"),
    ("You have %(count)d new letters", "%(count)d"),
    ("A <br/> here", "<br/>"),
    ("Fish &amp; chips", "&amp;"),
    ("Use v1.2.3 only", "v1.2.3"),
    ("Ping 192.168.0.1 once", "192.168.0.1"),
    ("See IMG_2.png, please", "IMG_2.png"),
    ("보고서.pdf에 있다", "보고서.pdf"),
    ("Open report-2.final.docx.", "report-2.final.docx"),
    (r"A cell with a \| in it", r"\|"),
    (r"Save snake\_case\_name first", r"snake\_case\_name"),
    ("Here $a^2 + b^2 = c^2$ holds", "$a^2 + b^2 = c^2$"),
    ("Let $n$ be a number", "$n$"),
    ("The sum $$\\sum_i x_i$$ grows", "$$\\sum_i x_i$$"),
    # Addresses in any script; a particle is no part of one.
    (
        "자료는 https://example.org/자료실/통계?연도=2023에 있다",
        "https://example.org/자료실/통계?연도=2023",
    ),
    (
        "자료는 https://example.org/자료실/통계?연도=2023 참고",
        "https://example.org/자료실/통계?연도=2023",
    ),
    ("보기: https://example.org/2023년-통계.html.", "https://example.org/2023년-통계.html"),
    ("https://example.org/list에서 본다", "https://example.org/list"),
    ("https://example.org/報告書。次は", "https://example.org/報告書"),
    ("https://example.orgから読む", "https://example.org"),
    (
        "Leia https://exemplo.com.br/saúde/vacinação, e volte",
        "https://exemplo.com.br/saúde/vacinação",
    ),
    ("https://우체국.한국/안내 참고", "https://우체국.한국/안내"),
    ("우체국.kr에서 찾는다", "우체국.kr"),
    ("See www.bücher.de, please", "www.bücher.de"),
    ("See bücher.de, please", "bücher.de"),
    ("Escreva para conceição@exemplo.com.br hoje", "conceição@exemplo.com.br"),
    ("이순신@우체국.kr로 쓴다", "이순신@우체국.kr"),
    ("주소는user@example.org로 쓴다", "user@example.org"),
    # Tags and names of people in any script.
    ("Vote #Eleições2026 agora", "#Eleições2026"),
    ("오늘 #부산_여행 간다", "#부산_여행"),
    ("Ask @이순신 today", "@이순신"),
    ("Pergunte a @conceição_lima hoje", "@conceição_lima"),
    ("@minsu.kim에게 물어본다", "@minsu.kim"),
    # Placeholders of many programs.
    ("There are __total__ files", "__total__"),
    ("Only __MAX_SIZE__ is left", "__MAX_SIZE__"),
    ("Nothing about ###term### here", "###term###"),
    ("Hello ${user.name}, hi", "${user.name}"),
    ("Hello %{name}, hi", "%{name}"),
    ("Hello #{name}, hi", "#{name}"),
    ("Hello :username, hi", ":username"),
    ("Order :order_id is late", ":order_id"),
    ("Order :orderId is late", ":orderId"),
    ("About %.1f miles left", "%.1f"),
    ("Open %HOME% first", "%HOME%"),
    ('Wait <x id="1"/> here', '<x id="1"/>'),
    ("It ends on {due, date, short} at noon", "{due, date, short}"),
    (
        "You have {n, plural, =0 {no mail} one {# letter} other {# letters, {user}}} today",
        "{n, plural, =0 {no mail} one {# letter} other {# letters, {user}}}",
    ),
    # Shares by their code.
    ("Shares of $000660 fell", "$000660"),
    ("Shares of $000660.KS fell", "$000660.KS"),
    ("Shares of 000660.KS fell", "000660.KS"),
    ("Shares of 6758.T fell", "6758.T"),
    ("Shares of VALE3.SA fell", "VALE3.SA"),
]
FREE = [
    "The U.S. and South Korea met at 5 p.m. on Monday.",
    "Growth was 3.5% and 1,250.75 tons, or 1.250.000 in all.",
    "He said: yes/no, and/or; 5 < 6 > 4 * 3 * 2 snake_case_name",
    "가격은 3만 원이다",
    "[1] A note without a link (really).",
    "Note :this and 5:name, at 12:30:15.",
    "He grew by 5 %do and 100% sure, 50%de.",
    "끝났다.그는 갔다. I said.There",
    "A cost of $a lot, and a cost of b$ more.",
]


@pytest.mark.parametrize(("text", "kept"), KEPT, ids=[kept for _, kept in KEPT])
def test_keeps(text: str, kept: str) -> None:
    assert [one.text for one in shield(text).kept] == [kept]
    assert kept not in shield(text).text
    assert [piece.text for piece in pieces(text) if piece.protected] == [kept]


def test_what_a_message_says_is_read() -> None:
    text = "{n, plural, one {# letter, new} other {# letters}} by {user}"
    assert words(text).split() == ["#", "letter,", "new", "#", "letters", "by"]
    assert shield(text).kept[0].text.endswith("letters}}")


def test_bold_words_are_still_bold() -> None:
    assert [one.text for one in shield("So __Very__ and __two words__ here").kept] == ["__"] * 4


def test_prices_are_no_formula() -> None:
    assert [one.text for one in shield("It costs $5 in May or $10 = nothing").kept] == ["$5", "$10"]


@pytest.mark.parametrize("text", FREE)
def test_leaves_prose_alone(text: str) -> None:
    assert shield(text).text == text
    assert not shield(text).kept


def test_markup_stays_around_text_that_is_translated() -> None:
    shielded = shield('See [the **new** guide](https://a.org/b_(c) "Title") <b>now</b>.')
    assert shielded.text == "See Xk1 the Xk2 new Xk3 guide Xk4 now Xk5."
    assert [one.text for one in shielded.kept] == [
        "[",
        "**",
        "**",
        '](https://a.org/b_(c) "Title") <b>',
        "</b>",
    ]
    output = "Veja Xk1 o Xk2 novo Xk3 guia Xk4 agora Xk5."
    assert restore(shielded, output) == (
        'Veja [o **novo** guia](https://a.org/b_(c) "Title") <b>agora</b>.'
    )


def test_markup_never_closes_before_it_opens() -> None:
    assert restore(shield("A *b* c"), "A Xk2 b Xk1 c") is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("It rained. (a@b.org)", "It rained."),
        ('"It rained." #a #b', '"It rained."'),
        ("It cost €5. See https://a.org", "It cost Xk1. See Xk2"),
        ("It cost €5! $A $B", "It cost Xk1!"),
        ("See https://a.org.", "See Xk1."),
        ("At 5 p.m. see `x` and `y`", "At 5 p.m. see Xk1 and Xk2"),
    ],
)
def test_what_follows_the_full_stop_is_not_asked(text: str, asked: str) -> None:
    assert shield(text).text == asked
    assert restore(shield(text), asked) == text


@pytest.mark.parametrize(
    "output",
    ["Ele tem licenças Xk1 Xk2, todas.", "Ele tem licenças, Xk1Xk2 todas."],
)
def test_marks_must_still_enclose_something(output: str) -> None:
    shielded = shield("He has **licences**, all.")
    assert shielded.text == "He has Xk1 licences Xk2, all."
    assert restore(shielded, output) is None


@pytest.mark.parametrize(
    ("text", "output", "restored"),
    [
        ("**By law,** they left.", "Xk1 Por lei, Xk2 saíram.", "**Por lei,** saíram."),
        (
            'He *said "no"* again.',
            'Ele Xk1  disse "não" Xk2 de novo.',
            'Ele *disse "não"* de novo.',
        ),
    ],
)
def test_marks_touch_what_they_enclose(text: str, output: str, restored: str) -> None:
    assert restore(shield(text), output) == restored


def test_marks_around_the_whole_text_are_not_asked() -> None:
    shielded = shield("***Photo by user@example.org*** in **Lisbon**")
    assert shielded.text.startswith("Xk1 Photo")
    outer = shield("**Photo by user@example.org**")
    assert (outer.before, outer.text, outer.after) == ("**", "Photo by Xk1", "**")
    assert restore(outer, "Foto de Xk1") == "**Foto de user@example.org**"
    given = shield("[the minister](u)", [(5, 13, "o ministro")])
    assert (given.text, restore(given, given.text)) == ("the Xk1", "[the o ministro](u)")


def test_other_pieces_may_change_places() -> None:
    shielded = shield("From €30 to a@b.org")
    assert restore(shielded, "A Xk2 de Xk1") == "A a@b.org de €30"


@pytest.mark.parametrize(
    "output", ["", "Custa.", "Custa Xk1 Xk1.", "Custa Xk2.", "Custa Xk11.", "Custa Xk1s.", "aXk1"]
)
def test_a_lost_doubled_or_changed_stand_in_is_noticed(output: str) -> None:
    assert restore(shield("It costs €30."), output) is None


@pytest.mark.parametrize("output", ["Custa Xk1.", "Custa xk1.", "CUSTA XK1."])
def test_case_does_not_matter(output: str) -> None:
    assert restore(shield("It costs €30."), output) == output[:6] + "€30."


def test_neighbours_are_kept_as_one() -> None:
    shielded = shield("On #a, #b and @c")
    assert shielded.text == "On Xk1 and Xk2"
    assert restore(shielded, shielded.text) == "On #a, #b and @c"


def test_a_stand_in_is_never_a_word_of_the_text() -> None:
    shielded = shield("Xk1 zk kX costs €30")
    assert shielded.text == "Xk1 zk kX costs Ykz1"
    everything = "Xk Zk Kx Ykz Vq Xkz €30"
    assert restore(shield(everything), shield(everything).text) == everything


def test_strict_keeps_numbers_too() -> None:
    text = "In 2023 it grew 3.5% at 05:30, by 1,250.75 tons"
    shielded = shield(text, strict=True)
    assert [one.text for one in shielded.kept] == ["2023", "3.5%", "05:30", "1,250.75"]
    assert restore(shielded, shielded.text) == text


def test_words_of_the_caller_are_replaced() -> None:
    text = "The Korea Times wrote to a@b.org"
    shielded = shield(text, [(4, 15, "코리아타임스")])
    assert shielded.text == "The Xk1 wrote to Xk2"
    assert restore(shielded, "O Xk1 escreveu a Xk2") == "O 코리아타임스 escreveu a a@b.org"
    assert "".join(piece.text for piece in pieces(text, [(4, 15, "KT")])) == (
        "The KT wrote to a@b.org"
    )


def test_the_caller_goes_first() -> None:
    assert [one.text for one in shield("See a.org/b now", [(4, 9, "x")]).kept] == ["x"]


@pytest.mark.parametrize(
    ("text", "free"), [("€30, `x`", False), ("€30 a", True), ("", False), ("12", False)]
)
def test_knows_whether_anything_is_left_to_translate(text: str, free: bool) -> None:
    assert shield(text).free is free


FRAGMENTS = [
    *(kept for _, kept in KEPT),
    *(
        "word",
        " ",
        ", ",
        ".",
        "[text](u)",
        "*",
        "**b**",
        "_i_",
        "`",
        "<",
        ">",
        "Xk1",
        "zk2",
        "é",
        "가",
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=12)


@given(TEXTS.map("".join), st.booleans())
def test_what_was_shielded_can_be_restored(text: str, strict: bool) -> None:
    shielded = shield(text, strict=strict)
    assert restore(shielded, shielded.text) == text


@given(TEXTS.map("".join), st.booleans())
def test_pieces_are_the_whole_text(text: str, strict: bool) -> None:
    assert "".join(piece.text for piece in pieces(text, strict=strict)) == text
