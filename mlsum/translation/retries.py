"""Translate sentences with increasingly strict protection, and check the outputs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from mlsum.core.document import Detection, Translation
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect_batch, quick_detect
from mlsum.engines import Route
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import agree, localize_numbers
from mlsum.text.checks import check, code
from mlsum.text.checks.meaning import semantic_mismatch
from mlsum.text.checks.names import Known, names_lost
from mlsum.text.checks.verbatim import without_verbatim
from mlsum.text.shield import Extra, ShieldPiece, masked, pieces, restore, shield, words
from mlsum.text.typography import normalize, quotations, restyle
from mlsum.translation.unspellable import fold

__all__ = [
    "STRATEGIES",
    "EngineInput",
    "TextQuery",
    "as_piece",
    "ask",
    "doubted",
    "judge",
    "judge_meaning",
    "judge_names",
    "rank",
    "unless_rubbish",
    "with_stand_ins",
]


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A sentence to translate; equal sentences are translated once."""

    text: str
    source: Lang
    target: Lang
    kept: tuple[str, ...] = ()

    @property
    def stays(self) -> list[Extra]:
        """The spans of the words to keep, each replaced by itself."""
        return [
            (at, at + len(word), word) for word in self.kept if (at := self.text.find(word)) >= 0
        ]


EngineInput = tuple[TextQuery, Sequence[Extra]]
Output = Translation | None

_SURE = 0.95  # a less confident detection is no reason to doubt an output
# A comma that a model leaves behind a name that it moved to the end: `disse Öberg,.`
_STRAY = regex.compile(r"[,;](?=[.!?…](?:[\s\"”’»)]|$))")
_FIRST = regex.compile(r"\p{L}")
# With one of these reasons an output is worse than the original.
_RUBBISH = frozenset({"empty", "repetition", "wrong script"})


def with_stand_ins(
    queries: Sequence[EngineInput], route: Route, strict: bool = False
) -> list[Output]:
    """Translate with placeholders for protected text; None where a placeholder was lost."""
    shields = [shield(sentence.text, extra, strict=strict) for sentence, extra in queries]
    free = [item.text for item in shields if item.free]
    answers = iter(ask(free, queries[0][0].source, route) if free else ())
    outputs: list[Output] = []
    for item, (sentence, _) in zip(shields, queries, strict=True):
        answer = next(answers) if item.free else Translation(item.text)
        restored = restore(item, answer.text)
        outputs.append(
            None if restored is None else replace(answer, text=_in_style(sentence, restored))
        )
    names = [[kept.text for kept in item.kept] for item in shields]
    return _agreeing(queries, outputs, names)


def _in_style(sentence: TextQuery, output: str) -> str:
    """Use the source's quotation marks and the target language's number format."""
    source, target = sentence.source, sentence.target
    output = localize_numbers(sentence.text, output, source, target)
    if not _STRAY.search(sentence.text):
        output = _STRAY.sub("", output)
    return restyle(sentence.text, output, partial(masked, kept=sentence.kept))


def ask(texts: Sequence[str], source: Lang, route: Route) -> list[Translation]:
    """Translate texts in the plain form that the models read; same length and order."""
    if route.spells_all:
        return route.translate_batch(texts)
    plain = [fold(normalize(text), source, route.lacks) for text in texts]
    return [
        replace(answer, text=_with_capitals(text, queries, answer.text))
        for text, queries, answer in zip(texts, plain, route.translate_batch(plain), strict=True)
    ]


def _with_capitals(text: str, queries: str, output: str) -> str:
    """Restore the capitals that were lowered for the model: `“À` was sent as `“à`.

    Only the first letter of a text and of its quotations is affected.
    """
    if text.isascii():
        return output
    if _lost_capital(text, queries, (0, 0)):
        output = _capitalized(output, 0)
    results = [[item.opens for item in quotations(phrase)] for phrase in (text, queries, output)]
    if results[0] and len({len(opens) for opens in results}) == 1:
        for old, new, at in zip(*results, strict=True):
            if min(old, new, at) >= 0 and _lost_capital(text, queries, (old, new)):
                output = _capitalized(output, at)
    return output


def _lost_capital(text: str, queries: str, places: tuple[int, int]) -> bool:
    """Whether the first letter after each offset is a capital in the text only."""
    first, other = _FIRST.search(text, places[0]), _FIRST.search(queries, places[1])
    return bool(first and other and first[0].isupper() and other[0].islower())


def _capitalized(text: str, at: int) -> str:
    return text[:at] + str(_FIRST.sub(lambda first: first[0].upper(), text[at:], count=1))


def _strict(queries: Sequence[EngineInput], route: Route) -> list[Output]:
    """Like `with_stand_ins`, but plain numbers get placeholders too."""
    return with_stand_ins(queries, route, strict=True)


def _piecewise(queries: Sequence[EngineInput], route: Route) -> list[Output]:
    """Translate the pieces between protected spans, so that every span survives."""
    cut = [pieces(sentence.text, extra) for sentence, extra in queries]
    free = [piece.text for result in cut for piece in result if _asks(piece)]
    answers = iter(ask(free, queries[0][0].source, route) if free else ())
    outputs: list[Output] = [
        _joined([(piece, next(answers) if _asks(piece) else None) for piece in result])
        for result in cut
    ]
    outputs = [
        output and replace(output, text=_in_style(sentence, output.text))
        for output, (sentence, _) in zip(outputs, queries, strict=True)
    ]
    names = [[piece.text for piece in result if piece.protected] for result in cut]
    return _agreeing(queries, outputs, names)


