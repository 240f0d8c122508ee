"""Numbers that are not in digits: words, Roman numerals, names of months."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import regex

from mlsum.core.lang import Lang

__all__ = ["SCALES", "spelled", "spells"]

# Forms of one number are joined by `/`; ordinals and fractions count, for they excuse as well.
_FROM_ZERO = {
    "en": "zero one/first/once/single two/second/both/pair/couple/twice/half three/third/triple "
    "four/fourth/quarter five/fifth six/sixth seven/seventh eight/eighth nine/ninth "
    "ten/tenth/decade eleven/eleventh twelve/twelfth/dozen/dozens thirteen/thirteenth "
    "fourteen/fourteenth fifteen/fifteenth sixteen/sixteenth seventeen/seventeenth "
    "eighteen/eighteenth nineteen/nineteenth",
    "pt": "zero um/uma/primeiro/primeira/único/única "
    "dois/duas/segundo/segunda/ambos/ambas/par/dupla/meio/meia/metade/dobro "
    "três/terceiro/terceira/terço/terços/triplo/trio "
    "quatro/quarto/quarta/quartos cinco/quinto/quinta seis/sexto/sexta sete/sétimo/sétima "
    "oito/oitavo/oitava nove/nono/nona dez/décimo/década onze doze/dúzia/dúzias treze "
    "quatorze/catorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove",
}
_FROM_TWENTY = {
    "en": "twenty/twenties/twentieth thirty/thirties/thirtieth forty/forties/fortieth "
    "fifty/fifties/fiftieth sixty/sixties seventy/seventies eighty/eighties ninety/nineties",
    "pt": "vinte/vigésimo/vigésima trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_FROM_HUNDRED = {
    "en": "century/centuries",
    "pt": "cem/cento/centena/centenas/século/séculos duzentos/duzentas trezentos/trezentas "
    "quatrocentos/quatrocentas quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas "
    "oitocentos/oitocentas novecentos/novecentas",
}
SCALES = {
    word: Decimal(value)
    for words, value in (
        ("hundred hundreds 백 百", 10**2),
        ("thousand thousands mil milhar milhares 천 千 k", 10**3),
        ("만 万 萬", 10**4),
        ("million millions milhão milhões m mn mi", 10**6),
        ("억 亿 億", 10**8),
        ("billion billions bilhão bilhões bilião biliões bn bi b", 10**9),
        ("trillion trillions trilhão trilhões trilião triliões tn tri 조 兆", 10**12),
    )
    for word in words.split()
}
_DOZENS = {"dozen", "dozens", "dúzia", "dúzias"}
_SINO = {
    char: digit
    for digits in ("영일이삼사오육칠팔구", "〇一二三四五六七八九", "零壹貳參肆伍陸柒捌玖")
    for digit, char in enumerate(digits)
}
_SINO_SCALES = {"십": 10, "十": 10, "백": 100, "百": 100, "천": 1000, "千": 1000}
_SINO_MYRIADS = {word: int(SCALES[word]) for word in "만万萬억亿億조兆"}
# In Hangul the same syllables are also particles and parts of words (이 is "this", 사이 "between"):
# they count with a scale among them, or before what is counted in no other way.
_SINO_RUN = regex.compile(
    r"[〇一二三四五六七八九零壹貳參肆伍陸柒捌玖十百千万萬億亿兆]++"
    r"|(?=[영일이삼사오육칠팔구]*[십백천만억조])[영일이삼사오육칠팔구십백천만억조]{2,}+"
    r"|(?<!\p{Hangul})[십백천만억조](?=\s)"
    r"|(?<=제|(?<!\p{Hangul}))[일이삼사오육칠팔구](?=년|월|층|세기|학년|개월|위|차|륜|퍼센트|분기)"
)
_KOREAN_DAYS = {
    word: Decimal(days)
    for word, days in (
        *(("하루", 1), ("이틀", 2), ("사흘", 3), ("나흘", 4), ("닷새", 5), ("엿새", 6)),
        *(("열흘", 10), ("보름", 15)),
    )
}
# Native Korean numerals, one to 99. Those of one syllable count only before a counter or a blank:
# 세 is three, 세계 the world.
_KOREAN_TENS = "열 스물/스무 서른 마흔 쉰 예순 일흔 여든 아흔"
_KOREAN_UNITS = "하나/한/첫 둘/두/양 셋/세/석 넷/네 다섯 여섯 일곱 여덟 아홉"
_WORD = regex.compile(r"\p{L}+")
# A lone I is a pronoun, unless a name stands before it: World War I.
_ROMAN = regex.compile(
    r"(?:\b(?=[IVXLC]{2}|[VX]\b)|(?<=\p{Lu}\p{Ll}+\s)(?=I\b))"
    r"(?P<roman>C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\b"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def spells(lang: Lang) -> bool:
    """Whether the number words of a language are known here."""
    return lang.language in ("en", "pt", "ko", "ja", "zh")


def spelled(text: str, lang: Lang) -> Iterator[Decimal]:
    """Every value that words, Roman numerals or names of months in the text may stand for."""
    words = [match[0].casefold() for match in _WORD.finditer(text)]
    yield from _composed(words, _number_words(lang.language))
    months = _months(lang.language)
    yield from (months[word] for word in words if word in months)
    yield from (Decimal(_roman(match["roman"])) for match in _ROMAN.finditer(text))
    yield from (_sino(match[0]) for match in _SINO_RUN.finditer(text))
    if lang.language == "ko":  # particles and counters are written onto the word
        yield from (_native(match) for match in _korean().finditer(text))
        yield from (days for word, days in _KOREAN_DAYS.items() if word in text)


def _composed(words: Iterable[str], numbers: dict[str, Decimal]) -> Iterator[Decimal]:
    """`two hundred thousand`, `vinte e cinco`: the parts, their sums and their products."""
    total = current = Decimal(0)
    for word in words:
        if word in numbers:
            yield numbers[word]
            if word in _DOZENS:
                yield (current or Decimal(1)) * 12
            current += numbers[word]
            yield from (current, total + current)
        elif word in SCALES:
            scale = SCALES[word]
            yield scale
            if scale == 100:
                current = (current or Decimal(1)) * scale
            else:
                total, current = total + (current or Decimal(1)) * scale, Decimal(0)
            yield total + current
        elif word not in ("and", "e"):
            total = current = Decimal(0)


@lru_cache(maxsize=16)
def _number_words(language: str) -> dict[str, Decimal]:
    tables = ((_FROM_ZERO, 0, 1), (_FROM_TWENTY, 20, 10), (_FROM_HUNDRED, 100, 100))
    return {
        word: Decimal(start + step * index)
        for table, start, step in tables
        for index, forms in enumerate(table.get(language, "").split())
        for word in forms.split("/")
    }


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, Decimal]:
    """Names of months and their short forms (CLDR)."""
    from babel import UnknownLocaleError
    from babel.dates import get_month_names

    try:
        return {
            str(name).casefold().rstrip("."): Decimal(number)
            for width in ("wide", "abbreviated")
            for number, name in get_month_names(width, locale=language).items()
        }
    except (UnknownLocaleError, ValueError):
        return {}


@lru_cache(maxsize=1)
def _korean() -> "regex.Pattern[str]":
    tens, units = (
        words.replace(" ", "|").replace("/", "|") for words in (_KOREAN_TENS, _KOREAN_UNITS)
    )
    return regex.compile(
        rf"(?<!\p{{Hangul}})(?:(?P<tens>{tens})(?P<units>{units})?|(?P<units>{units}))"
        r"(?:(?<=\p{Hangul}{2})|(?=[\s개명번살시대마권달곳쪽편차배]))"
    )


def _native(match: "regex.Match[str]") -> Decimal:
    def place(words: str, result: str | None) -> int:
        forms = [form.split("/") for form in words.split()]
        return next((number for number, form in enumerate(forms, 1) if result in form), 0)

    return Decimal(10 * place(_KOREAN_TENS, match["tens"]) + place(_KOREAN_UNITS, match["units"]))


def _roman(text: str) -> int:
    values = [*(_ROMAN_VALUES[char] for char in text), 0]
    return sum(-value if value < following else value for value, following in pairwise(values))


def _sino(text: str) -> Decimal:
    """A number in Hangul or Han characters: 삼백오십만, 二十一."""
    whole = part = digit = 0
    for char in text:
        if char in _SINO:
            digit = _SINO[char]
        elif char in _SINO_SCALES:
            part, digit = part + (digit or 1) * _SINO_SCALES[char], 0
        else:
            whole, part, digit = whole + (part + digit or 1) * _SINO_MYRIADS[char], 0, 0
    return Decimal(whole + part + digit)
