"""Whether a name stands in a text, in its own letters or in a spelling of another language.

`Łódź` is there as `Lodz`, `Herodotus` as `Heródoto`, but `Balasubramanian` is not as
`Bushsubramanian`, nor `Choi Tae-bok` as `choi tae-bok`.
"""

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import takewhile

import regex

__all__ = ["bare", "has_form", "has_name", "has_variant"]

# Korean writes particles onto words in Latin letters, too.
_PARTS = regex.compile(r"(?V1)[\p{L}\p{M}\d--\p{Hangul}]+|\p{Hangul}+")
_WORDS = regex.compile(r"(?V1)[\p{L}\p{M}\d--\p{Hangul}]+(?:[-'’.][\p{L}\p{M}\d--\p{Hangul}]+)*")
# Letters that have no decomposition (Unicode), and how they are written without diacritics.
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i"}
    | {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ħ": "h", "’": "'"}
)
# Letters and groups that one language writes for those of another: Philip, Filipe; Egypt, Egito.
_SOUNDS = (
    *(("ph", "f"), ("mf", "nf"), ("th", "t"), ("ch", "k"), ("qu", "k"), ("ck", "k"), ("lh", "l")),
    *(("nh", "n"), ("gn", "n"), ("pt", "t"), ("ct", "t"), ("mn", "n"), ("tions", "s")),
    *(("tion", "s"), ("ç", "s"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("x", "s")),
    *(("j", "g"), ("y", ""), ("h", "")),
)
_HANGUL = regex.compile(r"\p{Hangul}")
_VOWELS = regex.compile(r"[aeiou]")
_DOUBLED = regex.compile(r"(.)\1+")
_ALIKE = 5  # letters; shorter words have too few to tell
# Consonants that must be the same, and those of the endings that may differ: Copernicus, Copérnico.
_ROOT = 3
_ENDING = regex.compile("[klmns]{0,2}")


def bare(text: str) -> str:
    """The text without diacritics: `Sefcovic` for `Šefčovič`."""
    plain = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char))


def has_form(form: str, text: str) -> bool:
    """Whether a known form of a name is in the text; `brasil*` begins a word there, in any case.

    Another form keeps its capital, an acronym all of them. Korean writes particles onto a name.
    """
    if _HANGUL.search(form):
        return form.rstrip("*").replace(" ", "") in text.replace(" ", "")
    exact = form.isupper() or not form.endswith("*")
    words = _spaced(form, exact)
    result = f" {_spaced(text, exact)} "
    if form.endswith("*"):
        return f" {words}" in result
    if f" {words} " in result or f" {words.upper()} " in result:
        return True
    return _with_a_word_between(_spaced(form, True).split(), _spaced(text, True).split())


def _with_a_word_between(form: list[str], words: list[str]) -> bool:
    """Whether words have a form with one more behind its first: `a agência estatal Anadolu`.

    The first word, which often says of what kind the name is, may have lost its capital.
    """
    if len(form) < 2:
        return False
    return any(
        word.casefold() == form[0].casefold() and words[i + 2 : i + 1 + len(form)] == form[1:]
        for i, word in enumerate(words)
    )


def has_name(word: str, output: str) -> bool:
    """Whether a word of a name is in the output, with a capital."""
    return _joined(word).casefold() in _capitalized(output)


def has_variant(word: str, output: str, source_text: str) -> bool:
    """Whether a name is in the output as another language spells it, with or without a capital.

    What the output shares with the source is no other spelling: `Carla` is not `Carlos`.
    """
    same = _reordered if word[:-1].isupper() else _alike
    return any(same(word, other) for other in _new_words(output, source_text))


@lru_cache(maxsize=256)
def _spaced(text: str, exact: bool) -> str:
    """The words of a text without diacritics, a blank between them."""
    words = " ".join(_PARTS.findall(bare(text)))
    return words if exact else words.casefold()


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words of a text, those with hyphens also whole, a genitive also without its ending."""
    whole = _WORDS.findall(text)
    parts = [part for word in whole for part in _PARTS.findall(word)]
    return frozenset((*whole, *parts))


@lru_cache(maxsize=256)
def _new_words(output: str, source_text: str) -> frozenset[str]:
    return _words(output) - _words(source_text)


@lru_cache(maxsize=256)
def _capitalized(text: str) -> frozenset[str]:
    """The words that begin with a capital, folded."""
    return frozenset(_joined(word).casefold() for word in _words(text) if word[0].isupper())


@lru_cache(maxsize=4096)
def _joined(word: str) -> str:
    return "".join(_PARTS.findall(bare(word)))


def _alike(word: str, other: str) -> bool:
    """Whether two words differ as the same name does in two languages: by vowels and endings."""
    if min(len(word), len(other)) < _ALIKE or word.casefold() == other.casefold():
        return False
    first, second = _skeleton(word), _skeleton(other)
    pairs = zip(first, second, strict=False)
    root = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return (
        root >= _ROOT
        and _ENDING.fullmatch(first, root) is not None
        and _ENDING.fullmatch(second, root) is not None
    )


def _reordered(acronym: str, other: str) -> bool:
    """Whether an acronym may be another one in the order of another language: IOC, COI."""
    acronym, other = acronym.removesuffix("s"), other.removesuffix("s")
    common = Counter(acronym) & Counter(other)
    return other.isupper() and 2 * common.total() >= max(len(acronym), len(other))


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    """The first letter of a word and the consonants after it, as they sound."""
    word = bare(word.casefold().replace("ç", "s"))
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    consonants: str = _DOUBLED.sub(r"\1", _VOWELS.sub("", word[1:]))
    return word[:1] + consonants
