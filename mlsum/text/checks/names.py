"""Find the names of a sentence, and those that its translation lacks.

Capitals say where names may be. How likely a word is in lower case says which of those are names:
English also capitalizes `Supreme Court`, `President` and `Portuguese`. This knowledge, and the
forms that a name has in the target language (`Londres`), are passed in as functions.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import regex

from mlsum.core.lang import Lang
from mlsum.text.checks.capitals import (
    JOINTS,
    Run,
    Word,
    given_names,
    in_title_case,
    no_names,
    runs,
    titles,
    words_of,
)
from mlsum.text.checks.spellings import has_form, has_name, has_variant

__all__ = ["Known", "Name", "Rate", "is_bare_name", "names", "names_lost"]

Rate = Callable[[str], tuple[float, int, bool]]
"""The log-probability of a word, its number of pieces, and whether its letters are known."""
Known = Callable[[str], Collection[str]]
"""Every form of a name in the target language; none for a name that is not known.

A form that ends in `*` is the beginning of words: `brasil*`. Portuguese `em Natal` asks for places.
"""

# By how much a word with its capital must be likelier than without to be surely a name; and how
# much is enough where other things say so, too.
_LIKELIER, _PREFERRED = 3.0, 1.0
_RARE = -2.75  # the log-probability of a letter of words that are no names is higher
_ROMAN = regex.compile("[IVXLC]+")
# Languages in which a noun after a noun has no capital unless it is a name: a escala Cruzeiro.
_NO_TITLE_CASE = frozenset({"pt", "es", "fr", "it"})
# After a number, 대전 is a war; after another foreign word, a word is a part of a name.
_HANGUL = regex.compile(r"(?<![\p{Hangul}\p{Latin}\d\"”)]|차\s|\p{Latin}\s)\p{Hangul}{2,12}")
_PARTICLE = regex.compile(
    r"(?:은|는|이|가|을|를|의|에|에서|에게|과|와|로|으로|도|만|부터|까지|보다|시|시의|에는|에서는|와의|과의)?"
    r"(?!\p{Hangul})"
)
# What stands before a place in Portuguese: em Natal, a prefeitura de Natal.
_OF_PLACE = regex.compile(
    r"(?r)(?:\s[Ee]m|(?:prefeit(?:o|a|ura)|cidade|município|capital|aeroporto|moradores)\sde)\s\Z"
)
_NEAR = 4  # words of a row that tell of each other
_LONGEST = 5_000  # characters; a sentence is shorter, and what is longer is not looked at
_BARE = 6  # words of a name with the small ones in it
_BARE_LONGEST = 100  # characters
_GIVEN_WORDS = 3  # of which the given name is one
_BARE_REST = regex.compile(r"[^\p{L}\p{M}\s.'’-]|\p{Ll}\.")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `text[start:end]`, and its forms in the target language where they are known.

    A `person` has several names in a row, which no language spells in its own way.
    """

    start: int
    end: int
    text: str
    forms: tuple[str, ...] = ()
    person: bool = False


def names_lost(
    source_text: str, output: str, source: Lang, target: Lang, rate: Rate | None, known: Known
) -> list[str]:
    """The names of the source that have no trace in the output.

    `rate` is for words of the source, `known` for names of the source in the target language. A
    name that is not known is looked for only between languages in Latin letters. Of a text that is
    longer than any sentence, the beginning is looked at.
    """
    latin = "ko" not in (source.language, target.language)
    return [
        name.text
        for name in names(source_text[:_LONGEST], source, rate, known)
        if (name.forms or latin) and not _there(name, output, source_text)
    ]


def _there(name: Name, output: str, source_text: str) -> bool:
    return (
        has_name(name.text, output)
        or any(has_form(form, output) for form in name.forms)
        or (not (name.person or name.forms) and has_variant(name.text, output, source_text))
    )


def names(text: str, lang: Lang, rate: Rate | None, known: Known) -> list[Name]:
    """The names of a sentence in order; words that may be no names are left out.

    None in a text in capitals or in title case, whose capitals say nothing. Without `rate`, only
    names that are known and those of Korean people are found.
    """
    if lang.language == "ko":
        return _hangul(text, known)
    words = words_of(text, lang)
    if in_title_case(words, lang):
        return []
    judge = _Judge(lang, rate, known, any(not word.capital for word in words))
    return [name for run in runs(text, words) for name in judge.of_run(text, run)]


def _hangul(text: str, known: Known) -> list[Name]:
    """The names of a Korean sentence that are known, each at the start of a word."""
    results = []
    for match in _HANGUL.finditer(text):
        for size in range(len(match[0]), 1, -1):
            start, end = match.start(), match.start() + size
            if _PARTICLE.match(text, end) and (forms := known(text[start:end])):
                results.append(Name(start, end, text[start:end], tuple(forms)))
                break
    return results


