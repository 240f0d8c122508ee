"""Translate many texts at once: segment, shield, one engine batch per pair, restore, check."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from mlsum.core.document import WORST_FIRST, Marks, QuoteStyle, Segment, Status, Translation
from mlsum.core.errors import MissingError
from mlsum.core.lang import UND, Lang
from mlsum.engines import Route, choose
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import Glossary, in_latin, known_forms, known_phrase, money
from mlsum.memory import Query
from mlsum.request.options import Options
from mlsum.text.checks import code, detail, reason
from mlsum.text.checks.names import Known
from mlsum.text.checks.short import in_sentence_case
from mlsum.text.script import likely_script
from mlsum.text.shield import Extra
from mlsum.translation.carry import Carried, take_out
from mlsum.translation.carry import put_back as put_back_signs
from mlsum.translation.inline_marks import put_back, query_of
from mlsum.translation.memory_lookup import context, look_up
from mlsum.translation.progress import SentenceProgress
from mlsum.translation.quote_marks import curl_apostrophes, restyle_quotes
from mlsum.translation.retries import (
    STRATEGIES,
    EngineInput,
    TextQuery,
    doubted,
    judge,
    judge_meaning,
    judge_names,
    rank,
    unless_rubbish,
)
from mlsum.translation.short_texts import Reverse, translate_short
from mlsum.translation.units import Text, Unit, units

__all__ = ["translate_texts"]

Pair = tuple[Lang, Lang]


def translate_texts(texts: Sequence[Text], options: Options | None = None) -> list[Translation]:
    """Translate texts, preserving everything between sentences; same length and order.

    The options used are engine, glossary, memory and `deep`. All sentences of one language pair go
    to the engine in one batch. Repeated sentences are translated once, and sentences in the memory
    are not sent. A text has the worst status of its sentences; a text that needs no change is
    `kept`. `deep` raises MissingExtraError without the encoder.
    """
    options = options or Options()
    queries = [[query_of(text, unit) for unit in units(text)] for text in texts]
    flat = [query for group in queries for query in group]
    sentences = dict.fromkeys(sentence for query in flat for sentence in query.sentences)
    answers = _answer(list(sentences), options)
    outputs = iter(put_back(flat, answers, partial(_route, options)))
    return [
        _assemble(text, [(query.unit, next(outputs)) for query in group], options.quotes)
        for text, group in zip(texts, queries, strict=True)
    ]


def _route(options: Options, source: Lang, target: Lang) -> Route | None:
    """The route between two languages, or None."""
    try:
        return choose(source, target, options.engine, options.engine_options)
    except MissingError:
        return None


def _assemble(
    text: Text, outputs: Sequence[tuple[Unit, Translation]], quotes: QuoteStyle
) -> Translation:
    """Join the translated units with the text between them."""
    if not outputs:
        return Translation(text.text, "kept", (f"already {text.target}",))
    written: list[str] = []
    segments: list[Segment] = []
    at = size = 0
    for unit, output in outputs:
        new = output.text
        size += unit.start - at
        position = (unit.start, unit.end, size, size + len(new))
        segments.append(Segment(*position, output.status, output.reasons))
        written += [text.text[at : unit.start], new]
        at, size = unit.end, size + len(new)
    results = {item.status for item in segments}
    status: Status = next(status for status in WORST_FIRST if status in results)
    # The reason for a kept segment matters only if nothing was translated.
    counted = [item for item in segments if item.status != "kept" or status == "kept"]
    reasons = dict.fromkeys(reason for item in counted for reason in item.reasons)
    engines = dict.fromkeys(output.engine for _, output in outputs if output.engine)
    marks = sum((output.marks for _, output in outputs), Marks())
    whole = curl_apostrophes("".join([*written, text.text[at:]]), segments, text.text)
    if quotes == "target":
        whole = restyle_quotes(whole, segments, text.target)
    return Translation(whole, status, tuple(reasons), " + ".join(engines), tuple(segments), marks)


def _answer(sentences: Sequence[TextQuery], options: Options) -> dict[TextQuery, Translation]:
    by_pair: dict[Pair, list[TextQuery]] = {}
    for sentence in sentences:
        by_pair.setdefault((sentence.source.base, sentence.target.base), []).append(sentence)
    answers: dict[TextQuery, Translation] = {}
    progress = SentenceProgress(len(sentences))
    for (source, target), group in by_pair.items():
        for some in progress.portions(group):
            answers |= zip(some, _answer_pair(some, source, target, options), strict=True)
    return answers


def _answer_pair(
    group: Sequence[TextQuery], source: Lang, target: Lang, options: Options
) -> list[Translation]:
    """Translate one pair; entries imported into the memory come before any engine."""
    if source == UND:
        return [Translation(s.text, "untranslated", ("language not detected",)) for s in group]

    def ask(left: list[int]) -> list[Translation]:
        return _by_tables([group[i] for i in left], source, target, options)

    return look_up(options.memory, [Query(s.text, source, target) for s in group], ask)


def _by_tables(
    group: Sequence[TextQuery], source: Lang, target: Lang, options: Options
) -> list[Translation]:
    """Translate known phrases by table, unless the glossary applies, and the rest by engine."""
    phrases = [
        None if s.kept or _extra(s, options.glossary) else known_phrase(s.text, source, target)
        for s in group
    ]
    left = [s for s, phrase in zip(group, phrases, strict=True) if phrase is None]
    answers = iter(_by_engine(left, source, target, options) if left else ())
    return [
        next(answers) if phrase is None else Translation(phrase, engine="terms")
        for phrase in phrases
    ]


def _by_engine(
    group: Sequence[TextQuery], source: Lang, target: Lang, options: Options
) -> list[Translation]:
    try:
        route = choose(source, target, options.engine, options.engine_options)
    except MissingError as error:
        return [Translation(s.text, "untranslated", (error.message,)) for s in group]
    replacements = partial(_extra, glossary=options.glossary)
    extras = [replacements(sentence) for sentence in group]
    known = _known(source, target, options.glossary)

    def ask(left: list[int]) -> list[Translation]:
        carried = [take_out(group[i], route, replacements) for i in left]
        requests = [(item.sentence, [*item.extra, *_name_forms(item, options)]) for item in carried]
        reverse = partial(_route, options, target, source)
        return put_back_signs(carried, _with_route(requests, route, options.deep, known, reverse))

    deep = "deep" if options.deep else ""
    names = (
        "" if options.foreign_names == "original" else f"{options.foreign_names} {options.names}"
    )
    engine = route.name
    queries = [
        Query(sentence.text, source, target, engine, context(extra, deep, names))
        for sentence, extra in zip(group, extras, strict=True)
    ]
    return look_up(options.memory, queries, ask)


def _known(source: Lang, target: Lang, glossary: Glossary | None) -> Known:
    """A function that gives a name's forms in the target language."""

    def forms(name: str) -> list[str]:
        own = glossary.lookup(name, target) if glossary else None
        return [*known_forms(name, source, target), *([own] if own else [])]

    return lru_cache(maxsize=4096)(forms)


