"""People and their roles as Korean bylines name them: `베이징=김철수·이영희 특파원`."""

import re
from collections.abc import Sequence

from mlsum.core.document import Romanization
from mlsum.core.lang import Lang
from mlsum.lexicon.exonyms import place_name
from mlsum.lexicon.loanwords import is_loanword
from mlsum.lexicon.outlets import find, outlet_name
from mlsum.lexicon.people import korean_name, surname
from mlsum.lexicon.romanize import romanize
from mlsum.lexicon.terms import role, translate_term

__all__ = ["words"]

_RUN = re.compile(r"[가-힣]+(?: [가-힣]+)*")
_GIVEN = 2  # syllables of a given name, and the least of a name that a role is written to
_ROLES = (4, 3, 2)  # syllables of the roles that are written to a name: 홍길동기자
_DESK = "부"


def words(text: str, target: Lang, style: Romanization) -> str:
    """The words of Hangul in a text: people, what they are in brackets, places and outlets."""
    return _RUN.sub(lambda run: _run(list(_apart(run[0].split(" "))), target, style), text)


def _run(words: Sequence[str], target: Lang, style: Romanization) -> str:
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
            short = len(word) <= _GIVEN and not follows
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
        if surname(last) and len(word) <= _GIVEN and not _role_here(word):
            found[-1] += word
        else:
            found += [word[:-size], word[-size:]] if size else [word]
    return found


def _is_person_with_role(word: str, size: int) -> bool:
    name = word[:-size]
    return len(name) > _GIVEN and _role_here(word[-size:]) and korean_name(name) is not None


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
