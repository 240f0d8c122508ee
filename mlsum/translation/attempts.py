"""Ask an engine for sentences in ways that keep more and more of them, and judge what it says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from mlsum.core.document import Detection, Translation
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect_batch, glance
from mlsum.engines import Route
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import agree, localize_numbers
from mlsum.text.checks import check, code
from mlsum.text.checks.meaning import astray
from mlsum.text.checks.names import Known, names_lost
from mlsum.text.checks.verbatim import without_verbatim
from mlsum.text.shield import Extra, Piece, masked, pieces, restore, shield, words
from mlsum.text.typography import normalize, quotations, restyle
from mlsum.translation.unspellable import fold

__all__ = [
    "ATTEMPTS",
    "Asked",
    "Sentence",
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
class Sentence:
    """What the engine is asked, once, however often the same words occur."""

    text: str
    source: Lang
    target: Lang
    kept: tuple[str, ...] = ()

    @property
    def stays(self) -> list[Extra]:
        """Where the words stand that are kept, each to be replaced by itself."""
        return [
            (at, at + len(word), word) for word in self.kept if (at := self.text.find(word)) >= 0
        ]


Asked = tuple[Sentence, Sequence[Extra]]
Output = Translation | None

_SURE = 0.95  # a language that is less sure is no reason to doubt an output
# A comma that a model leaves behind a name that it moved to the end: `disse Öberg,.`
_STRAY = regex.compile(r"[,;](?=[.!?…](?:[\s\"”’»)]|$))")
_FIRST = regex.compile(r"\p{L}")
# Outputs with one of these read worse than the original does.
_RUBBISH = frozenset({"empty", "repetition", "wrong script"})


def with_stand_ins(asked: Sequence[Asked], route: Route, strict: bool = False) -> list[Output]:
    """Each sentence with stand-ins for what must survive; None where one did not come back."""
    shields = [shield(sentence.text, extra, strict=strict) for sentence, extra in asked]
    free = [one.text for one in shields if one.free]
    answers = iter(ask(free, asked[0][0].source, route) if free else ())
    outputs: list[Output] = []
    for one, (sentence, _) in zip(shields, asked, strict=True):
        answer = next(answers) if one.free else Translation(one.text)
        restored = restore(one, answer.text)
        outputs.append(
            None if restored is None else replace(answer, text=_in_style(sentence, restored))
        )
    names = [[kept.text for kept in one.kept] for one in shields]
    return _agreeing(asked, outputs, names)


def _in_style(sentence: Sentence, output: str) -> str:
    """The output with the quotation marks of its source, and numbers as its language has them."""
    source, target = sentence.source, sentence.target
    output = localize_numbers(sentence.text, output, source, target)
    if not _STRAY.search(sentence.text):
        output = _STRAY.sub("", output)
    return restyle(sentence.text, output, partial(masked, kept=sentence.kept))


def ask(texts: Sequence[str], source: Lang, route: Route) -> list[Translation]:
    """Translate texts in the plain form that the route's models read: same length and order."""
    if route.spells_all:
        return route.translate_batch(texts)
    plain = [fold(normalize(text), source, route.lacks) for text in texts]
    return [
        replace(answer, text=_with_capitals(text, asked, answer.text))
        for text, asked, answer in zip(texts, plain, route.translate_batch(plain), strict=True)
    ]


def _with_capitals(text: str, asked: str, output: str) -> str:
    """The output with the capitals that were asked in lower case: `“À` as `“à`.

    These are the first letter of a text, and those of its quotations.
    """
    if text.isascii():
        return output
    if _lost_capital(text, asked, (0, 0)):
        output = _capitalized(output, 0)
    found = [[one.opens for one in quotations(said)] for said in (text, asked, output)]
    if found[0] and len({len(opens) for opens in found}) == 1:
        for old, new, at in zip(*found, strict=True):
            if min(old, new, at) >= 0 and _lost_capital(text, asked, (old, new)):
                output = _capitalized(output, at)
    return output


def _lost_capital(text: str, asked: str, places: tuple[int, int]) -> bool:
    """Whether the first letter from two places on is a capital in the text alone."""
    first, other = _FIRST.search(text, places[0]), _FIRST.search(asked, places[1])
    return bool(first and other and first[0].isupper() and other[0].islower())


def _capitalized(text: str, at: int) -> str:
    return text[:at] + str(_FIRST.sub(lambda first: first[0].upper(), text[at:], count=1))


def _strict(asked: Sequence[Asked], route: Route) -> list[Output]:
    """As `with_stand_ins`, with stand-ins for plain numbers too."""
    return with_stand_ins(asked, route, strict=True)


def _piecewise(asked: Sequence[Asked], route: Route) -> list[Output]:
    """Each sentence in the pieces around what must survive, which is then sure to."""
    cut = [pieces(sentence.text, extra) for sentence, extra in asked]
    free = [piece.text for found in cut for piece in found if _asks(piece)]
    answers = iter(ask(free, asked[0][0].source, route) if free else ())
    outputs: list[Output] = [
        _joined([(piece, next(answers) if _asks(piece) else None) for piece in found])
        for found in cut
    ]
    outputs = [
        output and replace(output, text=_in_style(sentence, output.text))
        for output, (sentence, _) in zip(outputs, asked, strict=True)
    ]
    names = [[piece.text for piece in found if piece.protected] for found in cut]
    return _agreeing(asked, outputs, names)