def _name_forms(carried: Carried, options: Options) -> list[Extra]:
    """The words that the engine cannot spell, each with its replacement."""
    target, names = carried.sentence.target, options.foreign_names
    if names == "original" or (likely_script(target) or "Latn") != "Latn":
        return list(carried.kept)
    visible: list[Extra] = []
    for start, end, word in carried.kept:
        latin = in_latin(word, options.names)
        both = f"{latin} ({word})" if names == "both" and latin != word else latin
        visible.append((start, end, both))
    return visible


def _with_route(
    queries: Sequence[EngineInput], route: Route, deep: bool, known: Known, reverse: Reverse
) -> list[Translation]:
    """Translate in one batch, and retry failed sentences with stricter protection."""
    queries = list(queries)
    best = _short(queries, route, known, reverse)
    pending = [i for i in range(len(queries)) if i not in best]
    for number, attempt in enumerate(STRATEGIES, 1):
        going = [queries[i] for i in pending]
        group = [sentence for sentence, _ in going]
        judged = judge(group, attempt(going, route), route.name)
        lost = judge_names(group, judged, known)
        if deep:
            judged = judge_meaning(group, judged)
        for i, candidate, names in zip(pending, judged, lost, strict=True):
            if candidate and names:
                queries[i] = _with_names(queries[i], names)
                candidate = doubted(candidate, reason("name lost", names))
            if candidate and (i not in best or rank(candidate) < rank(best[i])):
                best[i] = candidate
        left = len(STRATEGIES) - number
        pending = [i for i in pending if i not in best or _may_improve(queries[i], best[i], left)]
        if not pending:
            break
    return [unless_rubbish(queries[i][0], best[i]) for i in range(len(queries))]


def _short(
    queries: Sequence[EngineInput], route: Route, known: Known, reverse: Reverse
) -> dict[int, Translation]:
    """Translate short texts without protected parts; outputs by index."""
    plain = [i for i, (sentence, extra) in enumerate(queries) if not extra]
    if not plain:
        return {}
    source, target = queries[0][0].source, queries[0][0].target
    texts = [queries[i][0].text for i in plain]
    output = translate_short(texts, source, target, route, reverse)
    # Capitals mark names only in text that also has lower case.
    cased = [item if in_sentence_case(t) else None for t, item in zip(texts, output, strict=True)]
    lost = judge_names([queries[i][0] for i in plain], cased, known)
    return {
        i: replace(doubted(item, reason("name lost", names)) if names else item, engine=route.name)
        for i, item, names in zip(plain, output, lost, strict=True)
        if item
    }


def _may_improve(queries: EngineInput, best: Translation, retries: int) -> bool:
    """Whether one of the remaining strategies may resolve the doubts."""
    names = [detail(item).split(", ") for item in best.reasons if code(item) == "name lost"]
    if len(names) < len(best.reasons):
        return True
    kept = {new for _, _, new in queries[1]}
    # A sentence translated in pieces reads worse than one that lacks a name.
    return retries > 1 and any(name in kept for result in names for name in result)


def _with_names(queries: EngineInput, names: Sequence[str]) -> EngineInput:
    """Mark names to be kept in the sentence.

    Names made of common words, such as `House Oversight`, are left to the model.
    """
    sentence, extra = queries
    rate = likelihood(sentence.source)
    rare = [
        name
        for name in names
        if rate and all(rate(word.lower()).pieces > 1 for word in name.split())
    ]
    places = [(sentence.text.find(name), name) for name in rare]
    stretches = [(at, at + len(name), name) for at, name in places if at >= 0]
    return sentence, _apart([*extra, *stretches])


def _extra(sentence: TextQuery, glossary: Glossary | None) -> list[Extra]:
    """Spans with a fixed replacement: foreign words, glossary terms, money."""
    extra = glossary.matches(sentence.text, sentence.source, sentence.target) if glossary else []
    amounts = money(sentence.text, sentence.source, sentence.target)
    return _apart([*extra, *sentence.stays, *amounts])


def _apart(stretches: Sequence[Extra]) -> list[Extra]:
    """Drop spans that overlap an earlier span."""
    results: list[Extra] = []
    for start, end, new in stretches:
        if all(end <= first or last <= start for first, last, _ in results):
            results.append((start, end, new))
    return results
