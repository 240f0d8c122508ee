"""Finds the nouns of a text by the words around them, and words that are no terms.

A noun stands somewhere in the text after an article, a preposition or a number. In the Romance
languages it is the first word there (`do orçamento anual`), in English the last of its phrase
(`the annual budget will`). Verbs and most adjectives never stand there.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from mlsum.core.lang import Lang
from mlsum.core.tables import read_words
from mlsum.lexicon import calendar_words
from mlsum.summarization.terms import CAPITAL_NOUNS, is_stop_word

__all__ = ["NUMBER", "is_general", "nouns"]

NUMBER = "#"
"""The placeholder of a number among the words of a text."""

# Endings of infinitives.
_INFINITIVE = {
    "pt": re.compile(r".{2,}[aeiô]r$"),
    "es": re.compile(r".{2,}[aei]r$"),
    "fr": re.compile(r".{3,}(?:er|ir|re)$"),
    "it": re.compile(r".{2,}[aei]re$"),
}
_NO_HEAD = re.compile(r".{2,}(?:ed|ly)$")
_MODALS = ("will", "would", "can", "could", "may", "might", "must", "should")
_COPULAS = ("is", "are", "was", "were")
# An English word after the first is a verb; a word before the second is a noun.
_BEFORE_VERB = frozenset(
    (*_MODALS, "to", "cannot", "not", "i", "you", "he", "she", "it", "we", "they", "who")
)
_AFTER_NOUN = frozenset((*_MODALS, *_COPULAS, "of", "has", "have", "had"))
# A word after a noun and before one of these or an article is a verb.
_OBJECT = frozenset(("to", "that", "him", "them", "it", "us", NUMBER))


def nouns(texts: Sequence[Sequence[str]], lang: Lang) -> frozenset[str] | None:
    """The nouns of tokenized texts, in lower case; None where they cannot be found.

    `texts` have an empty word at punctuation, and NUMBER for a number.
    """
    if lang.language in CAPITAL_NOUNS:
        results = {word.lower() for words in texts for word in words if word[:1].isupper()}
    elif lang.language == "en":
        verbs = _verbs(texts)
        results = {noun for words in texts for noun in _heads(words, verbs)}
    elif lang.language in _INFINITIVE:
        results = {noun for words in texts for noun in _first(words, lang)}
    else:
        return None
    return frozenset(results) or None


def _verbs(texts: Sequence[Sequence[str]]) -> frozenset[str]:
    return frozenset(
        word
        for words in texts
        for before, word in pairwise(words)
        if before in _BEFORE_VERB and word.islower()
    )


def _heads(words: Sequence[str], verbs: frozenset[str]) -> Iterator[str]:
    """The last word of each English noun phrase."""
    lang = Lang("en")
    articles, prepositions = _words("en")
    before, run = "", list[str]()
    for word in [*words, ""]:
        low = word.lower()
        if word and word != NUMBER and not (is_stop_word(low, lang) or is_general(low, lang)):
            run.append(low)
            continue
        begins = before in articles or before == NUMBER
        if (
            run
            and len(run) > 1
            and (low in _OBJECT or low in articles or (begins and run[-1] in verbs))
        ):
            run.pop()
        while run and _NO_HEAD.match(run[-1]):
            run.pop()
        preceded = before in prepositions or (before in _COPULAS and run[1:])
        if run and (begins or preceded or (low in _AFTER_NOUN and before not in _BEFORE_VERB)):
            yield run[-1]
        before, run = low, []


def _first(words: Sequence[str], lang: Lang) -> Iterator[str]:
    """The first word of each Romance noun phrase."""
    articles, prepositions = _words(lang.language)
    infinitive = _INFINITIVE[lang.language]
    before = ""
    for word in words:
        low = word.lower()
        if is_general(low, lang) and before:
            continue  # o novo orçamento
        named = before in articles or before == NUMBER
        if named or (before in prepositions and not infinitive.match(low)):
            yield low
        before = low


@lru_cache(maxsize=8)
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The articles and the prepositions of a language."""
    articles, prepositions = read_words("determiners.txt"), read_words("prepositions.txt")
    return articles[language], prepositions[language]


def is_general(word: str, lang: Lang) -> bool:
    """Whether a word in lower case is a day, a month, an amount or a verb: no term by itself."""
    return word in _general(lang)


@lru_cache(maxsize=32)
def _general(lang: Lang) -> frozenset[str]:
    return read_words("generalwords.txt").get(lang.language, frozenset()) | calendar_words(lang)
