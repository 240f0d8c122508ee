"""Selects the best sentences of a ranking within the limits, in the order of the text."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from mlsum.core.backends import Summarizer, load
from mlsum.core.document import Markup, Style, Summary, SummaryOptions
from mlsum.core.errors import UsageError
from mlsum.core.lang import UND, Lang
from mlsum.summarization.candidates import candidates
from mlsum.summarization.headline import headline, shortened, with_verb
from mlsum.summarization.terms import terms

__all__ = ["check", "compose", "fitting", "sentence_limit", "summarize"]

_DEFAULT = 3
_BULLET = "- "

# The title decides between this many of the best sentences for a headline.
_CONTENDERS = 5


def summarize(
    text: str,
    lang: Lang = UND,
    options: SummaryOptions | None = None,
    markup: Markup = "plain",
) -> Summary:
    """Choose sentences of a body: as many as `options` allow, in the order of the text.

    A body with no more sentences than that is its own summary, marked `whole`. Where no sentence
    fits into `max_chars`, the best one is cut at the end of a clause. A headline is the best
    sentence, shortened. Raises UsageError for lengths below one and for an unknown summarizer.
    """
    options = options or SummaryOptions()
    check(options)
    backend: Summarizer = load("summarizers", options.summarizer)()
    sentences = candidates(text, lang, markup)
    ranking = backend.rank([sentence.shown for sentence in sentences], lang, options.title)
    ranked = [sentences[index] for index in ranking]
    kept = fitting([sentence.shown for sentence in ranked], len(sentences), options, lang)
    chosen = [replace(ranked[rank], shown=shown) for rank, shown in kept]
    chosen.sort(key=lambda sentence: sentence.index)
    whole = chosen == sentences
    text = compose([sentence.shown for sentence in chosen], lang, options.style)
    return Summary(text, tuple(chosen), whole, engine=options.summarizer)


def compose(texts: Sequence[str], lang: Lang, style: Style = "paragraph") -> str:
    """The sentences of a summary in a language as one text."""
    if style == "bullets":
        return "\n".join(_BULLET + text for text in texts)
    return (" " if lang.spaced else "").join(texts)


def check(options: SummaryOptions) -> None:
    """Raise UsageError for a length that no text can have."""
    for name, value in (("sentences", options.sentences), ("max-chars", options.max_chars)):
        if value is not None and value < 1:
            raise UsageError(f"{name} must be at least 1, not {value}")
    if options.style == "bullets" and (options.max_chars or 99) <= len(_BULLET):
        raise UsageError(f"max-chars must be more than {len(_BULLET)} for bullets")
    if options.ratio is not None and not 0 < options.ratio <= 1:
        raise UsageError(f"ratio must be between 0 and 1, not {options.ratio}")


def sentence_limit(options: SummaryOptions, total: int) -> int:
    """The most sentences that a summary of `total` may have, regardless of characters."""
    limits = [total]
    if options.style == "headline":
        return min(total, 1)
    if options.sentences is not None:
        limits.append(options.sentences)
    if options.ratio is not None:
        limits.append(ceil(options.ratio * total))
    if len(limits) == 1 and options.max_chars is None:
        limits.append(_DEFAULT)
    return min(limits)


def fitting(
    ranked: Sequence[str], total: int, options: SummaryOptions, lang: Lang
) -> list[tuple[int, str]]:
    """The ranks and wording of those of the ranked sentences, of `total`, that fit the limits."""
    budget, style, count = options.max_chars, options.style, sentence_limit(options, total)
    if style == "headline":
        return _headline(ranked, options, lang)
    if budget is None:
        return list(enumerate(ranked[:count]))
    # The length of a bullet and of the gap between two sentences.
    marks = len(compose([""], lang, style))
    gap = len(compose(["", ""], lang, style)) - 2 * marks
    chosen: list[tuple[int, str]] = []
    used = -gap
    for rank, shown in enumerate(ranked):
        size = gap + marks + len(shown)
        if len(chosen) < count and used + size <= budget:
            chosen.append((rank, shown))
            used += size
    if chosen:
        return chosen
    return [(0, shortened(shown, budget - marks, lang)) for shown in ranked[:1]]


def _headline(ranked: Sequence[str], options: SummaryOptions, lang: Lang) -> list[tuple[int, str]]:
    """The sentence among the first with most of the title's words, shortened with its verb."""
    title = set(terms(options.title, lang))
    first = sorted(
        enumerate(ranked[:_CONTENDERS]), key=lambda pair: -len(title & set(terms(pair[1], lang)))
    )
    for rank, shown in first:
        if (short := with_verb(shown, lang, options.max_chars)) is not None:
            return [(rank, short)]
    return [(rank, headline(shown, lang, options.max_chars)) for rank, shown in first[:1]]