def _agreeing(
    queries: Sequence[EngineInput], outputs: Sequence[Output], kept: Sequence[Sequence[str]]
) -> list[Output]:
    """Make Korean particles agree with the words restored before them."""
    return [
        replace(output, text=agree(output.text, names))
        if output and names and sentence.target.language == "ko"
        else output
        for (sentence, _), output, names in zip(queries, outputs, kept, strict=True)
    ]


STRATEGIES: tuple[Callable[[Sequence[EngineInput], Route], list[Output]], ...] = (
    with_stand_ins,
    _strict,
    _piecewise,
)


def _joined(done: Sequence[tuple[ShieldPiece, Output]]) -> Translation:
    """Join the pieces of a sentence; report the first piece that failed."""
    text = "".join(
        as_piece(piece.text, answer.text) if answer else piece.text for piece, answer in done
    )
    failed = [answer for _, answer in done if answer and answer.status == "untranslated"]
    return replace(failed[0], text=text) if failed else Translation(text)


def as_piece(queries: str, answer: str) -> str:
    """Remove the capital and the full stop that a model adds to a fragment."""
    bare = queries.strip()
    if bare[:1].islower() and answer[:1].isupper() and not answer[1:2].isupper():
        answer = answer[0].lower() + answer[1:]
    if answer.endswith(".") and not answer.endswith("..") and bare[-1:].isalnum():
        answer = answer[:-1]
    return answer


def _asks(piece: ShieldPiece) -> bool:
    return not piece.protected and any(map(str.isalpha, piece.text))


def judge(group: Sequence[TextQuery], outputs: Sequence[Output], engine: str) -> list[Output]:
    """Check outputs. Their languages are detected in one batch, from their own words."""
    text = [
        _own_words(sentence.text, output.text) if output else ""
        for sentence, output in zip(group, outputs, strict=True)
    ]
    result = quick_detect(text)
    # Trigrams are fast but sometimes wrong, so the full models confirm their objections.
    strange = [
        i
        for i, (sentence, item) in enumerate(zip(group, result, strict=True))
        if item.lang.base not in (sentence.target.base, UND) and item.confidence >= _SURE
    ]
    for i in strange:  # of two languages only: loading the models of all takes seconds
        two = (group[i].target.base, result[i].lang.base)
        (result[i],) = detect_batch([text[i]], languages=two)
    return [
        output and _judged(sentence, output, detection, engine)
        for sentence, output, detection in zip(group, outputs, result, strict=True)
    ]


def _own_words(source_text: str, output: str) -> str:
    """The words of an output that show its language, without names copied from the source."""
    there = {word for word in source_text.split() if not word.islower()}
    return " ".join(word for word in words(output).split() if word not in there)


def _judged(
    sentence: TextQuery, output: Translation, detection: Detection, engine: str
) -> Translation:
    if output.status == "untranslated":
        reasons = output.reasons or ("not translated",)
        return Translation(sentence.text, "untranslated", reasons, engine)
    text, answered = sentence.text, output.text
    for kept in sentence.kept:  # kept words are checked elsewhere
        if kept in text and kept in answered:
            text, answered = text.replace(kept, "", 1), answered.replace(kept, "", 1)
    reasons = check(text, answered, sentence.source, sentence.target, detection)
    return Translation(output.text, "suspect" if reasons else "translated", reasons, engine)


def rank(candidate: Translation) -> tuple[bool, int]:
    """Sort key, best first: translated, then with the fewest reasons to doubt it."""
    return candidate.status == "untranslated", len(candidate.reasons)


def unless_rubbish(sentence: TextQuery, best: Translation) -> Translation:
    """The best output, or the original if the best is unusable (a loop, a wrong script)."""
    if _RUBBISH.isdisjoint(map(code, best.reasons)):
        return best
    return Translation(sentence.text, "untranslated", best.reasons, best.engine)


def judge_names(
    group: Sequence[TextQuery], judged: Sequence[Output], known: Known
) -> list[tuple[str, ...]]:
    """The names missing from each output; `known` gives a name's forms in the target.

    Korean sources are skipped: without capitals, 2 % of the reports would be wrong.
    """
    if not group or group[0].source.language == "ko":
        return [()] * len(group)
    rate = likelihood(group[0].source)
    return [
        tuple(
            names_lost(
                without_verbatim(sentence.text),
                without_verbatim(output.text),
                sentence.source,
                sentence.target,
                rate,
                known,
            )
        )
        if output and output.status != "untranslated"
        else ()
        for sentence, output in zip(group, judged, strict=True)
    ]


def doubted(output: Translation, doubt: str) -> Translation:
    """The output with one more reason to doubt it."""
    return replace(output, status="suspect", reasons=(*output.reasons, doubt))


def judge_meaning(group: Sequence[TextQuery], judged: Sequence[Output]) -> list[Output]:
    """Compare the meaning of outputs that passed every other check with their sources."""
    result = list(judged)
    fine = [(i, item) for i, item in enumerate(judged) if item and item.status == "translated"]
    if fine:
        source, target = group[0].source, group[0].target
        outputs = [item.text for _, item in fine]
        doubts = semantic_mismatch([group[i].text for i, _ in fine], outputs, source, target)
        for (i, item), doubt in zip(fine, doubts, strict=True):
            if doubt:
                result[i] = replace(item, status="suspect", reasons=("meaning",))
    return result
