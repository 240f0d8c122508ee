"""Numbers that an engine copied as its source writes them, in the form of the target language.

`36,577.94` is `36.577,94` in Portuguese; most engines write it so, but not always. Separators come
from CLDR. Only what can be read in one way is rewritten, and only where the output has the very
characters of the source: versions, sections, times, telephone numbers and codes stay.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.numbers import number_signs
from mlsum.text.patterns import ADDRESS, DATE, EMAIL, FILE, HANDLE, PHONE, PLACEHOLDER, TAG, VERSION

__all__ = ["localize_numbers"]

_BLANKS = "\u0020\u00a0\u202f"
# What is written alike in every language, and holds no number of a sentence.
_ALIKE = regex.compile(
    "|".join(
        (
            r"`[^`\n]{1,999}`",
            ADDRESS,
            EMAIL,
            TAG,
            PLACEHOLDER,
            HANDLE,
            FILE,
            DATE,
            VERSION,
            PHONE,
        )
    ),
    regex.DOTALL,
)
# What follows a number that counts or measures something.
_MEASURE = regex.compile(
    r"[\s-]?(?:[%‰°º\p{Sc}]|per\s?cent|por\scento|pct|pp|percentage|points?|pontos?|thousand|mil\b|"
    r"(?:m|b|tr)illions?|milh[õã]|bilh[õã]|trilh[õã]|times|vezes|degrees|graus|[kcmµn]?[mgl]\b|"
    r"[kmgt]b\b|[kmg]?[wv]h?\b|k?mh|kph|mph|miles?|milhas?|feet|inch|tons?\b|tonnes|toneladas|"
    r"met|quil|kilo|lit|hectares?|acres?|hours?|horas|years?|anos|seconds?|segundos|minutes?|"
    r"minutos|magnitude|won|d[oó]l|euro|reais)",
    regex.IGNORECASE,
)
# Behind these words stands a name, not a number.
_NAMED = regex.compile(
    r"(?<!\p{L})(?:v|ver|version|versão|release|update|build|sections?|seç(?:ão|ões)|chapters?|capítulos?"
    r"|fig|figures?|figuras?|tables?|tabelas?|steps?|etapas?|items?|itens|art|articles?|artigos?"
    r"|clauses?|cláusulas?|verses?|levels?|no|nº|ios|android|windows|mac|macos|linux|python|java"
    r"|chrome|firefox|web|office|model|그림|표|버전)\.?\s$",
    regex.IGNORECASE,
)
_WORD_BEFORE = regex.compile(
    r"(?P<start>^|[.!?:;\"“”(\n]\s?|\s)(?P<word>\p{L}[\p{L}\p{N}.+#-]*)\s$"
)
_HOUR_AFTER = regex.compile(r"\s?(?:[ap]\.?\s?m\b|h\b|hrs?\b|o[’']clock|Uhr)", regex.IGNORECASE)
# `6.25 전쟁`, `12.3 계엄`: a day of the year, as Korean has it.
_DAY = regex.compile(r"(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])")
_ORDINAL = regex.compile(r"(?<![\w.,])([0-9]{1,4})(st|nd|rd|th)\b(?:[\s-](\p{L}+))?")
_INDICATOR = regex.compile(r"(?<![\w.,])([0-9]{1,4})[ºª](?=\s(?![CF]\b)\p{L})")
_FEMININE = regex.compile(r"\p{L}+(?:a|as|ção|ções|são|sões|dade|dades|gem|gens)", regex.IGNORECASE)
_DEGREES = regex.compile(r"(?<=\d\s?)º(?=\s?[CF]\b)")
_ERA_EN = regex.compile(r"(?<=\d\s)(?:(?P<before>B\.?C(?:\.?E)?\b\.?)|(?:A\.?D|C\.?E)\b\.?)")
_ERA_AHEAD = regex.compile(r"\bA\.?D\.?\s(\d{1,4})\b")
_ERA_PT = regex.compile(r"(?<=\d\s)(?P<era>[ad])\.\s?C\.")


@dataclass(frozen=True, slots=True)
class _Form:
    """How a language writes numbers: its decimal point, what parts thousands, how it is read."""

    point: str
    group: str
    pattern: "regex.Pattern[str]"


def localize_numbers(source_text: str, output: str, source: Lang, target: Lang) -> str:
    """The output with each number that it has as the source writes it in the target's form.

    A number is rewritten as often as the source has it and the output lacks it in its own form.
    Ordinals (`1st`, `1º`), eras (`B.C.`, `a.C.`) and `ºC` between English and Portuguese follow.
    A language that CLDR does not cover, or that groups digits otherwise, leaves all as it is.
    """
    ours, theirs = _form(source), _form(target)
    if not any(map(str.isdigit, source_text)):
        return output
    if ours and theirs and (ours.point, ours.group) != (theirs.point, theirs.group):
        output = _with_numbers(source_text, output, source, (ours, theirs))
    return _with_words(source_text, output, source, target)


def _with_numbers(source_text: str, output: str, source: Lang, forms: tuple[_Form, _Form]) -> str:
    ours, theirs = forms
    said = _masked(source_text)
    found = list(_numbers(said, ours))
    wanted = {match[0]: _written(match, theirs) for match in found}
    often = Counter(match[0] for match in found if not _stays(said, match, source, ours))
    # What one number looks like in the target language, another may look like in the source's.
    for form in wanted.values():
        often.pop(form, None)
    shown = _masked(output)
    own = Counter(regex.findall(theirs.pattern, shown))
    left = {form: count - own[wanted[form]] for form, count in often.items()}

    def rewrite(match: "regex.Match[str]") -> str:
        form = str(match[0])
        if left.get(form, 0) <= 0:
            return form
        left[form] -= 1
        return wanted[form]

    return _replaced(output, ((m.span(), rewrite(m)) for m in _numbers(shown, ours)))


def _numbers(text: str, form: _Form) -> Iterator["regex.Match[str]"]:
    found: Iterator[regex.Match[str]] = form.pattern.finditer(text)
    return found


def _stays(text: str, match: "regex.Match[str]", source: Lang, form: _Form) -> bool:
    """Whether a number is none, or can be read in two ways: `1.250 tons`, `iOS 17.2`, `5.30 pm`."""
    whole, fraction = match["whole"], match["fraction"] or ""
    grouped = not whole.isdecimal()
    parts = regex.split(r"\D", match[0])
    if len(parts) == 4 and all(int(part) <= 255 for part in parts):
        return True  # an address of a computer
    if grouped:
        return False
    if len(fraction) == 3 and len(whole) <= 3 and whole != "0":
        return True
    if len(fraction) == 2 and int(fraction) < 60 and _HOUR_AFTER.match(text, match.end()):
        return True
    follows = text[match.end() : match.end() + 1]
    if source.language == "ko" and _DAY.fullmatch(match[0]) and not follows.strip():
        return True
    return form.point == "." and _named(text, match)


def _named(text: str, match: "regex.Match[str]") -> bool:
    """Whether a number behind a word is part of a name: of a program, a section, a device."""
    before = text[max(0, match.start() - 40) : match.start()]
    if _NAMED.search(before):
        return True
    if _MEASURE.match(text, match.end()):
        return False
    word = _WORD_BEFORE.search(before)
    if not word:
        return False
    name, inside = word["word"], word["start"] in ("\t", *_BLANKS)
    return name[0].isupper() and (inside or (len(name) > 1 and name.isupper()))


def _written(match: "regex.Match[str]", form: _Form) -> str:
    """A number with the separators of another form, its thousands parted if they were."""
    whole = match["whole"]
    groups = regex.split(r"\D", whole)
    fraction = match["fraction"]
    return form.group.join(groups) + (f"{form.point}{fraction}" if fraction else "")


@lru_cache(maxsize=64)
def _form(lang: Lang) -> _Form | None:
    """The form of a language's numbers by CLDR; None where it parts digits by other than three."""
    signs = number_signs(lang)
    if signs is None or babel_locale(lang).decimal_formats[None].grouping != (3, 3):
        return None
    point, group = signs
    parting = f"[{_BLANKS}]" if group.isspace() else regex.escape(group)
    decimal = regex.escape(point)
    return _Form(
        point,
        " " if group.isspace() else group,
        regex.compile(
            r"(?<![\w.,:/#])(?<!\p{L}[-‐‑])"
            rf"(?P<whole>[1-9][0-9]{{0,2}}(?:(?P<part>{parting})[0-9]{{3}})(?:(?P=part)[0-9]{{3}})*+"
            rf"(?!-\d{{2,3}}(?!\d|[.,]\d))|[0-9]++(?={decimal}))"
            rf"(?:{decimal}(?P<fraction>[0-9]++))?+"
            r"(?![_\d]|[.,:/]\d|\p{Latin}*\d)"
        ),
    )


