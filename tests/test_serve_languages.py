"""Which languages are translated into which, however many a model has."""

from pathlib import Path

import pytest

from mlsum import store
from mlsum.core.backends import EngineOptions
from mlsum.core.errors import MissingModelError
from mlsum.core.lang import Lang
from mlsum.engines import Availability
from mlsum.serve import languages
from mlsum.store import Installed

EN, PT, KO, JA, ZH = map(Lang, ("en", "pt", "ko", "ja", "zh"))
MANY = tuple(Lang(a + b) for a in "abcdefghij" for b in "klmnopqrst")

Pair = tuple[Lang, Lang]


def _install(
    monkeypatch: pytest.MonkeyPatch, among: tuple[Lang, ...], pairs: set[Pair]
) -> list[Pair]:
    """A model of languages, and engines for so many pairs; returns the pairs that are asked for."""
    asked: list[Pair] = []
    model = Installed("m", "e", "1", (), "", languages=among, folder=Path())

    def stand_in(source: Lang, target: Lang, *_: object) -> Availability:
        asked.append((source, target))
        legs = {(source, EN), (EN, target)}
        there = (source, target) in pairs or legs <= pairs
        return Availability(source, target, None, None if there else MissingModelError("none"))

    monkeypatch.setattr(store, "installed", lambda: (model,))
    monkeypatch.setattr(languages, "availability", stand_in)
    return asked


def test_english_leads_from_one_language_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, (JA, ZH), {(JA, EN), (EN, PT), (ZH, KO)})
    found = languages.targets("one", EngineOptions())
    assert found == {EN: {EN, PT}, JA: {JA, EN, PT}, ZH: {ZH, KO}, PT: {PT}, KO: {KO}}


def test_a_model_of_many_languages_is_not_asked_for_every_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both_ways = {(a, EN) for a in MANY} | {(EN, a) for a in MANY}
    asked = _install(monkeypatch, MANY, both_ways)
    found = languages.targets("two", EngineOptions())
    assert all({EN, *MANY} <= found[one] for one in MANY)
    assert len(asked) < 8 * len(MANY)
