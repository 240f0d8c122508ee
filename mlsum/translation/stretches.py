"""Split a block into stretches of one language."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex

from mlsum.core.document import Detection, Span
from mlsum.core.lang import UND, Lang
from mlsum.detection.words import words_against
from mlsum.lexicon import term_langs
from mlsum.text.checks import writable
from mlsum.text.shield import words

__all__ = ["Stretch", "by_context", "spans_of", "stretches"]

Place = tuple[int, int]
Pair = tuple[Lang, Lang]
Stretch = tuple[int, int, Lang]

# One of these between two spans means that each is translated on its own.
_APART = regex.compile(r"[\n\"“”„«»‹›「」『』()\[\]{}|:：;•·/!?。！？…]|\s[-–—~]|[-–—~]\s|\.\s")
# A sentence continues after a quotation in lower case, with or without a comma.
_WITHIN = regex.compile(r"\G[\"“”‘’»›」』]?[,;]?\s[,;]?\s?\p{Ll}")
_ENDED = regex.compile(r"[.!?…]\s*[\"“‘«‹「『]?\s*\Z")
_CLOSING = ".,;:!?…。！？%"
_SURE, _VERY_SURE = 0.8, 0.9
_ENOUGH_LETTERS = 25
_WORDS, _NAME_LETTERS = 3, 16
# The main language of a text has at least this many letters, and this share of all.
_MAIN_LETTERS, _MAIN_SHARE = 120, 0.6
_FEW_WORDS = 6
_MARK = regex.compile(r"[\"“”„«»‹›「」『』‘’']")


def spans_of(content: str, detection: Detection, fallback: Lang) -> list[Span]:
    """The spans that begin in `content`; those too short to trust get the main language."""
    main = fallback if fallback != UND else detection.lang
    spans = [
        replace(span, end=min(span.end, len(content)))
        for span in detection.spans
        if span.start < len(content)
    ]
    believed = [
        span if _believable(content, span, detection, main) else replace(span, lang=main)
        for span in spans
    ]
    return believed or [Span(0, len(content), main, detection.script)]


def _believable(content: str, span: Span, detection: Detection, main: Lang) -> bool:
    """Whether a span is long enough to be in another language than the text around it.

    A name or a heading of three words may look like several languages of the same script. The same
    length in another script is certainly foreign, even if its language is unknown.
    """
    text = words(content[span.start : span.end])
    enough = sum(map(str.isalpha, text)) >= _ENOUGH_LETTERS
    if span.lang == UND:
        return enough and span.script != detection.script
    alike = [item for item in detection.spans if item.lang == span.lang]
    count = sum(len(words(content[item.start : item.end]).split()) for item in alike)
    sure = (enough and span.confidence >= _SURE) or (
        count >= _WORDS and span.confidence >= _VERY_SURE
    )
    if span.script != detection.script:
        return True
    return not _is_capitalized(text) and (sure or not writable(text, main))


def by_context(contents: Sequence[str], detections: Sequence[Detection]) -> list[Detection]:
    """The detections of blocks; short blocks of names get the main language of the text.

    `By Paweł Żuławski` is English in an English text: no word contradicts that.
    """
    size: Counter[Lang] = Counter()
    for content, item in zip(contents, detections, strict=True):
        size[item.lang.base] += sum(map(str.isalpha, content))
    main, letters = max(size.items(), key=lambda item: item[1], default=(UND, 0))
    if main == UND or letters < _MAIN_LETTERS or letters < _MAIN_SHARE * size.total():
        return list(detections)
    script = next(item.script for item in detections if item.lang.base == main)
    return [
        Detection(lang=main, script=script)
        if item.lang.base not in (main, UND)
        and item.script == script
        and _says_nothing(content, main)
        else item
        for content, item in zip(contents, detections, strict=True)
    ]


def _says_nothing(content: str, main: Lang) -> bool:
    """Whether a few capitalized words could belong to a text of any language."""
    text = words(content)
    if not _is_capitalized(text) or term_langs(content, "section"):
        return False
    return not words_against(text.lower().split()).get(main.language)


def _is_capitalized(text: str) -> bool:
    """Whether a text is a few words with capitals, as names are."""
    few = text.split()
    return text != text.lower() and len(few) <= _FEW_WORDS and not any(map(str.islower, few))


def stretches(content: str, spans: Sequence[Span], langs: Pair) -> list[Stretch]:
    """Join spans that are read together; each gets the main language or its majority language.

    `langs` are the main language of the text and the target language.
    """
    groups: list[list[Span]] = []
    for i, span in enumerate(spans):
        last = groups[-1][-1] if groups else None
        if last and not _begins(content, spans, i, langs):
            groups[-1].append(span)
        else:
            groups.append([span])
    results = []
    for index, group in enumerate(groups):
        # Digits, quotes and full stops have no language; they go with adjacent words.
        start = group[0].start if index else 0
        end = group[-1].end
        while end < len(content) and content[end] in _CLOSING:
            end += 1
        results.append(
            (start, len(content) if group is groups[-1] else end, _main(group, langs[0]))
        )
    return results


def _begins(content: str, spans: Sequence[Span], i: int, langs: Pair) -> bool:
    """Whether a span starts a new stretch."""
    last, span = spans[i - 1], spans[i]
    if last.lang.base == span.lang.base or not _APART.search(
        content, *_between(content, last, span)
    ):
        return False
    if _is_name(content, span, langs[0]) or _is_name(content, last, langs[0]):
        return False
    return not (_goes_on(content, spans, i, langs) or _goes_on(content, spans, i - 1, langs))


def _is_name(content: str, span: Span, main: Lang) -> bool:
    """Whether a span in another script is no more than a name: (기생충)."""
    text = words(content[max(0, span.start - 1) : span.end])  # with the sign of a hashtag
    if span.lang.base == main.base or writable(text, main):
        return False
    letters = sum(map(str.isalpha, text))
    return (
        "\n" not in text
        and letters < _NAME_LETTERS * len(text.split())
        and len(text.split()) < _WORDS
    )


def _goes_on(content: str, spans: Sequence[Span], i: int, langs: Pair) -> bool:
    """Whether a sentence continues after a quotation in another language."""
    main, target = langs
    if not 0 < i < len(spans) - 1 or spans[i].lang.base == main.base:
        return False
    start = spans[i].start
    if spans[i].lang.base != target.base and not _MARK.search(
        content, max(0, start - 1), start + 1
    ):
        return False
    before, after = spans[i - 1], spans[i + 1]
    if not before.lang.base == after.lang.base == main.base:
        return False
    return _WITHIN.search(content, spans[i].end, after.end) is not None and not _ENDED.search(
        content, before.start, spans[i].start
    )


def _between(content: str, last: Span, span: Span) -> Place:
    """The text between the words of two spans; a span may include its final full stop."""
    text = content[last.start : last.end]
    bare = text.rstrip(_CLOSING)
    return last.end - (len(text) - len(bare)), span.start


def _main(spans: Sequence[Span], main: Lang) -> Lang:
    size: Counter[Lang] = Counter()
    if len(spans) > 1 and any(span.lang.base == main.base for span in spans):
        return main
    for span in spans:
        size[span.lang] += span.end - span.start
    return size.most_common(1)[0][0]
