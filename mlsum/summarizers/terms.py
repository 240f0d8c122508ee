"""What sentences are compared by: stems of words, or syllables where words carry particles."""

import re
from functools import lru_cache
from itertools import pairwise

from mlsum.core.lang import Lang
from mlsum.core.tables import read_words
from mlsum.text.script import UNSPACED

__all__ = ["CAPITAL_NOUNS", "is_stop_word", "telling_terms", "terms"]

# Languages that write every noun with a capital, which so tells no name.
CAPITAL_NOUNS = frozenset(("de", "lb"))
_WORD = re.compile(rf"(?P<hangul>[가-힣]+)|(?P<unspaced>[{UNSPACED}]+)|[^\W_가-힣{UNSPACED}]+")
_PLAIN_WORD = re.compile(r"[^\W_]+")

# Enough of a word to tell it and few enough letters to lose its endings, in Portuguese as in
# English: as good here as a lemmatizer's table of 50 languages, and no table.
_STEM = 6


def terms(text: str, lang: Lang) -> list[str]:
    """The terms of a sentence, in order, with repeats and without stop words."""
    stop = _stop_words(lang.language)
    text = text.lower()
    if max(text, default="") < "\u0e00":  # none of those scripts: the quick way
        return [word[:_STEM] for word in _PLAIN_WORD.findall(text) if word not in stop]
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if match["hangul"]:
            found.extend(word)
        elif match["unspaced"]:
            found.extend([word[i : i + 2] for i in range(len(word) - 1)] or [word])
        elif word not in stop:
            found.append(word[:_STEM])
    return found


def telling_terms(text: str, lang: Lang) -> list[str]:
    """Terms that tell texts apart: no numbers, and of Hangul pairs of syllables.

    One syllable alone is in every text.
    """
    found = [one for one in terms(text, lang) if not one.isdecimal()]
    pairs = [a + b for a, b in pairwise(found) if _syllable(a) and _syllable(b)]
    return [one for one in found if not _syllable(one)] + pairs


def _syllable(term: str) -> bool:
    return len(term) == 1 and "가" <= term <= "힣"


def is_stop_word(word: str, lang: Lang) -> bool:
    """Whether a word says nothing of a text's subject."""
    return word.lower() in _stop_words(lang.language)


def _stop_words(language: str) -> frozenset[str]:
    """The words of a language that say nothing of a text's subject; none where no list is known."""
    return _lists().get(language, frozenset())


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    return read_words("stopwords.txt")
