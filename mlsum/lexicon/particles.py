"""Korean particles, and their agreement with the sound before them: 나토는, 유엔은; NATO는, UN은.

What counts is how a name is read aloud: digits in Sino-Korean, an abbreviation letter by letter,
signs of money as their unit, other Latin words roughly as the rules for loanwords write them
(National Institute of Korean Language, 외래어 표기법). A word whose reading is not known keeps the
particle that it has.
"""

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Literal

import regex

__all__ = ["NOUN_PARTICLES", "PARTICLES", "agree", "final"]

# A syllable may end in a vowel, in the consonant ㄹ, or in another one.
Final = Literal["vowel", "l", "consonant"]

_PAIRS = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이라", "라"))
_FORMS = {form: pair for pair in _PAIRS for form in pair}
_AFTER = r"(?:(?<=로)(?:서|써|부터)?(?:는|도|의|만)?|(?<=라)(?:고|는|며|면|도))?"
_WRITTEN = "|".join(sorted(_FORMS, key=len, reverse=True))
_PARTICLE = rf"(?P<close>[”’\"'»）)\]*_`]{{0,3}})(?P<form>{_WRITTEN})(?={_AFTER}(?!\p{{Hangul}}))"
_HANGUL, _FINALS, _RIEUL = 0xAC00, 28, 8
_DIGITS: dict[str, Final] = {
    **dict.fromkeys("036", "consonant"),  # 영, 삼, 육
    **dict.fromkeys("178", "l"),
    **dict.fromkeys("2459", "vowel"),
}
_ZEROS = regex.compile(r"(?<![.\d])[\d,]*[1-9][\d,]*?(?P<zeros>0[0,]*)$")
_SIGNS: dict[str, Final] = {
    **dict.fromkeys(("%", "℃", "°", "+", "€", "$", "£"), "vowel"),  # 퍼센트, 도, 유로, 달러, 파운드
    **dict.fromkeys("₩¥", "consonant"),  # 원, 엔
    "R$": "l",  # 헤알
}
_MONEY = regex.compile(r"(?P<sign>R\$|[€$£₩¥])\s?[\d.,]*\d(?:bn|[kKmM])?$")
_LATIN = regex.compile(r"[\p{Latin}\p{M}]+$")
_LETTERS: dict[str, Final] = {"l": "l", "m": "consonant", "n": "consonant", "r": "l"}
_VOWELS = "aeiouyáàâãéêíóôõúü"
_ENDINGS: tuple[tuple[str, Final], ...] = (
    (r"(?:ll?|[^aeiouy]le|[aeiou]le)$", "l"),  # Brasil, Google, Apple, Yale
    (r"(?:[mn]e?|ng|ão|ões)$", "consonant"),  # London, Time, Washington, Estadão
    (rf"(?:^|[^{_VOWELS}])[{_VOWELS}]{{1,2}}(?:c?k|pp?|tt?|c)$", "consonant"),  # Facebook, Reddit
)
_LONGEST = 200  # characters of a name; what is longer is none
_SILENT = regex.compile(r"[^\p{L}\p{N}%℃°+€$£₩¥]+$")

# The particles of a noun in any script, up to three in a row.
NOUN_PARTICLES = regex.compile(
    "(?:은|는|이|가|을|를|의|에|에서|에게|에게서|께서?|한테|와|과|이?랑|하고|도|만|으?로|으?로서|으?로써|"
    r"부터|까지|보다|처럼|같이|마다|밖에|조차|마저|이?나|이?든지|이?며|이?자|이?고|이?란|이?라는|이?라고|"
    r"이?라며|이?다|인|들|측|씨|입니다|이었다|였다){1,3}(?!\w)"
)
_AFTER_CONSONANT = "은 이 을 과 이나 이며 이라고 이라는 이라며 이란 이고 이자 과의 과는"
_AFTER_VOWEL = "는 가 를 와 나 며 라고 라는 라며 란 였다 였던 와의 와는"
_AFTER_ANY = """
의 에 에서 에게 에는 에서는 에도 에서도 에만 에서의 에게서 에게는 에게도
도 만 만의 만이 만을 만은 부터
부터는 까지 까지는 까지도 까지의 보다 보다는 보다도 처럼 만큼 마다 조차 밖에 께서 한테 입니다
이다 이었다 이었던 이지만
"""
_WAY = "로 로는 로도 로의 로서 로써 로부터"  # with 으 before it after a consonant other than ㄹ
_PLURAL = "들"
# Each particle, also after the plural 들, and the final sounds of the nouns that it follows.
PARTICLES: dict[str, frozenset[Final]] = {
    **dict.fromkeys(_AFTER_CONSONANT.split(), frozenset(("consonant", "l"))),
    **dict.fromkeys(_AFTER_VOWEL.split(), frozenset(("vowel",))),
    **dict.fromkeys([*_AFTER_ANY.split(), _PLURAL], frozenset(("consonant", "l", "vowel"))),
    **dict.fromkeys(_WAY.split(), frozenset(("vowel", "l"))),
    **dict.fromkeys([f"으{form}" for form in _WAY.split()], frozenset(("consonant",))),
}
PARTICLES |= {
    f"{_PLURAL}{form}": PARTICLES[_PLURAL] for form in list(PARTICLES) if "l" in PARTICLES[form]
}


def agree(text: str, names: Iterable[str]) -> str:
    """The text with the right form of the particle that follows each of the names."""
    short = {name for name in names if len(name) <= _LONGEST}
    for name in sorted(short, key=len, reverse=True):
        sound = final(name)
        if sound and name in text:
            text = _pattern(name).sub(partial(_right, sound), text)
    return text


def final(name: str) -> Final | None:
    """How the last syllable of a name ends when a Korean reads it; None where that is unknown."""
    name = _SILENT.sub("", regex.sub(r"\s*[(（][^()（）]*[)）]$", "", name.strip())) or name
    last = name[-1:]
    if "가" <= last <= "힣":
        number = (ord(last) - _HANGUL) % _FINALS
        return "l" if number == _RIEUL else "consonant" if number else "vowel"
    if money := _MONEY.search(name):
        return _SIGNS[money["sign"]]
    if last in _DIGITS:
        return _of_number(name)
    if last in _SIGNS:
        return _SIGNS[last]
    word = _LATIN.search(name)
    return _of_word(word[0]) if word else None


def _right(sound: Final, match: "regex.Match[str]") -> str:
    closed, opened = _FORMS[match["form"]]
    open_ = sound == "vowel" or (sound == "l" and opened == "로")
    return f"{match['name']}{match['close']}{opened if open_ else closed}"


def _of_number(name: str) -> Final:
    """십, 백, 천, 만 and 억 end in a consonant, 조 in a vowel; a last digit is read by its name."""
    if (match := _ZEROS.search(name)) and match["zeros"].count("0") == 12:
        return "vowel"
    return _DIGITS[name[-1]]


def _of_word(word: str) -> Final:
    small = word.lower()
    if word.isupper() or not any(letter in _VOWELS for letter in small):
        return _LETTERS.get(small[-1], "vowel")  # by the names of letters: 엘, 엠, 엔, 알
    return next((sound for end, sound in _ENDINGS if regex.search(end, small)), "vowel")


@lru_cache(maxsize=256)
def _pattern(name: str) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<![\p{{L}}\d])(?P<name>{regex.escape(name)}){_PARTICLE}")
