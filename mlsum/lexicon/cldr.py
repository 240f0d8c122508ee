"""Names of languages, territories and currencies: the Unicode CLDR, through Babel.

Reading goes over every locale in `READ`, one after the other, and stops at the first that knows
the name; each builds its index at first use (4 ms), so the common case costs little.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.spelling import LONGEST, fold, strip_accents

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "READ",
    "babel_locale",
    "currency_name",
    "language_name",
    "parse_currency",
    "parse_language",
    "parse_territory",
    "resolve_language",
    "territory_name",
]

# The languages in which names and dates are recognized, each with the variants that differ.
READ = ("en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh", "pt_PT", "en_GB", "zh_Hant")

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_](?:[A-Za-z]{2,4}|\d{3})){0,2}")
# Languages also recognized by their own names for themselves; the locale of each costs 3 ms and
# 0.7 MB, so only those that much is written in, and only for a name that READ does not have.
_ENDONYMS = (
    "ar az bg bn bs ca cs cy da el et eu fa fi ga gl gu he hi hr hu hy id is ka kk km kn lt lv mk "
    "ml mn mr ms my nb ne nl no pa pl ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi"
)
# What each is called at home, where no other currency has the name.
_CURRENCIES = {
    "원": "KRW",
    "won": "KRW",
    "엔": "JPY",
    "yen": "JPY",
    "iene": "JPY",
    "위안": "CNY",
} | {
    **{"yuan": "CNY", "iuane": "CNY", "헤알": "BRL", "reais": "BRL", "유로": "EUR", "kwanza": "AOA"}
}
_QUALIFIED = re.compile(r"(?P<language>[^()]+?)\s*\((?P<qualifier>[^()]+)\)")
# What comes and goes between the words of a country's name: `Antigua & Barbuda`, `The Gambia`.
_FILLER = re.compile(r"\b(?:and|the|e|y|et|und)\b")
_ISLANDS = re.compile(r"\s*(?:제도|군도|섬)$")
_FORMAL = re.compile(
    r"^(?:the )?(?:[\w'’]+ ){0,2}"
    r"(?:republic|kingdom|principality|sultanate|grand duchy) of (?:the )?"
    r"|^(?:república|republica|reino|principado|sultanato|grão-ducado)(?: \w+){0,2} d[aeo]s? "
    r"|(?<=\w)\s?(?:민주|인민|연방|이슬람)?\s?(?:공화국|연방|왕국)$",
    re.IGNORECASE,
)
_SAINT = re.compile(r"\bst\.")

_Index = Mapping[str, str]
_Kind = Literal["languages", "scripts", "territories", "currencies"]


def babel_locale(lang: Lang) -> "Locale":
    """The CLDR locale of a language, or of its base where the region has none of its own.

    Raises LanguageError where CLDR has no data for the language.
    """
    locale = _locale(lang)
    if locale is None:
        raise LanguageError(
            f"there are no names or dates in the language {str(lang)!r}",
            hint="choose a language that the Unicode CLDR covers",
        )
    return locale


@lru_cache(maxsize=256)
def _locale(lang: Lang) -> "Locale | None":
    from babel import Locale
    from babel.core import UnknownLocaleError

    for tag in (str(lang), lang.language):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def parse_language(text: str) -> Lang | None:
    """The language that a tag (`en`, `pt-BR`, `por`) or a name (`inglês`, `영어`) stands for.

    Names are known in the languages of `READ`, and every language by its own name for itself.
    """
    if len(text) > LONGEST:
        return None
    text = unicodedata.normalize("NFKC", text).strip()
    if _TAG.fullmatch(text):
        try:
            return Lang.parse(text)
        except LanguageError:
            pass  # four letters or fewer can be a name all the same: `Urdu`, `Inu`
    qualified = _QUALIFIED.fullmatch(text)
    last = [_language_aliases, *([] if qualified else [_endonyms])]
    code = _find(fold(text), "languages", *last)
    if code:
        return Lang.parse(code)
    if qualified:
        base = parse_language(qualified["language"])
        script = _find(fold(qualified["qualifier"]), "scripts")
        region = None if script else parse_territory(qualified["qualifier"])
        if base and (script or region):
            return Lang(base.language, script or base.script, region or "")
    return None


def resolve_language(text: str) -> Lang:
    """The language that is requested by tag or name: `pt-BR`, `ptbr`, `português`, `한국어`.

    Raises LanguageError, with the nearest known language as a hint.
    """
    if (found := parse_language(text) or _compact(text.strip())) is not None:
        return found
    names = {name: code for locale in READ for name, code in _names("languages", locale).items()}
    names |= {**_endonyms(), **{code: code for code in names.values()}}
    hint = "give a language by name or tag: Korean, 한국어, ko, pt-BR"
    for near in get_close_matches(fold(text[:LONGEST]), names, n=1, cutoff=0.8):
        lang = Lang.parse(names[near])
        hint = f"did you mean {language_name(lang, Lang('en'))} ({lang})?"
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    raise LanguageError(f"unknown language {shown!r}", hint=hint)


def _compact(text: str) -> Lang | None:
    """A language and a region that has it, written together: `ptbr`, but not `engl`."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        found = (
            Locale.parse(f"{text[:2]}_{text[2:]}") if re.fullmatch("[A-Za-z]{4}", text) else None
        )
    except UnknownLocaleError:
        return None
    return Lang.parse(f"{text[:2]}-{text[2:]}") if found else None


