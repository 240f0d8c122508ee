"""Which languages come into question: the candidates, and those each script can be in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlsum.backends import Classifier, load
from mlsum.lang import Lang

__all__ = ["DEFAULT", "Candidates", "candidates", "classifier_named"]

# What is looked for when nobody says: the languages of news that the classifier tells apart well.
# Every further one in Latin letters costs time and, on short texts, accuracy.
_FREQUENT = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh")
_FURTHER = (
    *("nl", "ca", "id", "vi", "tr", "pl"),
    *("ru", "uk", "bg", "ar", "fa", "hi", "el", "he", "th", "hy", "ka"),
)
DEFAULT: tuple[str, ...] = (*_FREQUENT, *_FURTHER)

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


@dataclass(frozen=True, slots=True)
class Candidates:
    """A set of candidates: what each language subtag stands for, and those of each script.

    `variants` tells whether regional variants may be answered, because nobody said otherwise;
    `rare` are the languages that nobody named and that are less likely beforehand.
    """

    langs: Mapping[str, Lang]
    by_script: Mapping[str, tuple[Lang, ...]]
    codes_by_script: Mapping[str, frozenset[str]]
    variants: bool
    rare: frozenset[str]

    def of(self, script: str) -> tuple[Lang, ...]:
        """The candidates that are written in a script."""
        return self.by_script.get(script, ())

    def codes(self, script: str) -> frozenset[str]:
        """Their subtags."""
        return self.codes_by_script.get(script, _NONE)


def candidates(languages: Sequence[Lang | str] | None = None) -> Candidates:
    """The candidates for a list of languages or tags; the default ones for None or nothing.

    Raises LanguageError for a tag that is no known language.
    """
    return _candidates(tuple(map(str, languages)) if languages else ())


@lru_cache(maxsize=64)
def _candidates(tags: tuple[str, ...]) -> Candidates:
    langs: dict[str, Lang] = {}
    for tag in tags or DEFAULT:
        lang = Lang.parse(tag)
        # Two variants of a language are one candidate: what tells them apart comes afterwards.
        langs[lang.language] = lang if langs.get(lang.language, lang) == lang else lang.base
    by_script = {
        script: tuple(langs[code] for code in langs if code in codes.split())
        for script, codes in _SCRIPTS.items()
    }
    elsewhere = {code for codes in _SCRIPTS.values() for code in codes.split()} - _ALSO_LATIN
    by_script["Latn"] = tuple(lang for code, lang in langs.items() if code not in elsewhere)
    variants = not tags or {"pt-BR", "pt-PT"} <= {str(Lang.parse(tag)) for tag in tags}
    codes = {script: frozenset(map(_subtag, found)) for script, found in by_script.items()}
    return Candidates(langs, by_script, codes, variants, _NONE if tags else frozenset(_FURTHER))


def _subtag(lang: Lang) -> str:
    return lang.language


@lru_cache(maxsize=16)
def classifier_named(name: str | None = None) -> Classifier:
    """The classifier registered under `name`, lingua by default; one object per name.

    Raises UsageError for an unknown name.
    """
    found: Classifier = load("classifiers", name or "lingua")()
    return found
