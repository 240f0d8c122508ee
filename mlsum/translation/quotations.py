"""Quotations in another language, and the language of the text around them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex

from mlsum.core.document import Detection, Span
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect_batch
from mlsum.detection.words import common_languages, words_against
from mlsum.text.checks import writable
from mlsum.text.shield import words
from mlsum.text.typography import quotations
from mlsum.translation.stretches import Stretch

__all__ = ["around_quotations", "quoted_in", "with_quotations"]

Place = tuple[int, int]

_SURE, _VERY_SURE = 0.8, 0.9
_WORDS = 3  # fewer may be a name, a title or a term
_SHORT = 3  # letters of words in lower case even in titles
_DEPTH = 3  # of nested quotations
_WORD = regex.compile(r"\p{L}+")
_ES = Lang("es")
_SPANISH = regex.compile(r"[¿¡]")


def quoted_in(
    contents: Sequence[str], sources: Sequence[Lang], target: Lang
) -> list[list[Stretch]]:
    """The quotations in another language of each text, without quotation marks.

    `sources` are the languages around the quotations. Names, titles and single words are too short
    to count; of nested quotations only the outermost counts.
    """
    result: list[list[Stretch]] = [[] for _ in contents]
    queries: dict[tuple[Lang, ...] | None, list[tuple[int, Place]]] = {}
    for i, (content, source) in enumerate(zip(contents, sources, strict=True)):
        if source.base in (target.base, UND):
            continue
        for start, end in _quoted_places(content):
            among = _languages_of(content[start:end], source.base, target.base)
            queries.setdefault(among, []).append((i, (start, end)))
    for among, places in queries.items():
        texts = [contents[i][start:end] for i, (start, end) in places]
        detections = detect_batch(texts, languages=among)
        for (i, position), text, item in zip(places, texts, detections, strict=True):
            if _is_quoted_in(text, item, sources[i].base, target.base):
                result[i].append((*position, item.lang.base))
    return [_outermost(places) for places in result]


def _quoted_places(content: str) -> list[Place]:
    """The spans of quotations of several words, without nested ones."""
    results: list[Place] = []
    around: list[int] = []  # the ends of enclosing quotations
    for item in quotations(content):
        if item.opens < 0 or item.closes < 0 or content[item.opens] == "[":
            continue
        while around and around[-1] < item.opens:
            around.pop()
        around.append(item.closes)
        start, end = item.opens + 1, item.closes
        if len(around) <= _DEPTH and _has_words(content[start:end]):
            results.append((start, end))
    return results


def _has_words(text: str) -> bool:
    # Splitting at blanks is fast, and protected spans only remove words.
    return len(text.split()) >= _WORDS and len(words(text).split()) >= _WORDS


def _languages_of(text: str, source: Lang, target: Lang) -> tuple[Lang, ...] | None:
    """The possible languages of a quotation; None for all, if its script decides.

    Besides source and target, these are the languages that its common words suggest.
    """
    if not writable(text, source) and not writable(text, target):
        return None
    if _SPANISH.search(text) and _ES not in (source, target):
        return (_ES,)
    against = words_against(_WORD.findall(text))
    most = min(against.get(str(lang), 0) for lang in (source, target))
    fewer = [code for code in common_languages() if against.get(code, 0) < most]
    return (source, target, *map(Lang, fewer))


def _is_quoted_in(text: str, result: Detection, source: Lang, target: Lang) -> bool:
    """Whether a quotation is certainly in another language than its source."""
    lang = result.lang.base
    if lang == target:
        return result.confidence >= _VERY_SURE
    if lang in (source, UND) or _is_title(text):
        return False
    if not writable(text, source) or (lang == _ES and _SPANISH.search(text)):
        return True
    against = words_against(_WORD.findall(text))
    lead = against.get(str(source), 0) - against.get(str(lang), 0)
    return lead > 1 or (lead == 1 and result.confidence >= _SURE)


def _is_title(text: str) -> bool:
    """Whether all but short words are capitalized: Cien Años de Soledad."""
    progress = [word for word in _WORD.findall(text) if len(word) > _SHORT]
    return bool(progress) and all(word[0].isupper() for word in progress)


def _outermost(places: Sequence[Stretch]) -> list[Stretch]:
    results: list[Stretch] = []
    for item in sorted(places, key=lambda item: (item[0], -item[1])):
        if not results or item[0] >= results[-1][1]:
            results.append(item)
    return results


def around_quotations(
    contents: Sequence[str], detections: Sequence[Detection], target: Lang
) -> list[Detection]:
    """The detections, each with the language of the words around its quotations.

    A short sentence with a long quotation is in the language of the sentence. If a text seems to be
    in the target language, the words around its quotations are detected on their own, without names
    (`said Łukasz Kowalczyk`).
    """
    result = list(detections)
    around: dict[int, str] = {}
    for i, (content, item) in enumerate(zip(contents, detections, strict=True)):
        if item.lang.base == target.base and quotations(content):
            around[i] = " ".join(_small_words(" ".join(_unquoted_parts(content))))
        elif len(item.langs) > 1:
            result[i] = replace(item, lang=_unquoted_lang(content, item) or item.lang)
    queries = {i: text for i, text in around.items() if len(text.split()) >= _WORDS}
    for i, item in zip(queries, detect_batch(list(queries.values())), strict=True):
        if item.lang.base not in (target.base, UND) and item.confidence >= _SURE:
            result[i] = Detection(lang=item.lang, script=item.script)
    return result


def _unquoted_lang(content: str, detection: Detection) -> Lang | None:
    """The majority language outside quotation marks; None without such text."""
    quoted = [item for item in quotations(content) if 0 <= item.opens < item.closes]
    opens = [item.opens for item in quoted]
    size: Counter[Lang] = Counter()
    for span in detection.spans if quoted else ():
        at = bisect_right(opens, span.start)
        if not at or quoted[at - 1].closes <= span.start:
            size[span.lang] += span.end - span.start
    return size.most_common(1)[0][0] if size else None


def _small_words(text: str) -> list[str]:
    return [word for word in words(text).split() if word.islower()]


def _unquoted_parts(content: str) -> list[str]:
    """The text outside quotation marks."""
    parts, at = [], 0
    for item in quotations(content):
        if at <= item.opens < item.closes:
            parts.append(content[at : item.opens])
            at = item.closes + 1
    return [*parts, content[at:]]


def with_quotations(spans: Sequence[Span], quoted: Sequence[Stretch]) -> list[Span]:
    """The spans, with quotations in their own language."""
    if not quoted:
        return list(spans)
    script = spans[0].script if spans else ""
    results = [Span(start, end, lang, script) for start, end, lang in quoted]
    starts, ends = [start - 1 for start, _, _ in quoted], [end + 1 for _, end, _ in quoted]
    for span in spans:
        at = span.start
        for i in range(bisect_right(ends, at), bisect_left(starts, span.end)):
            # The quotation marks belong to neither side.
            results.append(replace(span, start=at, end=starts[i]))
            at = ends[i]
        results.append(replace(span, start=at))
    return sorted((item for item in results if item.start < item.end), key=lambda item: item.start)
