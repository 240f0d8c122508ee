"""Measure detection of mixed-language texts, beside its peers.

    python scripts/eval_detection.py [--data FOLDER] [--count 300] [--half all|even|odd]

The texts are composed, seeded, from single-language lines in FOLDER (`sentences/en.txt`,
`word-pairs/en.txt`, `single-words/en.txt`, ...; such files come with lingua's accuracy reports),
so the right answer is known for every letter. Prints

1. per kind of text and detector: the share of letters given the right language, the share of
   texts for which exactly the right set of languages is reported, and the time per text, the
   detectors taking turns on every text;
2. the accuracy on texts in one language, macro average, and the time beside lingua's;
3. whole items, field by field: labels in ten languages, values in another, a body in a third;
4. reliability: how often answers of each confidence are right.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from compose_texts import KINDS, LINES, NINE, Composer, Sheet, Text

from mlsum.detection import detect, detect_batch, detect_item

Found = list[tuple[int, int, str]]
Detector = Callable[[str], Found]


def ours(text: str) -> Found:
    return [(s.start, s.end, s.lang.language) for s in detect(text, NINE).spans]


def ours_default(text: str) -> Found:
    return [(s.start, s.end, s.lang.language) for s in detect(text).spans]


def lingua() -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [IsoCode639_1.from_str(code.upper()) for code in NINE]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.with_preloaded_language_models().build()


def code_of(language: Any) -> str:
    return language.iso_code_639_1.name.lower() if language else "und"


def lingua_multiple() -> Detector:
    detector = lingua()
    return lambda text: [
        (r.start_index, r.end_index, code_of(r.language))
        for r in detector.detect_multiple_languages_of(text)
    ]


def letters_right(item: Text, found: Found) -> tuple[int, int]:
    """How many letters got their language, of how many."""
    given = [""] * len(item.text)
    for start, end, lang in found:
        given[start:end] = [lang] * (end - start)
    letters = [
        (given[i], lang)
        for start, end, lang in item.truth
        for i in range(start, end)
        if item.text[i].isalpha()
    ]
    return sum(a == b for a, b in letters), len(letters)


class Tally:
    """What one detector got right on one kind of text."""

    def __init__(self) -> None:
        self.right = self.letters = self.exact = self.texts = 0
        self.seconds = 0.0
        self.wrong: list[tuple[Text, Found]] = []

    def add(self, item: Text, found: Found, seconds: float) -> None:
        right, letters = letters_right(item, found)
        exact = {lang for *_, lang in found} == {lang for *_, lang in item.truth}
        self.right, self.letters = self.right + right, self.letters + letters
        self.exact, self.texts = self.exact + exact, self.texts + 1
        self.seconds += seconds
        if not exact or right < letters:
            self.wrong.append((item, found))

    def __str__(self) -> str:
        micros = self.seconds / self.texts * 1e6
        return f"{self.right / self.letters:.4f} {self.exact / self.texts:.3f} {micros:6.0f}"


def mixed(texts: Sequence[Text], detectors: dict[str, Detector]) -> dict[str, Tally]:
    tallies = {name: Tally() for name in detectors}
    for item in texts:
        for name, detector in detectors.items():
            started = time.perf_counter()
            found = detector(item.text)
            tallies[name].add(item, found, time.perf_counter() - started)
    return tallies


def single(composer: Composer) -> Iterator[str]:
    """Texts in one language: accuracy, µs one by one and in a batch, beside raw lingua."""
    raw = lingua()
    for kind in LINES:
        pairs = [(line, lang) for lang in NINE for line in composer.lines[kind, lang]]
        hits = {name: dict.fromkeys(NINE, 0) for name in ("lingua", "mlsum")}
        seconds = {"lingua": 0.0, "mlsum": 0.0}
        for line, lang in pairs:
            started = time.perf_counter()
            theirs = code_of(raw.detect_language_of(line))
            between = time.perf_counter()
            mine = detect(line, NINE).lang.language
            seconds["mlsum"] += time.perf_counter() - between
            seconds["lingua"] += between - started
            hits["lingua"][lang] += theirs == lang
            hits["mlsum"][lang] += mine == lang
        started = time.perf_counter()
        detect_batch([line for line, _ in pairs], NINE)
        batch = (time.perf_counter() - started) / len(pairs) * 1e6
        for name, count in hits.items():
            share = sum(count[x] / len(composer.lines[kind, x]) for x in NINE) / len(NINE)
            micros = seconds[name] / len(pairs) * 1e6
            more = f", in a batch {batch:.0f}" if name == "mlsum" else ""
            yield f"{kind:13} {name:7} {share:.4f} {micros:5.0f} µs{more}"


def fields(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Whole items, field by field."""
    right: dict[str, int] = {}
    total: dict[str, int] = {}

    def count(name: str, is_right: bool) -> None:
        right[name] = right.get(name, 0) + is_right
        total[name] = total.get(name, 0) + 1

    for sheet in sheets:
        found = detect_item(sheet.item)
        for one in found.fields:
            count(f"labels: {sheet.labels}", one.label.lang.language == sheet.labels)
        for name, one in zip(("title", "summary", "section"), found.fields, strict=False):
            count(f"value: {name}", one.value.lang.language == sheet.values)
        kinds = [one.value.kind for one in found.fields[3:]]
        count("kinds of date, URL, language", kinds == ["date", "url", "language"])
        if found.body:
            count("body", found.body.detection.lang.language == sheet.body)
            count("claim checked", found.body.agrees == (sheet.body == sheet.declared))
    for name in sorted(total):
        yield f"{name:32} {right[name] / total[name]:.3f} of {total[name]}"


