"""Short texts are asked for as sentences, and come back as they were written."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum import api
from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, Step, availability, choose
from mlsum.engines.echo import EchoEngine
from mlsum.text.checks import check
from mlsum.translation import Text, translate_texts
from mlsum.translation.short_texts import Form, ask, forms, translate_short
from mlsum.translation.truecasing import lowered

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.mark.parametrize(
    "text", ["Lobster", "LOBSTER", "lobster", "[LOBSTER]", "“Lobster”", "♪ lobster ♪"]
)
def test_every_writing_is_asked_for_as_the_same_sentence(text: str) -> None:
    assert [form.query for form in forms(text, EN)][:2] == ["Section: lobster.", "lobster."]


@pytest.mark.parametrize(
    ("text", "answer", "read"),
    [
        ("Lobster", "Seção: lagosta.", "Lagosta"),
        ("LOBSTER", "Seção: lagosta.", "LAGOSTA"),
        ("lobster", "Seção: Lagosta.", "lagosta"),
        ("[LOBSTER BITES]", "Seção: a lagosta morde.", "[A LAGOSTA MORDE]"),
        ("Where is it?", "Seção: onde está?", "Onde está?"),
        ("lobster...", "Seção: lagosta.", "lagosta..."),
        ("south korea", "Seção: Coreia do Sul.", "Coreia do Sul"),
        ("Lobster", "Seção lagosta.", None),
        ("Lobster", "Seção: .", None),
    ],
)
def test_the_answer_is_cut_out_and_written_like_the_source(
    text: str, answer: str, read: str | None
) -> None:
    assert forms(text, EN)[0].read(answer) == read


def test_a_question_stays_one() -> None:
    assert all(form.query.endswith("?") for form in forms("ARE YOU IN?", EN) if form.labelled)


def test_what_is_not_short_has_no_forms() -> None:
    assert forms("The fishermen of the village sold lobsters at the market", EN) == []
    assert forms("12:30", EN) == forms("", EN) == []
    assert forms("Chapter: lobster", EN) == forms("Red\nlobster", EN) == []
    assert forms("Open `lobster.py`", EN) == forms("See https://example.org", EN) == []


def test_a_language_without_a_label_is_asked_as_it_is_first() -> None:
    assert forms("바닷가재", KO)[0] == Form("바닷가재", "바닷가재")


def test_names_keep_their_capitals() -> None:
    assert lowered("Porto Alegre", PT) == "Porto Alegre"
    assert (
        lowered("Lula", PT, context="Na segunda, o presidente Lula falou. Ontem Lula saiu.")
        == "Lula"
    )


@given(st.text(max_size=60))
def test_any_text_can_be_asked_for(text: str) -> None:
    for form in forms(text, EN):
        assert form.read("Seção: a.") is None or "a" in (form.read("Seção: a.") or "").lower()


WORDS = [
    (EN, PT, "LOBSTER", {"LAGOSTA"}),
    (EN, PT, "Bakery", {"Padaria", "A padaria"}),
    (EN, PT, "HE IS ALIVE", {"ELE ESTÁ VIVO", "ESTÁ VIVO"}),
    (EN, PT, "Who is there?", {"Quem está aí?", "Quem está lá?", "Quem está aqui?"}),
    (EN, PT, "shoes", {"sapatos", "calçados"}),
    (EN, PT, "WE ARRIVED!", {"CHEGAMOS!", "NÓS CHEGAMOS!"}),
    (PT, EN, "PADARIA", {"BAKERY", "THE BAKERY"}),
    (PT, EN, "Sapatos", {"Shoes"}),
    (PT, EN, "cozinha", {"kitchen", "cuisine", "the kitchen"}),
    (PT, EN, "ELA ESTÁ VIVA", {"SHE IS ALIVE", "SHE'S ALIVE", "IT IS ALIVE"}),
    (PT, EN, "Ponte", {"Bridge", "The bridge"}),
    (PT, EN, "QUEM CHEGOU?", {"WHO ARRIVED?", "WHO CAME?", "WHO HAS ARRIVED?"}),
]


def test_most_short_texts_come_back_right() -> None:
    right = 0
    for source, target, text, answers in WORDS:
        (answer,) = ask(forms(text, source)[:1], source, choose(source, target))
        right += answer is not None and answer.text in answers
    assert right >= 9


def test_an_answer_that_cannot_be_read_is_none() -> None:
    route = Route((Step(EchoEngine(), EN, PT),))
    forms = [Form("Section lobster.", "Lobster", labelled=True), Form("lobster", "LOBSTER")]
    first, second = ask(forms, EN, route)
    assert first is None
    assert second is not None
    assert second.text == "[PT] LOBSTER"


def test_a_text_is_answered_by_a_table_or_by_the_engine_or_not_at_all() -> None:
    texts = ["SAÍDA", "Padaria", "Os pescadores da vila venderam lagostas na feira no domingo", ""]
    _, asked, *others = translate_short(texts, PT, EN, choose(PT, EN))
    known, *_ = api.translate_batch(texts, EN, PT)
    assert (known.text, known.engine) == ("EXIT", "terms")
    assert asked
    assert asked.text in {"Bakery", "The bakery"}
    assert others == [None, None]


def test_a_name_is_kept() -> None:
    texts = ["Embraer", "Maria Souza", "Porto Alegre"]
    answers = translate_short(texts, PT, EN, choose(PT, EN))
    assert [answer and (answer.text, answer.status) for answer in answers] == [
        (text, "kept") for text in texts
    ]


class _Answers(EchoEngine):
    """Gives the same answer to everything, after a label where one was asked for."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        labels = ["Section: " if text.startswith("Seção: ") else "" for text in texts]
        return [Translation(f"{label}{self.answer}.") for label in labels]


