"""Which languages come into question: the candidates, and those each script can be in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlsum.backends import Classifier, load
from mlsum.lang import Lang

__all__ = ["DEFAULT", "Candidates", "candidates", "classifier_named"]

# What is looked for when nobody says: the languages of news that the classifier tells apart well.
# Every further one costs time and, on short texts, accuracy.
DEFAULT: tuple[str, ...] = (
    "en",
    "pt",
    "ko",
    "es",
    "fr",
    "de",
    "it",
    "ja",
    "zh",
    "nl",
    "ca",
    "id",
    "vi",
    "tr",
    "pl",
)
DEFAULT += ("ru", "uk", "bg", "ar", "fa", "hi", "el", "he", "th", "hy", "ka")

# Scripts with more than one language among those that a classifier may know (ISO 639-1 codes);
# what is not listed is written in Latin letters.
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


@dataclass(frozen=True, slots=True)
class Candidates:
    """A set of candidate languages, and those of them that can be written in each script."""

    all: tuple[Lang, ...]
    by_script: dict[str, tuple[Lang, ...]]

    def of(self, script: str) -> tuple[Lang, ...]:
        """The candidates that are written in a script."""
        return self.by_script.get(script, ())


def candidates(languages: Sequence[Lang | str] | None = None) -> Candidates:
    """The candidates for a list of languages or tags; the default ones for None or nothing.

    Raises LanguageError for a tag that is no known language.
    """
    tags = tuple(map(str, languages)) if languages else DEFAULT
    return _candidates(tags)


@lru_cache(maxsize=64)
def _candidates(tags: tuple[str, ...]) -> Candidates:
    langs = tuple(dict.fromkeys(Lang.parse(tag).base for tag in tags))
    other = {code for codes in _SCRIPTS.values() for code in codes.split()}
    by_script = {
        script: tuple(lang for lang in langs if lang.language in codes.split())
        for script, codes in _SCRIPTS.items()
    }
    by_script["Latn"] = tuple(
        lang for lang in langs if lang.language not in other or lang.language in ("sr", "ku")
    )
    return Candidates(langs, by_script)


@lru_cache(maxsize=16)
def classifier_named(name: str | None = None) -> Classifier:
    """The classifier registered under `name`, lingua by default; one object per name.

    Raises UsageError for an unknown name.
    """
    found: Classifier = load("classifiers", name or "lingua")()
    return found