def reliability(texts: Sequence[Text], lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Spans of mixed texts and texts in one language, by confidence."""
    bins: dict[int, list[tuple[float, float]]] = {}
    for item in texts:
        for span in detect(item.text, NINE).spans:
            inside = [x for x in item.truth if x[0] < span.end and span.start < x[1]]
            sizes = [(min(b, span.end) - max(a, span.start), x) for a, b, x in inside]
            right = sum(size for size, x in sizes if x == span.lang.language)
            share = right / max(1, sum(size for size, _ in sizes))
            bins.setdefault(int(span.confidence * 10), []).append((span.confidence, share))
    for (_, lang), one in zip(lines, detect_batch([x for x, _ in lines], NINE), strict=True):
        key = int(one.confidence * 10)
        bins.setdefault(key, []).append((one.confidence, float(one.lang.language == lang)))
    for key in sorted(bins):
        count = len(bins[key])
        said, right = (sum(column) / count for column in zip(*bins[key], strict=True))
        yield f"{key / 10:.1f}  {count:5} answers  said {said:.3f}  right {right:.3f}"


def show(tally: Tally, most: int) -> None:
    for item, found in tally.wrong[:most]:
        print("   ", [(item.text[a:b], lang) for a, b, lang in item.truth])
        print("  → ", [(item.text[a:b], lang) for a, b, lang in found])


def options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    shared = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data" / "langid")
    parser.add_argument("--count", type=int, default=300, help="texts of each kind")
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong texts per kind")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--only", help="detectors to run, by name, and only the first table")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    chosen = options(argv)
    if not chosen.data.is_dir():
        print(f"no data in {chosen.data}", file=sys.stderr)
        return 2
    detectors = {"mlsum": ours, "mlsum, default": ours_default, "lingua": lingua_multiple()}
    if chosen.only:
        detectors = {name: detectors[name] for name in chosen.only.split(",")}
    composer = Composer(chosen.data, chosen.half)
    texts = {
        kind: [getattr(composer, kind)() for _ in range(chosen.count)]
        for kind in chosen.kinds.split(",")
    }
    for kind, items in texts.items():
        mixed(items[:20], detectors)  # loads the models
        for name, tally in mixed(items, detectors).items():
            print(f"{kind:7} {name:14} {tally}", flush=True)
            if name == "mlsum":
                show(tally, chosen.show)
    if chosen.only:
        return 0
    print("\nTexts in one language", *single(composer), sep="\n")
    sheets = [composer.sheet() for _ in range(chosen.count)]
    print("\nItems, field by field, default candidates", *fields(sheets), sep="\n")
    lines = [(x, lang) for kind in LINES for lang in NINE for x in composer.lines[kind, lang]]
    everything = [text for items in texts.values() for text in items]
    print("\nReliability", *reliability(everything, lines), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
