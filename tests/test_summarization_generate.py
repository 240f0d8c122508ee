"""Summaries that a model writes: nothing of a text unread, every limit kept, doubts told."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsum.core.document import Markup, Summary, SummaryOptions
from mlsum.core.errors import EngineError, UsageError
from mlsum.core.lang import Lang
from mlsum.summarization import reduced, write
from mlsum.summarization.generate import Fragment, joined, passages, split

EN, KO, JA = Lang("en"), Lang("ko"), Lang("ja")
LONG = "\n\n".join(
    f"# Part {part}\n\n"
    + " ".join(f"Item {part * 10 + n} costs {part * 10 + n} euros today." for n in range(10))
    for part in range(6)
)


class Scripted:
    """A model that reads `room` characters and answers by `script`; keeps what it was asked."""

    name = "scripted"

    def __init__(self, script: Callable[[str], str | None], room: int = 300) -> None:
        self.script, self.room = script, room
        self.read: list[str] = []
        self.options: list[SummaryOptions] = []

    def signature(self, lang: Lang) -> str:
        return "scripted:1"

    def fits(self, text: str, lang: Lang) -> bool:
        return len(text) <= self.room

    def write_batch(
        self, texts: Sequence[str], lang: Lang, options: SummaryOptions
    ) -> list[str | None]:
        assert all(self.fits(text, lang) for text in texts)
        self.read += texts
        self.options.append(options)
        return [self.script(text) for text in texts]


def first_sentence(text: str) -> str:
    return text.split(".")[0] + "."


def summarized(text: str, model: Scripted, lang: Lang = EN, **limits: object) -> Summary:
    return write(text, model, lang, SummaryOptions(**limits), "markdown")  # type: ignore[arg-type]


def test_every_sentence_of_a_long_text_is_read_in_order_and_cut_at_sections() -> None:
    model = Scripted(first_sentence, room=400)
    found = summarized(LONG, model, sentences=2)
    first_round = model.read[:6]
    assert [text.count("euros") for text in first_round] == [10] * 6
    assert "".join(first_round).count("Item") == 60
    assert len(model.read) == 7  # and the six summaries once more, together
    assert len(found.written) <= 2
    assert found.engine == "scripted:1"
    assert not found.reasons


def test_each_sentence_points_to_those_that_bear_it_out() -> None:
    body = "The mayor of Tern opened the bridge on Monday. It rained. It cost 4.5 million euros."
    model = Scripted(
        lambda _: "The bridge of Tern was opened by the mayor. It cost 4,500,000 euros."
    )
    found = write(body, model, EN, SummaryOptions(2))
    assert [one.text for one in found.written] == [
        "The bridge of Tern was opened by the mayor.",
        "It cost 4,500,000 euros.",
    ]
    assert [[s.index for s in one.support] for one in found.written] == [[0], [2]]
    assert all(body[one.start : one.end] == one.text for one in found.sentences)
    assert not found.reasons


@pytest.mark.parametrize("style", ["paragraph", "bullets", "headline"])
@pytest.mark.parametrize("budget", [3, 20, 60, 200])
def test_the_budget_holds_whatever_the_model_writes(style: str, budget: int) -> None:
    model = Scripted(lambda text: "It costs euros, and then it goes on, and on. " * 9 + "End.")
    found = summarized(LONG, model, max_chars=budget, style=style)
    assert 0 < len(found.text) <= budget


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", {}),
        ("One sentence.", {}),
        ("One. Two is the second.", {"sentences": 2}),
        ("One. Two is the second.", {"max_chars": 99}),
        ("One. Two is the second.", {"ratio": 1.0}),
    ],
)
def test_a_text_that_is_short_enough_is_not_given_to_the_model(
    text: str, limits: dict[str, object]
) -> None:
    model = Scripted(first_sentence)
    found = summarized(text, model, **limits)
    assert (found.text, found.whole, found.written) == (text, True, ())
    assert not model.read


def test_a_headline_is_written_even_of_one_sentence() -> None:
    model = Scripted(lambda _: "Bridge of Tern opens.")
    found = summarized("The bridge of Tern opens on Monday.", model, style="headline")
    assert found.text == "Bridge of Tern opens"


def test_one_sentence_longer_than_the_model_reads_is_read_in_clauses() -> None:
    text = "word, " * 200 + "end. And more of it, too, is here."
    model = Scripted(lambda _: "Some words.", room=100)
    write(text, model, EN, SummaryOptions(1))
    first_round = "".join(model.read).replace(" ", "").replace("\n", "")
    assert first_round.startswith(text.replace(" ", ""))


def test_a_passage_that_fails_is_tried_in_halves_and_then_given_up() -> None:
    poisoned = Scripted(lambda text: None if len(text) > 200 else "It costs euros.", room=400)
    assert summarized(LONG, poisoned, sentences=1).text == "It costs euros."
    broken = Scripted(lambda _: None, room=400)
    with pytest.raises(EngineError, match="no usable answer"):
        summarized(LONG, broken)
    assert len(broken.read) < 20


def test_a_model_that_writes_nothing_or_never_less_ends() -> None:
    with pytest.raises(EngineError, match="wrote nothing"):
        summarized(LONG, Scripted(lambda _: "…"))
    echo = Scripted(lambda text: text)
    found = summarized(LONG, echo, sentences=2)
    assert len(found.written) == 2
    assert not found.reasons


def test_what_it_is_told_is_the_length_that_was_asked_for() -> None:
    for limits, sentences in (({}, 3), ({"ratio": 0.1}, 6), ({"max_chars": 90}, None)):
        model = Scripted(first_sentence)
        summarized(LONG, model, **limits)
        assert model.options[0].sentences == sentences


def test_repeats_are_said_once_and_lines_are_sentences() -> None:
    model = Scripted(lambda _: "Item 1 costs euros\nItem 1 costs euros\nItem 2 costs euros", 9999)
    assert summarized(LONG, model, sentences=3).said == ("Item 1 costs euros", "Item 2 costs euros")


def test_the_title_is_known_too() -> None:
    body = "The talks went on. They ended late. Nobody spoke. It rained all night."
    model = Scripted(lambda _: "The talks with Marlowe went on.")
    assert write(body, model, EN, SummaryOptions(1)).reasons == ("name not in the text: Marlowe",)
    titled = SummaryOptions(1, title="Marlowe talks")
    assert not write(body, model, EN, titled).reasons


def test_one_sentence_less() -> None:
    model = Scripted(lambda _: "Item 1 costs 1 euros. Item 2 costs 2 euros. Item 3 is here.", 9999)
    found = summarized(LONG, model, sentences=3)
    shorter = reduced(found, EN, SummaryOptions(3))
    assert len(shorter.written) == 2
    assert set(shorter.written) < set(found.written)
    assert shorter.engine == found.engine


def test_impossible_lengths_are_refused() -> None:
    with pytest.raises(UsageError):
        summarized(LONG, Scripted(first_sentence), sentences=0)


@given(
    st.lists(
        st.tuples(st.text("ab, 다。", min_size=1, max_size=30), st.integers(0, 2)), max_size=20
    ),
    st.integers(1, 60),
)
@settings(max_examples=60)
def test_passages_hold_all_there_is_and_fit(texts: list[tuple[str, int]], room: int) -> None:
    run = [Fragment(text.strip() or "a", opens) for text, opens in texts]
    found = passages(run, lambda text: len(text) <= room, KO)
    squeezed = "".join(one.text for part in found for one in part)
    assert "".join(squeezed.split()) == "".join("".join(one.text for one in run).split())
    assert all(len(joined(part, KO)) <= room or not split(part) for part in found)


@pytest.mark.parametrize("markup", ["plain", "markdown"])
def test_japanese_is_joined_without_spaces(markup: Markup) -> None:
    body = "会議が開かれた。雨が降った。橋は閉じた。皆が帰った。夜になった。"
    model = Scripted(lambda text: text[:8], 999)
    assert write(body, model, JA, SummaryOptions(1), markup).text == "会議が開かれた。"
    assert model.read == [body]


@given(st.text(alphabet="aB. \n#-다。1", max_size=120), st.text(max_size=60), st.integers(3, 40))
@settings(max_examples=60)
def test_limits_hold_whatever_is_read_and_written(text: str, said: str, budget: int) -> None:
    model = Scripted(lambda _: f"{said} ok", 50)
    found = summarized(text, model, KO, max_chars=budget, style="bullets")
    assert len(found.text) <= budget
    assert found.whole or found.written
