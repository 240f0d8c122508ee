"""Carry a sentence through a model: what is taken out before it is asked, and put back after."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlsum.checks import reason
from mlsum.document import Alignment, Translation
from mlsum.engines import Route, align
from mlsum.pipeline.attempts import Sentence, doubted
from mlsum.pipeline.lift import Lifted, lift, write
from mlsum.pipeline.place import by_alignment, on_whole
from mlsum.pipeline.unspellable import kept_words, may_have_symbols, symbols
from mlsum.segment import Mark
from mlsum.shield import Extra, protected
from mlsum.typography import Quotation, normalize, quotations, shape, unquoted

__all__ = ["Carried", "put_back", "take_out"]


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence as it was written, and as an engine is asked: `asked` has no symbols.

    `symbols` are the marks of these in the original; `kept` are words of `asked` that the engine
    cannot spell.
    """

    original: Sentence
    asked: Sentence
    kept: tuple[Extra, ...] = ()
    symbols: tuple[Mark, ...] = ()


def take_out(sentence: Sentence, route: Route, extra: Sequence[Extra]) -> Carried:
    """Make a sentence ready for an engine; `extra` are stretches that have a replacement."""
    if route.spells_all:
        return Carried(sentence, sentence)
    text = sentence.text
    words = kept_words(text, sentence.source, route.lacks)
    marks = (
        symbols(text, route.lacks, protected(text, [*extra, *_apart(words, extra)]))
        if may_have_symbols(text)
        else []
    )
    if not marks:
        return Carried(sentence, sentence, tuple(words))
    plain = lift(text, (0, len(text)), marks, str, nouns=False).plain
    asked = replace(sentence, text=plain)
    return Carried(
        sentence, asked, tuple(kept_words(plain, sentence.source, route.lacks)), tuple(marks)
    )


def _apart(words: Sequence[Extra], taken: Sequence[Extra]) -> list[Extra]:
    return [
        one for one in words if all(one[1] <= start or end <= one[0] for start, end, _ in taken)
    ]


def put_back(carried: Sequence[Carried], answers: Sequence[Translation]) -> list[Translation]:
    """The answers, with the symbols and the quotation marks of the sentences they translate.

    Same length and order. All sentences are of one pair of languages. An answer that lacks a
    quotation mark whose place is not found is suspect.
    """
    done = [
        answer if answer.status != "untranslated" else replace(answer, text=one.original.text)
        for one, answer in zip(carried, answers, strict=True)
    ]
    jobs = []
    for i, (one, answer) in enumerate(zip(carried, answers, strict=True)):
        if answer.status != "untranslated":
            quotes = _lost_quotes(one.asked.text, answer.text)
            if one.symbols or quotes:
                jobs.append((i, _Job.of(one, answer, quotes)))
    if jobs:
        pair = carried[0].asked.source.base, carried[0].asked.target.base
        aligned = align([(_plain(job.lifted.plain), job.output) for _, job in jobs], *pair)
        for (i, job), alignment in zip(jobs, aligned, strict=True):
            done[i] = job.placed(alignment)
    return done


@dataclass(frozen=True, slots=True)
class _Job:
    """An answer to which something is put back; `quotes` says that quotation marks are."""

    carried: Carried
    answer: Translation
    lifted: Lifted
    output: str
    quotes: bool

    @classmethod
    def of(cls, carried: Carried, answer: Translation, quotes: bool) -> "_Job":
        text = carried.original.text
        marks = list(carried.symbols)
        if quotes:
            marks = sorted([*marks, *_quote_marks(text)], key=lambda one: (one.start, -one.end))
        lifted = lift(text, (0, len(text)), marks, str, nouns=False)
        return cls(
            carried, answer, lifted, unquoted(answer.text) if quotes else answer.text, quotes
        )

    def placed(self, alignment: Alignment | None) -> Translation:
        """The answer with everything in its place."""
        windows = by_alignment(self.lifted, self.output, alignment)
        lost = [
            spot.opening
            for spot, window in zip(self.lifted.spots, windows, strict=True)
            if (window is None or window[0] == window[1]) and not spot.point
        ]
        if lost:  # without the symbols' places: those of the sentence as it came back
            return self._without_quotes(lost)
        text = write(self.lifted, on_whole(self.lifted, self.output, windows), self.output, str)
        return replace(self.answer, text=text)

    def _without_quotes(self, lost: Sequence[str]) -> Translation:
        answer = doubted(self.answer, reason("quotation mark lost", lost))
        if not self.carried.symbols:
            return answer
        return _Job.of(self.carried, answer, quotes=False).placed(None)


def _plain(text: str) -> str:
    """A text as aligners read it, with as many characters."""
    plain = normalize(text)
    return plain if len(plain) == len(text) else text


def _lost_quotes(source: str, output: str) -> bool:
    """Whether the source has quotation marks or brackets, and the output others."""
    asked = shape(source)
    return bool(asked) and Counter(asked) != Counter(shape(output))


def _quote_marks(text: str) -> list[Mark]:
    return [_quote_mark(one) for one in quotations(text)]


def _quote_mark(one: Quotation) -> Mark:
    if one.opens < 0 or one.closes < 0:
        at = max(one.opens, one.closes)
        return Mark(at, at + 1, at + 1, at + 1)
    return Mark(one.opens, one.opens + 1, one.closes, one.closes + 1)
