"""The counting of `scripts/eval_coverage.py`, with translators that keep or lose on purpose."""

import random
import runpy
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mlsum.core.document import Status, Translation

pytest.importorskip("sacrebleu")
sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from coverage_cases import MARKS, Case, Pairs, curly, straight
from coverage_kinds import KINDS, forms, no_copy, one_word, placed
from coverage_words import OTHER_SCRIPTS
from eval_coverage import Row, measure, remembered

PAIRS = Pairs(
    "en",
    "pt",
    [
        (
            "On Monday the café of Obama had 12 guests.",
            "Na segunda o café de Obama tinha 12 clientes.",
        ),
        (
            'The mayor said "nothing will be changed here" - and then Putin left the room.',
            'O prefeito disse "nada vai mudar por aqui" e depois Putin saiu da sala.',
        ),
        (
            "The river near Kyoto has many old bridges.",
            "O rio perto de Kyoto tem muitas pontes velhas.",
        ),
    ],
)


def by(
    made: Callable[[str], str], status: Status = "translated", *reasons: str
) -> Callable[[Sequence[str], str, str, bool], list[Translation]]:
    """A translator that does the same to every text."""
    return lambda texts, _source, _target, _json: [
        Translation(made(text), status, reasons) for text in texts
    ]


def row(name: str, made: Callable[[str], str], status: Status = "translated", *reasons: str) -> Row:
    return measure(name, KINDS[name], PAIRS, by(made, status, *reasons), 10)


PLANTING = [
    name
    for name in KINDS
    if name not in ("negations", "capitals", "single words", "symbols: place")
    and not name.startswith("quotations")
]


@pytest.mark.parametrize("name", PLANTING)
def test_a_translator_that_keeps_all_loses_nothing(name: str) -> None:
    found = row(name, lambda text: f"Sim: {straight(text) if 'words' in name else text}")
    assert found.planted > 0
    assert (found.kept, found.lost, found.silent) == (100, 0, 0)


@pytest.mark.parametrize("name", [name for name in PLANTING if "words" not in name])
def test_a_translator_that_drops_all_loses_it_in_silence(name: str) -> None:
    dropped = row(name, lambda text: str(len(text)))
    assert dropped.lost > 0
    assert dropped.silent == dropped.lost
    if name.partition(",")[0].endswith("names"):
        assert dropped.kept == 0


def test_a_loss_is_reported_by_a_status_and_a_reason() -> None:
    def lost(status: Status, *reasons: str) -> tuple[int, int]:
        found = row("symbols", lambda _text: "Sim.", status, *reasons)
        return found.lost, found.silent

    planted = row("symbols", lambda _text: "Sim.").planted
    assert lost("suspect", "symbol") == (planted, 0)
    assert lost("untranslated", "no model") == (planted, 0)
    assert lost("suspect") == (planted, planted)
    assert lost("kept", "already pt") == (planted, planted)
    assert row("symbols", lambda _text: "Sim.", "suspect", "symbol").flagged == 100


def test_a_text_that_comes_back_as_it_was_is_lost() -> None:
    planted = [case.text for case in KINDS["symbols"].cases(PAIRS, random.Random(1), 10)]
    found = row("symbols", lambda text: text if text in planted else f"Sim: {text}", "kept", "pt")
    assert (found.kept, found.silent) == (0, found.planted)


def test_sentences_whose_plain_form_is_copied_too_are_left_out() -> None:
    with pytest.raises(ValueError, match="nothing to count"):
        row("symbols", lambda text: text)


def test_names_count_in_plain_letters_too() -> None:
    assert forms("Đoković") == {"Dokovic", "Djokovic"}
    assert forms("Łódź") == {"Lodz"}
    plain = row(
        "Latin names, source given",
        lambda text: "Sim: " + " ".join(map(min, map(forms, text.split()))),
    )
    assert plain.kept == 100
    assert (
        row("Korean names, source given", lambda text: text.encode("ascii", "ignore").decode()).kept
        == 0
    )


def test_chrf_leaves_out_what_was_planted_and_what_it_replaced() -> None:
    names = ("Obama", "Putin", "Kyoto")
    references = {source.split()[-1]: reference for source, reference in PAIRS.sentences}

    def perfect(text: str) -> str:
        reference = references[text.split()[-1]]
        old = next(name for name in names if name in reference)
        planted = next(name for name in (old, *OTHER_SCRIPTS["Greek"]) if name in text)
        return reference.replace(old, planted)

    found = row("Greek names, source given", perfect)
    assert found.kept == 100
    assert found.chrf == pytest.approx(100)
    assert found.plain_chrf == pytest.approx(100)
    assert found.change == pytest.approx(0)


def test_typographic_forms_have_as_many_marks_as_straight_ones() -> None:
    text = "She said: \"It's over\" - and the players' bus left..."
    for seed in range(10):
        made = curly(text, random.Random(seed))
        assert made != text
        assert straight(made) == text
        assert len(MARKS.findall(made)) == len(MARKS.findall(text)) == 2
        assert '"' not in made


@pytest.mark.parametrize(
    ("written", "output", "good"),
    [
        ("✅ The end", "✅ O fim", True),
        ("✅ The end", "O fim ✅", False),
        ("from ≥ 30 on", "de ≥ 30 em diante", True),
        ("from ≥ 30 on", "de 30 ≥ em diante", False),
        ("a → b", "um b", False),
    ],
)
def test_a_symbol_has_the_same_kind_of_place(written: str, output: str, good: bool) -> None:
    sign = next(char for char in written if char in "✅≥→")
    assert placed(Case(written, "", (sign,)), output, "", "pt") == [good]


def test_negations_need_a_negative_word_of_the_target() -> None:
    assert row("negations", lambda _text: "Ele nunca veio.").kept == 100
    assert row("negations", lambda _text: "Ele veio.").kept == 0
    assert row("negations", lambda _text: "Ele not veio.").kept == 0


def test_copies_and_doubled_words_are_failures() -> None:
    heading = Case("THE KING IS DEAD", "The king is dead")
    assert no_copy(heading, "O REI ESTÁ MORTO", "O rei está morto", "pt") == [True]
    assert no_copy(heading, "THE KING IS DEAD", "O rei está morto", "pt") == [False]
    assert no_copy(heading, "THE KING IS MORTO", "O rei está morto", "pt") == [False]
    word = Case("War", "War")
    for output, good in (("Guerra", True), ("War", False), ("Guerra Guerra", False), ("", False)):
        assert one_word(word, output, output, "pt") == [good]
    assert one_word(word, "Guerra (em inglês)", "", "pt") == [False]


def test_each_text_is_asked_for_once() -> None:
    asked: list[str] = []

    def translate(texts: Sequence[str], *_how: object) -> list[Translation]:
        asked.extend(texts)
        return [Translation(text, "translated", ()) for text in texts]

    ask = remembered(translate)
    for texts in (["a", "b", "a"], ["b", "c"]):
        assert [one.text for one in ask(texts, "en", "pt", False)] == texts
    assert asked == ["a", "b", "c"]


def test_the_gate_has_a_floor_for_every_kind() -> None:
    gate = runpy.run_path(str(Path(__file__).parents[1] / "scripts" / "gate"))
    assert set(gate["COVERAGE"]) == set(KINDS)
