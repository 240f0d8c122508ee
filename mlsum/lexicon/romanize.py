"""Hangul in Latin letters: the Revised Romanization of Korean (National Institute, 2000)."""

import re

from mlsum.lang import Lang
from mlsum.lexicon.terms import translate_term

__all__ = ["in_latin", "person_name", "romanize"]

_HANGUL = re.compile(r"[가-힣]+")
_FINALS = 28  # syllables stand in Unicode by initial, vowel, final
_STOPS = {1, 2, 7, 17}  # finals ㄱ ㄲ ㄷ ㅂ
_H = 18  # initial ㅎ
_GIVEN = 2  # syllables of a given name, and the most that a surname has
_DOUBLE_SURNAMES = frozenset(("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"))
_SURNAMES = _DOUBLE_SURNAMES | frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여"
    "추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형계피두감음빈동온호범좌팽승간"
    "상시갈라나"
)


def romanize(text: str) -> str:
    """The text with every word of Hangul romanized as a name; all the rest stays as it is.

    For names only: verbs would need their stems told from their endings.
    """
    return _HANGUL.sub(lambda word: _name(word[0]), text)


def person_name(text: str, target: Lang) -> str:
    """Names of people romanized, surname apart, and what they are in the target language.

    `김철수 기자` is `Gim Cheolsu (reporter)`. The same where `target` is Korean.
    """
    if target.language == "ko":
        return text

    def written(word: re.Match[str]) -> str:
        title = translate_term(word[0], "author", target)
        return f"({title.lower()})" if title else _person(word[0])

    return _HANGUL.sub(written, text)


def in_latin(name: str) -> str:
    """A name in plain Latin letters: by the Revised Romanization, or by the tables of anyascii.

    Three syllables of Hangul are read as a person's surname and given name.
    """
    from anyascii import anyascii

    def written(word: re.Match[str]) -> str:
        return _person(word[0]) if len(word[0]) == _GIVEN + 1 else _name(word[0])

    return anyascii(_HANGUL.sub(written, name)).strip() or name


def _person(word: str) -> str:
    surname = word[:_GIVEN] if word[:_GIVEN] in _DOUBLE_SURNAMES else word[:1]
    given = word[len(surname) :]
    if surname not in _SURNAMES or not 1 <= len(given) <= _GIVEN:
        return _name(word)
    # Sounds do not change where the syllables of a given name meet (section 3.4): Han Boknam.
    return f"{_name(surname)} {''.join(_name(syllable) for syllable in given).capitalize()}"


def _name(word: str) -> str:
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
    return "".join(koroman.romanize(piece) for piece in pieces).capitalize()
