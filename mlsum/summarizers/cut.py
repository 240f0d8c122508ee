"""Cut a ranking to the length that was asked for, and put its sentences back in order."""

from dataclasses import replace
from math import ceil

from mlsum.backends import Summarizer, load
from mlsum.document import Markup, Sentence, Summary, SummaryOptions
from mlsum.errors import UsageError
from mlsum.lang import UND, Lang
from mlsum.segment import clauses
from mlsum.summarizers.candidates import candidates

__all__ = ["summarize"]

_DEFAULT = 3
_SPACELESS = {"ja", "zh", "th", "lo", "km", "my"}


def summarize(
    text: str,
    lang: Lang = UND,
    options: SummaryOptions | None = None,
    markup: Markup = "plain",
    summarizer: str = "extractive",
) -> Summary:
    """Choose sentences of a body: as many as `options` allow, in the order of the text.

    A body with no more sentences than that is its own summary, marked `whole`. Where not even
    one sentence fits into `max_chars`, the best one is cut at the end of a clause.
    Raises UsageError for lengths below one, and for an unknown summarizer.
    """
    options = options or SummaryOptions()
    _check(options)
    backend: Summarizer = load("summarizers", summarizer)()
    choice = candidates(text, lang, markup)
    count = _count(options, len(choice))
    ranking = backend.rank([one.shown for one in choice], lang, options.title)
    chosen = _fitting([choice[index] for index in ranking], count, options.max_chars, lang)
    chosen.sort(key=lambda one: one.index)
    whole = len(chosen) == len(choice) and all(one in choice for one in chosen)
    return Summary(_join(chosen, lang), tuple(chosen), whole)


def _check(options: SummaryOptions) -> None:
    for name, value in (("sentences", options.sentences), ("max-chars", options.max_chars)):
        if value is not None and value < 1:
            raise UsageError(f"{name} must be at least 1, not {value}")
    if options.ratio is not None and not 0 < options.ratio <= 1:
        raise UsageError(f"ratio must be between 0 and 1, not {options.ratio}")


def _count(options: SummaryOptions, total: int) -> int:
    """How many of `total` sentences may be chosen, characters aside."""
    limits = [total]
    if options.sentences is not None:
        limits.append(options.sentences)
    if options.ratio is not None:
        limits.append(ceil(options.ratio * total))
    if len(limits) == 1 and options.max_chars is None:
        limits.append(_DEFAULT)
    return min(limits)


def _fitting(ranked: list[Sentence], count: int, budget: int | None, lang: Lang) -> list[Sentence]:
    """The first `count` of the ranked sentences, without those that go over the budget."""
    if budget is None:
        return ranked[:count]
    gap = len(_joint(lang))
    chosen: list[Sentence] = []
    used = -gap
    for one in ranked:
        size = gap + len(one.shown)
        if len(chosen) < count and used + size <= budget:
            chosen.append(one)
            used += size
    return chosen or [_shortened(one, budget) for one in ranked[:1]]


def _shortened(one: Sentence, budget: int) -> Sentence:
    """The sentence, of which only the first clauses are shown."""
    start, end = clauses(one.shown, budget)[0]
    return replace(one, shown=one.shown[start:end])


def _join(chosen: list[Sentence], lang: Lang) -> str:
    return _joint(lang).join(one.shown for one in chosen)


def _joint(lang: Lang) -> str:
    return "" if lang.language in _SPACELESS else " "
