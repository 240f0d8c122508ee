"""The commonest words of some languages: a quick sign that a piece may be in two of them.

They decide nothing. A piece that has several words which its language does not use is cut
further and asked about again, in smaller pieces.
"""

import re
from functools import lru_cache

__all__ = ["strange_words"]

_WORDS = {
    "en": (
        "the of and to in is that for with was on are by this be from have has not but they "
        "which his her were been will would an at as it its their or we you he she a i am no do "
        "so come over me my if can s"
    ),
    "pt": (
        "de o a que e do da em um para é com não uma os no se na por mais as dos como mas foi "
        "ao ele das tem à seu sua ou ser há nos já está também só pelo pela até isso ela são às "
        "este esta lo la entre sobre te me si eu"
    ),
    "es": (
        "de la que el en y a los se del las por un con no una su para es al lo como más pero "
        "sus le ya o este esta entre cuando muy sin sobre también hasta hay donde fue han ha "
        "son si ser nos da te dos he e me mi tu ni porque todo"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce "
        "il sont avec son aux ou mais comme cette ses ont été elle nous vous leur d l à on nos "
        "y n s qu c j non entre si ni tout me"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
        "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie über einen da "
        "was du her will so man mir zum"
    ),
    "it": (
        "di e il la che in a per è un del una con non sono da della le si nel alla dei più "
        "anche al come ma gli ha lo dal i delle o nella su ai dell l nell d se sua ne no ed ad "
        "all ci mi qui chi"
    ),
    "nl": (
        "de van een het en in is dat op te zijn met voor niet aan er om ook als dan maar bij "
        "was heeft die door over naar uit wordt werd of na werden al per we ze hij had"
    ),
    "ca": (
        "de la i el que a en les els un per amb una del es no al dels és són més però com "
        "aquest aquesta seva seu l d ha o si on ser han als entre se y s va li hi ho nos me"
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _languages() -> dict[str, frozenset[str]]:
    """The languages that each common word is common in."""
    found: dict[str, set[str]] = {}
    for code, words in _WORDS.items():
        for word in words.split():
            found.setdefault(word, set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


def strange_words(text: str, code: str) -> int:
    """How many words of a text are common in some language, but not in `code`."""
    if code not in _WORDS:
        return 0
    languages = _languages()
    return sum(
        code not in languages[word] for word in _WORD.findall(text.lower()) if word in languages
    )
