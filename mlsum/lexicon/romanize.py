"""Hangul in Latin letters: by the Revised Romanization of Korean (National Institute, 2000), or by
McCune and Reischauer (1939), the system of libraries."""

import re
from collections.abc import Iterable

from mlsum.core.document import Romanization

__all__ = [
    "HANGUL",
    "mccune",
    "romanize",
]

_BASE, _FINAL_COUNT, _VOWELS_EACH = ord("가"), 28, 21
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_LAST = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]


def _row(letters: str) -> list[str]:
    """The cells of a row; a hyphen is an empty one."""
    return [letter.strip("-") for letter in letters.split()]


def _table(keys: Iterable[str], letters: str) -> dict[str, str]:
    return dict(zip(keys, _row(letters), strict=True))


_VOWELS = _row("a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i")
_FIRST = _table(_INITIALS, "k kk n t tt r m p pp s ss - ch tch ch' k' t' p' h")
_ENDS = _table(["", *"ㄱㄴㄷㄹㅁㅂㅇ"], "- k n t l m p ng")
_HEARD = _table(
    _LAST, "- ㄱ ㄱ ㄱ ㄴ ㄴ ㄴ ㄷ ㄹ ㄱ ㅁ ㄹ ㄹ ㄹ ㅂ ㄹ ㅁ ㅂ ㅂ ㄷ ㄷ ㅇ ㄷ ㄷ ㄱ ㄷ ㅂ ㄷ"
)
# Every sound of a final is heard before a vowel.
_LINKED = _table(
    _LAST, "- g kk ks n nj n d r lg lm lb ls lt' lp' r m b ps s ss ng j ch' k' t' p' -"
)
_NASAL = {"ㄱ": "ng", "ㄷ": "n", "ㅂ": "m"}
_VOICED = {"ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅈ": "j"}
_ASPIRATED = {"ㄱ": "k'", "ㄷ": "t'", "ㅈ": "ch'"}
_LOST_H = {"ㅎ": "", "ㄶ": "n", "ㅀ": "l"}


def mccune(word: str, joint: str = "") -> str:
    """A word of Hangul syllables by McCune–Reischauer, in lower case.

    `joint` stands between the syllables of a given name, which change at the joint as they do
    within a word: `광린` with a hyphen is `kwang-nin`.
    """
    written = ""
    final = None
    for syllable in word:
        initial, vowel, after = _letters(syllable)
        end, start = ("", _FIRST[initial]) if final is None else _meet(final, initial, vowel)
        if initial == "ㅅ" and vowel == "wi":
            start = "sh"
        if not joint and end == "n" and start == "g":
            start = "'g"
        written += end + (joint if final is not None else "") + start
        written += "ë" if vowel == "e" and written[-1:] in ("a", "o") else vowel
        final = after
    return written + _ENDS[_HEARD[final or ""]]


def _letters(syllable: str) -> tuple[str, str, str]:
    number = ord(syllable) - _BASE
    initial, rest = divmod(number, _VOWELS_EACH * _FINAL_COUNT)
    vowel, final = divmod(rest, _FINAL_COUNT)
    return _INITIALS[initial], _VOWELS[vowel], _LAST[final]


def _meet(final: str, initial: str, vowel: str) -> tuple[str, str]:
    """How a final and the initial after it are written: the table of the system."""
    heard = _HEARD[final]
    if initial == "ㅇ":
        soft = {"ㄷ": "j", "ㅌ": "ch'"}.get(final) if vowel == "i" else None
        return soft or _LINKED[final], ""
    if final in _LOST_H and initial in _ASPIRATED:
        return _LOST_H[final], _ASPIRATED[initial]
    if (initial in "ㄴㄹ" and heard == "ㄹ") or (initial == "ㄹ" and heard == "ㄴ"):
        return "l", "l"
    if initial in "ㄴㄹㅁ" and heard:
        return _NASAL.get(heard, _ENDS[heard]), _FIRST["ㄴ" if initial == "ㄹ" else initial]
    if initial == "ㅎ" and heard == "ㄹ":
        return "r", "h"
    if heard == "ㄷ" and initial in "ㅅㅆ":
        return ("s", "s") if initial == "ㅅ" else ("", "ss")
    voiced = heard in ("", "ㄴ", "ㅁ", "ㅇ") or (heard == "ㄹ" and initial in "ㄱㅂ")
    return _ENDS[heard], _VOICED[initial] if voiced and initial in _VOICED else _FIRST[initial]


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
