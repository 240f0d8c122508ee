"""Take out what a model cannot carry before translation, and put it back afterwards."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mlsum.core.document import Alignment, Translation
from mlsum.engines import Route, align
from mlsum.text.checks import reason
from mlsum.text.segment import Mark
from mlsum.text.shield import Extra, Place, masked, protected
from mlsum.text.typography import Quotation, normalize, quotations, shape, unquoted
from mlsum.translation.inline_extract import Extracted, extract, write
from mlsum.translation.inline_projection import by_alignment, on_whole
from mlsum.translation.retries import TextQuery, doubted
from mlsum.translation.unspellable import has_symbols, kept_words, symbols

__all__ = ["Carried", "put_back", "take_out"]


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence as written, and `sentence`, the one sent to the engine without symbols.

    `symbols` are the marks of the symbols in the original. In `sentence`, `kept` are the words that
    the engine cannot spell, and `extra` are other spans with a replacement.
    """

    original: TextQuery
    sentence: TextQuery
    kept: tuple[Extra, ...] = ()
    extra: tuple[Extra, ...] = ()
    symbols: tuple[Mark, ...] = ()


def take_out(
    sentence: TextQuery, route: Route, replacements: Callable[[TextQuery], Sequence[Extra]]
) -> Carried:
    """Prepare a sentence for an engine; `replacements` finds fixed ones (terms, money)."""
    extra = replacements(sentence)
    if route.spells_all:
        return Carried(sentence, sentence, extra=tuple(extra))
    words = kept_words(sentence.text, sentence.source, route.lacks)
    if not words and not has_symbols(sentence.text) and not sentence.kept:
        return Carried(sentence, sentence, extra=tuple(extra))
    words, extra = _whole(sentence.text, words, extra)
    taken = protected(sentence.text, [*words, *extra])
    marks = symbols(sentence.text, route.lacks, taken)
    if not marks:
        return Carried(sentence, sentence, tuple(words), tuple(extra))
    plain = extract(sentence.text, (0, len(sentence.text)), marks, str, nouns=False).plain
    queries = replace(sentence, text=plain)
    words = kept_words(plain, sentence.source, route.lacks)
    words, extra = _whole(plain, words, replacements(queries))
    return Carried(sentence, queries, tuple(words), tuple(extra), tuple(marks))


def _whole(
    text: str, words: Sequence[Extra], extra: Sequence[Extra]
) -> tuple[list[Extra], list[Extra]]:
    """Extend words and kept `extra` spans to everything around them that stays unchanged.

    Words inside a span with another replacement are dropped.
    """
    changed = [item for item in extra if text[item[0] : item[1]] != item[2]]
    places = [item[:2] for item in changed]
    stays = [item[:2] for item in extra if item not in changed]
    pieces = [item for item in protected(text) if not _overlap(item, places)]
    own = [item[:2] for item in words if not _overlap(item[:2], places)]
    whole: list[Place] = []
    for start, end in sorted([*own, *stays]):
        for first, last in pieces:
            if first < end and start < last:
                start, end = min(start, first), max(end, last)
        if whole and start < whole[-1][1]:
            start, end = whole[-1][0], max(end, whole.pop()[1])
        whole.append((start, end))
    kept = [item for item in whole if _overlap(item, own)]
    rest = [item for item in whole if item not in kept]
    return (
        [(start, end, text[start:end]) for start, end in kept],
        [*changed, *((start, end, text[start:end]) for start, end in rest)],
    )


def _overlap(place: Place, others: Sequence[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def put_back(carried: Sequence[Carried], answers: Sequence[Translation]) -> list[Translation]:
    """Put symbols and quotation marks back into the outputs.

    Same length and order; all sentences are of one language pair. An output is suspect if the place
    of a missing quotation mark is not found.
    """
    results = [
        answer if answer.status != "untranslated" else replace(answer, text=item.original.text)
        for item, answer in zip(carried, answers, strict=True)
    ]
    jobs = []
    for i, (item, answer) in enumerate(zip(carried, answers, strict=True)):
        if answer.status != "untranslated":
            kept = item.original.kept
            quotes = _lost_quotes(masked(item.sentence.text, kept), masked(answer.text, kept))
            if item.symbols or quotes:
                jobs.append((i, _Job.of(item, answer, quotes)))
    if jobs:
        pair = carried[0].sentence.source.base, carried[0].sentence.target.base
        aligned = align([(_plain(job.extracted.plain), job.output) for _, job in jobs], *pair)
        for (i, job), alignment in zip(jobs, aligned, strict=True):
            results[i] = job.placed(alignment)
    return results


@dataclass(frozen=True, slots=True)
class _Job:
    """An output that needs symbols or, with `quotes`, quotation marks."""

    carried: Carried
    answer: Translation
    extracted: Extracted
    output: str
    quotes: bool

    @classmethod
    def of(cls, carried: Carried, answer: Translation, quotes: bool) -> "_Job":
        text = carried.original.text
        marks = list(carried.symbols)
        if quotes:
            marks = sorted(
                [*marks, *_quote_marks(masked(text, carried.original.kept))],
                key=lambda item: (item.start, -item.end),
            )
        extracted = extract(text, (0, len(text)), marks, str, nouns=False)
        output = answer.text
        if quotes:
            output = unquoted(output, masked(output, carried.original.kept))
        return cls(carried, answer, extracted, output, quotes)

    def placed(self, alignment: Alignment | None) -> Translation:
        """The output with everything back in place."""
        windows = by_alignment(self.extracted, self.output, alignment)
        lost = [
            span.opening
            for span, window in zip(self.extracted.spans, windows, strict=True)
            if (window is None or window[0] == window[1]) and not span.point
        ]
        if lost:  # no place for a symbol: report it and keep the rest
            return self._without_quotes(lost)
        text = write(
            self.extracted, on_whole(self.extracted, self.output, windows), self.output, str
        )
        return replace(self.answer, text=text)

    def _without_quotes(self, lost: Sequence[str]) -> Translation:
        answer = doubted(self.answer, reason("quotation mark lost", lost))
        if not self.carried.symbols:
            return answer
        return _Job.of(self.carried, answer, quotes=False).placed(None)


def _plain(text: str) -> str:
    """A text as aligners read it, of the same length."""
    plain = normalize(text)
    return plain if len(plain) == len(text) else text


def _lost_quotes(source: str, output: str) -> bool:
    """Whether the output's quotation marks or brackets differ from the source's."""
    queries = shape(source)
    return bool(queries) and Counter(queries) != Counter(shape(output))


def _quote_marks(text: str) -> list[Mark]:
    return [_quote_mark(item) for item in quotations(text)]


def _quote_mark(item: Quotation) -> Mark:
    if item.opens < 0 or item.closes < 0:
        at = max(item.opens, item.closes)
        return Mark(at, at + 1, at + 1, at + 1)
    return Mark(item.opens, item.opens + 1, item.closes, item.closes + 1)
