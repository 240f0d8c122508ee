"""Measure detection of mixed-language texts: composed texts, whole documents, calibration.

    python scripts/eval_detection.py [--data FOLDER] [--count 300] [--half all|even|odd]

The texts are composed, seeded, from single-language lines in FOLDER (`sentences/en.txt`,
`word-pairs/en.txt`, ...; such files come with lingua's accuracy reports), so the right answer is
known for every letter. Prints per kind and detector: the share of letters given the right
language, the share of texts for which exactly the right set of languages is reported, and the
time per text, the detectors taking turns on every text.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlsum.detect import detect

NINE = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh")
LATIN = ("en", "pt", "es", "fr", "de", "it")
SCRIPT = {"ko": "Hang", "ja": "Hani", "zh": "Hani"}
LABELS = {
    "en": ("Title", "Source", "Published", "Summary"),
    "pt": ("Título", "Fonte", "Data de publicação", "Resumo", "Conteúdo", "Manchete"),
    "ko": ("제목", "출처", "발행일", "요약"),
    "es": ("Fecha de publicación", "Resumen", "Fuente", "Contenido"),
    "fr": ("Titre", "Date de publication", "Résumé", "Contenu"),
    "de": ("Titel", "Quelle", "Veröffentlicht am", "Zusammenfassung"),
    "it": ("Titolo", "Fonte della notizia", "Data di pubblicazione", "Riassunto"),
    "ja": ("タイトル", "見出し", "要約", "ニュースの出典"),
    "zh": ("标题", "来源", "发布时间", "摘要"),
}
QUOTES = ("“{}”", '"{}"', "«{}»", "„{}“", "‘{}’")

Found = list[tuple[int, int, str]]
Detector = Callable[[str], Found]


@dataclass(frozen=True)
class Text:
    """A composed text and the language of each of its stretches."""

    text: str
    truth: tuple[tuple[int, int, str], ...]


class Composer:
    """Draws lines and joins them; the same seed gives the same texts."""

    def __init__(self, folder: Path, half: str, seed: int = 7) -> None:
        self.random = random.Random(seed)
        step = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}[half]
        self.lines = {
            (kind, lang): (folder / kind / f"{lang}.txt").read_text("utf-8").splitlines()[step]
            for kind in ("sentences", "word-pairs", "single-words")
            for lang in NINE
        }

    def line(self, lang: str, kind: str = "sentences") -> str:
        return self.random.choice(self.lines[kind, lang]).strip()

    def langs(self, count: int, among: Sequence[str] = NINE) -> list[str]:
        return self.random.sample(among, count)

    def tail(self) -> Text:
        one = self.random.choice(NINE)
        other = self.random.choice([x for x in NINE if SCRIPT.get(x) != SCRIPT.get(one)])
        parts = [(self.line(one), one), (self.line(other, "word-pairs"), other)]
        if self.random.random() < 0.5:
            parts.reverse()
        return joined([parts[0], (" - ", ""), parts[1]])

    def pair(self) -> Text:
        one, other = self.langs(2, LATIN)
        return joined([(self.line(one), one), (" ", ""), (self.line(other), other)])

    def quote(self) -> Text:
        one, other = self.langs(2)
        left, right = self.random.choice(QUOTES).split("{}")
        outer = self.line(one)
        cut = self.random.randrange(len(outer) // 4, len(outer) + 1)
        while 0 < cut < len(outer) and one in LATIN and outer[cut] != " ":
            cut += 1
        parts = [(outer[:cut], one), (f" {left}", ""), (self.line(other), other), (f"{right} ", "")]
        return joined([*parts, (outer[cut:], one)])

    def label(self) -> Text:
        one, other = self.langs(2)
        label = self.random.choice(LABELS[one])
        return joined([(label, one), (": ", ""), (self.line(other), other)])

    def mono(self) -> Text:
        lang = self.random.choice(NINE)
        text = " ".join(self.line(lang) for _ in range(self.random.randint(1, 3)))
        return joined([(text, lang)])

    def triple(self) -> Text:
        parts = [(self.line(lang), lang) for lang in self.langs(3)]
        return joined([parts[0], ("\n", ""), parts[1], ("\n", ""), parts[2]])


KINDS = ("tail", "pair", "quote", "label", "mono", "triple")


def joined(parts: Sequence[tuple[str, str]]) -> Text:
    text, truth = "", []
    for part, lang in parts:
        if lang:
            truth.append((len(text), len(text) + len(part), lang))
        text += part
    return Text(text, tuple(truth))


def ours(text: str) -> Found:
    return [(s.start, s.end, s.lang.language) for s in detect(text, NINE).spans]


def ours_default(text: str) -> Found:
    return [(s.start, s.end, s.lang.language) for s in detect(text).spans]


def lingua_multiple() -> Detector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [IsoCode639_1.from_str(code.upper()) for code in NINE]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

    def found(text: str) -> Found:
        return [
            (r.start_index, r.end_index, r.language.iso_code_639_1.name.lower())
            for r in detector.detect_multiple_languages_of(text)
        ]

    return found


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


def score(texts: Sequence[Text], detectors: dict[str, Detector], show: int) -> Iterator[str]:
    for name, (right, total, exact, seconds, wrong) in run(texts, detectors).items():
        share, sets, micros = right / total, exact / len(texts), seconds / len(texts) * 1e6
        yield f"{name:14} {share:.4f} {sets:.3f} {micros:6.0f}"
        if name == "mlsum":
            for item, found in wrong[:show]:
                print("   ", [(item.text[a:b], lang) for a, b, lang in item.truth])
                print("    →", [(item.text[a:b], lang) for a, b, lang in found])


def run(texts: Sequence[Text], detectors: dict[str, Detector]) -> dict[str, list]:
    table = {name: [0, 0, 0, 0.0, []] for name in detectors}
    for item in texts:
        for name, detector in detectors.items():
            started = time.perf_counter()
            found = detector(item.text)
            row = table[name]
            row[3] += time.perf_counter() - started
            right, total = letters_right(item, found)
            same = {lang for *_, lang in found} == {lang for *_, lang in item.truth}
            row[0], row[1], row[2] = row[0] + right, row[1] + total, row[2] + same
            if not same or right < total:
                row[4].append((item, found))
    return table


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    shared = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data" / "langid")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong texts per kind")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--only", help="detectors to run, by name")
    options = parser.parse_args(argv)
    if not options.data.is_dir():
        print(f"no data in {options.data}", file=sys.stderr)
        return 2
    detectors = {"mlsum": ours, "mlsum default": ours_default, "lingua": lingua_multiple()}
    if options.only:
        detectors = {k: v for k, v in detectors.items() if k in options.only.split(",")}
    for detector in detectors.values():
        detector(
            "Load the models of every language. Ладно. 네. はい。 我们 Não são só três, más ¿qué?"
        )
    composer = Composer(options.data, options.half)
    for kind in options.kinds.split(","):
        texts = [getattr(composer, kind)() for _ in range(options.count)]
        for line in score(texts, detectors, options.show):
            print(f"{kind:7} {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
