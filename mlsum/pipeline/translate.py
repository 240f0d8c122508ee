"""Translate many texts at once: cut, shield, ask the engine once per pair, restore, check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlsum.checks import check
from mlsum.checks.meaning import astray
from mlsum.detection import detect_batch
from mlsum.document import WORST_FIRST, Status, Translation
from mlsum.engines import Route, choose
from mlsum.errors import MissingError
from mlsum.lang import UND, Lang
from mlsum.lexicon import Glossary
from mlsum.memory import Memory, Query
from mlsum.pipeline.recall import context, recall
from mlsum.pipeline.recase import recase
from mlsum.pipeline.units import Text, Unit, units
from mlsum.segment import unwrap
from mlsum.shield import Extra, Piece, pieces, restore, shield, words

__all__ = ["translate_texts"]

Pair = tuple[Lang, Lang]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the engine is asked, once, however often the same words occur."""

    text: str
    source: Lang
    target: Lang
    kept: tuple[str, ...] = ()


Asked = tuple[Sentence, Sequence[Extra]]


@dataclass(frozen=True, slots=True)
class _Means:
    """What to translate with."""

    engine: str | None
    glossary: Glossary | None
    memory: Memory | None
    deep: bool


def translate_texts(
    texts: Sequence[Text],
    engine: str | None = None,
    glossary: Glossary | None = None,
    memory: Memory | None = None,
    deep: bool = False,
) -> list[Translation]:
    """Translate texts, keeping what is between their sentences: same length and order.

    Sentences of all texts that share a pair of languages go to the engine in one batch, repeated
    ones once, and those that `memory` knows not at all. A text's status is the worst of its
    sentences'; one in which nothing had to change is `kept`. `deep` compares meanings, too; it
    raises MissingExtraError without the encoder.
    """
    cut = [units(text) for text in texts]
    asked = {
        _sentence(text, unit): None
        for text, found in zip(texts, cut, strict=True)
        for unit in found
        if unit.text is None
    }
    answers = _answer(list(asked), _Means(engine, glossary, memory, deep))
    return [
        _assemble(text, [(unit, _outcome(text, unit, answers)) for unit in found])
        for text, found in zip(texts, cut, strict=True)
    ]


def _sentence(text: Text, unit: Unit) -> Sentence:
    written = text.text[unit.start : unit.end]
    words = unwrap(written, unit.source)
    # Words that are kept are found as they are written.
    asked = words if unit.kept else recase(words)
    return Sentence(asked, unit.source, text.target, unit.kept)


def _outcome(text: Text, unit: Unit, answers: dict[Sentence, Translation]) -> Translation:
    if unit.text is not None:
        return Translation(unit.text, engine="outlets")
    return answers[_sentence(text, unit)]


def _assemble(text: Text, done: Sequence[tuple[Unit, Translation]]) -> Translation:
    """Put the translated units back between the stretches that were left alone."""
    if not done:
        return Translation(text.text, "kept", (f"already {text.target}",))
    written: list[str] = []
    at = 0
    for unit, translation in done:
        left = translation.status == "untranslated"  # as it is, soft line breaks included
        new = text.text[unit.start : unit.end] if left else translation.text
        written += [text.text[at : unit.start], new]
        at = unit.end
    found = {translation.status for _, translation in done}
    status: Status = next(status for status in WORST_FIRST if status in found)
    reasons = dict.fromkeys(reason for _, translation in done for reason in translation.reasons)
    engines = dict.fromkeys(translation.engine for _, translation in done if translation.engine)
    return Translation(
        "".join([*written, text.text[at:]]), status, tuple(reasons), " + ".join(engines)
    )


def _answer(sentences: Sequence[Sentence], means: _Means) -> dict[Sentence, Translation]:
    by_pair: dict[Pair, list[Sentence]] = {}
    for sentence in sentences:
        by_pair.setdefault((sentence.source.base, sentence.target.base), []).append(sentence)
    answers: dict[Sentence, Translation] = {}
    for (source, target), group in by_pair.items():
        answers |= zip(group, _answer_pair(group, source, target, means), strict=True)
    return answers


def _answer_pair(
    group: Sequence[Sentence], source: Lang, target: Lang, means: _Means
) -> list[Translation]:
    """What a person imported into the memory goes before any engine."""
    if source == UND:
        return [Translation(s.text, "untranslated", ("language not detected",)) for s in group]

    def ask(left: list[int]) -> list[Translation]:
        return _by_engine([group[i] for i in left], source, target, means)

    return recall(means.memory, [Query(s.text, source, target) for s in group], ask)


