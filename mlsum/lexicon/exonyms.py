"""Names of places, people and organizations in other languages: `London` is `Londres`.

Countries come from CLDR, the rest from `exonyms.tsv`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.cldr import babel_locale, parse_territory, territory_name
from mlsum.lexicon.outlets import find, outlet_name
from mlsum.lexicon.romanize import HANGUL, romanize
from mlsum.lexicon.spelling import LONGEST, column_lang, fold, pick, strip_accents
from mlsum.lexicon.terms import map_list

__all__ = ["exonym", "known_forms", "place_name"]

Kind = Literal["place", "organization", "person"]

_CODE = 3  # letters; names that are no longer are looked up in the table only
_UNIT = re.compile(r"(?P<name>[가-힣]{2,4}?)(?P<unit>(?:특별자치|특별|광역)?시|군|구|읍|면|동|리)")
_VILLAGE = "리"  # also the end of names that are no villages: 왕십리
_STEM = 4  # letters that the name of a country shares with the words for its people


@dataclass(frozen=True, slots=True)
class _Exonym:
    """A name: its usual form in each language, and every form."""

    kind: str
    usual: Mapping[Lang, str]
    forms: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _exonyms() -> Mapping[str, tuple[_Exonym, ...]]:
    """`exonyms.tsv`: a kind, then per language the usual form and others, `|` between.

    A form that ends in `*` is the beginning of words (`londrin*`), and names nothing by itself. A
    column of a region, such as `pt-PT`, has only what differs there.
    """
    index: dict[str, list[_Exonym]] = defaultdict(list)
    for row in read_rows("exonyms.tsv"):
        kind = row.pop("kind")
        cells = {column_lang(tag): cell.split("|") for tag, cell in row.items() if cell}
        forms: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for lang, cell in cells.items():
            forms[lang.language] += tuple(cell)
        exonym = _Exonym(kind, {lang: cell[0] for lang, cell in cells.items()}, forms)
        for form in {_key(form) for cell in cells.values() for form in cell if form[-1] != "*"}:
            index[form].append(exonym)
    return {form: tuple(found) for form, found in index.items()}


def known_forms(name: str, source: Lang, target: Lang) -> tuple[str, ...]:
    """Every form of a name of `source` in the target language; none where no table has the name.

    A form that ends in `*` is the beginning of words: the people of a country, `brasil*`. The
    preposition of Portuguese in front, `em Natal`, asks for places only.
    """
    if len(name) > LONGEST:
        return ()
    name, places = (name[3:], True) if name.startswith("em ") else (name, False)
    korean = "ko" in (source.language, target.language)  # transcribes people in several ways
    found = [
        form
        for one in _exonyms().get(_key(name), ())
        if source.language in one.forms
        and (one.kind == "place" or not places)
        and not (one.kind == "person" and korean)
        if (forms := one.forms.get(target.language))
        for form in (*forms, *one.forms["en"])
    ]
    if (len(name) > _CODE or not name.isascii()) and (code := _territories(source).get(fold(name))):
        there = [territory_name(code, one) for one in _with_regions(target)]
        found += [*there, *_also_called()[code]]
        both = (territory_name(code, source), *there)
        found += [f"{one[:_STEM]}*" for one in both if one.isalpha() and len(one) >= _STEM]
    # An outlet of one word may be any word: Sol, Terra, The Sun.
    if len(name.removeprefix("The ").split()) > 1 and (outlet := find(name)):
        found += [outlet.own, *outlet.names.values(), outlet_name(outlet, target)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16)
def _territories(lang: Lang) -> Mapping[str, str]:
    """Folded name → code of the countries, as they are called in a language."""
    names = {
        fold(name): code
        for one in _with_regions(lang)
        for code, name in babel_locale(one).territories.items()
        if code.isalpha()
    }
    return {fold(name): code for code, also in _also_called().items() for name in also} | names


def _with_regions(lang: Lang) -> list[Lang]:
    """A language, and its variant with other names of countries."""
    return [lang, Lang("pt", region="PT")] if lang.language == "pt" else [lang]


@lru_cache(maxsize=1)
def _also_called() -> Mapping[str, tuple[str, ...]]:
    """Code → the names of a country that CLDR does not have."""
    rows = {row["code"]: tuple(row["names"].split("|")) for row in read_rows("territories.tsv")}
    return defaultdict(tuple, rows)


def exonym(name: str, target: Lang, *kinds: Kind) -> str | None:
    """What readers of `target` usually call what has the name; None if no table has it.

    `kinds` are those that are looked for; all where there are none. A name that is used in the
    target language stays as it is but for its accents: `Rio` is not made `Rio de Janeiro`.
    """
    if len(name) > LONGEST:
        return None
    key = _key(name)
    for one in _exonyms().get(key, ()):
        if (not kinds or one.kind in kinds) and (usual := pick(one.usual, target)):
            forms = one.forms.get(target.language, ())
            alike = [form for form in forms if _key(form) == key]
            return name if name in forms else (alike or [usual])[0]
    return None


def place_name(text: str, target: Lang) -> str | None:
    """A place, or a list of places, as readers of `target` call them; None if one is unknown."""

    def named(element: str) -> str | None:
        if name := exonym(element, target, "place"):
            return name
        code = parse_territory(element) if len(element) > _CODE else None
        if code or target.language == "ko":
            return territory_name(code, target) if code else None
        return _korean_place(element, target)

    return map_list(text, named)


def _korean_place(text: str, target: Lang) -> str | None:
    """`경기도 수원시 팔달구`, the smallest first; None where a word is no place.

    Units are set off by a hyphen (Revised Romanization, 3.5), but those of a city's name.
    """
    words = text.split()
    if (
        not words
        or not all(map(HANGUL.fullmatch, words))
        or (len(words) == 1 and text.endswith(_VILLAGE))
    ):
        return None
    written = [_unit(word, target) for word in words]
    return ", ".join(reversed([one for one in written if one])) if all(written) else None


def _unit(word: str, target: Lang) -> str | None:
    if name := exonym(word, target, "place"):
        return name
    found = _UNIT.fullmatch(word)
    if not found:
        return None
    name = exonym(found["name"], target, "place") or romanize(found["name"])
    return name if found["unit"][-1] == "시" else f"{name}-{romanize(found['unit']).lower()}"


def _key(name: str) -> str:
    """A name without accents and punctuation; its case tells `US` from `us`."""
    return "".join(filter(str.isalnum, strip_accents(name)))
