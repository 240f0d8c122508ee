"""Hangul in Latin letters: by the Revised Romanization of Korean (National Institute, 2000), or,
as libraries write it, by McCune and Reischauer."""

import re

from mlsum.core.document import Romanization
from mlsum.lexicon.mccune import mccune

__all__ = ["HANGUL", "romanize"]

HANGUL = re.compile(r"[가-힣]+")
_FINALS = 28  # syllables stand in Unicode by initial, vowel, final
_STOPS = {1, 2, 7, 17}  # finals ㄱ ㄲ ㄷ ㅂ
_H = 18  # initial ㅎ


def romanize(text: str, style: Romanization = "revised") -> str:
    """The text with every word of Hangul romanized as a name; all the rest stays as it is.

    For names only: verbs would need their stems separated from their endings. Only names of people
    have a customary spelling; other words follow the Revised Romanization there, too.
    """
    written = mccune if style == "mccune" else _revised
    return HANGUL.sub(lambda word: written(word[0]).capitalize(), text)


def _revised(word: str) -> str:
    # koroman writes ㄱ, ㄷ, ㅂ before ㅎ as one sound, the rule for verbs (잡혀, japyeo). In nouns
    # the ㅎ is written (묵호, Mukho; section 3.1.4), so a name is romanized in pieces there.
    import koroman

    cuts = [
        place
        for place in range(1, len(word))
        if (ord(word[place - 1]) - ord("가")) % _FINALS in _STOPS
        and (ord(word[place]) - ord("가")) // (21 * _FINALS) == _H
    ]
    pieces = (word[start:end] for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True))
    return "".join(koroman.romanize(piece) for piece in pieces)
