"""Find the names of a sentence, and those that its translation lacks.

Capitals say where names may be. How likely a word is in lower case says which of those are names:
English also capitalizes `Supreme Court`, `President` and `Portuguese`. This knowledge, and the
forms that a name has in the target language (`Londres`), are passed in as functions.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from mlsum.checks.spellings import has_form, has_name, has_variant
from mlsum.lang import Lang
from mlsum.tables import read_words

__all__ = ["Known", "Name", "Rate", "is_bare_name", "names", "names_lost"]

Rate = Callable[[str], tuple[float, int]]
"""The log-probability of a word, and in how many pieces a vocabulary has it."""
Known = Callable[[str], Collection[str]]
"""Every form of a name in the target language; none for a name that is not known.

A form that ends in `*` stands for all words that begin so: `brasil*`.
"""

# One syllable of a Korean or Chinese given name: Tae-bok, Heung-min, Kai-shek.
_SYLLABLE = (
    r"(?:ch|kk|tt|pp|ss|jj|sh|ts|[gkndrlmbpsjhtyw])?[yw]?(?:ae|eo|eu|oo|ou|ee|ui|oi|[aeiou])"
    r"(?:ng|ck|[nmlkptrbgh])?"
)
_WORD = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\d@#$/_.])(?:(?P<given>(?=\p{{Lu}})(?i:{_SYLLABLE}-{_SYLLABLE})(?![\p{{L}}-]))"
    r"|(?:\p{Lu}\.){2,}(?:\p{Lu}\b)?|\p{L}[\p{L}\p{M}\d]*+(?:['’]\p{L}{2,})?)"
    r"(?![@_/]|\.\p{L}{2})"
)
# Languages in which a noun after a noun has no capital unless it is a name: a escala Cruzeiro.
_NO_TITLE_CASE = frozenset({"pt", "es", "fr", "it"})
_JOINTS = frozenset("de da do das dos del di du la of von van der den bin ibn al".split())
_OPENS = regex.compile(r"(?r)(?:\A|[.!?…:;]\s|[\"“”«‘(\[–—•*>]|\s-\s)[\"“«‘(\[*_\s]*\Z")
_MANY, _LONG = 4, 3  # so many words of more letters show that a text is in title case
# How much likelier a word must be with its capital to be a name: where the vocabulary has both
# spellings as a whole, and at the start of a sentence.
_LIKELIER = 3.0
_PREFERRED = 1.0
_RARE = -2.75  # the log-probability of a letter of words that are no names is higher
# After a number, 대전 is a war; after another foreign word, a word is a part of a name.
_HANGUL = regex.compile(r"(?<!\p{Hangul}|차\s|\p{Latin}\s)\p{Hangul}{2,12}")
_PARTICLE = regex.compile(
    r"(?:은|는|이|가|을|를|의|에|에서|에게|과|와|로|으로|도|만|부터|까지|보다|시|시의|에는|에서는|와의|과의)?+"
    r"(?!\p{Hangul})"
)
_BARE = 6  # words of a name with the small ones in it
_GIVEN_WORDS = 3  # of which the given name is one
_BARE_REST = regex.compile(r"[^\p{L}\p{M}\s.'’-]|\p{Ll}\.")
_ROMAN = regex.compile("[IVXLC]+")


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


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    opens: bool
    given: bool
    apposed: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


_Run = Sequence[_Word]


def names_lost(
    source_text: str, output: str, source: Lang, target: Lang, rate: Rate | None, known: Known
) -> list[str]:
    """The names of the source that have no trace in the output.

    `rate` is for words of the source, `known` for names of the source in the target language. A
    name that is not known is looked for only between languages in Latin letters.
    """
    latin = "ko" not in (source.language, target.language)
    return [
        name.text
        for name in names(source_text, source, rate, known)
        if (name.forms or latin) and not _there(name, output, source_text)
    ]


def _there(name: Name, output: str, source_text: str) -> bool:
    return (
        has_name(name.text, output)
        or any(has_form(form, output) for form in name.forms)
        or (not name.person and has_variant(name.text, output, source_text))
    )


def names(text: str, lang: Lang, rate: Rate | None, known: Known) -> list[Name]:
    """The names of a sentence in order; words that may be no names are left out.

    None in a text in capitals or in title case, whose capitals say nothing. Without `rate`, only
    names that are known and those of Korean people are found.
    """
    if lang.language == "ko":
        return _hangul(text, known)
    words = _words(text, lang)
    if _in_title_case(words):
        return []
    judge = _Judge(lang, rate, known, any(not word.capital for word in words))
    return [name for run in _runs(text, words) for name in judge.of_run(text, run)]


def _hangul(text: str, known: Known) -> list[Name]:
    """The names of a Korean sentence that are known, each at the start of a word."""
    found = []
    for match in _HANGUL.finditer(text):
        for size in range(len(match[0]), 1, -1):
            start, end = match.start(), match.start() + size
            if _PARTICLE.match(text, end) and (forms := known(text[start:end])):
                found.append(Name(start, end, text[start:end], tuple(forms)))
                break
    return found


def is_bare_name(text: str, lang: Lang, rate: Rate | None, known: Known) -> bool:
    """Whether a whole text, such as a list item or a table cell, is the name of someone or a place.

    `John Smith` and `Busan` are, `Royal Newsletter` and `Detective` are not.
    """
    text = text.strip()
    words = _words(text, lang)
    if not words or len(words) > _BARE or _BARE_REST.search(text):
        return False
    if known(text):
        return True
    capitals = [word for word in words if word.capital]
    if len(words) - len(capitals) != sum(word.text in _JOINTS for word in words):
        return False
    judge = _Judge(lang, rate, known, prose=False)
    return judge.all_names(words, capitals)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What tells names from other capitalized words. `prose`: the text has words in lower case."""

    lang: Lang
    rate: Rate | None
    known: Known
    prose: bool

    def of_run(self, text: str, run: _Run) -> Iterator[Name]:
        """The names in a row of capitalized words."""
        found: list[Name] = []
        at = 0
        while at < len(run):
            size, forms = self._longest(text, run[at:])
            if size and not (size == 1 and self._common_start(run[at])):
                found.append(_name(text, run[at : at + size], forms))
            elif self._is_name(run, at):
                found.append(_name(text, run[at : at + 1]))
            at += size or 1
        capitals = sum(word.capital for word in run)
        person = len(found) == capitals > 1 and not any(name.forms for name in found)
        return (replace(name, person=person) for name in found)

    def all_names(self, words: _Run, capitals: _Run) -> bool:
        """Whether words are one name: of a Korean, or likely names and a likely first name."""
        if any(word.text.casefold() in _no_names(self.lang) for word in capitals):
            return False
        if any(word.given for word in capitals):
            return len(capitals) <= _GIVEN_WORDS
        if len(capitals) > 1 and words[0].text.casefold() in _given_names():
            return True
        sure = [self._gap(word.text) >= _LIKELIER for word in capitals]
        if len(capitals) == 1:
            return len(words) == 1 and sure[0] and not self._common(capitals[0].text)
        rare = [not (self._whole(one.text) or self._common(one.text)) for one in capitals]
        likely = [self._gap(word.text) >= _PREFERRED for word in capitals]
        return (sure[0] or rare[0]) and all(map(any, zip(sure, rare, likely, strict=True)))

    def _longest(self, text: str, run: _Run) -> tuple[int, tuple[str, ...]]:
        """How many words from the first one are a name that is known, and its forms."""
        before = "em " if text.endswith(" em ", 0, run[0].start) else ""
        for size in range(len(run) if run[0].capital else 0, 0, -1):
            said = text[run[0].start : run[size - 1].end]
            if run[size - 1].capital and (forms := self.known(before + said)):
                return size, tuple(forms)
        return 0, ()

    def _common_start(self, word: _Word) -> bool:
        """Whether a word may have its capital from the start of a sentence alone."""
        return word.opens and self._gap(word.text) < _PREFERRED and self._whole(word.text)

    def _is_name(self, run: _Run, at: int) -> bool:
        word = run[at]
        if not word.capital or word.text.casefold() in _no_names(self.lang):
            return False
        if word.given or self._beside_given(run, at):
            return True
        if len(word.text) < 2 or self.rate is None:
            return False
        if word.text.isupper():
            return not word.opens and len(word.text) > 2 and not _ROMAN.fullmatch(word.text)
        alone = word.opens and not (at + 1 < len(run) and run[at + 1].capital)
        if self._gap(word.text) >= _LIKELIER:
            return not alone or self.rate(word.text)[1] == 1
        if self._whole(word.text) or self._common(word.text):
            return word.apposed and len(run) == 1 and self.lang.language in _NO_TITLE_CASE
        return not alone and (self.prose or not word.opens)

    @staticmethod
    def _beside_given(run: _Run, at: int) -> bool:
        """Whether a word is the surname of a Korean name: Choi Tae-bok."""
        return any(0 <= i < len(run) and run[i].given for i in (at - 1, at + 1))

    def _whole(self, word: str) -> bool:
        """Whether the vocabulary has a word in lower case as a whole."""
        return self.rate is None or self.rate(word.lower())[1] == 1

    def _common(self, word: str) -> bool:
        """Whether the letters of a word in lower case make a likely word: `parenthood`."""
        return self.rate is None or self.rate(word.lower())[0] > _RARE * len(word)

    def _gap(self, word: str) -> float:
        """By how much a word is likelier with its capital than in lower case."""
        return self.rate(word)[0] - self.rate(word.lower())[0] if self.rate else 0.0


