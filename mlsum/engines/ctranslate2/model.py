"""One converted model: texts in, texts out, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsum.core.backends import Device, EngineOptions
from mlsum.core.errors import ModelError, foreign_errors
from mlsum.core.lang import Lang
from mlsum.engines.cores import cores, device_of
from mlsum.engines.local import MAX_TOKENS, Pieces, beam_of
from mlsum.engines.recipe import Recipe
from mlsum.engines.vocabulary import Vocabulary
from mlsum.store.families import Family

if TYPE_CHECKING:
    import ctranslate2

__all__ = ["Model"]

# Texts in work at a time: enough to sort well by length, few enough to forget soon.
_WINDOW = 2048

Tokens = list[str]


@dataclass(frozen=True, slots=True)
class Model:
    """A translator and its vocabulary. Threads may share it."""

    translator: ctranslate2.Translator
    vocabulary: Vocabulary

    @classmethod
    def load(
        cls,
        folder: Path,
        family: Family,
        *,
        device: Device = "auto",
        threads: int | None = None,
        compute_type: str | None = None,
    ) -> Model:
        """Take a model from its folder. Raises ModelError for one that is damaged or no model.

        `threads` is how many batches are in work at a time on a CPU; without it, one per core.
        """
        import ctranslate2

        device = device_of(device, bool(ctranslate2.get_cuda_device_count()))
        vocabulary = Vocabulary.load(folder, family)
        workers = (threads or cores()) if device == "cpu" else 1
        with foreign_errors(str(folder), ModelError):
            translator = ctranslate2.Translator(
                str(folder),
                device=device,
                compute_type=compute_type or ("int8" if device == "cpu" else "int8_float16"),
                inter_threads=workers,
                intra_threads=1,
            )
        return cls(translator, vocabulary)

    def translate(
        self, texts: Iterable[str], source: Lang, target: Lang, options: EngineOptions
    ) -> Iterator[str | None]:
        """Translate sentences, in order; None for one in which there is nothing to read.

        One that is longer than the model takes is cut at clauses. Only a window of the texts is
        held at a time, the next one being read while the last is in work.
        """
        remaining = iter(texts)
        ahead: _Window | None = None
        while window := list(islice(remaining, _WINDOW)):
            started = _Window(self, window, source, target, options)
            if ahead:
                yield from ahead.texts()
            ahead = started
        if ahead:
            yield from ahead.texts()

    def write(
        self, asked: Sequence[Sequence[str]], first: Sequence[str], recipe: Recipe, beam: int
    ) -> list[tuple[Tokens, bool]]:
        """Summaries in tokens, each with whether it came to an end."""
        settings: dict[str, Any] = {"length_penalty": recipe.length_penalty} if beam > 1 else {}
        results = self.translator.translate_batch(
            [list(one) for one in asked],
            target_prefix=[list(first)] * len(asked) if first else None,
            beam_size=beam,
            no_repeat_ngram_size=recipe.no_repeat,
            min_decoding_length=recipe.at_least,
            max_decoding_length=recipe.writes,
            max_input_length=0,
            return_end_token=True,
            **settings,
        )
        end = str(self.vocabulary.tokenizer.eos_token)
        written = [one.hypotheses[0][len(first) :] for one in results]
        # Rows of the vocabulary that stand for nothing have a name all the same, see `convert`.
        return [
            ([token for token in tokens if not token.startswith("madeupword")], end in tokens)
            for tokens in written
        ]


class _Window:
    """Some texts on their way through a model."""

    def __init__(
        self, model: Model, texts: Sequence[str], source: Lang, target: Lang, options: EngineOptions
    ) -> None:
        self._model, self._options = model, options
        self._begin = model.vocabulary.begin(target)
        self._pieces = Pieces(model.vocabulary, texts, source, target)
        self._started = self._start(range(len(self._pieces.asked)))

    def texts(self) -> Iterator[str | None]:
        """Wait for the outputs."""
        written = _collect(self._started)
        if looped := [i for i, tokens in written.items() if _loops(tokens)]:
            # Guards hinder what is rightly said twice, so only what went wrong is redone with them.
            written |= _collect(self._start(looped, no_repeat_ngram_size=4, repetition_penalty=1.2))
        yield from self._pieces.joined(written)

    def _start(self, numbers: Iterable[int], **guards: Any) -> list[tuple[int, Any]]:
        """Hand sentences to the translator in groups of like length, longest first."""
        asked = self._pieces.asked

        def size(number: int) -> int:
            return len(asked[number])

        family = self._model.vocabulary.family
        beam = beam_of(family.name, self._options)
        started: list[tuple[int, Any]] = []
        order = sorted((i for i in numbers if asked[i]), key=size, reverse=True)
        for limit, group in groupby(order, key=lambda number: _limit(size(number))):
            alike = list(group)
            results = self._model.translator.translate_batch(
                [asked[i] for i in alike],
                target_prefix=[self._begin] * len(alike) if self._begin else None,
                beam_size=beam,
                length_penalty=family.length_penalty,
                replace_unknowns=family.copies_unknown,
                max_batch_size=self._options.batch_tokens,
                batch_type="tokens",
                max_input_length=0,
                max_decoding_length=limit,
                asynchronous=True,
                **guards,
            )
            started += zip(alike, results, strict=True)
        return started


def _limit(read: int) -> int:
    """The limit of output tokens for a number of input tokens; translations do not grow more.

    Few limits, each its own call, keep the batches large; and none hangs on the company.
    """
    return next(2 * size + 24 for size in (16, 64, MAX_TOKENS, read) if read <= size)


def _collect(started: Sequence[tuple[int, Any]]) -> dict[int, Tokens]:
    return {number: result.result().hypotheses[0] for number, result in started}


def _loops(tokens: Tokens) -> bool:
    """Whether an output ends in one to eight tokens said four times or more."""
    return any(
        len(tokens) >= 4 * size and tokens[-size:] * 3 == tokens[-4 * size : -size]
        for size in range(1, 9)
    )
