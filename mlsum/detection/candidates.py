"""Candidate languages, in total and by script, and the classifier that rates them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlsum.core.backends import Classifier, load
from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.text.script import LANGUAGES

__all__ = ["Candidates", "candidates", "classifier_named"]

_DEFAULT_CLASSIFIER = "lingua"

# The default candidates: languages of news that the classifier distinguishes well. Every further
# language in Latin script costs time and, on short texts, accuracy.
_FREQUENT = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh")
_FURTHER = (
    *("nl", "ca", "id", "vi", "tr", "pl"),
    *("ru", "uk", "bg", "ar", "fa", "hi", "el", "he", "th", "hy", "ka"),
)

# The languages mlsum is made for, and their advantage (nats) in a text of at most `_TINY` letters:
# `Hello` is English although it is more frequent in Italian.
_HOME = ("en", "ko", "pt")
_FAVOUR, _TINY = 2.3, 10

_ALSO_LATIN = {"sr", "ku"}
_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The candidate languages by language subtag and by script.

    `named`: the caller listed them. Otherwise the `rare` ones are less likely a priori, tiny texts
    favour the `likely` ones, and regional variants are distinguished (`variants`).
    """

    langs: Mapping[str, Lang]
    by_script: Mapping[str, tuple[Lang, ...]]
    codes_by_script: Mapping[str, frozenset[str]]
    named: bool
    rare: frozenset[str] = _EMPTY
    variants: bool = False
    likely: tuple[str, ...] = ()

    def of(self, script: str) -> tuple[Lang, ...]:
        """The candidates that are written in a script."""
        return self.by_script.get(script, ())

    def codes(self, script: str) -> frozenset[str]:
        """The subtags of the candidates that are written in a script."""
        return self.codes_by_script.get(script, _EMPTY)

    def with_declared(self, lang: Lang | None) -> "Candidates":
        """The candidates with one more language, unless the caller listed them."""
        if self.named or lang is None or lang.language in self.langs:
            return self
        return _default(lang.language, self.likely)

    def favour(self, letters: int) -> float:
        """The advantage (nats) of likely languages in a text with this number of letters."""
        return 0.0 if self.named else _FAVOUR * (_TINY / max(_TINY, letters)) ** 2


def candidates(
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Iterable[Lang] = (),
) -> Candidates:
    """The candidates for a list of languages or tags; the default candidates without one.

    Among the default candidates, tiny texts favour the `likely` ones and those that mlsum is made
    for.

    Raises LanguageError for an unknown tag and for a language that neither its script nor the
    classifier can identify.
    """
    if languages:
        return _named(tuple(map(str, languages)), classifier)
    return _default("", tuple(sorted({*_HOME, *(lang.language for lang in likely)})))


@lru_cache(maxsize=64)
def _default(extra: str = "", likely: tuple[str, ...] = _HOME) -> Candidates:
    langs = {code: Lang(code) for code in (*_FREQUENT, *_FURTHER, extra) if code}
    rare = frozenset(_FURTHER).difference(likely)
    return Candidates(langs, *_script_tables(langs), False, rare, True, likely)


@lru_cache(maxsize=64)
def _named(tags: tuple[str, ...], classifier: str | None) -> Candidates:
    langs: dict[str, Lang] = {}
    for lang in map(Lang.parse, tags):
        # Variants of a language are one candidate; they are distinguished afterwards.
        langs[lang.language] = lang if langs.get(lang.language, lang) == lang else lang.base
    by_script, codes = _script_tables(langs)
    known = classifier_named(classifier).languages()
    for script, written in by_script.items():
        unknown = [lang for lang in written if lang.language not in known]
        if unknown and script != "Hani" and len(written) > 1:
            raise LanguageError(
                f"the classifier {classifier or _DEFAULT_CLASSIFIER} does not know {unknown[0]}",
                hint="leave it out, or choose another classifier",
            )
    variants = {"pt-BR", "pt-PT"} <= {str(Lang.parse(tag)) for tag in tags}
    return Candidates(langs, by_script, codes, True, variants=variants)


def _script_tables(
    langs: Mapping[str, Lang],
) -> tuple[dict[str, tuple[Lang, ...]], dict[str, frozenset[str]]]:
    """The candidates of each script, and their subtags."""
    by_script = {
        script: tuple(lang for code, lang in langs.items() if code in codes.split())
        for script, codes in LANGUAGES.items()
    }
    elsewhere = {code for codes in LANGUAGES.values() for code in codes.split()} - _ALSO_LATIN
    by_script["Latn"] = tuple(lang for code, lang in langs.items() if code not in elsewhere)
    codes = {
        script: frozenset(lang.language for lang in written)
        for script, written in by_script.items()
    }
    return by_script, codes


@lru_cache(maxsize=16)
def classifier_named(name: str | None = None) -> Classifier:
    """The classifier registered under `name`, lingua by default; one object per name.

    Raises UsageError for an unknown name.
    """
    classifier: Classifier = load("classifiers", name or _DEFAULT_CLASSIFIER)()
    return classifier