def _name(text: str, run: _Run, forms: tuple[str, ...] = ()) -> Name:
    start, end = run[0].start, run[-1].end
    return Name(start, end, text[start:end], forms)


def _words(text: str, lang: Lang) -> list[_Word]:
    found: list[_Word] = []
    small = read_words("stopwords.txt").get(lang.language, frozenset())
    for match in _WORD.finditer(text):
        start, end = match.span()
        opens = _OPENS.search(text, 0, start) is not None
        last = found[-1] if found else None
        noun = last is not None and last.text.islower() and last.text not in small
        apposed = noun and last is not None and text[last.end : start] == " "
        found.append(_Word(start, end, match[0], opens, match["given"] is not None, apposed))
    return found


def _in_title_case(words: _Run) -> bool:
    long = [word for word in words if len(word.text) > _LONG]
    return len(long) >= _MANY and all(word.capital for word in long)


def _runs(text: str, words: _Run) -> Iterator[list[_Word]]:
    """Capitalized words that follow each other, with the small words that join them to one name."""
    run: list[_Word] = []
    joints: list[_Word] = []
    for word in words:
        joined = bool(run) and text[(joints or run)[-1].end : word.start] in (" ", "-", " -")
        if word.capital:
            if run and not joined:
                yield run
                run, joints = [], []
            run += [*joints, word]
            joints = []
        elif joined and word.text in _JOINTS:
            joints.append(word)
        elif run:
            yield run
            run, joints = [], []
    if run:
        yield run


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset().union(*read_words("givennames.txt").values())


@lru_cache(maxsize=8)
def _no_names(lang: Lang) -> frozenset[str]:
    """Words with a capital that are translated: days, months, languages, peoples, titles."""
    from babel import Locale, UnknownLocaleError

    found = set(read_words("capitals.txt").get(lang.language, ()))
    try:
        locale = Locale.parse(lang.language)
    except (UnknownLocaleError, ValueError):
        return frozenset(found)
    for width in ("wide", "abbreviated"):
        found.update(name.casefold() for name in locale.days["format"][width].values())
        found.update(name.casefold() for name in locale.months["format"][width].values())
    found.update(part.casefold() for name in locale.languages.values() for part in name.split())
    return frozenset(found)
