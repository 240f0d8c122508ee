"""Models as `transformers` saves them, run by torch: for what is not converted, and as a reference.

Only safetensors are read, and code that comes with a model is never run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from mlsum.core.backends import EngineOptions
from mlsum.core.errors import MissingExtraError, ModelError, foreign_errors
from mlsum.core.lang import Lang
from mlsum.engines.cores import device_of
from mlsum.engines.local import LocalEngine, Pieces
from mlsum.engines.recipe import Recipe
from mlsum.engines.vocabulary import Vocabulary, ids
from mlsum.store.families import Family

__all__ = ["TransformersEngine"]

_WINDOW = 512


class TransformersEngine(LocalEngine):
    """Runs any model of the known families: in float32 on a CPU, in float16 on a GPU."""

    name = "transformers"
    weights = "*.safetensors"

    def _load(self, folder: Path, family: Family) -> _Model:
        return _Model.load(folder, family, self._options)


@dataclass(frozen=True, slots=True)
class _Model:
    """A model and its vocabulary, the number of each token and back; threads may share it."""

    model: Any
    vocabulary: Vocabulary
    numbers: dict[str, int]
    tokens: dict[int, str]

    @classmethod
    def load(cls, folder: Path, family: Family, options: EngineOptions) -> _Model:
        if find_spec("torch") is None:
            raise MissingExtraError("torch", "torch")
        import torch
        from transformers import AutoModelForSeq2SeqLM
        from transformers.utils import logging

        device = device_of(options.device, torch.cuda.is_available())
        if options.threads:
            torch.set_num_threads(options.threads)
        vocabulary = Vocabulary.load(folder, family)
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        with foreign_errors(str(folder), ModelError):
            model = AutoModelForSeq2SeqLM.from_pretrained(
                folder,
                use_safetensors=True,
                trust_remote_code=False,
                local_files_only=True,
                dtype=torch.float32 if device == "cpu" else torch.float16,
            )
            model.to(device).eval()
        numbers = ids(vocabulary.tokenizer)
        return cls(model, vocabulary, numbers, {row: token for token, row in numbers.items()})

    def translate(
        self, texts: Iterable[str], source: Lang, target: Lang, options: EngineOptions
    ) -> Iterator[str | None]:
        """Translate sentences, in order; None for one in which there is nothing to read."""
        remaining = iter(texts)
        while window := list(islice(remaining, _WINDOW)):
            pieces = Pieces(self.vocabulary, window, source, target)
            written: dict[int, list[str]] = {}
            for batch in _batches(pieces.asked, options.batch_tokens):
                asked = [pieces.asked[i] for i in batch]
                written |= zip(batch, self._write(asked, target, options.beam), strict=True)
            yield from pieces.joined(written)

    def write(
        self, asked: Sequence[Sequence[str]], first: Sequence[str], recipe: Recipe, beam: int
    ) -> list[tuple[list[str], bool]]:
        """Summaries in tokens, each with whether it came to an end; one text at a time."""
        import torch

        eos = self.vocabulary.tokenizer.eos_token_id
        wide = {"early_stopping": True, "length_penalty": recipe.length_penalty}
        done: list[tuple[list[str], bool]] = []
        for row in self._rows(asked):
            with torch.inference_mode():
                found = self.model.generate(
                    input_ids=torch.tensor([row]).to(self.model.device),
                    forced_bos_token_id=self.numbers[first[0]] if first else None,
                    num_beams=beam,
                    do_sample=False,
                    **(wide if beam > 1 else {}),
                    no_repeat_ngram_size=recipe.no_repeat,
                    min_new_tokens=recipe.at_least,
                    max_new_tokens=recipe.writes,
                    # What the model's own settings say of the end would hide that it has none.
                    max_length=None,
                    forced_eos_token_id=None,
                )
            (written,) = found.tolist()
            done.append((self._named(written[1 + len(first) :]), eos in written[1:]))
        return done

    def _write(
        self, asked: Sequence[Sequence[str]], target: Lang, beam: int
    ) -> Iterator[list[str]]:
        import torch

        rows = self._rows(asked)
        width = max(map(len, rows))
        pad = self.vocabulary.tokenizer.pad_token_id
        read = torch.tensor([row + [pad] * (width - len(row)) for row in rows])
        real = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        first = self.vocabulary.begin(target)
        with torch.inference_mode():
            found = self.model.generate(
                input_ids=read.to(self.model.device),
                attention_mask=real.to(self.model.device),
                forced_bos_token_id=self.numbers[first[0]] if first else None,
                num_beams=beam,
                do_sample=False,
                early_stopping=beam > 1,
                max_new_tokens=2 * width + 24,
            )
        yield from map(self._named, found.tolist())

    def _rows(self, asked: Sequence[Sequence[str]]) -> list[list[int]]:
        """The numbers of tokens."""
        unknown = self.numbers.get(str(self.vocabulary.tokenizer.unk_token), 0)
        return [[self.numbers.get(token, unknown) for token in one] for one in asked]

    def _named(self, row: Sequence[int]) -> list[str]:
        """The tokens of numbers; a model may have more of these than its vocabulary has tokens."""
        return [self.tokens[number] for number in row if number in self.tokens]


def _batches(asked: Sequence[Sequence[str]], tokens: int) -> Iterator[list[int]]:
    """Numbers of what is to be read, in batches of similar length with a limit of tokens."""
    order = sorted((i for i, one in enumerate(asked) if one), key=lambda i: -len(asked[i]))
    while order:
        count = max(1, tokens // len(asked[order[0]]))
        yield order[:count]
        order = order[count:]