def _agreeing(
    asked: Sequence[Asked], outputs: Sequence[Output], kept: Sequence[Sequence[str]]
) -> list[Output]:
    """Outputs in Korean with the particles that go with what was put back into them."""
    return [
        replace(output, text=agree(output.text, names))
        if output and names and sentence.target.language == "ko"
        else output
        for (sentence, _), output, names in zip(asked, outputs, kept, strict=True)
    ]


ATTEMPTS: tuple[Callable[[Sequence[Asked], Route], list[Output]], ...] = (
    with_stand_ins,
    _strict,
    _piecewise,
)


def _joined(done: Sequence[tuple[Piece, Output]]) -> Translation:
    """The pieces of a sentence in a row, with the first reason why one was not translated."""
    text = "".join(
        as_piece(piece.text, answer.text) if answer else piece.text for piece, answer in done
    )
    failed = [answer for _, answer in done if answer and answer.status == "untranslated"]
    return replace(failed[0], text=text) if failed else Translation(text)


def as_piece(asked: str, answer: str) -> str:
    """An answer without the capital and the full stop that a model gives to a whole sentence."""
    bare = asked.strip()
    if bare[:1].islower() and answer[:1].isupper() and not answer[1:2].isupper():
        answer = answer[0].lower() + answer[1:]
    if answer.endswith(".") and not answer.endswith("..") and bare[-1:].isalnum():
        answer = answer[:-1]
    return answer


def _asks(piece: Piece) -> bool:
    return not piece.protected and any(map(str.isalpha, piece.text))


def judge(group: Sequence[Sentence], outputs: Sequence[Output], engine: str) -> list[Output]:
    """Check outputs; the language of all of them is told in one go, by their words alone."""
    said = [
        _own_words(sentence.text, output.text) if output else ""
        for sentence, output in zip(group, outputs, strict=True)
    ]
    found = glance(said)
    # Trigrams are quick, but wrong now and then: the full models decide where they object.
    strange = [
        i
        for i, (sentence, one) in enumerate(zip(group, found, strict=True))
        if one.lang.base not in (sentence.target.base, UND) and one.confidence >= _SURE
    ]
    for i in strange:  # between two languages: the models of all take seconds to load
        two = (group[i].target.base, found[i].lang.base)
        (found[i],) = detect_batch([said[i]], languages=two)
    return [
        output and _judged(sentence, output, detection, engine)
        for sentence, output, detection in zip(group, outputs, found, strict=True)
    ]


def _own_words(source_text: str, output: str) -> str:
    """The words of an output that say what language it is in: no names that the source has, too."""
    there = {word for word in source_text.split() if not word.islower()}
    return " ".join(word for word in words(output).split() if word not in there)


def _judged(
    sentence: Sentence, output: Translation, detection: Detection, engine: str
) -> Translation:
    if output.status == "untranslated":
        reasons = output.reasons or ("not translated",)
        return Translation(sentence.text, "untranslated", reasons, engine)
    said, answered = sentence.text, output.text
    for kept in sentence.kept:  # what stays as it is says nothing of the rest
        if kept in said and kept in answered:
            said, answered = said.replace(kept, "", 1), answered.replace(kept, "", 1)
    reasons = check(said, answered, sentence.source, sentence.target, detection)
    return Translation(output.text, "suspect" if reasons else "translated", reasons, engine)


def rank(candidate: Translation) -> tuple[bool, int]:
    """What is least is best: translated at all, then with the fewest reasons to doubt it."""
    return candidate.status == "untranslated", len(candidate.reasons)


def unless_rubbish(sentence: Sentence, best: Translation) -> Translation:
    """The best output, or the original where even that says nothing: a loop, a wrong script."""
    if _RUBBISH.isdisjoint(map(code, best.reasons)):
        return best
    return Translation(sentence.text, "untranslated", best.reasons, best.engine)


def judge_names(
    group: Sequence[Sentence], judged: Sequence[Output], known: Known
) -> list[tuple[str, ...]]:
    """The names that each output lacks; `known` gives the forms of a name in the target language.

    A Korean source is not judged: its names have no capitals, and one in fifty would be wrong.
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


def judge_meaning(group: Sequence[Sentence], judged: Sequence[Output]) -> list[Output]:
    """Compare with their sources the outputs that nothing else is wrong with."""
    found = list(judged)
    fine = [(i, one) for i, one in enumerate(judged) if one and one.status == "translated"]
    if fine:
        source, target = group[0].source, group[0].target
        outputs = [one.text for _, one in fine]
        doubts = astray([group[i].text for i, _ in fine], outputs, source, target)
        for (i, one), doubt in zip(fine, doubts, strict=True):
            if doubt:
                found[i] = replace(one, status="suspect", reasons=("meaning",))
    return found
