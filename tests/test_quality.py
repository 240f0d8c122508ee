"""A gate on quality: floors that the embedded models must reach, never lowered in silence.

The sentences were written for this test. Measured through the whole pipeline, chrF++ is given
beside each floor.
"""

from pathlib import Path

import pytest

from mlsum import api, engines
from mlsum.core.errors import MissingModelError
from mlsum.core.lang import Lang

PAIRS = Path(__file__).parent / "data" / "own_pairs.tsv"
FLOORS = [("en", "pt", 89.9), ("pt", "en", 88.3)]  # 90.4, 88.8


@pytest.mark.parametrize(("source", "target", "floor"), FLOORS)
def test_translations_are_as_good_as_they_were(source: str, target: str, floor: float) -> None:
    metrics = pytest.importorskip("sacrebleu.metrics", reason="the extra `eval` is not installed")
    try:
        engines.choose(Lang(source), Lang(target))
    except MissingModelError as error:
        pytest.skip(error.message)
    head, *rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    texts = {lang: [row[i] for row in rows] for i, lang in enumerate(head)}
    done = api.translate_batch(texts[source], target, source)
    score = metrics.CHRF(word_order=2).corpus_score([d.text for d in done], [texts[target]])
    assert score.score >= floor
    assert sum(one.status == "translated" for one in done) >= len(rows) - 1
