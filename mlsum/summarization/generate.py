"""Summaries written by a model and checked against the text.

A text longer than the model's input is split into passages. Their summaries, in order, are the text
of the next round, until one passage remains that is short enough. The model reads all of the text.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from mlsum.core.backends import Generator
from mlsum.core.document import Markup, Sentence, Summary, SummaryOptions, Written
from mlsum.core.errors import EngineError
from mlsum.core.lang import UND, Lang
from mlsum.summarization.candidates import candidates
from mlsum.summarization.faithfulness import FaithfulnessChecker
from mlsum.summarization.rank import ExtractiveSummarizer
from mlsum.summarization.select import check, compose, fitting, sentence_limit, summarize
from mlsum.text.segment import blocks, clauses, reading, sentences

__all__ = [
    "Fragment",
    "joined",
    "passages",
    "reduced",
    "split",
    "write",
]

# A round that leaves a larger share of a text is the last, or the rounds might not end.
_SHRINKS = 0.8
# A passage without an output is tried in halves, and these once more.
_TRIES = 3

_SECTION, _PARAGRAPH, _SENTENCE = range(3)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A sentence, or a clause of a very long one, and the largest unit that it begins."""

    text: str
    begins: int = _SENTENCE


def write(
    text: str,
    generator: Generator,
    lang: Lang = UND,
    options: SummaryOptions | None = None,
    markup: Markup = "plain",
) -> Summary:
    """Generate a summary of a body in its own language, at most as long as `options` allow.

    A body no longer than that is its own summary, `whole`. Each sentence has the sentences of the
    text that support it, and the reasons to doubt it. Raises UsageError for lengths below one,
    MissingModelError without a model, EngineError where the model writes nothing.
    """
    options = options or SummaryOptions()
    check(options)
    sentences = candidates(text, lang, markup)
    limit = sentence_limit(options, len(sentences))
    if len(sentences) <= limit and not (sentences and options.style == "headline"):
        whole = summarize(text, lang, replace(options, summarizer="extractive"), markup)
        if whole.whole or not sentences:
            return whole
    output = _Rounds(generator, lang, options, limit).run(fragments(text, markup, sentences))
    if not any(char.isalnum() for sentence in output for char in sentence):
        raise EngineError("the model wrote nothing", where=generator.signature(lang))
    output = _best(output, len(sentences), lang, options)
    body = blocks(text, markup)
    read = reading(text, body, markup)
    shown = [read.between(block.start, block.end, lang) for block in body]
    checker = FaithfulnessChecker(sentences, "\n".join([options.title, *shown]), lang)
    written = tuple(checker.check(sentence) for sentence in output)
    return _summary(written, lang, options, generator.signature(lang))


def reduced(summary: Summary, lang: Lang, options: SummaryOptions) -> Summary:
    """A generated summary without its least important sentence."""
    shorter = replace(options, sentences=len(summary.written) - 1, ratio=None)
    kept = _best(summary.said, len(summary.written), lang, shorter)
    written = tuple(each for each in summary.written if each.text in kept)
    return _summary(written, lang, options, summary.engine)


def _best(output: Sequence[str], total: int, lang: Lang, options: SummaryOptions) -> list[str]:
    """The best sentences that the limits allow, in the order of the output."""
    ranking = ExtractiveSummarizer().rank(output, lang, options.title)
    kept = fitting([output[index] for index in ranking], total, options, lang)
    return [shown for _, shown in sorted((ranking[rank], shown) for rank, shown in kept)]


def _summary(
    written: tuple[Written, ...], lang: Lang, options: SummaryOptions, engine: str
) -> Summary:
    support = {source.index: source for sentence in written for source in sentence.support}
    text = compose([sentence.text for sentence in written], lang, options.style)
    sources = tuple(support[index] for index in sorted(support))
    return Summary(text, sources, written=written, engine=engine)


