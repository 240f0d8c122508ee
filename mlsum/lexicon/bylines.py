"""Bylines for readers of another language: people, their roles, outlets, `By` and `Por`.

A Korean byline may hold several people and their role: `베이징=김철수·이영희 특파원`.
"""

import re
from collections.abc import Mapping, Sequence

from mlsum.core.document import Romanization
from mlsum.core.lang import Lang
from mlsum.lexicon.exonyms import exonym, place_name
from mlsum.lexicon.loanwords import is_loanword
from mlsum.lexicon.outlets import find, outlet_name
from mlsum.lexicon.people import korean_name, surname
from mlsum.lexicon.romanize import HANGUL, romanize
from mlsum.lexicon.terms import role, translate_term

__all__ = [
    "person_name",
]

_HANGUL_RUN = re.compile(r"[가-힣]+(?: [가-힣]+)*")
_GIVEN_NAME = 2  # syllables of a given name, and the least of a name that a role is written to
_ROLES = (4, 3, 2)  # syllables of the roles that are written to a name: 홍길동기자
_DESK = "부"


def _korean_words(text: str, target: Lang, style: Romanization) -> str:
    """The words of Hangul in a text: people, what they are in brackets, places and outlets."""
    return _HANGUL_RUN.sub(
        lambda run: _byline_run(list(_apart(run[0].split(" "))), target, style), text
    )


def _byline_run(words: Sequence[str], target: Lang, style: Romanization) -> str:
    """Words with blanks between them; a place or a desk goes with the role that follows it."""
    roles = [role(word, target) for word in words]
    last = max((at for at, known in enumerate(roles) if known), default=-1)
    foreign = any(map(is_loanword, words))
    written, about = "", list[str]()
    person = False
    for at, word in enumerate(words):
        follows = at < last
        if known := roles[at]:
            note = ", ".join([known.lower() if written else known, *about])
            written += f" ({note})" if written else note
            about, person = [], False
        elif follows and (where := _where(word, target, roles[at + 1], person)):
            about.append(where)
        else:
            short = len(word) <= _GIVEN_NAME and not follows
            listed = _listed(word, target)
            # `서울` by itself is no member of the family Seo; `이란 기자` may be one of the Lees.
            name = None if short and listed else _person(word, style, follows)
            new = name or listed or (word if foreign else romanize(word, style))
            apart = ", " if name and person else " "
            written += (apart if written else "") + new
            person = bool(name or listed)
    return " ".join(filter(None, [written, *about]))


def _apart(words: Sequence[str]) -> list[str]:
    """Each name by itself: a surname goes to the given name after it, a role from its name."""
    found: list[str] = []
    for word in words:
        last = found[-1] if found else ""
        size = next((size for size in _ROLES if _is_person_with_role(word, size)), 0)
        if surname(last) and len(word) <= _GIVEN_NAME and not _role_here(word):
            found[-1] += word
        else:
            found += [word[:-size], word[-size:]] if size else [word]
    return found


def _is_person_with_role(word: str, size: int) -> bool:
    name = word[:-size]
    return len(name) > _GIVEN_NAME and _role_here(word[-size:]) and korean_name(name) is not None


def _role_here(word: str) -> bool:
    return role(word, Lang("en")) is not None


def _where(word: str, target: Lang, next_role: str | None, named: bool) -> str | None:
    """The place or the desk of somebody whose role follows; None where it is somebody's name."""
    if word.endswith(_DESK) and (desk := translate_term(word[:-1], "section", target)):
        return desk
    if next_role and (named or korean_name(word) is None):
        return place_name(word, target)
    return None


def _person(word: str, style: Romanization, sure: bool) -> str | None:
    return korean_name(word, style, sure) or (surname(word, style) if sure else None)


def _listed(word: str, target: Lang) -> str | None:
    """What tables call an outlet or a place; None where they lack it."""
    outlet = find(word)
    return outlet_name(outlet, target) if outlet else place_name(word, target)


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
        new = name if target.language == "ko" else _korean_words(name, target, style)
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
