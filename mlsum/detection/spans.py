"""From the language of each piece to the spans of a text and the answer for all of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mlsum.core.document import Detection, Span
from mlsum.core.lang import UND, Lang
from mlsum.detection.candidates import Candidates
from mlsum.detection.pieces import Piece
from mlsum.detection.variants import portuguese
from mlsum.text.script import script_of

__all__ = ["Chosen", "nothing_found", "summed_up"]

_PAIRS = {
    "(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "「": "」", "『": "』", "《": "》",
    "“": "”", "‘": "’", "«": "»", '"': '"',
}  # fmt: skip
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}

# An answer less sure than this is none.
_TOO_LITTLE = 0.2

# A span goes from its first letter or digit to its last, or to what ends a sentence there.
_EDGES = re.compile(r"\w(?:.*\w)?[.!?…。！？]*", re.DOTALL)


@dataclass(slots=True)
class Chosen:
    """A piece, the language subtag chosen for it, and the probability that it is right.

    `by_script`: its script alone decided.
    """

    piece: Piece
    code: str
    probability: float
    by_script: bool


def nothing_found(text: str) -> Detection:
    """The answer for a text whose letters, if it has any, tell nothing."""
    letters = [i for i, char in enumerate(text) if char.isalpha()]
    if not letters:
        return Detection()
    script = script_of(text[letters[0]])
    return Detection(script=script, spans=(Span(letters[0], letters[-1] + 1, UND, script, 0.0),))


def summed_up(text: str, chosen: Sequence[Chosen], among: Candidates) -> Detection:
    """Join neighbouring pieces of one language to spans, and say what most of the text is in."""
    several = len(chosen) > 1
    groups = [list(each) for _, each in groupby(chosen, _code)] if several else [chosen]
    if len(groups) == 1 and _tells_nothing(chosen):
        return nothing_found(text)
    spans = []
    for i, group in enumerate(groups):
        # What lies between two groups and is no piece, such as an address, goes with the first.
        first = group[0].piece.start if i else 0
        last = groups[i + 1][0].piece.start if i + 1 < len(groups) else len(text)
        start, end = _edges(text, first, last)
        lang = among.langs.get(group[0].code, UND)
        spans.append(Span(start, end, lang, _script(group, among), _confidence(group)))
    if among.variants and any(span.lang.language == "pt" for span in spans):
        spans = _with_variant(text, spans)
    if len(groups) == 1:
        return _answer(spans[0].lang, chosen, spans, among)
    sizes: dict[str, float] = {}
    for each in chosen:
        sizes[each.code] = sizes.get(each.code, 0.0) + _weight(text, each.piece)
    main = max(sizes, key=sizes.__getitem__)
    lang = next((span.lang for span in spans if span.lang.language == main), UND)
    return _answer(lang, [each for each in chosen if each.code == main], spans, among)


def _weight(text: str, piece: Piece) -> float:
    """How much a piece counts for the language of its text: a sentence is not in what it quotes."""
    closer = _PAIRS.get(text[piece.start - 1 : piece.start])
    quoted = closer is not None and text.startswith(closer, piece.end)
    return piece.letters / 2 if quoted else piece.letters


def _tells_nothing(chosen: Sequence[Chosen]) -> bool:
    """Whether an answer for a whole text would be a mere guess."""
    guessed = len(chosen) == 1 and chosen[0].piece.letters == 1 and not chosen[0].by_script
    return guessed or chosen[0].code == "und" or _confidence(chosen) < _TOO_LITTLE


def _edges(text: str, first: int, last: int) -> tuple[int, int]:
    """Where a span begins and ends: at its outer letters, with the marks that belong to them."""
    found = _EDGES.search(text, first, last)
    start, end = found.span() if found else (first, last)
    before, after = text[start - 1 : start], text[end : end + 1]
    if last - first < len(text) and before in _PAIRS and _PAIRS[before] == after:
        return start, end  # The quotes are around the whole span.
    if start > first and before in _PAIRS and _PAIRS[before] in text[start : end + 1]:
        start -= 1
    if end < last and after in _OPENERS and _OPENERS[after] in text[start:end]:
        end += 1
    return start, end


def _code(each: Chosen) -> str:
    return each.code


def _answer(
    lang: Lang, pieces: Sequence[Chosen], spans: Sequence[Span], among: Candidates
) -> Detection:
    """The answer for a text of these spans, most of it in a language with these pieces."""
    script = _script(pieces, among)
    if lang == UND:
        return Detection(UND, script, spans=tuple(spans))
    basis = "script" if all(each.by_script for each in pieces) else "classifier"
    return Detection(lang, script, "text", _confidence(pieces), basis, tuple(spans))


def _with_variant(text: str, spans: Sequence[Span]) -> list[Span]:
    """Portuguese as Brazilian or European, where the text tells."""
    written = " ".join(text[span.start : span.end] for span in spans if span.lang.language == "pt")
    region = portuguese(written)
    if not region:
        return list(spans)
    lang = Lang("pt", region=region)
    return [
        Span(span.start, span.end, lang, span.script, span.confidence)
        if span.lang.language == "pt"
        else span
        for span in spans
    ]


def _script(pieces: Sequence[Chosen], among: Candidates) -> str:
    """The script of most letters, of those that the language is written in if there are any."""
    if len(pieces) == 1:
        return pieces[0].piece.script
    sizes: dict[tuple[bool, str], int] = {}
    for each in pieces:
        script = each.piece.script
        key = each.code in among.codes(script), script
        sizes[key] = sizes.get(key, 0) + each.piece.letters
    return max(sizes, key=lambda key: (key[0], sizes[key]))[1]


def _confidence(pieces: Sequence[Chosen]) -> float:
    """The share of letters that is right, if the probabilities of the pieces hold."""
    if pieces[0].code == "und":
        return 0.0
    if len(pieces) == 1:
        return pieces[0].probability
    letters = sum(each.piece.letters for each in pieces)
    return sum(each.piece.letters * each.probability for each in pieces) / letters
