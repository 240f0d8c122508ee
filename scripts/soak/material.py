"""Documents to soak in: news in three languages, other formats, and a share that is broken."""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "tests"), str(ROOT / "scripts" / "fuzz")]

from office import word  # noqa: E402
from packages import SMALLEST  # noqa: E402

__all__ = ["LETHAL", "Made", "Maker"]

LETHAL = {
    "killsworker": "a worker process died",
    "hangsworker": "a worker was not done",
    "takesmemory": "MemoryError",
}
"""Words that the engine of the soak fails at, each in its way, and how that is told."""

_LABELS = {
    "en": ("Title", "Date", "Source", "Language", "Content"),
    "pt": ("Título", "Data", "Origem", "Idioma", "Conteúdo"),
    "ko": ("제목", "날짜", "출처", "언어", "본문"),
}
_OUTLETS = ("코리아타임스", "연합뉴스", "Folha de S.Paulo", "The Guardian")


@dataclass(frozen=True)
class Made:
    """A document; `lethal` is the word that its engine fails at, if it has one."""

    name: str
    data: bytes
    lethal: str = ""


class Maker:
    """Makes documents, no two alike; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._made = 0
        self._lines: dict[str, list[str]] = {}
        for row in (ROOT / "tests/data/sentences.tsv").read_text("utf-8").splitlines()[1:]:
            lang, _, text = row.partition("\t")
            self._lines.setdefault(lang, []).append(text)
        self._writers: list[tuple[int, str, Callable[[str], bytes]]] = [
            (10, "txt", self._news),
            (1, "md", lambda lang: self._markdown(lang).encode()),
            (1, "html", self._html),
            (1, "json", self._json),
            (1, "srt", self._subtitles),
            (1, "docx", self._word),
            (1, "epub", self._book),
        ]

    def document(self) -> Made:
        """The next document; one in twelve is broken."""
        self._made += 1
        folder = self.random.choice(("", "", "news/", "news/2024/"))
        if self.random.random() < 1 / 12:
            kind, data = self._broken()
        else:
            weights, kinds, writers = zip(*self._writers, strict=True)
            at = self.random.choices(range(len(kinds)), weights)[0]
            kind, data = kinds[at], writers[at](self.random.choice(("en", "en", "pt", "ko")))
        return Made(f"{folder}{self._made:05}.{kind}", data)

    def lethal(self, word: str) -> Made:
        """A document that its engine fails at."""
        self._made += 1
        text = f"The {word} arrived in Seoul on day {self._made} of the talks.\n"
        return Made(f"lethal/{self._made:05}.txt", text.encode(), word)

    def text(self, lang: str, count: int = 2) -> str:
        """Sentences, one of them with a number that no other text has."""
        said = self.random.choices(self._lines[lang], k=count)
        self._made += 1
        number = f"{said[0][:-1]} {self._made}{said[0][-1]}"
        return " ".join([number, *said[1:]])

    def _news(self, lang: str) -> bytes:
        labels = _LABELS[self.random.choice(("en", "pt", "ko"))]
        title = f"{self.text(lang, 1)[:-1]} - {self.random.choice(_OUTLETS)}"
        values = (f"2024-03-0{self.random.randint(1, 9)} 05:00:00-03:00",
                  "[The Korea Times](https://www.koreatimes.co.kr)", lang)  # fmt: skip
        head = "\n".join(f">{one}: {two}" for one, two in zip(labels[1:4], values, strict=True))
        body = "\n\n".join(self.text(lang) for _ in range(self.random.randint(1, 4)))
        return f"# {labels[0]}: {title}\n{head}\n\n### {labels[4]}:\n\n{body}\n".encode()

    def _markdown(self, lang: str) -> str:
        points = "".join(f"- **{self.text(lang, 1)}**\n" for _ in range(2))
        return f"# {self.text(lang, 1)}\n\n{self.text(lang)}\n\n{points}"

    def _html(self, lang: str) -> bytes:
        title, text = self.text(lang, 1), self.text(lang)
        return (
            f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
            f"<p>{text} <a href='https://example.org'>{self.text(lang, 1)}</a></p></body></html>\n"
        ).encode()

    def _json(self, lang: str) -> bytes:
        item = {"title": self.text(lang, 1), "language": lang, "content": self.text(lang)}
        return json.dumps(item, ensure_ascii=False, indent=1).encode()

    def _subtitles(self, lang: str) -> bytes:
        cues = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{self.text(lang, 1)}\n" for n in (1, 2))
        return "\n".join(cues).encode()

    def _word(self, lang: str) -> bytes:
        return word("".join(f"<w:p><w:r><w:t>{self.text(lang)}</w:t></w:r></w:p>" for _ in "ab"))

    def _book(self, lang: str) -> bytes:
        old, new = b"A minister <b>met</b> B.", self.text(lang).encode()
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(SMALLEST["epub"])) as book,
            zipfile.ZipFile(made, "w") as to,
        ):
            for info in book.infolist():
                to.writestr(info, book.read(info).replace(old, new))
        return made.getvalue()

    def _broken(self) -> tuple[str, bytes]:
        """A file that cannot be read, or of which it may not be clear what it is."""
        cut = self.random.randint(30, 200)
        return self.random.choice(
            [
                ("txt", b""),
                ("txt", b" \n\n"),
                ("txt", self.random.randbytes(400)),
                ("docx", self._word("en")[:cut]),
                ("epub", self._book("en")[:cut]),
                ("json", self._json("en")[:-cut]),
                ("pdf", b"%PDF-1.7\n" + self.random.randbytes(100)),
            ]
        )
