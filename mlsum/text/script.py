"""Writing systems: the script of a character, of a language, and the runs of one in a text."""

from functools import lru_cache
from typing import Any

from mlsum.core.lang import Lang

__all__ = [
    "COMMON",
    "EASTERN",
    "HANGUL",
    "LANGUAGES",
    "UNSPACED",
    "UNSPACED_PROPERTIES",
    "likely_script",
    "own_letters",
    "runs",
    "script_of",
    "writing_runs",
]

COMMON = "Zyyy"
# The contents of character classes. Syllables of Hangul; kana and Han with their punctuation and
# full-width forms.
HANGUL = r"\uac00-\ud7a3"
EASTERN = r"\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef"
# Letters of scripts written without spaces: Thai and Lao, Burmese, Khmer, kana and Han; and these
# scripts as Unicode properties, for `regex`.
UNSPACED_PROPERTIES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"

# ISO 15924 codes, the frequent ones first: the pattern below tries them in this order.
_SCRIPTS = (
    *("Latn", "Hang", "Hani", "Hira", "Kana", "Cyrl", "Arab", "Grek", "Hebr", "Thai", "Deva"),
    *("Beng", "Taml", "Telu", "Gujr", "Guru", "Knda", "Mlym", "Orya", "Sinh", "Geor", "Armn"),
    *("Ethi", "Khmr", "Laoo", "Mymr", "Tibt", "Mong", "Bopo", "Thaa", "Syrc", "Cans", "Cher"),
    *("Tfng", "Nkoo", "Yiii"),
)

# The languages written in each script (ISO 15924), by ISO 639-1 code. Others are in Latin script.
LANGUAGES = {
    "Arab": "ar fa ur ps sd ug ku", "Armn": "hy", "Beng": "bn as",
    "Cyrl": "ru uk bg be mk sr kk ky mn tg tt ba", "Deva": "hi mr ne sa", "Ethi": "am ti",
    "Geor": "ka", "Grek": "el", "Gujr": "gu", "Guru": "pa", "Hang": "ko", "Hani": "zh ja",
    "Hebr": "he yi", "Jpan": "ja", "Khmr": "km", "Knda": "kn", "Laoo": "lo", "Mlym": "ml",
    "Mymr": "my", "Orya": "or", "Sinh": "si", "Taml": "ta", "Telu": "te", "Thaa": "dv",
    "Thai": "th", "Tibt": "bo dz",
}  # fmt: skip

# Scripts that are parts of one writing system.
_WRITING = {"Hira": "Jpan", "Kana": "Jpan", "Bopo": "Hani"}

# Letters of languages in Latin script beyond a to z (CLDR exemplar characters).
_ALPHABETS = {
    "ca": "àçéèíïóòúü", "cs": "áčďéěíňóřšťúůýž", "da": "åæø", "de": "äöüß", "es": "áéíñóúü",
    "fi": "åäö", "fr": "àâæçèéêëîïôœùûüÿ", "hu": "áéíóöőúüű", "it": "àèéìòù", "nb": "åæø",
    "nl": "éëïóöü", "pl": "ąćęłńóśźż", "pt": "àáâãçéêíóôõú", "ro": "ăâîșț", "sv": "åäö",
    "tr": "âçğıîöşüû", "vi": "àáâãèéêìíòóôõùúýăđĩũơư",
}  # fmt: skip


@lru_cache(maxsize=1)
def _pattern() -> Any:
    """One alternative per script: a letter of it, then whatever no other script claims.

    Digits, spaces, punctuation, marks and the Japanese length mark belong to the run they
    follow, so a text has as many runs as it has changes of script. Unicode Annex 24.
    """
    import regex

    named = [
        rf"(?P<{code}>\p{{sc={code}}}[\p{{sc={code}}}\p{{Zyyy}}\p{{Zinh}}]*)" for code in _SCRIPTS
    ]
    other = r"(?P<Zzzz>[^\p{Zyyy}\p{Zinh}][\p{Zyyy}\p{Zinh}]*)"
    return regex.compile("|".join([*named, rf"(?P<{COMMON}>[\p{{Zyyy}}\p{{Zinh}}]+)", other]))


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """The ISO 15924 code of a character: `Latn`, `Hang`, `Zyyy` for what many scripts share."""
    return str(_pattern().match(char).lastgroup)


@lru_cache(maxsize=256)
def likely_script(lang: Lang) -> str:
    """The script that a language is written in, by its tag or as CLDR holds for likely.

    `Hant` for zh-TW, `Jpan` and `Kore` for mixtures; empty where CLDR does not know.
    """
    if lang.script:
        return lang.script
    from babel.core import get_global

    likely = get_global("likely_subtags")
    for tag in (f"{lang.language}_{lang.region}", lang.language):
        for part in likely.get(tag, "").split("_"):
            if len(part) == 4:
                return str(part)
    return ""


def own_letters(lang: Lang) -> str:
    """The small letters beyond a to z that a language in Latin script is written with."""
    return _ALPHABETS.get(lang.language, "")


def runs(text: str) -> list[tuple[int, int, str]]:
    """The runs `(start, end, script)` of a text, in order and without a gap; linear in its length.

    What comes before the first letter is a part of the first run; a text without any letter is
    one run of the script `Zyyy`, an empty text has none.
    """
    if text.isascii():
        script = "Latn" if any(map(str.isalpha, text)) else COMMON
        return [(0, len(text), script)] if text else []
    results: list[tuple[int, int, str]] = []
    for match in _pattern().finditer(text):
        script = match.lastgroup
        if results and (results[-1][2] == script or results[-1][2] == COMMON):
            results[-1] = (results[-1][0], match.end(), script)
        else:
            results.append((match.start(), match.end(), script))
    return results


def writing_runs(text: str) -> list[tuple[int, int, str]]:
    """As `runs`, with kana as `Jpan` and Bopomofo as `Hani`. Neighbouring runs are not joined."""
    return [(start, end, _WRITING.get(script, script)) for start, end, script in runs(text)]