@dataclass(frozen=True, slots=True)
class _Rounds:
    """The rounds in which a model summarizes a text to at most `count` sentences."""

    generator: Generator
    lang: Lang
    options: SummaryOptions
    count: int

    def run(self, text: Sequence[Fragment]) -> list[str]:
        """The sentences that the model writes about a text."""
        while True:
            parts = passages(text, lambda part: self.generator.fits(part, self.lang), self.lang)
            output = list(dict.fromkeys(chain.from_iterable(self._summarized(parts))))
            if len(parts) == 1 or self._is_short(output):
                return output
            if sum(map(len, output)) > _SHRINKS * sum(len(fragment.text) for fragment in text):
                return output
            text = [Fragment(sentence) for sentence in output]

    def _is_short(self, output: Sequence[str]) -> bool:
        size = len(compose(output, self.lang, self.options.style))
        return len(output) <= self.count and size <= (self.options.max_chars or size)

    def _summarized(
        self, parts: Sequence[Sequence[Fragment]], tries: int = _TRIES
    ) -> list[list[str]]:
        """The sentences written about each passage; one that fails is tried again in halves."""
        texts = [joined(part, self.lang) for part in parts]
        options = self.options
        if options.max_chars is None or options.sentences or options.ratio:
            options = replace(options, sentences=self.count)
        outputs = self.generator.write_batch(texts, self.lang, options)
        return [
            self._in_halves(part, tries - 1) if output is None else self._sentences(output)
            for part, output in zip(parts, outputs, strict=True)
        ]

    def _in_halves(self, part: Sequence[Fragment], tries: int) -> list[str]:
        halves = split(part) if tries else []
        if not halves:
            raise EngineError(
                "the model gave no usable answer", where=self.generator.signature(self.lang)
            )
        return list(chain.from_iterable(self._summarized(halves, tries)))

    def _sentences(self, output: str) -> list[str]:
        lines = [" ".join(line.split()) for line in output.splitlines()]
        return [line[start:end] for line in lines for start, end in sentences(line, self.lang)]


def fragments(text: str, markup: Markup, sentences: Sequence[Sentence]) -> list[Fragment]:
    """The sentences of a body, each with the largest unit that it begins there."""
    body = blocks(text, markup)
    starts = [block.start for block in body]
    headings = [block.start for block in body if block.kind == "heading"]
    results: list[Fragment] = []
    before = (0, 0)
    for sentence in sentences:
        position = bisect_right(headings, sentence.start), bisect_right(starts, sentence.start)
        begins = _SECTION if position[0] > before[0] else _PARAGRAPH
        results.append(Fragment(sentence.shown, begins if position > before else _SENTENCE))
        before = position
    return results


def joined(passage: Sequence[Fragment], lang: Lang) -> str:
    """The text of a passage, one paragraph per line."""
    lines: list[list[str]] = []
    for fragment in passage:
        if not lines or fragment.begins < _SENTENCE:
            lines.append([])
        lines[-1].append(fragment.text)
    return "\n".join(compose(line, lang) for line in lines)


def passages(
    text: Sequence[Fragment], fits: Callable[[str], bool], lang: Lang
) -> list[Sequence[Fragment]]:
    """All fragments of a text, in order, in passages that fit.

    A passage is split near the middle, if possible before a section, else before a paragraph, a
    sentence or a clause.
    """
    pending: list[Sequence[Fragment]] = [text] if text else []
    results: list[Sequence[Fragment]] = []
    while pending:
        passage = pending.pop()
        halves = [] if fits(joined(passage, lang)) else split(passage)
        if halves:
            pending += halves[::-1]
        else:
            results.append(passage)
    return results


def split(passage: Sequence[Fragment]) -> list[Sequence[Fragment]]:
    """The two halves of a passage; nothing for a passage of one character."""
    if len(passage) == 1:
        text = passage[0].text
        spans = clauses(text, max(1, len(text) // 2 + len(text) // 6)) if len(text) > 1 else []
        parts = [Fragment(text[start:end], passage[0].begins) for start, end in spans]
        return [[part] for part in parts] if len(parts) > 1 else []
    ends = list(accumulate(len(fragment.text) for fragment in passage))
    middle, margin = ends[-1] / 2, ends[-1] / 3

    def cost(index: int) -> tuple[bool, int, float]:
        distance = abs(ends[index - 1] - middle)
        return distance > margin, passage[index].begins, distance

    best = min(range(1, len(passage)), key=cost)
    return [passage[:best], passage[best:]]
