"""What words tell without a classifier: common words, names, and the variants of Portuguese."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from mlsum.core.tables import read_words
from mlsum.lexicon import find_outlet

__all__ = [
    "common_languages",
    "is_common",
    "is_description",
    "is_name",
    "is_outlet",
    "is_sentence",
    "portuguese_variant",
    "strange_words",
    "without_names",
    "words_against",
]

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_PARTICLES = {
    *("al", "bin", "da", "das", "de", "dei", "del", "della", "den", "der", "di", "do", "dos", "du"),
    *("el", "la", "las", "le", "los", "van", "von", "zu"),
}
_END = re.compile(r"[.!?…。！？][\"'”’)\]»」』]*$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Inc|Co|Corp|Ltd|Ltda|S\.A|Jr|Sr|Cia)\.$")
_KOREAN_END = re.compile(r"[가-힣](?:다|까|요)[.!?]$")
# The fewest words of a sentence and of a description.
_SENTENCE, _KOREAN_SENTENCE, _DESCRIPTION = 5, 3, 3
# The longest title. The fewest letters that a title must keep without its names, and without
# those of its names that are not ASCII.
_TITLE = 120
_REST, _REST_AND_NAMES = 5, 8

# Spellings by the Acordo Ortográfico of 1990 as each country applies it, words that differ in
# everyday news, and the progressive (`está fazendo`, `está a fazer`). None is also a common word
# of the other variant. Stems match inflections.
_BRAZIL = re.compile(
    r"\b(?:econômic|acadêmic|polêmic|atômic|eletrônic|anônim|sinônim|agronômic"
    r"|gênero|prêmio|patrimônio|cerimônia|quilômetr|milênio|oxigênio|gêmeo"
    r"|polôni|amazônia|antônio\b|bebês?\b|metrô\b|tênis\b|ônibus|ônus\b"
    r"|usuário|esport(?:e|iv)|contato|equipe|registr(?:o|ou)|planejament|gerenciament"
    r"|bilh(?:ão|ões)|aposentad|celular(?:es)?\b|banheiro|geladeira|caminhão|caminhões"
    r"|prefeit(?:o|a|ur)|vocês?\b|irã\b|moscou\b|fato(?:s)?\b|arquivos?\b|reais\b"
    r"|est(?:á|ão|ava|avam|amos|ou)\s+\w+(?:a|e|i)ndo\b)"
)
_PORTUGAL = re.compile(
    r"\b(?:económic|académic|polémic|atómic|eletrónic|electrónic|anónim|sinónim"
    r"|género|prémio|património|cerimónia|quilómetr|milénio|oxigénio|gémeo"
    r"|polóni|amazónia|antónio\b|bebés?\b|facto(?:s)?\b|contacto|equipas?\b|regist(?:o|ou)"
    r"|desport|autocarro|comboio|telemóvel|telemóveis|utilizador|ficheiro|ecrã|planeament"
    r"|moscovo\b|irão\b(?=\s+(?:e|é|está|foi|tem|,|\.))|acção|acções|direcç|projecto|actual(?!ly)"
    r"|óptim|est(?:á|ão|ava|avam|amos|ou)\s+a\s+\w+(?:ar|er|ir)\b)"
)


@lru_cache(maxsize=1)
def _common_words() -> dict[str, frozenset[str]]:
    return read_words("commonwords.txt")


@lru_cache(maxsize=1)
def _languages_without() -> dict[str, tuple[str, ...]]:
    """Each common word, and the languages of the table that it is not common in."""
    lists = _common_words()
    words = sorted(frozenset().union(*lists.values()))
    return {word: tuple(code for code in lists if word not in lists[code]) for word in words}


def is_common(word: str) -> bool:
    """Whether a word is common in some language, however it is capitalized."""
    return word.lower() in _languages_without()


def common_languages() -> tuple[str, ...]:
    """The languages whose common words are known."""
    return tuple(_common_words())


def words_against(words: Iterable[str]) -> dict[str, int]:
    """The number of different words that are common in some language, but not in this one."""
    without = _languages_without()
    against: dict[str, int] = {}
    for word in {word.lower() for word in words}:
        for code in without.get(word, ()):
            against[code] = against.get(code, 0) + 1
    return against


def strange_words(text: str, code: str) -> int:
    """The number of words in a text that are common in some language, but not in `code`."""
    without = _languages_without()
    return sum(code in without.get(word, ()) for word in _LETTERS.findall(text.lower()))


def is_name(words: Sequence[str]) -> bool:
    """Whether a few words are mostly capitalized, as in a name such as `Bank of the South`."""
    if not 0 < len(words) < 8:
        return False
    small = [word for word in words if not word[0].isupper()]
    joined = words[0] not in small and words[-1] not in small and all(map(is_common, small))
    return joined or 3 * len(small) <= len(words)


def is_sentence(text: str) -> bool:
    """Whether a value is a sentence: it ends like one and holds more than names.

    Names may end in a full stop too, so a sentence has five words or more, most of them in lower
    case and at least one of those common. A Korean sentence has three words or more.
    """
    text = text.strip()
    words = _WORD.findall(text)
    if _KOREAN_END.search(text):
        return len(words) >= _KOREAN_SENTENCE
    if len(words) < _SENTENCE or not _END.search(text) or _ABBREVIATED.search(text):
        return False
    small = [word for word in words if word[0].islower()]
    return 2 * len(small) >= len(words) and any(map(is_common, small))


def is_description(text: str) -> bool:
    """Whether the name of a thing describes it, as in `Red cotton shirt for men`."""
    words = _WORD.findall(text)
    cased = all(word[0].islower() or word[0].isupper() or word[0].isdigit() for word in words)
    return len(words) >= _DESCRIPTION and cased and not is_name(words)


def is_outlet(text: str) -> bool:
    """Whether it is an outlet's name of several words; one word may be any: `Time`, `Terra`."""
    words = _WORD.findall(text[:_TITLE])
    return len(words) > 1 and is_name(words) and find_outlet(name=text) is not None


