"""What sentences are compared by: stems of words, or syllables where words carry particles."""

import re
from functools import lru_cache
from importlib.resources import files

from mlsum.lang import Lang

__all__ = ["terms"]

# Hangul; kana and Han; everything else that is a word.
_WORD = re.compile(r"[가-힣]+|[\u3040-\u30ff\u3400-\u9fff]+|[^\W_가-힣\u3040-\u30ff\u3400-\u9fff]+")
_PLAIN_WORD = re.compile(r"[^\W_]+")

# Enough of a word to tell it and few enough letters to lose its endings, in Portuguese as in
# English: as good here as a lemmatizer's table of 50 languages, and no table.
_STEM = 6


def terms(text: str, lang: Lang) -> list[str]:
    """The terms of a sentence, in order, with repeats and without stop words."""
    stop = _stop_words(lang.language)
    text = text.lower()
    if max(text, default="") < "\u1100":  # no Hangul, kana or Han: the quick way
        return [word[:_STEM] for word in _PLAIN_WORD.findall(text) if word not in stop]
    found: list[str] = []
    for word in _WORD.findall(text):
        if word in stop:
            continue
        if "가" <= word[0] <= "힣":
            found.extend(word)
        elif "\u3040" <= word[0] <= "\u9fff":
            found.extend([word[i : i + 2] for i in range(len(word) - 1)] or [word])
        else:
            found.append(word[:_STEM])
    return found


@lru_cache(maxsize=64)
def _stop_words(language: str) -> frozenset[str]:
    """The words of a language that say nothing of a text's subject; none where no list is known."""
    table = files("mlsum").joinpath("data/stopwords.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        name, _, words = line.partition(":")
        if name == language:
            return frozenset(words.split())
    return frozenset()
