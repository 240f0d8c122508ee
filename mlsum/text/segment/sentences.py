"""Sentences of a text: through sentencex (Wikimedia), with what it leaves over mended here.

sentencex knows abbreviations and quotes of many languages; it cuts too often where Korean goes on
after a quote, at a few Portuguese abbreviations and in dates, and it misses ends inside brackets.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from mlsum.core.lang import UND, Lang
from mlsum.core.tables import read_words
from mlsum.text.patterns import message_places

__all__ = ["clauses", "sentences"]

_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*")
# Code and variables of templates: `./run`, {{ page.title }}. No sentence ends in them.
_VERBATIM = re.compile(
    r"(?<![`\\])(`{1,9})(?!`)(?:[^\n]|\n(?![ \t]*\n)){1,999}?(?<!`)\1(?!`)|\{\{[^{}\n]{1,300}\}\}"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Quote marks at the start of a wrapped line (`> `) are no part of a sentence.
_QUOTE_MARK = re.compile(r"(?<=[\r\n])[ \t]*(?:>[ \t]?)+")

# sentencex takes quadratic time on unbalanced quotes, so it gets no more than this at once.
_CHUNK = 6000
# A sentence longer than this, with quote marks in it, may be several.
_LONG = 250
_MARKS = re.compile(
    r"(?P<opens>(?<![^\s(\[])[\"'“”‘’「『«](?=\w))|(?<!\w)[\"'“”‘’「」『』«»]|[\"“”」』»]"
)
_CUT = re.compile(r"[.!?…。！？][\"'”’»」』)\]]*\s")

# Punctuation a clause ends with; between digits (`3,500`) it is none.
_CLAUSE = re.compile(r"[,;:—–](?=\s)|[、，；：。！？]")

_CLOSERS = "\"'”’»›」』）)\\]】》〉"
_OPENER_LEFT = re.compile(r"\s[\"'“‘«「『(]+$")
_LAST_WORD = re.compile(r"(?<![\w.])([^\W\d_]{1,5}º?)\.$")
# `a.C.`, cut between its letters.
_LETTER_END = re.compile(r"(?<![\w.])[^\W\d_]\.$")
# `10 a.m. Tuesday`, `6 p.m. Korean time`, `9 p.m. EST`, `8 a.m. Nov. 5`: the hour of a day or a
# place, which are told from the subject of a new sentence by what they are.
_HOUR_END = re.compile(r"\d\s?[ap]\.\s?m\.$", re.IGNORECASE)
# An hour or a year alone is no sentence.
_ONLY_TIME = re.compile(
    r"(?:At|By|From|Until|Till|Before|After|Around|About|Since)\s(?:\w+\s)?[\d:.]+\s?[ap]\.\s?m\."
    r"|(?:Em|Desde|Até|Por volta de)\s(?:\w+\s)?\d+\s[ad]\.\s?C\.",
    re.IGNORECASE,
)
_OF_HOUR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\."
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)(?:\.|[a-z]+)\s\d"
    r"|(?:March|April|May|June|July)\s\d"
    r"|(?:Segunda|Terça|Quarta|Quinta|Sexta)-feira\b|Sábado\b|Domingo\b"
    r"|(?:Lunes|Martes|Miércoles|Jueves|Viernes)\b"
    r"|(?:[A-Z][\w.]*\s){1,3}[Tt]ime\b|(?:[A-Z]{0,3}[SD]T|[ECMP]T|BRT|CES?T|GMT|UTC)\b"
)
# `D. Pedro`, `R. Augusta`: one letter, and a name behind it.
_PT_TITLE_END = re.compile(
    r"(?:^|\b(?:[oae]|d[oae]|[nà][oa]s?|ao|à|com|em|por|pel[oa]|que|rei|rainha|imper\w+|príncipe"
    r"|princesa|\w*bispo)\s)[DRS]\.$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-Ú][a-zà-ú]{2}")
_NUMERAL = re.compile(r"\d|[IVXLC]+\b")
# Korean dates and numbered points: `2023. 12. 13.`, `3.`
_NUMBER_END = re.compile(r"(?:^|[\s(])\d{1,4}\.$")
_ENUMERATOR = re.compile(r"(?:\(?\d{1,3}[.)]|[A-Za-z][.)]|[가-하][.)])$")
# What goes on after a quote: particles and endings (a quote is no sentence there).
_KO_SAYING = re.compile(
    r"(?:이?라(?:고|며|는|면서)|이?란|라|고|며|면서|는|하고|하며|하는|등|같은)(?![가-힣])"
)
_JA_SAYING = re.compile(r"[とはがをにもので、・]|って|など|だ|から|まで|へ")
_ENDS_QUOTE = re.compile(rf"[.!?…。！？][{_CLOSERS}]+$")
# Ends that sentencex does not see: a bracket after the stop, then a capital; a numeral after 。
_MISSED = re.compile(
    r"(?<=[^\W\d_]{2}[.!?])[)\]”»]\s+(?=[\"“«(\[]?[^\W\d_a-z])|(?<=[。！？])(?=[0-9A-Za-z])"
)


def sentences(text: str, lang: Lang = UND) -> list[tuple[int, int]]:
    """Start and end of every sentence in `text`, without the white space around it.

    Disjoint, in order, none empty; together they cover every character that is no white space
    (or a quote mark at the start of a wrapped line). A line break alone ends no sentence.
    """
    shown = _QUOTE_MARK.sub(lambda mark: " " * len(mark[0]), _SURROGATE.sub("\ufffd", text))
    if "`" in shown or "{{" in shown:
        shown = _VERBATIM.sub(lambda match: "X" * len(match[0]), shown)
    found: list[tuple[int, int]] = []
    for start, end in _chunks(shown):
        found.extend(_mend(shown, list(_cuts(shown, start, end, lang)), lang.language))
    return _with_messages(shown, found) if "{" in shown else found


def _with_messages(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences, joined where one ends between the braces of an ICU message."""
    inside = message_places(text)
    found: list[tuple[int, int]] = []
    for start, end in cuts:
        if found and any(first < start < last for first, last in inside):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, and pieces of those that are too long, cut after a sentence where one ends."""
    start = 0
    for stop in [*_PARAGRAPH.finditer(text), None]:
        end = stop.start() if stop else len(text)
        while end - start > _CHUNK:
            window = text[start + _CHUNK // 2 : start + _CHUNK]
            ends = [match.end() for match in _CUT.finditer(window)]
            space = window.rfind(" ") + 1
            cut = start + _CHUNK // 2 + (ends[-1] if ends else space or len(window))
            yield start, cut
            start = cut
        yield start, end
        start = stop.end() if stop else end


def _cuts(text: str, start: int, end: int, lang: Lang) -> Iterator[tuple[int, int]]:
    """Sentences of one chunk as sentencex has them, trimmed, with the ends it missed added.

    It takes everything between two quote marks for one sentence, and where a mark is missing that
    may be half the text: what is too long is cut once more with its marks hidden.
    """
    tag = "en" if lang.language == "und" else lang.language
    for first, last in _boundaries(text[start:end], start, tag):
        piece = text[first:last]
        inner = [(first, last)]
        if last - first > _LONG and _MARKS.search(piece):
            inner = _boundaries(_hide_marks(piece), first, tag)
        for one, other in inner:
            for missed in _MISSED.finditer(text, one, other):
                yield from _trim(text, one, missed.end())
                one = missed.end()
            yield from _trim(text, one, other)


def _boundaries(chunk: str, offset: int, tag: str) -> list[tuple[int, int]]:
    from sentencex import get_sentence_boundaries

    if not chunk.strip():
        return []
    found = get_sentence_boundaries(tag, chunk)
    return [(offset + one["start_index"], offset + one["end_index"]) for one in found]


def _hide_marks(text: str) -> str:
    """The text with each opening quote mark as a letter and each closing one as a lone closer."""
    return _MARKS.sub(lambda mark: "A" if mark["opens"] else "”", text)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    if piece := piece.strip():
        yield start, start + len(piece)


def _mend(text: str, cuts: list[tuple[int, int]], language: str) -> list[tuple[int, int]]:
    """Join neighbours that a false end has parted; give a quote mark to the sentence it opens."""
    found: list[tuple[int, int]] = []
    for start, end in cuts:
        if found and (opener := _OPENER_LEFT.search(text, max(found[-1][0], start - 4), start)):
            found[-1] = found[-1][0], opener.start()
            start = opener.start() + 1
        if found and _goes_on(text, found[-1], start, end, language):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _goes_on(text: str, before: tuple[int, int], start: int, end: int, language: str) -> bool:
    """Whether the sentence `before` does not end before `start`."""
    # The last 40 characters tell; looking at more would cost quadratic time.
    left = text[max(before[0], before[1] - 40) : before[1]]
    right = text[start : min(end, start + 40)]
    if not any(char.isalnum() for char in text[start:end]):
        return True
    if before[1] - before[0] <= 5 and _ENUMERATOR.match(left):
        return True
    if right[0].islower() or (right[0] in "—–-" and right.lstrip("—–- ")[:1].islower()):
        return True
    if _ENDS_QUOTE.search(left):
        return _after_quote(right, before[1] == start, language)
    if language == "ko" and _NUMBER_END.search(left):
        return True
    if _ONLY_TIME.fullmatch(text, *before):
        return True
    if _HOUR_END.search(left):
        return bool(_OF_HOUR.match(right))
    if before[1] == start and _LETTER_END.search(left):
        return True
    return _abbreviated(left, right, language)


def _after_quote(right: str, adjacent: bool, language: str) -> bool:
    if language == "ko":
        return (adjacent and "가" <= right[0] <= "힣") or bool(_KO_SAYING.match(right))
    return language == "ja" and bool(_JA_SAYING.match(right))


def _abbreviated(left: str, right: str, language: str) -> bool:
    """Whether `left` ends with an abbreviation that `right` belongs to."""
    word = _LAST_WORD.search(left)
    if not word:
        return False
    table = _abbreviations()
    written = word[1].lower()
    if language == "pt" and _PT_TITLE_END.search(left):
        return bool(_NAME.match(right))
    if written in table["numeral"]:
        return bool(_NUMERAL.match(right))
    return written in table.get(language, table["en"])


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, frozenset[str]]:
    """Abbreviations by language, and under `numeral` those that stand before a number only."""
    return read_words("abbreviations.txt")


def clauses(text: str, limit: int) -> list[tuple[int, int]]:
    """Cut a sentence into pieces of at most `limit` characters, best places first.

    After a clause's punctuation, else at a space, else anywhere; pieces are disjoint, in order,
    without the white space around them, and cover everything else.
    """
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > limit:
            window = text[start : start + limit + 1]
            ends = [match.end() for match in _CLAUSE.finditer(window, limit // 4)]
            space = max(window.rfind(" "), window.rfind("\n"))
            end = start + (ends[-1] if ends else space if space > 0 else limit)
        found.extend(_trim(text, start, end))
        start = end
    return found
