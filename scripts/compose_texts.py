"""Compose texts and documents in several languages from single-language lines, seeded."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlsum.core.document import Body, Field, Item, Part

__all__ = ["KINDS", "LABELS", "NINE", "Composer", "Sheet", "Text"]

NINE = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh")
LATIN = ("en", "pt", "es", "fr", "de", "it")
KINDS = ("tail", "pair", "quote", "label", "mono", "triple")
LINES = ("sentences", "word-pairs", "single-words")
QUOTES = ("“{}”", '"{}"', "«{}»", "„{}“", "‘{}’")
_HALVES = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}
_SCRIPT = {"ko": "Hang", "ja": "Hani", "zh": "Hani"}

# title, summary, section, date, URL, language, body
LABELS = {
    "en": ("Title", "Summary", "Section", "Date", "URL", "Language", "Content"),
    "pt": ("Título", "Resumo", "Seção", "Data", "URL", "Idioma", "Conteúdo"),
    "ko": ("제목", "요약", "섹션", "날짜", "링크", "언어", "본문"),
    "es": ("Título", "Resumen", "Sección", "Fecha", "Enlace", "Idioma", "Contenido"),
    "fr": ("Titre", "Résumé", "Rubrique", "Date", "Lien", "Langue", "Contenu"),
    "de": ("Titel", "Zusammenfassung", "Ressort", "Datum", "Link", "Sprache", "Inhalt"),
    "it": ("Titolo", "Riassunto", "Sezione", "Data", "Collegamento", "Lingua", "Contenuto"),
    "ja": ("タイトル", "要約", "セクション", "日付", "リンク", "言語", "本文"),
    "zh": ("标题", "摘要", "栏目", "日期", "链接", "语言", "正文"),
    "nl": ("Titel", "Samenvatting", "Rubriek", "Datum", "Koppeling", "Taal", "Inhoud"),
}


@dataclass(frozen=True)
class Text:
    """A composed text and the language of each of its stretches."""

    text: str
    truth: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Sheet:
    """A composed item: the languages of its labels, of its values, of its body, of its claim."""

    item: Item
    labels: str
    values: str
    body: str
    declared: str


class Composer:
    """Draws lines and joins them; the same seed gives the same texts."""

    def __init__(self, folder: Path, half: str = "all", seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.lines = {
            (kind, lang): (folder / kind / f"{lang}.txt").read_text("utf-8").splitlines()
            for kind in LINES
            for lang in NINE
        }
        self.half = _HALVES[half]

    def line(self, lang: str, kind: str = "sentences") -> str:
        return self.random.choice(self.lines[kind, lang][self.half]).strip()

    def langs(self, count: int, among: Sequence[str] = NINE) -> list[str]:
        return self.random.sample(among, count)

    def tail(self) -> Text:
        one = self.random.choice(NINE)
        other = self.random.choice([x for x in NINE if _SCRIPT.get(x) != _SCRIPT.get(one)])
        parts = [(self.line(one), one), (self.line(other, "word-pairs"), other)]
        if self.random.random() < 0.5:
            parts.reverse()
        return _joined([parts[0], (" - ", ""), parts[1]])

    def pair(self) -> Text:
        one, other = self.langs(2, LATIN)
        return _joined([(self.line(one), one), (" ", ""), (self.line(other), other)])

    def quote(self) -> Text:
        one, other = self.langs(2)
        left, right = self.random.choice(QUOTES).split("{}")
        outer = self.line(one)
        cut = self.random.randrange(len(outer) // 4, len(outer) + 1)
        while 0 < cut < len(outer) and one in (*LATIN, "ko") and outer[cut] != " ":
            cut += 1
        parts = [(outer[:cut], one), (f" {left}", ""), (self.line(other), other), (f"{right} ", "")]
        return _joined([*parts, (outer[cut:], one)])

    def label(self) -> Text:
        one, other = self.langs(2)
        label = self.random.choice(_own_labels(one, other))
        return _joined([(label, one), (": ", ""), (self.line(other), other)])

    def mono(self) -> Text:
        lang = self.random.choice(NINE)
        text = " ".join(self.line(lang) for _ in range(self.random.randint(1, 3)))
        return _joined([(text, lang)])

    def triple(self) -> Text:
        parts = [(self.line(lang), lang) for lang in self.langs(3)]
        return _joined([parts[0], ("\n", ""), parts[1], ("\n", ""), parts[2]])

    def sheet(self) -> Sheet:
        """An item; one claim in five is wrong."""
        labels = self.random.choice(tuple(LABELS))
        values, body, other = self.langs(3)
        declared = other if self.random.random() < 0.2 else body
        texts = (
            self.line(values),
            self.line(values),
            self.line(values, "word-pairs"),
            "2023-12-13 05:00:00-03:00",
            "https://example.org/news/2023/113_365075.html",
            declared,
        )
        fields = tuple(map(Field, map(_part, LABELS[labels]), map(_part, texts)))
        text = " ".join(self.line(body) for _ in range(5))
        item = Item(fields, Body(_part(text), label=_part(LABELS[labels][-1])))
        return Sheet(item, labels, values, body, declared)


def _own_labels(lang: str, other: str) -> list[str]:
    """Labels that tell their language: `Título` before Spanish, or `Data` alone, do not."""
    earlier = {x for code in NINE[: NINE.index(lang)] for x in LABELS[code]}
    return [x for x in LABELS[lang] if x not in earlier and x not in LABELS[other] and x != "URL"]


def _part(text: str) -> Part:
    return Part(text, 0, len(text))


def _joined(parts: Sequence[tuple[str, str]]) -> Text:
    text, truth = "", []
    for part, lang in parts:
        if lang:
            truth.append((len(text), len(text) + len(part), lang))
        text += part
    return Text(text, tuple(truth))