def without_names(text: str) -> str:
    """A title without its capitalized words; unchanged where too little would remain.

    A common word at the beginning stays. In title case, only names with letters beyond ASCII are
    removed.
    """
    if len(text) >= _TITLE or text.islower():
        return text
    words = _WORD.findall(text)
    names = [word[0].isupper() and (i > 0 or not is_common(word)) for i, word in enumerate(words)]
    rest = [word for word, name in zip(words, names, strict=True) if not name]
    if len(rest) == len(words):
        return text
    bare = [word for i, word in enumerate(words) if not names[i] and not _joins(words, names, i)]
    plain = [word for word, name in zip(words, names, strict=True) if not name or word.isascii()]
    for kept, least in ((bare if len(bare) > 1 else rest, _REST), (plain, _REST_AND_NAMES)):
        if sum(char.isalpha() for word in kept for char in word) >= least:
            return " ".join(kept)
    return text


def _joins(words: Sequence[str], names: Sequence[bool], at: int) -> bool:
    """Whether a word is a particle inside a name: `Tarcísio de Freitas`."""
    adjacent = [i for i in (at - 1, at + 1) if 0 <= i < len(words)]
    within = len(adjacent) == 2 and all(names[i] or words[i] in _PARTICLES for i in adjacent)
    return within and words[at] in _PARTICLES


def portuguese_variant(text: str) -> str:
    """`BR` or `PT` where the text has marks of mainly one variant, otherwise an empty string."""
    lowered = text.lower()
    brazil, portugal = len(_BRAZIL.findall(lowered)), len(_PORTUGAL.findall(lowered))
    if brazil > 3 * portugal:
        return "BR"
    return "PT" if portugal > 3 * brazil else ""
