"""Summaries that a model writes, then held against the text.

A text that is longer than the model reads is cut into passages; their summaries, in order, are the
text of the next round, until one is left that is short enough. Nothing is cut off unread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlsum.core.backends import Generator
from mlsum.core.document import Markup, Summary, SummaryOptions, Written
from mlsum.core.errors import EngineError
from mlsum.core.lang import UND, Lang
from mlsum.summarizers.candidates import candidates
from mlsum.summarizers.cut import check, compose, fitting, most, summarize
from mlsum.summarizers.extractive import ExtractiveSummarizer
from mlsum.summarizers.faithful import Witness
from mlsum.summarizers.passages import Piece, joined, passages, pieces, split
from mlsum.text.segment import blocks, reading, sentences

__all__ = ["reduced", "write"]

# A round that leaves more than this of a text would go on for ever.
_SHRINKS = 0.8
# A passage for which there is no answer is tried in halves, and these once more.
_TRIES = 3


def write(
    text: str,
    generator: Generator,
    lang: Lang = UND,
    options: SummaryOptions | None = None,
    markup: Markup = "plain",
) -> Summary:
    """Have a body summarized in its own language, at most as long as `options` allow.

    A body that is no longer than that is its own summary, `whole`. Each sentence comes with those
    that bear it out, and with the reasons to doubt it. Raises UsageError for lengths below one,
    MissingModelError without a model, EngineError where it writes nothing.
    """
    options = options or SummaryOptions()
    check(options)
    choice = candidates(text, lang, markup)
    itself = _itself(text, lang, options, markup, len(choice))
    if itself:
        return itself
    said = _Writer(generator, lang, options, most(options, len(choice))).rounds(
        pieces(text, markup, choice)
    )
    if not any(char.isalnum() for one in said for char in one):
        raise EngineError("the model wrote nothing", where=generator.signature(lang))
    said = _best(said, len(choice), lang, options)
    everything = f"{options.title}\n{_everything(text, lang, markup)}"
    witness = Witness(choice, everything, lang)
    written = tuple(witness.examine(one) for one in said)
    return _summary(written, lang, options, generator.signature(lang))


def reduced(summary: Summary, lang: Lang, options: SummaryOptions) -> Summary:
    """A summary that a model wrote, with one sentence less."""
    shorter = replace(options, sentences=len(summary.written) - 1, ratio=None)
    kept = _best(summary.said, len(summary.written), lang, shorter)
    written = tuple(one for one in summary.written if one.text in kept)
    return _summary(written, lang, options, summary.engine)


def _best(said: Sequence[str], total: int, lang: Lang, options: SummaryOptions) -> list[str]:
    """The sentences that fit the limits, in their order."""
    ranking = ExtractiveSummarizer().rank(said, lang, options.title)
    kept = fitting([said[place] for place in ranking], total, options, lang)
    return [shown for _, shown in sorted((ranking[place], shown) for place, shown in kept)]


def _summary(
    written: tuple[Written, ...], lang: Lang, options: SummaryOptions, engine: str
) -> Summary:
    support = {one.index: one for sentence in written for one in sentence.support}
    text = compose([one.text for one in written], lang, options.style)
    sources = tuple(support[index] for index in sorted(support))
    return Summary(text, sources, written=written, engine=engine)


def _itself(
    text: str, lang: Lang, options: SummaryOptions, markup: Markup, total: int
) -> Summary | None:
    """The body as its own summary, where it is short enough for that."""
    if total > most(options, total) or (total and options.style == "headline"):
        return None
    own = summarize(text, lang, replace(options, summarizer="extractive"), markup)
    return own if own.whole or not total else None


def _everything(text: str, lang: Lang, markup: Markup) -> str:
    """All that a body says, headings and captions too."""
    found = blocks(text, markup)
    read = reading(text, found, markup)
    return "\n".join(read.between(one.start, one.end, lang) for one in found)


@dataclass(frozen=True, slots=True)
class _Writer:
    """A model at work on one text, of which it is to make at most `count` sentences."""

    generator: Generator
    lang: Lang
    options: SummaryOptions
    count: int

    def rounds(self, run: Sequence[Piece]) -> list[str]:
        """The sentences that the model makes of a text, round after round."""
        while True:
            parts = passages(run, self._fits, self.lang)
            said = list(dict.fromkeys(one for part in self._written(parts) for one in part))
            size = sum(map(len, said))
            if len(parts) == 1 or self._short(said):
                return said
            if size > _SHRINKS * sum(len(one.text) for one in run):
                return said
            run = [Piece(one) for one in said]

    def _short(self, said: Sequence[str]) -> bool:
        size = len(compose(said, self.lang, self.options.style))
        return len(said) <= self.count and size <= (self.options.max_chars or size)

    def _fits(self, text: str) -> bool:
        return self.generator.fits(text, self.lang)

    def _written(self, parts: Sequence[Sequence[Piece]], tries: int = _TRIES) -> list[list[str]]:
        """The sentences written about each passage; one that fails is tried again in halves."""
        texts = [joined(part, self.lang) for part in parts]
        wanted = self.options
        if wanted.max_chars is None or wanted.sentences or wanted.ratio:
            wanted = replace(wanted, sentences=self.count)
        answers = self.generator.write_batch(texts, self.lang, wanted)
        return [
            self._again(part, tries - 1) if answer is None else self._sentences(answer)
            for part, answer in zip(parts, answers, strict=True)
        ]

    def _again(self, part: Sequence[Piece], tries: int) -> list[str]:
        halves = split(part) if tries else []
        if not halves:
            raise EngineError(
                "the model gave no usable answer", where=self.generator.signature(self.lang)
            )
        return [one for half in self._written(halves, tries) for one in half]

    def _sentences(self, said: str) -> list[str]:
        lines = [" ".join(line.split()) for line in said.splitlines()]
        return [line[start:end] for line in lines for start, end in sentences(line, self.lang)]