@pytest.mark.parametrize(
    ("text", "answer", "status", "reason"),
    [
        ("Lagosta", "lobster lobster", "suspect", "doubled word"),
        ("lagosta", "Harbour House", "suspect", "added name"),
        ("MUITA LAGOSTA", "muita lagosta", "untranslated", "copied"),
        ("Lagosta viva", "live lobster", "translated", ""),
    ],
)
def test_what_is_wrong_in_every_form_is_never_translated(
    text: str, answer: str, status: str, reason: str
) -> None:
    (made,) = translate_short([text], PT, EN, Route((Step(_Answers(answer), PT, EN),)))
    assert made
    assert made.status == status
    assert not reason or reason in made.reasons


def test_a_sound_before_what_is_said_is_a_unit_of_its_own() -> None:
    (made,) = api.translate_batch(["[APLAUSOS] A peça começa às oito horas da noite."], EN, PT)
    assert made.text.startswith("[APPLAUSE] ")
    assert "APLAUSOS" not in made.text


@pytest.mark.skipif(
    availability(Lang("en"), Lang("pt")).error is not None, reason="needs the models"
)
@pytest.mark.parametrize("text", ["Failed", "✗ Failed", "Pending"])
def test_a_word_with_a_capital_is_no_name(text: str) -> None:
    asked = Text(text, "plain", Lang("en"), Lang("pt"), forced=True)
    assert translate_texts([asked])[0].text != text


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        (EN, PT, "Sigh"),
        (EN, PT, "Thunder"),
        (EN, PT, "Download"),
        (EN, PT, "Gunshots"),
        (EN, PT, "✗ Failed"),
        (EN, PT, "Perching"),
        (PT, EN, "Suspiro"),
        (PT, EN, "Choro"),
        (PT, EN, "Ralador"),
    ],
)
def test_a_word_is_not_kept_for_a_name(source: Lang, target: Lang, word: str) -> None:
    (made,) = api.translate_batch([word], target, source)
    assert made.status != "kept"
    assert made.text != word or made.reasons


@pytest.mark.parametrize("name", ["Lula", "Maria", "Fernando", "Maria Souza", "Belo Horizonte"])
def test_a_name_that_a_table_has_is_kept(name: str) -> None:
    (made,) = api.translate_batch([name], EN, PT)
    assert (made.text, made.status) == (name, "kept")


def test_a_word_that_both_languages_have_is_translated_by_itself() -> None:
    (made,) = translate_short(["Radar"], EN, PT, choose(EN, PT))
    assert made
    assert (made.text, made.status) == ("Radar", "translated")


def test_symbols_before_a_short_text_stay() -> None:
    made = api.translate_batch(["⚠ Warning", "✓ Saved", "→ Next"], PT, EN)
    assert [one.text[:2] for one in made] == ["⚠ ", "✓ ", "→ "]


class _Copies(EchoEngine):
    """Copies what has a capital after its label, and gives another word for small letters."""

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        return [
            Translation(text.replace("Section", "Seção").replace("grumble", "resmungo"))
            for text in texts
        ]


def test_an_answer_that_says_something_else_translated_back_is_suspect() -> None:
    route = Route((Step(_Copies(), EN, PT),))
    back = Route((Step(_Answers("squid"), PT, EN),))
    (made,) = translate_short(["Grumble"], EN, PT, route, lambda: back)
    assert made
    assert (made.text, made.status) == ("Resmungo", "suspect")
    assert made.reasons == ("back-translation",)


def test_a_note_on_the_language_is_never_silent() -> None:
    assert forms("Stay tuned", EN)[0].read("Seção: stay tuned (em inglês).") == "Stay tuned"
    long = "The old bridge over the river was closed to traffic after the flood on Monday"
    assert "added brackets" in check(long, "A velha ponte foi fechada (em inglês)", EN, PT)


def test_the_names_of_a_short_sentence_are_looked_for() -> None:
    (made,) = api.translate_batch(["Bush visita Lula em Brasília"], EN, PT)
    assert made.status == "suspect" or {"Bush", "Lula"} <= set(made.text.split())
