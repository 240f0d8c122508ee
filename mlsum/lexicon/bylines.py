"""Bylines for readers of another language: people, their roles, outlets, `By` and `Por`."""

import re
from collections.abc import Mapping

from mlsum.core.document import Romanization
from mlsum.core.lang import Lang
from mlsum.lexicon.exonyms import exonym, place_name
from mlsum.lexicon.koreanbylines import words
from mlsum.lexicon.outlets import find, outlet_name
from mlsum.lexicon.romanize import HANGUL
from mlsum.lexicon.terms import role

__all__ = ["person_name"]

_BY = re.compile(r"(?:(?i:by|por)|글|취재)(?:\s*:\s*|\s+)(?=\w)")
_BY_IN: Mapping[str, str] = {
    **{"en": "By ", "pt": "Por ", "es": "Por ", "ko": "글 "},
    **{"fr": "Par ", "de": "Von ", "it": "Di "},
}
# Addresses, and what stands between people. White space is looked at from its start only, so that
# much of it takes linear time.
_BETWEEN = re.compile(
    r"((?<!\S)<?[^\s@]+@\S+|(?<!\S)\w+://\S+"
    r"|(?:(?<!\s)\s+)?[,，;；|/·ㆍ=()\[\]<>]\s*|(?<!\s)\s+(?:e|and|[&–—-])\s+)"
)
_OF = re.compile(r"(?:(?P<pt>d[aeo]s?)|(?P<en>of|from))\s+(?=\w)", re.IGNORECASE)
_AT = re.compile(r"(?P<role>.+?) (?:em|n[ao]s?|in) (?P<place>.+)")
_AT_IN: Mapping[str, str] = {"en": "{} in {}", "pt": "{} em {}", "ko": "{1} {0}"}
_AND: Mapping[str, str] = {"en": " and ", "pt": " e ", "ko": ", "}
_WHOLE = 2  # words; a name that has as many is no first name by itself


def person_name(text: str, target: Lang, style: Romanization = "customary") -> str:
    """A byline for readers of `target`: each person, role and outlet as they write them.

    `김철수 기자` is `Kim Cheol-su (reporter)`. Names in Latin letters stay, and so do addresses;
    Hangul stays where `target` is Korean.
    """
    if whole := role(text.strip(), target):
        return whole
    by = _BY.match(text)
    start = by[0] if by else ""
    old = _BETWEEN.split(text[len(start) :])
    new = list(old)
    new[::2] = [_element(piece, target, style) for piece in old[::2]]
    for place in range(1, len(old), 2):
        new[place] = _between(old[place], (old[place - 1], old[place + 1]), target)
    return _by(start, target) + "".join(new)


def _by(start: str, target: Lang) -> str:
    there = _BY_IN.get(target.language, start)
    return there if start and start.split()[0].casefold() != there.strip().casefold() else start


def _between(mark: str, sides: tuple[str, str], target: Lang) -> str:
    """What stands between two names, in the target language."""
    korean = target.language == "ko"
    if mark.strip() in ("·", "ㆍ") and not korean and all(map(HANGUL.search, sides)):
        return ", "
    if mark == "(" and not korean and HANGUL.search(sides[0]):
        return " ("
    # `Costa e Silva` is one name.
    names = all(len(side.split()) >= _WHOLE and side.strip()[:1].isupper() for side in sides)
    if mark.strip() in ("e", "and") and names:
        return _AND.get(target.language, mark)
    return mark


def _element(piece: str, target: Lang, style: Romanization) -> str:
    """One name, role or outlet; the white space around it stays."""
    name = piece.strip()
    if not name:
        return piece
    new = _known(name, target)
    if new is None:
        new = name if target.language == "ko" else words(name, target, style)
    return piece.replace(name, new, 1)


def _known(name: str, target: Lang) -> str | None:
    """What tables call an outlet, a role or a person of the whole name; None where they lack it."""
    if "." not in name and (found := find(name)):
        readable = target.language not in found.names and not HANGUL.search(name)
        return name if readable else outlet_name(found, target)
    if known := role(name, target):
        return known
    of = _OF.match(name)
    if of and (found := find(name[of.end() :])):
        there = _known(name[of.end() :], target) or name
        return of[0] + there if of[target.language if target.language == "pt" else "en"] else there
    at = _AT.fullmatch(name)
    if at and (known := role(at["role"], target)) and (place := place_name(at["place"], target)):
        shape = _AT_IN.get(target.language)
        return shape.format(known, place) if shape else None
    return exonym(name, target, "person") if len(name.split()) >= _WHOLE else None
