"""Korean names of people in Latin letters, surname first."""

from functools import lru_cache

from mlsum.core.document import Romanization
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.exonyms import exonym
from mlsum.lexicon.loanwords import is_loanword
from mlsum.lexicon.romanize import HANGUL, mccune, romanize

__all__ = ["in_latin", "korean_name", "surname"]

_ENGLISH = Lang("en")
_GIVEN = 2  # syllables of a given name, and the most that a surname has
# The South writes and says no ㄹ at the beginning of these; McCune and Reischauer follow it.
_SOUTHERN = dict(zip("라란랑량려련렴로뢰류리림", "나난낭양여연염노뇌유이임", strict=True))


def korean_name(word: str, style: Romanization = "customary", sure: bool = False) -> str | None:
    """The name of a person in Hangul, in Latin letters; None where the word can be none.

    Customary is the spelling of Korean news agencies: of people whom the table knows, their own;
    else the usual spelling of the surname, and the given name by the Revised Romanization, each
    syllable by itself (`Lee Yeong-hui`). The standard writes `I Yeonghui`, McCune and Reischauer
    `Yi Yŏng-hŭi`. `sure` says that the word is a name, so its surname may be a rare one.
    """
    if style == "customary" and (known := exonym(word, _ENGLISH, "person")):
        return known
    family, given = _split(word)
    if not family or (_surnames()[family][1] and not sure) or is_loanword(given):
        return None
    if style == "mccune":
        latin = mccune(given, "-").capitalize()
    elif style == "revised":
        # Sounds do not change where the syllables of a given name meet (section 3.4): Han Boknam.
        latin = "".join(map(romanize, given)).capitalize()
    else:
        latin = "-".join(map(romanize, given)).capitalize()
    return f"{surname(family, style)} {latin}"


def surname(word: str, style: Romanization = "customary") -> str | None:
    """A Korean surname in Latin letters; None if the table does not have it."""
    if word not in _surnames():
        return None
    if style == "customary":
        return _surnames()[word][0]
    if style == "mccune":
        southern = _SOUTHERN.get(word, word)
        return "Yi" if southern == "이" else romanize(southern, style)
    return romanize(word, style)


def in_latin(name: str, style: Romanization = "customary") -> str:
    """A name in Latin letters: Hangul romanized, other scripts by the tables of anyascii.

    Three syllables of Hangul are read as a person's surname and given name.
    """
    from anyascii import anyascii

    written, at = [], 0
    for word in HANGUL.finditer(name):
        person = korean_name(word[0], style) if len(word[0]) == _GIVEN + 1 else None
        written += [anyascii(name[at : word.start()]), person or romanize(word[0], style)]
        at = word.end()
    return "".join([*written, anyascii(name[at:])]).strip() or name


def _split(word: str) -> tuple[str, str]:
    """A surname, the longest there is, and a given name; both empty where there is no surname."""
    for size in (_GIVEN, 1):
        family, given = word[:size], word[size:]
        if family in _surnames() and 1 <= len(given) <= _GIVEN:
            return family, given
    return "", ""


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, bool]]:
    """`surnames.tsv`: a surname → its usual spelling, and whether it is rare."""
    return {row["hangul"]: (row["latin"], bool(row["rare"])) for row in read_rows("surnames.tsv")}
