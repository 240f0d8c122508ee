"""The terms that represent a text: stems of words, and syllables of Hangul."""

import re
from functools import lru_cache
from itertools import pairwise

from mlsum.core.lang import Lang
from mlsum.core.tables import read_words
from mlsum.text.script import UNSPACED

__all__ = ["CAPITAL_NOUNS", "distinctive_terms", "is_stop_word", "terms"]

# Languages that write every noun with a capital, so that it marks no name.
CAPITAL_NOUNS = frozenset(("de", "lb"))
_WORD = re.compile(rf"(?P<hangul>[가-힣]+)|(?P<unspaced>[{UNSPACED}]+)|[^\W_가-힣{UNSPACED}]+")
_PLAIN_WORD = re.compile(r"[^\W_]+")

# The first letters distinguish a word without its endings, in Portuguese as in English. A
# lemmatizer for 50 languages is no better here.
_STEM = 6


def terms(text: str, lang: Lang) -> list[str]:
    """The terms of a sentence, in order, with repeats and without stop words."""
    stop = _stop_words(lang.language)
    text = text.lower()
    if max(text, default="") < "\u0e00":  # none of those scripts: faster
        return [word[:_STEM] for word in _PLAIN_WORD.findall(text) if word not in stop]
    results: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if match["hangul"]:
            results.extend(word)
        elif match["unspaced"]:
            results.extend([word[i : i + 2] for i in range(len(word) - 1)] or [word])
        elif word not in stop:
            results.append(word[:_STEM])
    return results


def distinctive_terms(text: str, lang: Lang) -> list[str]:
    """The terms that distinguish texts: no numbers, and pairs of Hangul syllables.

    Most texts have any single syllable.
    """
    words = [term for term in terms(text, lang) if not term.isdecimal()]
    pairs = [a + b for a, b in pairwise(words) if _is_syllable(a) and _is_syllable(b)]
    return [term for term in words if not _is_syllable(term)] + pairs


def _is_syllable(term: str) -> bool:
    return len(term) == 1 and "가" <= term <= "힣"


def is_stop_word(word: str, lang: Lang) -> bool:
    """Whether a word is in the list of stop words, which say nothing about a subject."""
    return word.lower() in _stop_words(lang.language)


@lru_cache(maxsize=32)
def _stop_words(language: str) -> frozenset[str]:
    return read_words("stopwords.txt").get(language, frozenset())
