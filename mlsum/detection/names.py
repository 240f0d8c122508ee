"""Names of people, places and outlets: they may be from anywhere, whatever a text is in."""

import re
from collections.abc import Sequence

from mlsum.detection.commonwords import is_common
from mlsum.lexicon import find_outlet

__all__ = ["is_description", "is_name", "is_outlet", "is_sentence", "without_names"]

_WORD = re.compile(r"[^\W_][\w'’-]*")
_PARTICLES = {
    *("al", "bin", "da", "das", "de", "dei", "del", "della", "den", "der", "di", "do", "dos", "du"),
    *("el", "la", "las", "le", "los", "van", "von", "zu"),
}
_END = re.compile(r"[.!?…。！？][\"'”’)\]»」』]*$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Inc|Co|Corp|Ltd|Ltda|S\.A|Jr|Sr|Cia)\.$")
_KOREAN_END = re.compile(r"[가-힣](?:다|까|요)[.!?]$")
# Words from which a value may be a sentence, and a product's name says what the product is.
_SENTENCE, _KOREAN_SENTENCE, _DESCRIPTION = 5, 3, 3
# What is longer is no title. So many letters say what a title without its names is in; and so
# many where only the names that are not in plain letters are left out.
_TITLE = 120
_REST, _REST_AND_NAMES = 5, 8


def is_name(words: Sequence[str]) -> bool:
    """Whether a few words are mostly capitalized, as in a name such as `Bank of the South`."""
    if not 0 < len(words) < 8:
        return False
    small = [word for word in words if not word[0].isupper()]
    joined = words[0] not in small and words[-1] not in small and all(map(is_common, small))
    return joined or 3 * len(small) <= len(words)


def is_sentence(text: str) -> bool:
    """Whether a value is a sentence: it ends as one, and its words are more than names.

    Of five words or more that end in a full stop, as names may do, one at least is a common word
    in lower case, and most are in lower case.
    """
    text = text.strip()
    words = _WORD.findall(text)
    if _KOREAN_END.search(text):
        return len(words) >= _KOREAN_SENTENCE
    if len(words) < _SENTENCE or not _END.search(text) or _ABBREVIATED.search(text):
        return False
    small = [word for word in words if word[0].islower()]
    return 2 * len(small) >= len(words) and any(map(is_common, small))


def is_description(text: str) -> bool:
    """Whether a thing is called by words, as in `Red cotton shirt for men`, and not by a name."""
    words = _WORD.findall(text)
    cased = all(word[0].islower() or word[0].isupper() or word[0].isdigit() for word in words)
    return len(words) >= _DESCRIPTION and cased and not is_name(words)


def is_outlet(text: str) -> bool:
    """Whether it is the name of an outlet; a single word may be any word: `Time`, `Terra`."""
    words = _WORD.findall(text[:_TITLE])
    return len(words) > 1 and is_name(words) and find_outlet(name=text) is not None


def without_names(text: str) -> str:
    """A title without its capitalized words; as it is where too little would remain.

    A common word stays at the beginning. In title case only names with letters beyond ASCII are
    left out.
    """
    if len(text) >= _TITLE or text.islower():
        return text
    words = _WORD.findall(text)
    names = [word[0].isupper() and (i > 0 or not is_common(word)) for i, word in enumerate(words)]
    rest = [word for word, name in zip(words, names, strict=True) if not name]
    if len(rest) == len(words):
        return text
    bare = [word for i, word in enumerate(words) if not names[i] and not _joins(words, names, i)]
    plain = [word for word, name in zip(words, names, strict=True) if not name or word.isascii()]
    for kept, least in ((bare if len(bare) > 1 else rest, _REST), (plain, _REST_AND_NAMES)):
        if sum(char.isalpha() for word in kept for char in word) >= least:
            return " ".join(kept)
    return text


def _joins(words: Sequence[str], names: Sequence[bool], at: int) -> bool:
    """Whether a word is a particle within a name: `Tarcísio de Freitas`."""
    beside = [i for i in (at - 1, at + 1) if 0 <= i < len(words)]
    within = len(beside) == 2 and all(names[i] or words[i] in _PARTICLES for i in beside)
    return within and words[at] in _PARTICLES
