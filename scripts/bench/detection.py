"""Detection against lingua itself, langdetect and py3langid, on short fields and sentences."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rows import Row, micro, race, spread

from mlsum.detection import detect_batch

NINE = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh")
KINDS = {"word-pairs": "word pairs", "sentences": "sentences"}
COUNT = 20  # lines of each language


def rows(data: Path) -> Iterator[Row]:
    """One row for each kind of line and peer; nothing where the lines are not at hand."""
    for kind, said in KINDS.items():
        folder = data / "langid" / kind
        if not folder.is_dir():
            continue
        texts = [line for code in NINE for line in _lines(folder / f"{code}.txt")]
        for peer, (batch, goal) in _peers().items():
            times = race(lambda t=texts: detect_batch(t, NINE), lambda b=batch, t=texts: b(t))  # type: ignore[misc]
            ours, theirs = zip(*times, strict=True)
            if peer == "lingua":
                ratio = f"{spread([a / b for a, b in times])} of its time"
            else:
                ratio = f"{spread([b / a for a, b in times], 1)} times its speed"
            count = len(texts)
            wanted = goal if kind == "word-pairs" or peer == "lingua" else ""  # of short fields
            yield Row(f"{said}, {peer}", micro(ours, count), micro(theirs, count), ratio, wanted)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[:COUNT]


def _peers() -> dict[str, tuple[Callable[[list[str]], Any], str]]:
    import langdetect
    import py3langid
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [IsoCode639_1.from_str(code.upper()) for code in NINE]
    lingua = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()
    py3langid.set_languages(list(NINE))
    langdetect.DetectorFactory.seed = 0
    return {
        "lingua": (lingua.compute_language_confidence_values_in_parallel, "≤ 1.3 of its time"),
        "langdetect": (lambda texts: [_langdetect(text) for text in texts], "≥ 20 times its speed"),
        "py3langid": (lambda texts: [py3langid.classify(text) for text in texts], ""),
    }


def _langdetect(text: str) -> list[Any]:
    from langdetect import detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    try:
        return list(detect_langs(text))
    except LangDetectException:  # a text without letters it knows
        return []
