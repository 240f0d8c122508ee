"""Nothing is lost on the way through a model: whole sentences, with a model that drops a lot."""

from collections.abc import Sequence

import pytest
import regex

from mlsum import engines
from mlsum.core.document import Alignment, Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, Step
from mlsum.engines.echo import EchoEngine
from mlsum.request.options import Options
from mlsum.translation import Text, translate_texts
from mlsum.translation.inline_extract import Extracted, InlineSpan, write
from mlsum.translation.inline_projection import by_alignment, on_whole
from mlsum.translation.retries import TextQuery, with_stand_ins

EN, PT = Lang("en"), Lang("pt")


class Deaf:
    """A model of the letters a to z that copies them, and drops quotation marks where told to."""

    name = "deaf"

    def __init__(self, drops: str = "") -> None:
        self.drops = drops
        self.asked: list[str] = []

    def supports(self, source: Lang, target: Lang) -> bool:
        return True

    def signature(self, source: Lang, target: Lang) -> str:
        return "deaf:1"

    def lacks(self, characters: str, source: Lang, target: Lang) -> frozenset[str]:
        return frozenset(char for char in characters if not char.isascii() or char in "#@<>{}~")

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        self.asked += texts
        kept = [regex.sub(rf"[^\x00-\x7f]|[#@<>{{}}~{self.drops}]", "", text) for text in texts]
        return [Translation(text) for text in kept]


def through(
    monkeypatch: pytest.MonkeyPatch, text: str, drops: str = "", **options: str
) -> tuple[Translation, Deaf]:
    model = Deaf(drops)
    monkeypatch.setattr("mlsum.engines.routes.load_engine", lambda name, options: model)
    monkeypatch.setattr(engines, "align", lambda pairs, *_: [None] * len(pairs))
    asked = Text(text, "plain", EN, PT, forced=True)
    return translate_texts([asked], Options(PT, **options))[0], model  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "The singer 아이유 released an album in 서울.",
        "Wałęsa and Šefčovič met Erdoğan in Łódź.",
        "The euro (€) and the “▲” sign rose (▲ 3%) to about ½ of it.",
        "What a game 😂😂 and what a day 🇰🇷!",
        "✅ Fast delivery ❌ Bad packaging",
        "The rate must be ≥ 30 and ≤ 50, or 40 ± 2.",
        "See § 12 and note † below, © 2023 Foo™.",
        "Price 📉 of #tag and @name at 25 °C.",
        "“It is over,” she said — “and I am glad…”",
        "He called it ‘a plan’ and [laughed].",
        "“We came. We saw. We left.”",
        "It lasted from 5 to ~ 30 days.",
        "Press 1️⃣ to go on, 2️⃣ to stop, and drink H₂O with CO₂.",
    ],
)
def test_what_a_model_drops_comes_back(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    made, _ = through(monkeypatch, text)
    assert made.text == text
    assert {*made.reasons} <= {"copied", "not translated", "wrong language"}


def test_a_model_is_asked_in_plain_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    _, model = through(monkeypatch, "“Hé” said Łukasz 😂 in 서울 – twice…")
    assert all(text.isascii() for text in model.asked)


def test_quotation_marks_without_a_place_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = through(monkeypatch, "He called it “late” on Monday.", drops='"')
    assert made.status == "suspect" or "“late”" in made.text


@pytest.mark.parametrize(
    ("how", "name"),
    [("original", "김민수"), ("romanized", "Kim Min-su"), ("both", "Kim Min-su (김민수)")],
)
def test_names_come_back_as_asked(monkeypatch: pytest.MonkeyPatch, how: str, name: str) -> None:
    made, _ = through(monkeypatch, "The man 김민수 met Lula.", foreign_names=how)
    assert made.text == f"The man {name} met Lula."


@pytest.mark.parametrize("amount", ["€30", "R$ 1.200,50", "₩50.000"])
def test_a_symbol_stands_before_the_currency_of_an_amount(amount: str) -> None:
    plain, output = "It costs 30 now.", f"Custa {amount} agora."
    lifted = Extracted(plain, (InlineSpan(9, 9, "≈ ", "", point=True),))
    digits = regex.search(r"[\d.,]+\d", output).span()
    alignment = Alignment(
        ((0, 8), (9, 11), (12, 15)),
        ((0, 5), digits, (len(output) - 6, len(output) - 1)),
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    )
    windows = on_whole(lifted, output, by_alignment(lifted, output, alignment))
    assert write(lifted, windows, output, str) == f"Custa ≈ {amount} agora."


class Small(Deaf):
    """A model that lacks the capital `À`, and translates nothing."""

    def lacks(self, characters: str, source: Lang, target: Lang) -> frozenset[str]:
        return frozenset("À") & frozenset(characters)

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        return [Translation(text) for text in texts]


def test_a_quotation_inside_a_sentence_begins_with_its_capital(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mlsum.engines.routes.load_engine", lambda name, options: Small())
    text = "Ela disse: “À tarde chove”, e ele: «À noite neva»."
    made = translate_texts([Text(text, "plain", PT, EN, forced=True)], Options(EN))[0]
    assert made.text == text


class _Trailing(EchoEngine):
    """Leaves a comma before the full stop, as a model does that moves a name to the end."""

    def translate_batch(
        self, texts: Sequence[str], _source: Lang, _target: Lang
    ) -> list[Translation]:
        return [Translation(f"{text.rstrip('.')},.", engine=self.name) for text in texts]


@pytest.mark.parametrize(
    ("text", "ends"), [("The chair said so to all.", "all."), ("Read this to all,.", ",.")]
)
def test_a_comma_before_the_full_stop_goes_unless_the_source_has_one(text: str, ends: str) -> None:
    route = Route((Step(_Trailing(), EN, PT),))
    (made,) = with_stand_ins([(TextQuery(text, EN, PT), ())], route)
    assert made
    assert made.text.endswith(ends)