def _with_words(source_text: str, output: str, source: Lang, target: Lang) -> str:
    """The output with ordinals, eras and degrees that it copied as the target has them."""
    pair = (source.language, target.language)
    if pair == ("en", "pt"):
        output = _copied(_ORDINAL, source_text, output, _to_indicator(source_text))
        output = _copied(_ERA_AHEAD, source_text, output, lambda m: f"{m[1]} d.C.")
        return _copied(_ERA_EN, source_text, output, lambda m: "a.C." if m["before"] else "d.C.")
    if pair == ("pt", "en"):
        output = _copied(_INDICATOR, source_text, output, lambda m: m[1] + _suffix(int(m[1])))
        output = _copied(_ERA_PT, source_text, output, _to_era)
        output = _DEGREES.sub("°", output)
    return output


def _copied(
    pattern: "regex.Pattern[str]",
    source_text: str,
    output: str,
    rewrite: "Callable[[regex.Match[str]], str]",
) -> str:
    """The output with what it has of a pattern rewritten, as far as the source has the number."""
    numbers = set(regex.findall(r"\d+", source_text)) if pattern.search(source_text) else set()

    def near(match: "regex.Match[str]") -> list[str]:
        return list(regex.findall(r"\d+", output[max(0, match.start() - 9) : match.end()]))

    matches = pattern.finditer(_masked(output)) if numbers else ()
    return _replaced(
        output, ((one.span(), rewrite(one)) for one in matches if numbers.intersection(near(one)))
    )


def _to_indicator(source_text: str) -> "Callable[[regex.Match[str]], str]":
    def rewrite(match: "regex.Match[str]") -> str:
        if match[0] in source_text and match[3]:  # `1st Street`: a name, copied whole
            return str(match[0])
        sign = "ª" if match[3] and _FEMININE.fullmatch(match[3]) else "º"
        return f"{match[1]}{sign}{match[0][len(match[1] + match[2]) :]}"

    return rewrite


def _suffix(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _to_era(match: "regex.Match[str]") -> str:
    ends = match.end() == len(match.string)
    return f"{'BC' if match['era'] == 'a' else 'AD'}{'.' * ends}"


def _masked(text: str) -> str:
    """The text with blanks for what is alike in every language; same length."""
    return str(_ALIKE.sub(lambda match: "\0" * len(match[0]), text))


def _replaced(text: str, edits: Iterator[tuple[tuple[int, int], str]]) -> str:
    written, at = [], 0
    for (start, end), new in edits:
        written += [text[at:start], new]
        at = end
    return "".join([*written, text[at:]])
