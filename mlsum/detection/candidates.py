"""Which languages come into question: the candidates, and those each script can be in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlsum.core.backends import Classifier, load
from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang

__all__ = ["DEFAULT_CLASSIFIER", "Candidates", "candidates", "classifier_named"]

DEFAULT_CLASSIFIER = "lingua"

# What is looked for when nobody says: the languages of news that the classifier tells apart well.
# Every further one in Latin letters costs time and, on short texts, accuracy.
_FREQUENT = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh")
_FURTHER = (
    *("nl", "ca", "id", "vi", "tr", "pl"),
    *("ru", "uk", "bg", "ar", "fa", "hi", "el", "he", "th", "hy", "ka"),
)

# The languages mlsum is made for, and by how much (nats) they are favoured in a text of no more
# letters than this; a `Hello` is English although it is a likelier word of Italian.
_HOME = ("en", "ko", "pt")
_FAVOUR, _TINY = 2.3, 10

# The languages of each script (ISO 15924), by ISO 639-1 code; all others are in Latin letters.
_SCRIPTS = {
    "Arab": "ar fa ur ps sd ug ku",
    "Armn": "hy",
    "Beng": "bn as",
    "Cyrl": "ru uk bg be mk sr kk ky mn tg tt ba",
    "Deva": "hi mr ne sa",
    "Ethi": "am ti",
    "Geor": "ka",
    "Grek": "el",
    "Gujr": "gu",
    "Guru": "pa",
    "Hang": "ko",
    "Hani": "zh ja",
    "Hebr": "he yi",
    "Jpan": "ja",
    "Khmr": "km",
    "Knda": "kn",
    "Laoo": "lo",
    "Mlym": "ml",
    "Mymr": "my",
    "Orya": "or",
    "Sinh": "si",
    "Taml": "ta",
    "Telu": "te",
    "Thaa": "dv",
    "Thai": "th",
    "Tibt": "bo dz",
}
_ALSO_LATIN = {"sr", "ku"}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """A set of candidates: what each language subtag stands for, and those of each script.

    `named`: someone asked for just these. Otherwise regional variants may be answered too, the
    less frequent languages are the less likely ones beforehand, and tiny texts are in those that
    are `likely` rather than in others.
    """

    langs: Mapping[str, Lang]
    by_script: Mapping[str, tuple[Lang, ...]]
    codes_by_script: Mapping[str, frozenset[str]]
    named: bool
    rare: frozenset[str] = _NONE
    variants: bool = False
    likely: tuple[str, ...] = ()

    def of(self, script: str) -> tuple[Lang, ...]:
        """The candidates that are written in a script."""
        return self.by_script.get(script, ())

    def codes(self, script: str) -> frozenset[str]:
        """Their subtags."""
        return self.codes_by_script.get(script, _NONE)

    def with_claimed(self, lang: Lang | None) -> "Candidates":
        """The same with one language more, unless someone asked for just these."""
        if self.named or lang is None or lang.language in self.langs:
            return self
        return _default(lang.language, self.likely)

    def favour(self, letters: int) -> float:
        """By how much (nats) likely languages are favoured in a text of so many letters."""
        return 0.0 if self.named else _FAVOUR * (_TINY / max(_TINY, letters)) ** 2


def candidates(
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Iterable[Lang] = (),
) -> Candidates:
    """The candidates for a list of languages or tags; the default ones for None or nothing.

    Of the default ones, those that are `likely` are preferred in tiny texts, beside those that
    mlsum is made for.

    Raises LanguageError for a tag that is no known language, and for a language that neither its
    script nor the classifier can tell.
    """
    if languages:
        return _named(tuple(map(str, languages)), classifier)
    return _default("", tuple(sorted({*_HOME, *(lang.language for lang in likely)})))


@lru_cache(maxsize=64)
def _default(also: str = "", likely: tuple[str, ...] = _HOME) -> Candidates:
    codes = (*_FREQUENT, *_FURTHER, *filter(None, [also]))
    langs = {code: Lang(code) for code in codes}
    rare = frozenset(_FURTHER).difference(likely)
    return Candidates(langs, *_tables(langs), False, rare, True, likely)


@lru_cache(maxsize=64)
def _named(tags: tuple[str, ...], classifier: str | None) -> Candidates:
    langs: dict[str, Lang] = {}
    for tag in tags:
        lang = Lang.parse(tag)
        # Two variants of a language are one candidate: what tells them apart comes afterwards.
        langs[lang.language] = lang if langs.get(lang.language, lang) == lang else lang.base
    by_script, codes = _tables(langs)
    known = classifier_named(classifier).languages()
    for script, found in by_script.items():
        strange = [lang for lang in found if lang.language not in known]
        if strange and script != "Hani" and len(found) > 1:
            raise LanguageError(
                f"the classifier {classifier or DEFAULT_CLASSIFIER} does not know {strange[0]}",
                hint="leave it out, or choose another classifier",
            )
    variants = {"pt-BR", "pt-PT"} <= {str(Lang.parse(tag)) for tag in tags}
    return Candidates(langs, by_script, codes, True, variants=variants)


def _tables(
    langs: Mapping[str, Lang],
) -> tuple[dict[str, tuple[Lang, ...]], dict[str, frozenset[str]]]:
    """The candidates of each script, and their subtags."""
    by_script = {
        script: tuple(lang for code, lang in langs.items() if code in codes.split())
        for script, codes in _SCRIPTS.items()
    }
    elsewhere = {code for codes in _SCRIPTS.values() for code in codes.split()} - _ALSO_LATIN
    by_script["Latn"] = tuple(lang for code, lang in langs.items() if code not in elsewhere)
    codes = {s: frozenset(lang.language for lang in found) for s, found in by_script.items()}
    return by_script, codes


@lru_cache(maxsize=16)
def classifier_named(name: str | None = None) -> Classifier:
    """The classifier registered under `name`, lingua by default; one object per name.

    Raises UsageError for an unknown name.
    """
    found: Classifier = load("classifiers", name or DEFAULT_CLASSIFIER)()
    return found
