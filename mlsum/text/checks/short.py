"""Errors that models make in headings, signs and tags: too few words to say what they mean.

`Guerra` becomes `War War`, `comida` becomes `Anchor House`, `STAY TUNED` becomes `STAY TUNED (em
inglês)`. Longer texts are never flagged here. False alarms are measured by scripts/eval_short.py.
"""

from functools import lru_cache
from itertools import combinations

import regex

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows, read_words

__all__ = [
    "MOST_WORDS",
    "added_brackets",
    "added_name",
    "copied_words",
    "doubled",
    "in_sentence_case",
    "is_short",
    "same_words",
    "written_alike",
]

MOST_WORDS = 4
"""Words of a short text, those of grammar not counted: `Life in the countryside` has two."""

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")
_BRACKETED = regex.compile(r"[(\[{（【][^)\]}）】]*[)\]}）】]?")
_NOTE = regex.compile(r"\((?:em|in)\s\p{L}+\)[.!?]?\s*\Z")
_STEM, _ENDING = 4, 1  # letters that forms of one word share, and of an ending that they do not
_SHORTEST = 3  # letters of a word that can be seen to be a copy
_LONGEST_CODE = 4
_GRAMMAR = frozenset(
    (
        *("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "s", "the"),
        *("to", "with", "à", "ao", "aos", "as", "às", "com", "da", "das", "de", "do", "dos", "e"),
        *("em", "na", "nas", "no", "nos", "o", "os", "ou", "para", "por", "um", "uma"),
    )
)

# What one language says and another leaves out: `falhou`, `it failed`.
_PRONOUNS = frozenset(
    (
        *("i", "you", "he", "she", "it", "we", "they", "is", "are", "am", "be"),
        *("eu", "você", "ele", "ela", "isso", "nós", "eles", "elas", "é", "são", "está", "estão"),
    )
)


def is_short(text: str) -> bool:
    """Whether a text has letters, and too few words to show what it is about."""
    return 1 <= len(_content(text)) <= MOST_WORDS


def in_sentence_case(text: str) -> bool:
    """Whether a text has words in small letters beside others, those of grammar not counted."""
    words: list[str] = [w for w in _WORD.findall(text) if w.casefold() not in _GRAMMAR]
    small = sum(word.islower() for word in words)
    return 0 < small < len(words) <= 2 * small


def doubled(source_text: str, output: str) -> bool:
    """Whether a word comes twice, in one form or in two, where the source says nothing twice."""
    return _twice(_content(output)) and not _twice(_WORD.findall(source_text.casefold()))


def added_name(source_text: str, output: str) -> bool:
    """Whether the output is longer by a word with a capital, of which the source has none.

    A capital at the beginning of the text says nothing; neither does a text in capitals, or in a
    script that has none.
    """
    if output.isupper() or source_text.lower() == source_text.upper():
        return False
    more = len(_content(output)) > len(_content(source_text))
    return more and _capitals(output) and not _capitals(source_text)


def added_brackets(source_text: str, output: str) -> bool:
    """Whether the output has something in brackets that is not in the source at all.

    Of a longer text, only a note on its language at the end counts: `(em inglês)`.
    """
    if not is_short(source_text):
        return "(" not in source_text and _NOTE.search(output) is not None
    there = set(_content(source_text))
    added = (match[0] for match in _BRACKETED.finditer(output))
    return not _BRACKETED.search(source_text) and any(
        there.isdisjoint(_content(it)) for it in added
    )


def copied_words(source_text: str, output: str, source: Lang, target: Lang) -> bool:
    """Whether the words of the source come back, none of which both languages have by the tables.

    What may be a name or an abbreviation is not flagged: a word with a capital, `NATO`.
    """
    words = [
        word for word in _WORD.findall(source_text) if word.casefold() in _content(source_text)
    ]
    names = all(word[0].isupper() for word in words) and not source_text.isupper()
    if names or (len(words) == 1 and words[0].isupper() and len(words[0]) <= _LONGEST_CODE):
        return False
    same = _written_alike(source.language, target.language)
    text = {word for word in _content(source_text) if len(word) >= _SHORTEST}
    return not text <= same and text == {w for w in _content(output) if len(w) >= _SHORTEST}


def same_words(item: str, other: str, *, endings: bool = True) -> bool:
    """Whether two texts have the same words in order, those of grammar and letter case aside.

    With `endings`, forms of a word are one, `lottery` and `lotteries`, and pronouns do not count.
    """
    ours, others = _content(item), _content(other)
    if not endings:
        return ours == others
    ours, others = ([w for w in words if w not in _PRONOUNS] for words in (ours, others))
    return len(ours) == len(others) and all(map(_same, ours, others))


def written_alike(text: str, source: Lang, target: Lang) -> bool:
    """Whether two languages write all words of a text alike, by the tables."""
    return set(_content(text)) <= _written_alike(source.language, target.language)


def _content(text: str) -> list[str]:
    """The words of a text in small letters, without those of grammar."""
    words = [match[0] for match in _WORD.finditer(text.casefold())]
    return [word for word in words if word not in _GRAMMAR] or words


def _capitals(text: str) -> bool:
    words = [match[0] for match in _WORD.finditer(text)]
    return any(word[0].isupper() and word != "I" for word in words[1:])


def _twice(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 1]
    return any(_same(item, other) for item, other in combinations(long, 2))


def _same(item: str, other: str) -> bool:
    """Whether two words are one, but for an ending: `lottery` and `lotteries`."""
    shorter = min(len(item), len(other))
    shared = max(_STEM, shorter - _ENDING)
    return item == other if shorter < shared else item[:shared] == other[:shared]


@lru_cache(maxsize=16)
def _written_alike(source: str, target: str) -> frozenset[str]:
    """The words of the tables that two languages write alike: `editorial`, `podcast`."""
    pair = "-".join(sorted((source, target)))
    results = set(read_words("alike.txt").get(pair, ()))
    for row in (*read_rows("terms.tsv"), *read_rows("labels.tsv")):
        text = [
            {name.casefold() for name in row.get(language, "").split("|")}
            for language in (source, target)
        ]
        results |= text[0] & text[1]
    return frozenset(results)