def is_bare_name(text: str, lang: Lang, rate: Rate | None, known: Known) -> bool:
    """Whether a whole text, such as a list item or a table cell, is the name of someone or a place.

    `John Smith` and `Busan` are, `Royal Newsletter` and `Detective` are not.
    """
    text = text.strip()
    words = words_of(text[: _BARE_LONGEST + 1], lang)
    if not words or len(text) > _BARE_LONGEST or len(words) > _BARE or _BARE_REST.search(text):
        return False
    if known(text):
        return True
    if not all(word.capital or word.text in JOINTS for word in words):
        return False
    return _Judge(lang, rate, known, prose=False).all_names(words)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What tells names from other capitalized words. `prose`: the text has words in lower case."""

    lang: Lang
    rate: Rate | None
    known: Known
    prose: bool

    def of_run(self, text: str, run: Run) -> Iterator[Name]:
        """The names in a row of capitalized words."""
        results: list[Name] = []
        at = 0
        while at < len(run):
            size, forms = self._longest(text, run[at : at + _BARE])
            if size and not (size == 1 and self._ordinary_opening(run[at])):
                results.append(_name(text, run[at : at + size], forms))
            elif self._is_name(run, at):
                results.append(_name(text, run[at : at + 1]))
            at += size or 1
        capitals = sum(word.capital for word in run)
        person = len(results) == capitals > 1 and not any(name.forms for name in results)
        return (replace(name, person=person) for name in results)

    def all_names(self, words: Run) -> bool:
        """Whether words are one name: of a Korean, after a given name, or likely by each word."""
        capitals = [word for word in words if word.capital]
        if any(map(self._translated, capitals)):
            return False
        if any(word.given for word in capitals):
            return len(capitals) <= _GIVEN_WORDS
        if len(capitals) > 1 and words[0].text.casefold() in given_names():
            return True
        sure = [self._gap(word.text) >= _LIKELIER for word in capitals]
        if len(words) == 1:
            return sure[0] and not self._common(words[0].text)
        rare = [not self._common(word.text) for word in capitals]
        likely = [self._gap(word.text) >= _PREFERRED for word in capitals]
        return (sure[0] or rare[0]) and all(map(any, zip(sure, rare, likely, strict=True)))

    def _longest(self, text: str, run: Run) -> tuple[int, tuple[str, ...]]:
        """How many words from the first one are a name that is known, and its forms."""
        before = "em " if _OF_PLACE.search(text, 0, run[0].start) else ""
        for size in range(len(run) if run[0].capital else 0, 0, -1):
            phrase = text[run[0].start : run[size - 1].end]
            if run[size - 1].capital and (forms := self.known(before + phrase)):
                return size, tuple(forms)
        return 0, ()

    def _ordinary_opening(self, word: Word) -> bool:
        """Whether a word may have its capital from the start of a sentence alone."""
        whole = self.rate is None or self.rate(word.text.lower())[1] == 1
        return word.opens and whole and self._gap(word.text) < _PREFERRED

    def _is_name(self, run: Run, at: int) -> bool:
        word = run[at]
        if not word.capital or self._translated(word):
            return False
        if any(0 <= i < len(run) and run[i].given for i in (at - 1, at, at + 1)):
            return True  # Choi Tae-bok
        if len(word.text) == 1 or self.rate is None:
            return False
        if word.text.removesuffix("s").isupper():
            return not word.opens and len(word.text) > 2 and not _ROMAN.fullmatch(word.text)
        alone = word.opens and not (at + 1 < len(run) and run[at + 1].capital)
        if self._gap(word.text) >= _LIKELIER and not self._of_institution(
            run[max(0, at - _NEAR) : at + _NEAR]
        ):
            return not alone or self.rate(word.text)[1] == 1
        if self._common(word.text):
            single = len(run) == 1 and not word.opens and self.lang.language in _NO_TITLE_CASE
            return single and (word.apposed or self.rate(word.text.lower())[1] > 1)
        whole = self.rate(word.text)[1] == 1  # Hurricane, Navy: or a name, Stanford
        return not (alone or whole) and (self.prose or not word.opens)

    def _translated(self, word: Word) -> bool:
        small = word.text.casefold()
        return small in no_names(self.lang) or small in titles(self.lang)

    def _of_institution(self, run: Run) -> bool:
        """Whether ordinary words are among others: `National Hurricane Center`, `Royal Navy`."""
        return any(
            word.capital
            and not word.opens
            and word.text.casefold() not in titles(self.lang)
            and (word.text.casefold() in no_names(self.lang) or self._common(word.text))
            for word in run
        )

    def _common(self, word: str) -> bool:
        """Whether a word in lower case is in the vocabulary, or as likely as if: `parenthood`."""
        if self.rate is None:
            return True
        log, pieces, _ = self.rate(word.lower())
        return pieces == 1 or log > _RARE * len(word)

    def _gap(self, word: str) -> float:
        """By how much a word is likelier with its capital than in lower case."""
        return self.rate(word)[0] - self.rate(word.lower())[0] if self.rate else 0.0


def _name(text: str, run: Run, forms: tuple[str, ...] = ()) -> Name:
    start, end = run[0].start, run[-1].end
    return Name(start, end, text[start:end], forms)
