"""The main language of texts at a glance, for those who know what it should be.

`detect` asks about every quotation and name of a text, which for short pieces takes models of all
lengths: three seconds to load, once a process. Whether a sentence of some length is in the language
that it was translated into, trigrams alone tell as well (scripts/eval_checks.py).
"""

from collections import Counter
from collections.abc import Sequence

from mlsum.core.document import Detection, Span
from mlsum.core.lang import Lang
from mlsum.detection.candidates import candidates
from mlsum.detection.lingua import LinguaClassifier
from mlsum.text.script import runs

__all__ = ["glance"]

_SAME = {"Hira": "Jpan", "Kana": "Jpan"}


def glance(texts: Sequence[str], least: int = 25) -> list[Detection]:
    """The language of most letters of each text, with one span over all; same length and order.

    Texts of fewer than `least` characters are in no language here.
    """
    read = [_main_script(text) if len(text) >= least else ("", "") for text in texts]
    found = [Detection() for _ in texts]
    for script in {script for script, _ in read} - {""}:
        which = [i for i, (own, _) in enumerate(read) if own == script]
        among = candidates().of(script)
        rated = LinguaClassifier().by_trigrams([read[i][1] for i in which], among)
        for i, rating in zip(which, rated, strict=True):
            if rating:
                found[i] = _told(texts[i], script, *rating[0])
    return found


def _told(text: str, script: str, lang: Lang, confidence: float) -> Detection:
    span = Span(0, len(text), lang, script, confidence)
    return Detection(lang, script, "text", confidence, "classifier", (span,))


def _main_script(text: str) -> tuple[str, str]:
    """The script of most letters, and what is written in it; kana make a text Japanese."""
    found = [(start, end, _SAME.get(script, script)) for start, end, script in runs(text)]
    letters: Counter[str] = Counter()
    for start, end, script in found:
        letters[script] += sum(map(str.isalpha, text[start:end]))
    if letters["Jpan"]:
        letters["Jpan"] += letters.pop("Hani", 0)
    main = max(letters, key=letters.__getitem__) if letters.total() else ""
    return main, " ".join(text[start:end] for start, end, script in found if script == main)
