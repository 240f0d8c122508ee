"""Marian's small students, as Mozilla trains them for Firefox, run many sentences at a time.

A pure reading of the files Marian writes: `binary` takes the weights out, `graph` builds ONNX
graphs of 8-bit products from them, `student` runs these in onnxruntime, `decode` makes batches.

Other runtimes' outputs differ in a quarter to a third of news sentences, by a synonym here and
there, chrF by less than 0.2: a rounding anywhere may tip a near tie. Two plain implementations, in
float32 and float64, differ in 3 to 12 %; on x86 fxtranslate's 16-bit sums overflow besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlsum.core.errors import ModelError, foreign_errors
from mlsum.engines.marian.binary import read
from mlsum.engines.marian.decode import BATCH_TOKENS, decode
from mlsum.engines.marian.student import Student

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

__all__ = ["MarianModel"]


@dataclass(frozen=True, slots=True)
class MarianModel:
    """One direction, ready to run. Threads may share it."""

    student: Student
    source: SentencePieceProcessor
    target: SentencePieceProcessor
    threads: int = 1
    batch_tokens: int = BATCH_TOKENS

    @classmethod
    def load(
        cls,
        weights: bytes,
        source: bytes,
        target: bytes | None = None,
        *,
        threads: int = 1,
        batch_tokens: int = BATCH_TOKENS,
    ) -> MarianModel:
        """Take a model from the bytes of its files: weights, and SentencePiece vocabularies.

        Without a target vocabulary both languages share the source's. `threads` is how many
        batches of at most `batch_tokens`, padding included, are in work at a time. Raises
        ModelError for a damaged or unknown file, MissingError without onnxruntime.
        """
        vocabulary = _vocabulary(source)
        other = vocabulary if target in (None, source) else _vocabulary(target or b"")
        return cls(Student(read(weights)), vocabulary, other, threads, batch_tokens)

    def translate_batch(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences: same length and order. None changes another's output.

        Time and memory grow with the square of a sentence's length: cut long texts before.
        """
        if not texts:
            return []
        unknown = self.target.unk_id()
        asked = self.source.encode(list(texts))
        written = decode(self.student, asked, self.threads, self.batch_tokens)
        known = [[token for token in one if token != unknown] for one in written]
        translations: list[str] = self.target.decode(known)
        return translations


def _vocabulary(data: bytes) -> SentencePieceProcessor:
    from sentencepiece import SentencePieceProcessor

    with foreign_errors("the SentencePiece vocabulary", ModelError):
        return SentencePieceProcessor(model_proto=data)
