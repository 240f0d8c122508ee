"""Labels of fields: which field a label names, in which languages, and its name in others."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.spelling import LONGEST, column_lang, fold, pick, strip_accents

__all__ = ["LabelMatch", "keys", "label", "lookup", "sense_of"]

# The vocabulary that a term is from: `dcterms:created`, `DC.title`, `media:credit`.
_VOCABULARY = re.compile(
    r"\s*(?:dc|dcterms|schema|prism|itunes|media|og|article|news)[:.](?=[a-z])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A field that a label can name and the language in which it does.

    `preferred` marks the spelling that `label(key, lang, sense)` gives. `sense` tells apart what
    a field has several names for: `Published` is the date, and not the same word as `Date`.
    """

    key: str
    lang: Lang
    preferred: bool
    sense: str = ""


_Index = dict[str, dict[tuple[str, Lang], LabelMatch]]


@dataclass(frozen=True, slots=True)
class _Labels:
    preferred: Mapping[str, Mapping[Lang, str]]
    exact: Mapping[str, tuple[LabelMatch, ...]]
    lenient: Mapping[str, tuple[LabelMatch, ...]]


@lru_cache(maxsize=1)
def _labels() -> _Labels:
    """`labels.tsv`: a key, then per language the preferred label and its aliases, `|` between.

    `date.published` is a row of the field `date`, in the sense `published`. A column of a region,
    such as `pt-PT`, has only the labels that differ there.
    """
    preferred: dict[str, dict[Lang, str]] = {}
    exact: _Index = defaultdict(dict)
    lenient: _Index = defaultdict(dict)
    for row in read_rows("labels.tsv"):
        name = row.pop("key")
        key, _, sense = name.partition(".")
        cells = {column_lang(tag): cell.split("|") for tag, cell in row.items() if cell}
        names = preferred.setdefault(name, {})
        for lang, spellings in cells.items():
            names.setdefault(lang, spellings[0])
        for lang, spellings in cells.items():
            for spelling in spellings:
                match = LabelMatch(key, lang.base, spelling == names[lang], sense)
                exact[fold(spelling)].setdefault((key, lang.base), match)
    for spelling, matches in exact.items():
        for place, match in matches.items():
            lenient[strip_accents(spelling)].setdefault(place, match)
    return _Labels(preferred, _frozen(exact), _frozen(lenient))


def _frozen(index: _Index) -> dict[str, tuple[LabelMatch, ...]]:
    return {spelling: tuple(matches.values()) for spelling, matches in index.items()}


def keys() -> tuple[str, ...]:
    """The canonical names of all fields in the table, `title` first."""
    return tuple(name for name in _labels().preferred if "." not in name)


def lookup(label: str) -> tuple[LabelMatch, ...]:
    """Every field and language for which `label` is a known spelling, in the table's order.

    Case, markup, spaces, underscores and the final colon do not matter; accents matter only
    where the label is known with them: `Titulo` finds what `Título` does. A term of Dublin Core
    or another vocabulary is known with its prefix: `dcterms:created`.
    """
    if len(label) > LONGEST:
        return ()
    return _found(label) or _found(_VOCABULARY.sub("", label, count=1))


def _found(label: str) -> tuple[LabelMatch, ...]:
    spelling = fold(label)
    table = _labels()
    return table.exact.get(spelling) or table.lenient.get(strip_accents(spelling), ())


def label(key: str, lang: Lang, sense: str = "") -> str | None:
    """The usual label of a field in a language, or None where the table has none."""
    preferred = _labels().preferred
    named = pick(preferred.get(f"{key}.{sense}", {}), lang) if sense else None
    return named or pick(preferred.get(key, {}), lang)


def sense_of(written: str, key: str) -> str:
    """The sense in which a label names a field; empty for the usual one."""
    return next((match.sense for match in lookup(written) if match.key == key), "")
