"""The vocabulary of an Argos package: SentencePiece, or words cut by Moses and BPE in older ones.

Tokens are made and joined as argostranslate does it, so that a package gives the same answers. One
thing is done better: an underscore stays, which argostranslate turns into a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from mlsum.core.errors import MissingError, ModelError, foreign_errors
from mlsum.core.installation import pip_install
from mlsum.core.lang import Lang
from mlsum.engines.vocabulary import Vocabulary
from mlsum.store.families import Family
from mlsum.store.settings import read_settings

__all__ = ["PackageVocabulary"]


class _Tokenizer(Protocol):
    def encode(self, text: str) -> list[str]:
        """The tokens of a text."""

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of tokens."""

    def knows(self, char: str) -> bool:
        """Whether a character has a token."""


@dataclass(frozen=True, slots=True)
class PackageVocabulary(Vocabulary):
    """A vocabulary without language tokens: the package has one direction.

    `prefix` is what the decoder is made to write first, where the metadata name it.
    """

    prefix: str = ""

    @classmethod
    def load(cls, folder: Path, family: Family) -> PackageVocabulary:
        """Take the vocabulary of an unpacked package. Raises ModelError, or MissingError."""
        metadata = read_settings(folder / "metadata.json")
        with foreign_errors(str(folder), ModelError):
            if (folder / "sentencepiece.model").is_file():
                tokenizer: _Tokenizer = _SentencePiece(folder / "sentencepiece.model")
            else:
                codes = (str(metadata.get(key) or "en") for key in ("from_code", "to_code"))
                tokenizer = _MosesBPE(folder / "bpe.model", *codes)
        prefix = str(metadata.get("target_prefix") or "")
        return cls(family, tokenizer, {}, frozenset({"<s>", "</s>"}), prefix)

    def read(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of texts."""
        return [self.tokenizer.encode(text) for text in texts]

    def lacks(self, char: str) -> bool:
        """Whether a character has no token of its own."""
        return not self.tokenizer.knows(char)

    def asked(self, tokens: Sequence[str], source: Lang, target: Lang) -> list[str]:
        """The tokens alone: what else the model reads, its settings add."""
        return list(tokens)

    def begin(self, target: Lang) -> list[str]:
        """What the decoder is made to write first."""
        return [self.prefix] if self.prefix else []

    def write(self, tokens: Sequence[str]) -> str:
        """The text of tokens, without the prefix."""
        plain = [token for token in tokens if token not in self.special]
        text: str = self.tokenizer.decode(plain)
        return text.removeprefix(self.prefix).strip()


class _SentencePiece:
    def __init__(self, path: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._model: Any = SentencePieceProcessor(model_file=str(path))

    def encode(self, text: str) -> list[str]:
        tokens: list[str] = self._model.encode(text, out_type=str)
        return tokens

    def decode(self, tokens: Sequence[str]) -> str:
        return str(self._model.decode_pieces(list(tokens))).replace("▁", " ")

    def knows(self, char: str) -> bool:
        return self._model.unk_id() not in self._model.encode(f"a{char}")


class _MosesBPE:
    """Moses' words, and their pieces by merges (Sennrich, Haddow and Birch 2016)."""

    def __init__(self, path: Path, source: str, target: str) -> None:
        try:
            from sacremoses import MosesDetokenizer, MosesPunctNormalizer, MosesTokenizer
        except ImportError as error:
            raise MissingError(
                "this older Argos package needs sacremoses, which is not installed",
                hint=pip_install("sacremoses"),
            ) from error
        self._normalizer = MosesPunctNormalizer(source)
        self._tokenizer, self._detokenizer = MosesTokenizer(source), MosesDetokenizer(target)
        lines = path.read_text(encoding="utf-8").splitlines()
        # From version 0.2 on the end of a word belongs to its last letter.
        self._joined_end = lines[:1] != [] and lines[0].startswith("#version: 0.2")
        pairs = [
            tuple(line.strip().split(" ")) for line in lines if not line.startswith("#version")
        ]
        self._ranks = {pair: rank for rank, pair in reversed(list(enumerate(pairs)))}
        self._letters = {letter for pair in pairs for piece in pair for letter in piece}

    def encode(self, text: str) -> list[str]:
        words = self._tokenizer.tokenize(self._normalizer.normalize(text))
        return [piece for word in words for piece in self._pieces(word)]

    def decode(self, tokens: Sequence[str]) -> str:
        words = " ".join(tokens).replace("@@ ", "").split(" ")
        return str(self._detokenizer.detokenize(words))

    def knows(self, char: str) -> bool:
        return char.isspace() or char in self._letters

    def _pieces(self, word: str) -> list[str]:
        """The pieces of a word; all but the last end in `@@`."""
        pieces = [*word[:-1], f"{word[-1]}</w>"] if self._joined_end else [*word, "</w>"]
        while len(pieces) > 1:
            ranked = [self._ranks.get(pair, len(self._ranks)) for pair in pairwise(pieces)]
            best = min(ranked)
            if best == len(self._ranks):
                break
            first, second = pieces[ranked.index(best)], pieces[ranked.index(best) + 1]
            merged: list[str] = []
            for piece in pieces:
                if merged and merged[-1] == first and piece == second:
                    merged[-1] = first + second
                else:
                    merged.append(piece)
            pieces = merged
        pieces[-1] = pieces[-1].removesuffix("</w>")
        pieces = [piece for piece in pieces if piece]
        return [f"{piece}@@" for piece in pieces[:-1]] + pieces[-1:]
