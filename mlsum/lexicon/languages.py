"""Languages as fields name them: one or several, by tags, by names, by the code of a country."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from mlsum.core.lang import UND, Lang
from mlsum.lexicon.cldr import babel_locale, language_name, parse_language, parse_territory

__all__ = ["is_language_list", "language_meant", "localize_languages"]

# What stands between languages, but for brackets within a name: `중국어(만다린, 간체), 영어`.
_BETWEEN = re.compile(
    r"(\s*[,，、;；|/·&+\[\]\"“”]+\s*(?![^()]*\))|\s+(?:and|e|y|et|und|및)\s+|(?<=[어말문])[와과]\s+"
    r"|(?<=^[a-z]{3})\s+(?=[a-z]{3}$))"
)
_JOINT = re.compile(r"\s*(?:and|&|e|y|et|und|및|[와과])\s*")
_AND = {"en": " and ", "pt": " e ", "es": " y ", "fr": " et ", "de": " und ", "ko": ", "}
_COUNTRY = 2  # letters of the code of a country (ISO 3166)
# Languages of ISO 639 whose codes are more often the country's: Breton, Kanuri, Northern Sami, Twi.
_RARE = frozenset({"br", "kr", "se", "tw"})
# Tags of language and country without a mark between them: `ptbr`, `zhcn`.
_JOINED = re.compile(r"(?P<language>[a-z]{2})(?P<region>[A-Za-z]{2})")
# The subtag of a variant, such as `valencia` or `1996` (RFC 5646, 2.2.5).
_VARIANT = re.compile(
    r"(?P<tag>[A-Za-z]{2,3}(?:[-_]\w{2,4})*?)[-_](?P<variant>[A-Za-z]\w{4,7}|\d\w{3})"
)
_TAGGED = re.compile(
    r"(?P<name>[^()]+?)\s*\((?P<tag>[a-z]{2,3}(?:[-_][A-Za-z]{2})?)\)"
)  # 한국어(ko)
_LONGEST = 200


def is_language_list(text: str) -> bool:
    """Whether a text names languages and nothing else: `en, ko`, `["en","ko"]`, `영어·한국어`."""
    return (
        len(text) <= _LONGEST and _mapped(text, lambda one: one if _read(one) else None) is not None
    )


def language_meant(text: str, written: Lang) -> Lang | None:
    """The language of the country whose code stands where a language should: `kr` is Korean.

    Only where the text itself is `written` in that language; None for everything else.
    """
    return next((one for one in _of_country(text) if one.language == written.language), None)


def localize_languages(text: str, written: Lang, target: Lang) -> tuple[str, str] | None:
    """Languages by their names in `target`, and what that rests on; None for other words.

    The code of a country stays as it is, unless the text is `written` in the country's language.
    """
    if len(text) > _LONGEST:
        return None
    countries = [one for one in _pieces(text) if _of_country(one)]
    read = [one for one in countries if language_meant(one, written)]
    if len(read) < len(countries):
        unsure = next(one for one in countries if one not in read)
        return text, f"{unsure} is the code of a country"
    named = _mapped(text, partial(_name, written=written, target=target), target)
    if named is None:
        return None
    if not read:
        return named, "CLDR language"
    meant = ", ".join(f"{one} read as {language_meant(one, written)}" for one in read)
    return named, f"CLDR language, code of a country: {meant}"


def _of_country(text: str) -> tuple[Lang, ...]:
    """The official languages of a country, by CLDR; none where a text is no country's code."""
    from babel.languages import get_official_languages

    code = text.strip().lower()
    if len(code) != _COUNTRY or not code.isascii() or (code not in _RARE and parse_language(code)):
        return ()
    country = parse_territory(code)
    spoken = get_official_languages(country, regional=False, de_facto=True) if country else ()
    regional = (Lang(one.partition("_")[0], region=country or "") for one in spoken)
    named = babel_locale(Lang("en")).languages
    return tuple(one if f"{one.language}_{country}" in named else one.base for one in regional)


def _read(text: str) -> Lang | None:
    """The language of a tag or a name, its variant left out."""
    tagged = _TAGGED.fullmatch(text.strip())
    if lang := parse_language(text) or (tagged and parse_language(tagged["name"])):
        return lang
    if (joined := _JOINED.fullmatch(text.strip())) and parse_territory(joined["region"]):
        return parse_language(f"{joined['language']}-{joined['region']}")
    varied = _VARIANT.fullmatch(text.strip())
    return parse_language(varied["tag"]) if varied else None


def _name(text: str, written: Lang, target: Lang) -> str | None:
    lang = language_meant(text, written) or _read(text)
    if lang is None:
        return None
    name = language_name(lang, target)
    varied = None if parse_language(text) else _VARIANT.fullmatch(text.strip())
    variant = varied and babel_locale(target).variants.get(varied["variant"].upper())
    apart = "" if target.language == "ko" else " "
    tagged = None if parse_language(text) else _TAGGED.fullmatch(text.strip())
    note = variant or (tagged and tagged["tag"])
    return f"{name}{apart}({note})" if note else name


def _pieces(text: str) -> Iterator[str]:
    return (one.strip() for one in _BETWEEN.split(text.strip())[::2] if one.strip())


def _mapped(text: str, name: Callable[[str], str | None], target: Lang = UND) -> str | None:
    """The text with each language renamed; None where one has no name, or there is none."""
    if whole := name(text.strip()):
        return whole
    pieces = _BETWEEN.split(text.strip())
    for at, piece in enumerate(pieces):
        if at % 2:
            joint = _AND.get(target.language, piece) if _JOINT.fullmatch(piece) else piece
            pieces[at] = joint if joint.strip() or target == UND else ", "
        elif piece:
            renamed = name(piece)
            if renamed is None:
                return None
            pieces[at] = renamed
    return "".join(pieces) if any(pieces[::2]) else None
