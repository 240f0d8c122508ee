"""Restore sentence case in headlines, since models are trained on sentences (truecasing).

`DEFENSE MINISTER VISITS SEOUL` and `Defense Minister Visits Seoul` become `Defense minister visits
Seoul`: every word gets its likelier spelling, or the spelling in the document's running text.
For news sentences in title case, chrF is 61 (English to Portuguese) and 49 (reverse); truecased, 68
and 67; in the original case, 70 and 70. In capitals it is 3 and 2; truecased, 68 and 66
(scripts/eval_headlines.py).
"""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.engines.spelling import Likelihood, likelihood
from mlsum.text.script import own_letters

__all__ = ["lowered", "only_names", "truecase", "uncapitalized"]

Rate = Callable[[str], Likelihood]

# Not within a code, an address, a ticker or a hashtag.
_WORD = regex.compile(
    r"(?<![\p{L}\p{M}\d$#@./_:])\p{L}[\p{L}\p{M}'’]*+(?:-\p{L}[\p{L}\p{M}'’]*+)*+"
    r"(?![\d@/_]|[.-][\p{L}\d]|://)"
)
# Searched backwards from the word, which takes linear time.
_OPENS = regex.compile(r"(?r)(?:\A|[.!?…]\s)[^\p{L}\d]*\Z")
_WITHIN = regex.compile(r"(?<=[\p{Ll}\d,;]\s)\p{L}[\p{L}\p{M}'’-]*+")
_LETTERS, _WORDS = 12, 4
_CONTEXT = 20_000  # characters of running text that are read
# By how much lower case must be likelier for a word in the vocabulary, for a word that is only in
# parts (most names), and for a word next to a name: Gordon Brown, Joe Biden.
_ALONE, _BESIDE_NAME = (-1.0, -0.5), (1.0, 3.0)
# By how much the capital must be likelier for a word alone to be a name: Brazil, but not Royal.
_SURELY = 2.05
_LONGEST_CODE = 4
_SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "be", "by", "for", "from", "if", "in", "into", "he", "is"),
        *("it", "me", "my", "of", "on", "or", "so", "the", "to", "up", "we", "with"),
        *("à", "ao", "aos", "às", "com", "da", "das", "de", "do", "dos", "e", "em", "já", "na"),
        *("nas", "no", "nos", "o", "os", "ou", "para", "por", "se", "sem", "um", "uma"),
    )
)


def truecase(text: str, lang: Lang, context: str = "") -> str:
    """Convert text in capitals or title case to sentence case; other text is unchanged.

    `context` is running text of the same document. Without a vocabulary of `lang`, capitals become
    title case, and title case stays.
    """
    capitals = _in_capitals(text)
    rate = likelihood(lang) if capitals or _in_title_case(text) else None
    if not rate and not capitals:
        return text
    known = _spellings(context[:_CONTEXT])
    words = list(_WORD.finditer(text))
    names = [rate is not None and _is_name(word[0], rate, capitals) for word in words]
    written, at = [], 0
    for i, match in enumerate(words):
        beside_name = any(
            names[j] and text[words[min(i, j)].end() : words[max(i, j)].start()] == " "
            for j in (i - 1, i + 1)
            if 0 <= j < len(words)
        )
        word = known.get(match[0].lower()) or _spelled(
            match[0], own_letters(lang), rate, capitals, beside_name
        )
        opens = _OPENS.search(text, at, match.start()) is not None
        written += [text[at : match.start()], word[:1].upper() + word[1:] if opens else word]
        at = match.end()
    return "".join([*written, text[at:]])


def lowered(text: str, lang: Lang, context: str = "") -> str:
    """Lower-case a short text as within a sentence: `Rain` is `rain`, `NATO` stays.

    A text with inner capitals that is not all in capitals is treated as a name and stays. Without a
    vocabulary of `lang`, everything else is lower-cased. `context` is as in `truecase`.
    """
    words = list(_WORD.finditer(text))
    capitals = text.isupper()
    if not capitals and any(match[0] != match[0].lower() for match in words[1:]):
        return text
    rate, known = likelihood(lang), _spellings(context[:_CONTEXT])
    written, at = [], 0
    for match in words:
        word = known.get(match[0].lower()) or _alone(match[0], rate, capitals)
        written += [text[at : match.start()], word]
        at = match.end()
    return "".join([*written, text[at:]])


def uncapitalized(text: str, lang: Lang) -> str:
    """Lower-case a text in title case, except for known names."""
    rate = likelihood(lang)
    return str(_WORD.sub(lambda word: _alone(word[0], rate, text.isupper()), text))


def only_names(text: str, lang: Lang) -> bool:
    """Whether every word, except function words, is a known name."""
    rate = likelihood(lang)
    words = [match[0] for match in _WORD.finditer(text) if match[0].lower() not in _SMALL]
    return rate is not None and all(
        _alone(word, rate, text.isupper())[0].isupper() for word in words
    )


def _alone(word: str, rate: Rate | None, capitals: bool) -> str:
    """The spelling of a word without context."""
    small, title = word.lower(), _titled(word)
    if not rate or small in _SMALL or word == small:
        return small
    if word != title and not capitals:
        return word  # NATO, McDonald
    if len(word) <= _LONGEST_CODE and rate(word).log > rate(small).log:
        return word
    return title if rate(title).log > rate(small).log + _SURELY else small


def _in_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= _LETTERS and all(map(str.isupper, letters)) and " " in text


def _in_title_case(text: str) -> bool:
    """Whether there are several longer words and all are capitalized."""
    words = (match[0] for match in _WORD.finditer(text))
    long = [word for word in words if len(word) > 3 and word.lower() not in _SMALL]
    return len(long) >= _WORDS and all(word[0].isupper() for word in long)


def _is_name(word: str, rate: Rate, capitals: bool) -> bool:
    """Whether a word is likelier with a capital than without."""
    title, small = _titled(word) if capitals else word, word.lower()
    return small not in _SMALL and title[1:].islower() and not _likelier(small, title, rate, _ALONE)


def _spelled(word: str, letters: str, rate: Rate | None, capitals: bool, beside_name: bool) -> str:
    """The likeliest spelling of a word; beside a name it must be a good deal likelier."""
    small, title = word.lower(), _titled(word) if capitals else word
    if small in _SMALL or word == small:
        return small
    if not all(char.isascii() or char in letters for char in small if char.isalpha()):
        return title  # a name from elsewhere
    if capitals and len(word) < 3:
        return word  # UN, EU, US
    if rate is None:
        return title
    if not capitals and not all(part[1:] == part[1:].lower() for part in word.split("-")):
        return word  # NATO, McDonald
    forms = {title, small[:1] + title[1:], word} - {small}  # 28-Year-Old, anti-American, NATO
    best = max(sorted(forms), key=rate)
    return small if _likelier(small, best, rate, _BESIDE_NAME if beside_name else _ALONE) else best


def _likelier(small: str, other: str, rate: Rate, margins: tuple[float, float]) -> bool:
    result = rate(small)
    return result.known and result.log > rate(other).log + margins[result.pieces > 1]


def _titled(word: str) -> str:
    return "-".join(map(str.capitalize, word.split("-")))


@lru_cache(maxsize=8)
def _spellings(text: str) -> dict[str, str]:
    """How words are spelled within the sentences of a text, most often."""
    counts = Counter(match[0] for match in _WITHIN.finditer(text))
    # The last entry of a key wins: the most frequent one.
    return {word.lower(): word for word, _ in reversed(counts.most_common())}
