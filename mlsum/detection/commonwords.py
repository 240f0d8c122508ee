"""The commonest words of some languages, which names and loans rarely change.

A word that is common in some languages speaks against all others in these tables. A piece with
several words that are strange to its language is cut further and asked about again.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["common_in", "is_common", "strange_words", "words_against"]

_WORDS = {
    "en": (
        "the of and to in is that for with was on are by this be from have has not but they "
        "which his her were been will would an at as it its their or we you he she a i am no do "
        "so come over me my if can s who when what there about after into could should had him how "
        "why your said"
    ),
    "pt": (
        "de o a que e do da em um para é com não uma os no se na por mais as dos como mas foi "
        "ao ele das tem à seu sua ou ser há nos já está também só pelo pela até isso ela são às "
        "este esta lo la entre sobre te me si eu muito onde depois quem ainda sem você eles elas "
        "lhe foram pode nós"
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
    "id": (
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut "
        "bisa ada mereka lebih sudah atau saat oleh sebagai adalah telah kami kita dia para si "
        "an me"
    ),
    "vi": (
        "và của là có trong được cho không các với một người này đã những để khi từ đến ra con "
        "la an do em a so no me tin ai ta"
    ),
    "tr": (
        "ve bir bu için ile da de olarak olan çok daha gibi ama ne o en var kadar sonra ben her "
        "değil mi ya ki on al an ben"
    ),
    "pl": (
        "w i na z do się nie to że jest o a od po jak za przez co ale dla tym są oraz ma we no "
        "ten by te on my da ja si me"
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _others() -> dict[str, tuple[str, ...]]:
    """The languages that each common word is not common in."""
    lists = {code: frozenset(words.split()) for code, words in _WORDS.items()}
    every = sorted(frozenset().union(*lists.values()))
    return {word: tuple(code for code in lists if word not in lists[code]) for word in every}


def is_common(word: str) -> bool:
    """Whether a word is common in some language, however it is capitalized."""
    return word.lower() in _others()


def common_in() -> tuple[str, ...]:
    """The languages whose common words are known."""
    return tuple(_WORDS)


def words_against(words: Iterable[str]) -> dict[str, int]:
    """How many different words speak against each language: common ones, but not in it."""
    others = _others()
    against: dict[str, int] = {}
    for word in {word.lower() for word in words}:
        for code in others.get(word, ()):
            against[code] = against.get(code, 0) + 1
    return against


def strange_words(text: str, code: str) -> int:
    """How many words of a text are common in some language, but not in `code`."""
    others = _others()
    return sum(code in others.get(word, ()) for word in _WORD.findall(text.lower()))
