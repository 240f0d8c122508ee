"""Key terms and names of a text: terms that recur, weighted by position, in their usual form.

Candidates are nouns, runs of capitalized words (names), and runs of two or three words that recur.
A part of a longer term counts only for that term. Korean words lose their particles, and verbs are
left out. In scripts without spaces, terms are runs of characters.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log2, sqrt

from mlsum.core.document import KeyTerm
from mlsum.core.lang import Lang
from mlsum.summarization.korean import bare, kiwi_installed, kiwi_nouns
from mlsum.summarization.nouns import NUMBER, is_general, nouns
from mlsum.summarization.terms import CAPITAL_NOUNS, is_stop_word
from mlsum.text.script import UNSPACED

__all__ = ["key_terms"]

_LETTER = rf"[^\W_{UNSPACED}]"
# A word, or several written as one: R&D, Jean-Paul, l'eau. Signs and codes of money are no words.
_TOKEN = re.compile(
    rf"[{UNSPACED}]+|(?<!{_LETTER})(?!\d|(?:USD|EUR|BRL|KRW|JPY|GBP|CNY)\b|[A-Z]{{1,3}}\$)"
    rf"{_LETTER}+(?:(?:[-·&]|['’](?![가-힣])){_LETTER}+)*"
)
_NUMBER = re.compile(r"[\d%]\s*$|[$€£¥₩]")
_RUN = re.compile("[ぁ-ん]+|[^ぁ-ん]+")
# Words inside a name or a term.
_JOINTS = frozenset(["de", "da", "do", "das", "dos", "del", "di", "du", "van", "von", "der", "of"])
_PLURAL = frozenset(["en", "pt", "es", "fr"])
_NOUN_LAST = CAPITAL_NOUNS | {"en"}
_POSSESSIVE = re.compile(r"['’]s?$")
# The most texts that Kiwi reads, and the most characters of each.
_KIWI_TEXTS, _KIWI_CHARACTERS = 500, 1000
_LONGEST = 3
_LONGEST_NAME = 6
_NAME, _TITLE, _ONCE = 1.3, 1.5, 0.5

Words = tuple[str, ...]


def key_terms(
    sentences: Sequence[str], lang: Lang, title: str = "", count: int = 10
) -> list[KeyTerm]:
    """The `count` terms of most weight (the first has 1), equal ones in the order of the text."""
    texts = [
        unicodedata.normalize("NFC", text) for text in ([title] if title else []) + [*sentences]
    ]
    tokenized = [list(_words(text)) for text in texts]
    if lang.language == "ko":
        tokenized = _korean(texts, tokenized)
    names = _names(tokenized, lang)
    # A headline alone has too little context to find nouns.
    noun_words = nouns(tokenized, lang) if len(tokenized) > 1 else None
    known = noun_words and frozenset(_key(noun, lang) for noun in noun_words)
    longest = max((_LONGEST, *map(len, names)))
    places: dict[Words, list[int]] = defaultdict(list)
    forms: dict[Words, Counter[str]] = defaultdict(Counter)
    for index, words in enumerate(tokenized):
        for run in _candidates(words, lang, names, known, longest):
            key = tuple(_key(word, lang) for word in run)
            places[key].append(index)
            forms[key][("" if _unspaced(run[0]) else " ").join(run)] += 1
    kept = _longest_first(places, names)
    weights = {
        key: sum(1 / log2(index + 2) for index in indices)
        * sqrt(len(key))
        * (_NAME if key in names else _ONCE if len(indices) == 1 else 1)
        * (_TITLE if title and indices[0] == 0 else 1)
        for key, indices in kept.items()
    }
    best = sorted(weights, key=lambda key: (-weights[key], kept[key][0]))[:count]
    return [
        KeyTerm(
            forms[key].most_common(1)[0][0],
            weights[key] / weights[best[0]],
            len(kept[key]),
            key in names,
        )
        for key in best
    ]


def _words(text: str) -> Iterator[str]:
    """Words in order, with NUMBER after a number, and an empty word for other breaks."""
    at = 0
    for match in _TOKEN.finditer(text):
        if (between := text[at : match.start()]).strip():
            yield NUMBER if _NUMBER.search(between) else ""
        at = match.end()
        if _unspaced(match[0]):
            yield from _RUN.findall(match[0])
        else:
            yield _POSSESSIVE.sub("", match[0])
    if text[at:].strip():
        yield NUMBER if _NUMBER.search(text[at:]) else ""


def _korean(texts: Sequence[str], tokenized: Sequence[Sequence[str]]) -> list[list[str]]:
    """The nouns of Korean texts, by Kiwi where it is installed and fast enough."""
    if not kiwi_installed() or not texts:
        return bare(tokenized)
    # Its time grows faster than the length of a sentence.
    short = [i for i, text in enumerate(texts) if len(text) <= _KIWI_CHARACTERS][:_KIWI_TEXTS]
    results = bare(tokenized)
    by_kiwi = kiwi_nouns([texts[i] for i in short], [tokenized[i] for i in short])
    for i, words in zip(short, by_kiwi, strict=True):
        results[i] = words
    return results


def _names(tokenized: Sequence[Sequence[str]], lang: Lang) -> frozenset[Words]:
    """Runs of capitalized words; the first of a sentence only if it is one elsewhere, too."""
    if lang.language in CAPITAL_NOUNS:
        return frozenset()
    tokenized = [words for words in tokenized if not _in_title_case(words, lang)]
    inside = {word for words in tokenized for before, word in pairwise(words)
              if before[:1].isalpha() and word[:1].isupper()}  # fmt: skip
    names = set()
    for words in tokenized:
        for run in _capitals(words):
            if len(run) > _LONGEST_NAME:
                continue  # a line in capitals
            if run[0] not in inside and run[0] == words[0]:
                run = run[1:] if len(run) == 1 or _is_empty(run[0], lang) else run
            while run and _opens_no_name(run, inside, lang):
                run = run[1:]
            if run and len("".join(run)) > 1:
                names.add(tuple(_key(word, lang) for word in run))
    return frozenset(names)


def _opens_no_name(run: Sequence[str], inside: set[str], lang: Lang) -> bool:
    """Whether the first word is no part of a name, as in `The Bank` but not in `São Paulo`."""
    if len(run) == 1:
        return _is_empty(run[0], lang)
    return is_stop_word(run[0], lang) and run[0] not in inside


def _in_title_case(words: Sequence[str], lang: Lang) -> bool:
    """Whether all words but stop words have a capital, so that it marks no name."""
    heads = [
        word[0].isupper() for word in words if word[:1].isalpha() and not is_stop_word(word, lang)
    ]
    return len(heads) > _LONGEST and all(heads)


def _capitals(words: Sequence[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for word in [*words, ""]:
        if word[:1].isupper() or (run and word in _JOINTS):
            run.append(word)
            continue
        while run and run[-1] in _JOINTS:
            run.pop()
        if run:
            yield run
        run = []


def _candidates(
    words: Sequence[str],
    lang: Lang,
    names: frozenset[Words],
    known: frozenset[str] | None,
    longest: int,
) -> Iterator[Words]:
    """Runs of words that may be terms, and names of at most `longest` words."""
    for start in range(len(words)):
        for size in range(1, min(longest, len(words) - start) + 1):
            run = tuple(words[start : start + size])
            if not run[-1][:1].isalpha():
                break
            key = tuple(_key(word, lang) for word in run)
            if (key in names and run[0][:1].isupper()) or (
                size <= _LONGEST and _is_term(run, lang, known)
            ):
                yield run
            elif size == 1 and _unspaced(run[0]):
                yield from ((part,) for part in _substrings(run[0]))


def _is_term(run: Words, lang: Lang, known: frozenset[str] | None) -> bool:
    """Whether the words can be a term: a noun, no stop words but a joint inside, no single letter.

    The noun is the last word in English and German, and the first in the Romance languages.
    """
    if _unspaced(run[0]):
        return False
    noun = _key(run[-1 if lang.language in _NOUN_LAST else 0], lang)
    if known is not None and noun not in known and "&" not in noun:
        return False
    inner = (word for word in run[1:-1] if word not in _JOINTS)
    return not any(len(word) < 2 or _is_empty(word, lang) for word in (run[0], run[-1], *inner))


def _is_empty(word: str, lang: Lang) -> bool:
    """Whether a word by itself says nothing about the subject of a text."""
    return is_stop_word(word, lang) or is_general(word.lower(), lang)


def _substrings(run: str) -> Iterator[str]:
    """All runs of two to six characters of a text without spaces, hiragana aside."""
    if not "ぁ" <= run[0] <= "ん":
        for size in range(2, min(6, len(run)) + 1):
            for start in range(len(run) - size + 1):
                yield run[start : start + size]


def _longest_first(
    places: dict[Words, list[int]], names: frozenset[Words]
) -> dict[Words, list[int]]:
    """The terms with their places, the longest first; parts need places of their own.

    Several words are a term where they recur or are a name. A word that is mostly part of such a
    term is dropped. If it belongs to one name only, its places count for the name.
    """
    terms = {
        key: indices
        for key, indices in places.items()
        if len(indices) > 1 or key in names or not (len(key) > 1 or _unspaced(key[0]))
    }
    kept: dict[Words, list[int]] = {}
    covered: Counter[Words] = Counter()
    for key in sorted(terms, key=lambda key: (-len(key), -sum(map(len, key)))):
        indices = terms[key]
        alone = len(indices) - covered[key]
        if alone * 2 <= len(indices):
            continue
        kept[key] = indices
        for part in _parts(key):
            covered[part] += alone
    owners: dict[str, list[Words]] = defaultdict(list)
    for name in kept:
        if len(name) > 1 and name in names and not _JOINTS.intersection(name):
            for word in name:
                owners[word].append(name)
    for key in [key for key in kept if len(key) == 1 and key in names]:
        if len(owners[key[0]]) == 1 and (owner := owners[key[0]][0]) in kept:
            kept[owner] = sorted({*kept[owner], *kept.pop(key)})
    return kept


def _parts(key: Words) -> Iterator[Words]:
    if len(key) == 1 and _unspaced(key[0]):
        yield from ((part,) for part in _substrings(key[0]) if part != key[0])
        return
    for size in range(1, len(key)):
        for start in range(len(key) - size + 1):
            yield key[start : start + size]


def _key(word: str, lang: Lang) -> str:
    """The common form of a word: without case and plural s."""
    folded = word.casefold()
    if lang.language in _PLURAL and len(folded) > 4 and folded[-1] == "s" and folded[-2] != "s":
        return folded[:-1]
    return folded


def _unspaced(word: str) -> bool:
    return bool(word) and re.match(f"[{UNSPACED}]", word) is not None
