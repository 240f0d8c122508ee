"""From the language of each chunk to the spans of a text and its main language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mlsum.core.document import Basis, Detection, Span
from mlsum.core.lang import UND, Lang
from mlsum.detection.candidates import Candidates, candidates
from mlsum.detection.chunks import Chunk, mask, split
from mlsum.detection.words import portuguese_variant
from mlsum.text.script import script_of

__all__ = ["ChunkDecision", "detect_scripts", "no_language", "summarize"]

_PAIRS = {
    "(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "「": "」", "『": "』", "《": "》",
    "“": "”", "‘": "’", "«": "»", '"': '"',
}  # fmt: skip
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}

# A detection less sure than this has no language.
_TOO_LITTLE = 0.2

# A span reaches from its first letter or digit to its last, or to the end of a sentence there.
_EDGES = re.compile(r"\w(?:.*\w)?[.!?…。！？]*", re.DOTALL)

# Scripts that a language has inside its sentences: Hanja in Korean. Latin names are everywhere.
_ADOPTED = {("ko", "Hani")}


@dataclass(slots=True)
class ChunkDecision:
    """A chunk, its language subtag, and the probability that this is right.

    `by_script`: its script alone decided.
    """

    chunk: Chunk
    code: str
    probability: float
    by_script: bool


def detect_scripts(text: str, lang: Lang) -> Detection:
    """A text in `lang`, with a span for each stretch in another script; needs no classifier.

    Such a span is in a frequent language of its script: `The singer 아이유` in English.
    """
    langs = candidates().with_declared(lang)
    decisions = [
        ChunkDecision(chunk, _code(chunk.script, lang, langs), 1.0, True)
        for chunk in split(mask(text))
    ]
    return summarize(text, decisions, langs) if decisions else no_language(text)


def _code(script: str, lang: Lang, langs: Candidates) -> str:
    own = lang.language in langs.codes(script) or (lang.language, script) in _ADOPTED
    if own or script == "Latn":
        return lang.language
    if script == "Hani":
        return "zh"
    return next((other.language for other in langs.of(script)), "und")


def no_language(text: str) -> Detection:
    """The detection of a text whose letters, if any, do not tell its language."""
    letters = [i for i, char in enumerate(text) if char.isalpha()]
    if not letters:
        return Detection()
    script = script_of(text[letters[0]])
    return Detection(script=script, spans=(Span(letters[0], letters[-1] + 1, UND, script, 0.0),))


def summarize(text: str, decisions: Sequence[ChunkDecision], langs: Candidates) -> Detection:
    """Join neighbouring chunks of one language to spans, and find the main language of the text."""
    groups = [list(group) for _, group in groupby(decisions, key=lambda each: each.code)]
    if len(groups) == 1 and _is_guess(decisions):
        return no_language(text)
    spans = []
    for i, group in enumerate(groups):
        # Characters between two groups, such as an address, belong to the first.
        first = group[0].chunk.start if i else 0
        last = groups[i + 1][0].chunk.start if i + 1 < len(groups) else len(text)
        start, end = _edges(text, first, last)
        lang = langs.langs.get(group[0].code, UND)
        spans.append(Span(start, end, lang, _script(group, langs), _confidence(group)))
    if langs.variants:
        spans = _with_variant(text, spans)
    sizes: dict[str, float] = {}
    for each in decisions:
        sizes[each.code] = sizes.get(each.code, 0.0) + _weight(text, each.chunk)
    main = max(sizes, key=sizes.__getitem__)
    lang = next((span.lang for span in spans if span.lang.language == main), UND)
    decisions = [each for each in decisions if each.code == main]
    script = _script(decisions, langs)
    if lang == UND:
        return Detection(UND, script, spans=tuple(spans))
    basis: Basis = "script" if all(each.by_script for each in decisions) else "classifier"
    return Detection(lang, script, "text", _confidence(decisions), basis, tuple(spans))


def _weight(text: str, chunk: Chunk) -> float:
    """The letters of a chunk; half of them in a quotation, which is not its text's language."""
    closer = _PAIRS.get(text[chunk.start - 1 : chunk.start])
    quoted = closer is not None and text.startswith(closer, chunk.end)
    return chunk.letters / 2 if quoted else chunk.letters


def _is_guess(decisions: Sequence[ChunkDecision]) -> bool:
    """Whether a detection of a whole text would be a mere guess."""
    first = decisions[0]
    guessed = len(decisions) == 1 and first.chunk.letters == 1 and not first.by_script
    return guessed or first.code == "und" or _confidence(decisions) < _TOO_LITTLE


def _edges(text: str, first: int, last: int) -> tuple[int, int]:
    """The start and end of a span: its outer letters, with the marks that belong to them."""
    match = _EDGES.search(text, first, last)
    start, end = match.span() if match else (first, last)
    before, after = text[start - 1 : start], text[end : end + 1]
    if last - first < len(text) and before in _PAIRS and _PAIRS[before] == after:
        return start, end  # The quotes are around the whole span.
    if start > first and before in _PAIRS and _PAIRS[before] in text[start : end + 1]:
        start -= 1
    if end < last and after in _OPENERS and _OPENERS[after] in text[start:end]:
        end += 1
    return start, end


def _with_variant(text: str, spans: list[Span]) -> list[Span]:
    """The spans with Portuguese as Brazilian or European, where the text tells."""
    portuguese = [span for span in spans if span.lang.language == "pt"]
    region = portuguese_variant(" ".join(text[span.start : span.end] for span in portuguese))
    if not region:
        return spans
    lang = Lang("pt", region=region)
    return [replace(span, lang=lang) if span in portuguese else span for span in spans]


def _script(decisions: Sequence[ChunkDecision], langs: Candidates) -> str:
    """The script of most letters, if possible one that the language is written in."""
    if len(decisions) == 1:
        return decisions[0].chunk.script
    sizes: dict[tuple[bool, str], int] = {}
    for each in decisions:
        script = each.chunk.script
        key = each.code in langs.codes(script), script
        sizes[key] = sizes.get(key, 0) + each.chunk.letters
    return max(sizes, key=lambda key: (key[0], sizes[key]))[1]


def _confidence(decisions: Sequence[ChunkDecision]) -> float:
    """The share of letters that is right, if the probabilities of the chunks hold."""
    if decisions[0].code == "und":
        return 0.0
    if len(decisions) == 1:
        return decisions[0].probability
    letters = sum(each.chunk.letters for each in decisions)
    return sum(each.chunk.letters * each.probability for each in decisions) / letters