def language_name(lang: Lang, target: Lang) -> str:
    """The name of a language in another, such as `영어`; the tag itself where CLDR has none."""
    locale = babel_locale(target)
    names: Mapping[str, str] = locale.languages
    script, region = Lang(lang.language, lang.script), Lang(lang.language, region=lang.region)
    named: list[tuple[Lang, tuple[str, ...]]] = [(lang, ()), (script, (lang.region,))]
    named += [(region, (lang.script,)), (lang.base, (lang.script, lang.region))]
    for one, rest in named:
        if name := names.get(str(one).replace("-", "_")):
            return _qualified(name, rest, locale)
    return str(lang)


def _qualified(name: str, rest: Iterable[str], locale: "Locale") -> str:
    """A name with the regions and scripts that it leaves out in brackets: `Serbian (Latin)`."""
    known: Mapping[str, str] = {**locale.scripts, **locale.territories}
    left = ", ".join(known[one] for one in rest if one in known)
    name = name.replace("(만다린, ", "(")  # the long form of CLDR; `중국어(번체)` is the usual one
    return name + (f"({left})" if locale.language == "ko" else f" ({left})") if left else name


def parse_territory(text: str) -> str | None:
    """The ISO 3166 code (or UN M.49 number) of a country or region named by code or name."""
    from babel.core import get_global

    if len(text) > LONGEST:
        return None
    code = text.strip().upper()
    code = "".join(get_global("territory_aliases").get(code, [code])[:1])
    if re.fullmatch(r"[A-Z]{2}|\d{3}", code) and code in _english().territories:
        return code
    # The formal name comes last: 도미니카 공화국 is another country than 도미니카.
    for name in dict.fromkeys((text, _FORMAL.sub("", text.strip(), count=1))):
        found = _find(_fold_territory(name), "territories", _territory_aliases)
        if found:
            return found
    return None


def territory_name(code: str, target: Lang) -> str:
    """The name of a territory in a language; the code itself where CLDR has none."""
    names: Mapping[str, str] = babel_locale(target).territories
    return names.get(code, code)


def parse_currency(text: str) -> str | None:
    """The ISO 4217 code of a currency named by code, name, or a symbol that no other one shares."""
    from babel.numbers import get_currency_symbol

    if len(text) > LONGEST:
        return None
    code = text.strip().upper()
    if code in _english().currencies:
        return code
    for known in ("USD", "BRL", "EUR", "GBP", "KRW", "JPY"):
        # Portuguese symbols name the country of every dollar: US$, not $.
        if get_currency_symbol(known, "pt") == code:
            return known
    return _CURRENCIES.get(code.lower()) or _find(fold(text), "currencies")


def currency_name(code: str, target: Lang) -> str:
    """The name of a currency in a language; the code itself where CLDR has none."""
    names: Mapping[str, str] = babel_locale(target).currencies
    return names.get(code, code)


def _find(name: str, kind: _Kind, *last: Callable[[], _Index]) -> str | None:
    """The code of a folded name in the first locale that knows it, else in the `last` indexes."""
    for spelling in dict.fromkeys((name, strip_accents(name))) if name else ():
        for locale in READ:
            code = _names(kind, locale).get(spelling)
            if code:
                return code
        for extra in last:
            code = extra().get(spelling)
            if code:
                return code
    return None


def _index(names: Iterable[tuple[str, str]], folded: Callable[[str], str]) -> _Index:
    """Folded name → code; below the names as they are, the same without their accents."""
    index: dict[str, str] = {}
    for code, name in names:
        index.setdefault(folded(name), code)
    for name, code in list(index.items()):
        index.setdefault(strip_accents(name), code)
    return index


def _english() -> "Locale":
    return babel_locale(Lang("en"))


@lru_cache(maxsize=4 * len(READ))
def _names(kind: _Kind, locale: str) -> _Index:
    """The names that CLDR has for things of a kind in one of `READ`."""
    names = getattr(babel_locale(Lang.parse(locale)), kind)
    return _index(names.items(), _fold_territory if kind == "territories" else fold)


def _fold_territory(name: str) -> str:
    plain = _ISLANDS.sub("", _SAINT.sub("saint", name.strip().casefold()))
    return fold(_FILLER.sub(" ", plain))


@lru_cache(maxsize=1)
def _territory_aliases() -> _Index:
    """Names that CLDR does not have: ISO 3166 short names, and 한국 beside its 대한민국."""
    rows = read_rows("territories.tsv")
    return _index(
        ((row["code"], name) for row in rows for name in row["names"].split("|")), _fold_territory
    )


@lru_cache(maxsize=1)
def _language_aliases() -> _Index:
    """Names that CLDR does not have, such as 국문 and Castilian."""
    rows = read_rows("languages.tsv")
    return _index(((row["code"], name) for row in rows for name in row["names"].split("|")), fold)


@lru_cache(maxsize=1)
def _endonyms() -> _Index:
    locales = ((code, babel_locale(Lang(code))) for code in _ENDONYMS.split())
    return _index(((code, locale.languages.get(code, code)) for code, locale in locales), fold)
