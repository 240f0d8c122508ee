"""Detection of texts in which languages meet: pieces, their ratings, the best path."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mlsum.backends import Classifier
from mlsum.detect.candidates import Candidates
from mlsum.detect.lattice import best_path
from mlsum.detect.pieces import Bound, Piece, cut
from mlsum.document import Detection, Span
from mlsum.lang import UND, Lang

__all__ = ["detect_mixed"]

_COST = {
    Bound.SPACE: 6.0,
    Bound.COMMA: 5.0,
    Bound.SCRIPT: 3.0,
    Bound.COLON: 3.0,
    Bound.SENTENCE: 3.5,
    Bound.BRACKET: 3.5,
    Bound.QUOTE: 3.0,
    Bound.DASH: 3.0,
    Bound.LINE: 2.5,
}
_FLOOR = -12.0
_LONGEST = 400

# A word that names rather than says: NATO, GNews, iPhone, KF-21, 5G.
_NEUTRAL = re.compile(r"(?:[A-Z0-9]{2,}|\w*\d\w*|[A-Za-z]*[a-z][A-Z]\w*|[A-Z])")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class _Draft:
    """A text on its way: its pieces and what the classifier is asked about them."""

    text: str
    pieces: list[Piece] = field(default_factory=list)
    asked: list[tuple[str, str] | None] = field(default_factory=list)


def detect_mixed(
    texts: Sequence[str], among: Candidates, classifier: Classifier
) -> list[Detection]:
    """Detect the languages of texts; same length and order, each as if it were alone."""
    drafts = [_draft(text, among) for text in texts]
    ratings = _rate(drafts, among, classifier)
    return [_decide(draft, among, ratings) for draft in drafts]


def _draft(text: str, among: Candidates) -> _Draft:
    pieces = cut(text)
    asked = [
        (piece.script, text[piece.start : piece.end].strip()[:_LONGEST])
        if len(among.of(piece.script)) > 1 and piece.script != "Hani" and not _neutral(text, piece)
        else None
        for piece in pieces
    ]
    return _Draft(text, pieces, asked)


def _neutral(text: str, piece: Piece) -> bool:
    """Whether a piece is made of names and codes only, which any language may use."""
    words = _WORD.findall(text, piece.start, piece.end)
    if piece.script == "Latn":
        return len(words) < 4 and all(map(_NEUTRAL.fullmatch, words))
    return piece.script == "Grek" and len(words) == 1 and len(words[0]) == 1


Ratings = dict[tuple[str, str], dict[Lang, float]]


def _rate(drafts: Sequence[_Draft], among: Candidates, classifier: Classifier) -> Ratings:
    """Ask the classifier about all pieces of all texts at once, each different one once."""
    by_script: dict[str, dict[str, None]] = {}
    for draft in drafts:
        for request in draft.asked:
            if request:
                by_script.setdefault(request[0], {})[request[1]] = None
    ratings: Ratings = {}
    for script, texts in by_script.items():
        answers = classifier.classify_batch(list(texts), among.of(script))
        for text, answer in zip(texts, answers, strict=True):
            ratings[script, text] = dict(answer)
    return ratings


def _decide(draft: _Draft, among: Candidates, ratings: Ratings) -> Detection:
    if not draft.pieces:
        return Detection()
    scripts = {piece.script for piece in draft.pieces}
    states = list(dict.fromkeys(lang for s in sorted(scripts) for lang in among.of(s)))
    states.append(UND)
    emissions = [
        _emission(draft.text, piece, ratings[asked] if asked else None, states, among)
        for piece, asked in zip(draft.pieces, draft.asked, strict=True)
    ]
    path, posteriors = best_path(emissions, [_COST[piece.bound] for piece in draft.pieces])
    return _detection(
        draft, [states[k] for k in path], [row[k] for row, k in zip(posteriors, path, strict=True)]
    )


def _emission(
    text: str,
    piece: Piece,
    rated: dict[Lang, float] | None,
    states: Sequence[Lang],
    among: Candidates,
) -> list[float]:
    own = among.of(piece.script)
    letters = _letters(text, piece)
    if rated is None and len(own) > 1 and piece.script != "Hani":
        return [0.0 for _ in states]
    if not own:
        return [_FLOOR] * (len(states) - 1) + [0.0]
    row = []
    for lang in states:
        if lang in own:
            if piece.script == "Hani":
                row.append(-0.2 if lang.language == "zh" else -1.7)
            elif rated is None:
                row.append(0.0)
            else:
                p = rated.get(lang, 0.0)
                row.append(max(math.log(p), _FLOOR) if p else _FLOOR)
        elif lang == UND:
            row.append(_FLOOR if rated != {} else 0)
        elif piece.script == "Latn":
            row.append(max(_FLOOR, -1 - 0.3 * letters))
        elif piece.script == "Hani" and lang.language == "ko":
            row.append(max(_FLOOR, -1 - 0.5 * letters))
        else:
            row.append(_FLOOR)
    return row


def _letters(text: str, piece: Piece) -> int:
    return sum(map(str.isalpha, text[piece.start : piece.end]))


_OUTSIDE = (
    " \t\r\n\x0b\x0c\u2028\u2029\x85-–—―|·•:;,/\"“”„«»‹›「」『』《》〈〉()[]{}<>（）［］【】〔〕'‘’"
)


def _detection(draft: _Draft, langs: Sequence[Lang], sure: Sequence[float]) -> Detection:
    spans: list[Span] = []
    shares: dict[Lang, tuple[int, float]] = {}
    start = 0
    pieces = draft.pieces
    while start < len(pieces):
        end = start
        letters = 0
        weighted = 0.0
        scripts: dict[str, int] = {}
        while end < len(pieces) and langs[end] == langs[start]:
            n = _letters(draft.text, pieces[end])
            letters += n
            weighted += n * sure[end]
            scripts[pieces[end].script] = scripts.get(pieces[end].script, 0) + n
            end += 1
        first, last = pieces[start].start, pieces[end - 1].end
        while last < len(draft.text) and draft.text[last] in ".!?…。！？":
            last += 1
        while draft.text[first] in _OUTSIDE:
            first += 1
        while draft.text[last - 1] in _OUTSIDE:
            last -= 1
        lang = langs[start]
        spans.append(
            Span(first, last, lang, max(scripts, key=scripts.__getitem__), weighted / letters)
        )
        n, w = shares.get(lang, (0, 0.0))
        shares[lang] = (n + letters, w + weighted)
        start = end
    main = max(shares, key=lambda lang: shares[lang][0])
    n, w = shares[main]
    script = max(spans, key=lambda s: (s.lang == main, s.end - s.start)).script
    return Detection(
        main, script, "text", 0.0 if main == UND else w / n, "classifier", tuple(spans)
    )