def _by_engine(
    group: Sequence[Sentence], source: Lang, target: Lang, means: _Means
) -> list[Translation]:
    try:
        route = choose(source, target, means.engine)
    except MissingError as error:
        return [Translation(s.text, "untranslated", (error.message,)) for s in group]
    asked = [(sentence, _extra(sentence, means.glossary)) for sentence in group]

    def ask(left: list[int]) -> list[Translation]:
        return _with_route([asked[i] for i in left], route, means.deep)

    queries = [
        Query(sentence.text, source, target, route.name, context(extra, "deep" * means.deep))
        for sentence, extra in asked
    ]
    return recall(means.memory, queries, ask)


def _with_route(asked: Sequence[Asked], route: Route, deep: bool) -> list[Translation]:
    """Translate in one batch; what fails its checks again, more of it kept, at last in pieces."""
    best: dict[int, Translation] = {}
    pending = list(range(len(asked)))
    for attempt in (_whole, _strict, _piecewise):
        going = [asked[i] for i in pending]
        group = [sentence for sentence, _ in going]
        judged = _judge(group, attempt(going, route), route.name)
        if deep:
            judged = _judge_meaning(group, judged)
        for i, candidate in zip(pending, judged, strict=True):
            if candidate and (i not in best or len(candidate.reasons) < len(best[i].reasons)):
                best[i] = candidate
        pending = [i for i in pending if i not in best or best[i].reasons]
        if not pending:
            break
    return [best[i] for i in range(len(asked))]


def _extra(sentence: Sentence, glossary: Glossary | None) -> list[Extra]:
    """Stretches with a given replacement: words in another language, terms of the glossary."""
    extra: list[Extra] = []
    if glossary:
        extra += glossary.matches(sentence.text, sentence.source, sentence.target)
    for kept in sentence.kept:
        start = sentence.text.find(kept)
        end = start + len(kept)
        if start >= 0 and all(end <= first or last <= start for first, last, _ in extra):
            extra.append((start, end, kept))
    return extra


def _whole(asked: Sequence[Asked], route: Route, strict: bool = False) -> list[str | None]:
    """Each sentence with stand-ins for what must survive; None where one did not come back."""
    shields = [shield(sentence.text, extra, strict=strict) for sentence, extra in asked]
    going = [one for one in shields if one.free]
    outputs = iter(route.translate_batch([one.text for one in going]))
    return [restore(one, next(outputs).text if one.free else one.text) for one in shields]


def _strict(asked: Sequence[Asked], route: Route) -> list[str | None]:
    """As `_whole`, with stand-ins for plain numbers too."""
    return _whole(asked, route, strict=True)


def _piecewise(asked: Sequence[Asked], route: Route) -> list[str | None]:
    """Each sentence in the pieces around what must survive, which is then sure to."""
    cut = [pieces(sentence.text, extra) for sentence, extra in asked]
    free = [piece.text for found in cut for piece in found if _asks(piece)]
    outputs = iter(route.translate_batch(free))
    return [
        "".join(
            _as_piece(piece.text, next(outputs).text) if _asks(piece) else piece.text
            for piece in found
        )
        for found in cut
    ]


def _as_piece(asked: str, answer: str) -> str:
    """An answer without the capital and the full stop that a model gives to a whole sentence."""
    bare = asked.strip()
    if bare[:1].islower() and answer[:1].isupper() and not answer[1:2].isupper():
        answer = answer[0].lower() + answer[1:]
    if answer.endswith(".") and not answer.endswith("..") and bare[-1:].isalnum():
        answer = answer[:-1]
    return answer


def _asks(piece: Piece) -> bool:
    return not piece.protected and any(map(str.isalpha, piece.text))


def _judge(
    group: Sequence[Sentence], outputs: Sequence[str | None], engine: str
) -> list[Translation | None]:
    """Check outputs; the language of all of them is told in one go, by their words alone."""
    found = detect_batch([words(output or "") for output in outputs])
    judged: list[Translation | None] = []
    for sentence, output, detection in zip(group, outputs, found, strict=True):
        if output is None:
            judged.append(None)
            continue
        reasons = check(sentence.text, output, sentence.source, sentence.target, detection)
        judged.append(Translation(output, "suspect" if reasons else "translated", reasons, engine))
    return judged


def _judge_meaning(
    group: Sequence[Sentence], judged: Sequence[Translation | None]
) -> list[Translation | None]:
    """Compare with their sources the outputs that nothing else is wrong with."""
    found = list(judged)
    fine = [(i, one) for i, one in enumerate(judged) if one and not one.reasons]
    if fine:
        source, target = group[0].source, group[0].target
        outputs = [one.text for _, one in fine]
        doubts = astray([group[i].text for i, _ in fine], outputs, source, target)
        for (i, one), doubt in zip(fine, doubts, strict=True):
            if doubt:
                found[i] = replace(one, status="suspect", reasons=("meaning",))
    return found
