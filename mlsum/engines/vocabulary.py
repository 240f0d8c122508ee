"""From text to the tokens a model reads, with its language tags, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsum.core.errors import ModelError, foreign_errors
from mlsum.core.lang import Lang
from mlsum.store.families import Family, best_code, codes

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

__all__ = ["Vocabulary", "ids"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A tokenizer, asked only for what changes nothing in it, so that threads may share it."""

    family: Family
    tokenizer: Any
    codes: Mapping[Lang, str]
    special: frozenset[str]

    @classmethod
    def load(cls, folder: Path, family: Family) -> Vocabulary:
        """Take the family's tokenizer from its files in a folder. Raises ModelError."""
        if family.name == "argos":
            from mlsum.engines.packaged import PackageVocabulary

            return PackageVocabulary.load(folder, family)
        tokenizer = _tokenizer(folder, family)
        known = codes(family, ids(tokenizer))
        special = frozenset(map(str, tokenizer.all_special_tokens)) | frozenset(known.values())
        return cls(family, tokenizer, known, special)

    def read(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of texts, without tags and end; `</s>` or a tag in a text is only text."""
        backend: Any = getattr(self.tokenizer, "backend_tokenizer", None)
        if backend is None:
            return [self.tokenizer.tokenize(text) for text in texts]
        found = backend.encode_batch(list(texts), add_special_tokens=False)
        return [one.tokens for one in found]

    def lacks(self, char: str) -> bool:
        """Whether a character has no token of its own."""
        (tokens,) = self.read([f"a{char}"])
        unknown = self.tokenizer.unk_token_id
        return any(self.tokenizer.convert_tokens_to_ids(token) == unknown for token in tokens)

    def asked(self, tokens: Sequence[str], source: Lang, target: Lang) -> list[str]:
        """What the encoder reads: tokens of a text with the tags it needs, and the end."""
        first: list[str] = []
        if self.family.source_first:
            first = [self.code(source)]
        elif self.family.target_first and self.codes:
            first = [self.code(target)]
        elif self.family.opened:
            first = [str(self.tokenizer.bos_token)]
        return [*first, *tokens, str(self.tokenizer.eos_token)]

    def begin(self, target: Lang) -> list[str]:
        """What the decoder is made to write first."""
        return [self.code(target)] if self.family.target_written else []

    def code(self, lang: Lang) -> str:
        """The tag of a language. Raises ModelError where the vocabulary has none."""
        code = best_code(self.codes, lang)
        if code is None:
            raise ModelError(f"this model has no tag for {lang}")
        return code

    def write(self, tokens: Sequence[str]) -> str:
        """The text of tokens, without the special ones."""
        plain = [token for token in tokens if token not in self.special]
        return str(self.tokenizer.convert_tokens_to_string(plain)).strip()


def ids(tokenizer: Any) -> dict[str, int]:
    """The rows of all tokens; M2M100's tokenizer keeps those of its tags apart."""
    return {**tokenizer.get_vocab(), **getattr(tokenizer, "lang_token_to_id", {})}


def _tokenizer(folder: Path, family: Family) -> PreTrainedTokenizerBase:
    import warnings

    import transformers

    with foreign_errors(str(folder), ModelError), warnings.catch_warnings():
        # Marian's asks for sacremoses, whose normalizing of punctuation it then never calls.
        warnings.simplefilter("ignore")
        tokenizer: PreTrainedTokenizerBase = getattr(
            transformers, family.tokenizer
        ).from_pretrained(
            folder,
            local_files_only=True,
            split_special_tokens=True,
            clean_up_tokenization_spaces=False,
        )
    backend: Any = getattr(tokenizer, "backend_tokenizer", None)
    if backend is not None:
        backend.no_truncation()
        backend.no_padding()
    return tokenizer
