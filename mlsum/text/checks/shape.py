"""What shows in the shape of an output, whatever it says: loops, length, script, a mere copy."""

from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.text.script import likely_script

__all__ = ["copied", "empty", "length_off", "repeats", "script_off", "writable"]

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*")
_LETTER = regex.compile(r"\p{L}")
# The same word three times on end; a phrase of two to six words three times; a syllable six times;
# the same marks over and over.
_LOOPS = regex.compile(
    r"\b(?P<word>\p{L}[\w'’-]{0,60})(?:\W{1,3}(?P=word)\b){2,}"
    r"|\b(?P<phrase>\w{1,60}(?:\W{1,3}\w{1,60}){1,5})(?:\W{1,3}(?P=phrase)\b){2,}"
    r"|(?P<syllable>\p{L}{1,4}?)(?P=syllable){5,}"
    r"|(?P<marks>[^\w\s]{1,3})(?:\s?(?P=marks)){5,}",
    regex.IGNORECASE,
)
# How much a character says, in letters of an alphabet; means of 510 aligned sentences for Hangul.
_WEIGHTS = {"hangul": 2.1, "han": 3.0, "kana": 1.8}
_SIZED = regex.compile(
    r"(?P<hangul>\p{Hangul})|(?P<han>\p{Han})|(?P<kana>[\p{Hiragana}\p{Katakana}])|[\p{L}\p{N}]"
)
# Of 1530 pairs of human translations (en, pt, ko) the ratio, ten letters added to both, is between
# 0.60 and 2.08; all but 4 are below 1.84.
_SHORTEST, _LONGEST, _SLACK = 0.5, 2.1, 10
_SCRIPTS = {
    **dict.fromkeys(("Hans", "Hant", "Hani"), r"\p{Han}"),
    "Jpan": r"[\p{Han}\p{Hiragana}\p{Katakana}]",
    "Kore": r"\p{Hangul}",
}


def empty(source_text: str, output: str) -> bool:
    """Whether nothing is left of a text that had letters."""
    return bool(_LETTER.search(source_text)) and not _WORD.search(output)


def repeats(source_text: str, output: str) -> bool:
    """Whether the output goes round in circles where the source does not."""
    looping = _longest_loop(output) > 1.5 * _longest_loop(source_text)
    return looping or _sameness(output) - _sameness(source_text) > 0.4


def length_off(source_text: str, output: str) -> bool:
    """Whether the output says much more or much less than the source can have said."""
    ratio = (_size(output) + _SLACK) / (_size(source_text) + _SLACK)
    return not _SHORTEST <= ratio <= _LONGEST


def copied(source_text: str, output: str) -> bool:
    """Whether the output is the source again: at least 80 % of five or more words, names aside."""
    words = [word for word in _WORD.findall(source_text) if len(word) > 3 and word.islower()]
    there = set(_WORD.findall(output))
    return len(words) >= 5 and sum(word in there for word in words) >= 0.8 * len(words)


def script_off(output: str, target: Lang) -> bool:
    """Whether less than a quarter of ten or more letters are in the script of the language."""
    letters = _LETTER.findall(output)
    own = _script_pattern(target)
    there = sum(own.match(letter) is not None for letter in letters)
    return len(letters) >= 10 and there < len(letters) / 4


def writable(text: str, lang: Lang) -> bool:
    """Whether at least one letter is in the script of the language."""
    return _script_pattern(lang).search(text) is not None


def _longest_loop(text: str) -> int:
    return max((len(match[0]) for match in _LOOPS.finditer(text)), default=0)


def _sameness(text: str) -> float:
    """The share of words that were there before, in a text of fifteen words or more."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return 1 - len(set(words)) / len(words) if len(words) >= 15 else 0.0


def _size(text: str) -> float:
    return sum(_WEIGHTS.get(match.lastgroup or "", 1.0) for match in _SIZED.finditer(text))


@lru_cache(maxsize=64)
def _script_pattern(lang: Lang) -> "regex.Pattern[str]":
    """A letter of the script a language is written in (CLDR likely subtags)."""
    script = likely_script(lang) or "Latn"
    try:
        return regex.compile(_SCRIPTS.get(script, rf"\p{{sc={script}}}"))
    except regex.error:
        return _LETTER  # a code that no letter has, such as Zxxx
