"""Keep what must survive a translation: addresses, code, money, markup, words given by the caller.

Each such piece is replaced by a stand-in that models copy, and put back afterwards. Where a
stand-in is lost or doubled, `restore` says so, and the text can be translated in the pieces around
what is protected, which loses nothing but some fluency.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count, pairwise

import regex

from mlsum.text.patterns import (
    ADDRESS,
    DATE,
    DOMAIN,
    EMAIL,
    END,
    FILE,
    HANDLE,
    PHONE,
    PLACEHOLDER,
    TAG,
    TICKER,
    VERSION,
    message_texts,
)

__all__ = [
    "Extra",
    "Place",
    "ShieldPiece",
    "Shielded",
    "masked",
    "pieces",
    "protected",
    "restore",
    "shield",
    "words",
]

Extra = tuple[int, int, str]
Place = tuple[int, int]
Pair = tuple[str, str]

# What repeats has a limit, so that no text takes more than linear time.
_AMOUNT = r"\d+(?:[.,'’]\d+){0,9}"
# Where two begin at the same character, the one that is named first wins.
_WHOLE = "|".join(
    (
        r"(?<!`)(?P<fence>`+)(?!`).{1,2000}?(?<!`)(?P=fence)(?!`)",  # inline code
        # What Markdown escapes: snake\_case, \|, \*.
        r"(?<!\w)\w{1,99}(?:\\_\w{1,99}){1,9}|\\[!-/:-@\[-`{|}~]",
        # TeX, and no price: it begins and ends at a sign and has one that sums of money lack.
        r"\$\$[^$]{1,2000}\$\$"
        r"|(?<![\w$])\$(?=[A-Za-z]\$|[^\s$][^$\n]{0,200}[\\^_={}])[^$\n]{0,201}(?<=\S)\$(?![\w$])",
        rf"(?P<tag>{TAG})",
        r"<[a-z]+:[^\s<>]+>|&(?:[a-z]+|\#\d+);",  # <https://example.org>, entities
        rf"(?P<address>{ADDRESS})",
        EMAIL,
        rf"(?P<address>{DOMAIN})",
        FILE,
        PLACEHOLDER,
        PHONE,
        TICKER,
        rf"(?<!\w)[A-Z]{{0,3}}\p{{Sc}}\s?{_AMOUNT}(?:bn|[kKmM])?{END}",  # US$1.5
        rf"(?<![\w.,]){_AMOUNT}\s?\p{{Sc}}{END}",  # 30 €
        rf"\b(?:USD|EUR|GBP|KRW|BRL|JPY|CNY|CHF)\s?{_AMOUNT}{END}",
        HANDLE,
        DATE,
        VERSION,
    )
)
# What encloses text that is translated: only its two ends are protected.
_AROUND = "|".join(
    (
        r"(?P<open>!?\[)[^\[\]\n]*"
        r"(?P<close>\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: +\"[^\"\n]*\")?\))",
        r"(?<![\w*])(?P<open>\*{1,3})(?=[^\s*])[^*\n]*(?<=[^\s*])(?P<close>(?P=open))(?![\w*])",
        r"(?<!\w)(?P<open>__?)(?=[^\s_])[^_\n]*(?<=[^\s_])(?P<close>(?P=open))(?!\w)",
        r"(?P<open>~~)(?=[^\s~])[^~\n]*(?<=\S)(?P<close>~~)",
    )
)
_NUMBER = r"(?<![\w.,])[+-]?\d+(?:[.,:/'’-]\d+)*(?:\s?[%‰°]C?)?"
# Nothing that is protected is of these characters alone; most sentences are.
_PLAIN = regex.compile(r"(?:[\p{L}\p{M}\s,;!?()\"'“”‘’…—–-]|\.(?![\p{L}\p{N}]))*+")
_LETTERLESS = regex.compile(r"[^\p{L}\p{N}]*")
_TRAILING = ".,;:!?'’*_~…"
# Pieces with only this between them are protected as one.
_JOINED = regex.compile(r"[\s,;/()–-]*")
# After its full stop a model takes a sentence for finished and drops the rest.
_FINISHED = regex.compile(r"(?<=[.!?…][\"”’)\]]*)(?=\s)")
# Of 40 forms tried with the embedded models, these are copied best and not taken for words: `Xk1`
# came back in all of 16 sentences written for it and in 96 % of news sentences with one to three
# dropped at random places, in both directions; `X1` in 91 %, `[1]` in 73 to 86 %, `{1}` in none.
# Of 300 news sentences with real pieces in them 99 % came back whole, against 20 to 27 % without
# a shield, at a cost of 0.2 to 0.3 chrF (scripts/eval_shield.py).
_STEMS = ("Xk", "Zk", "Kx", "Ykz", "Vq")


@dataclass(frozen=True, slots=True)
class ShieldPiece:
    """A stretch of a text: free to be translated, or `protected` and to be written as it is."""

    text: str
    protected: bool


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a stand-in stands for.

    `padded` says whether a blank holds it apart from what is before and after it; `markup`, that
    it opens or closes something, so that its order among its like matters; `opens` and `closes`,
    that what follows or goes before it is enclosed by it and touches it.
    """

    text: str
    padded: tuple[bool, bool]
    markup: bool
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Shielded:
    """A text in which stand-ins, `stem` and a number from 1, hold the places of what is kept.

    `before` and `after` are what stands around it without a word to translate; `pairs` counts the
    marks that enclose something, which an output must have as well.
    """

    text: str
    kept: tuple[_Kept, ...] = ()
    stem: str = ""
    before: str = ""
    after: str = ""
    pairs: Mapping[Pair, int] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        """Whether there is anything to translate: a letter outside the stand-ins."""
        rest = _stand_ins(self.stem).sub("", self.text) if self.kept else self.text
        return regex.search(r"\p{L}", rest) is not None


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    text: str
    markup: bool = False
    opens: bool = False
    closes: bool = False


def shield(text: str, extra: Sequence[Extra] = (), *, strict: bool = False) -> Shielded:
    """Replace what must survive by stand-ins; `restore(shield(t), shield(t).text) == t`.

    `extra` are stretches `(start, end, replacement)` of the caller's: terms, names, money. Other
    money stays as it is written; a plain number is left to the model, which writes it the way of
    the target language (`1,250.75` as `1.250,75`), unless `strict`.
    """
    if outer := _enclosing(text, extra):
        start, end = outer.end("open"), outer.start("close")
        given = [(first - start, last - start, new) for first, last, new in extra]
        inner = shield(text[start:end], given, strict=strict)
        after = inner.after + outer["close"]
        return replace(inner, before=outer["open"] + inner.before, after=after)
    spans = _spans(text, extra, strict)
    text, spans, after = _without_rest(text, spans)
    if not spans:
        return Shielded(text, after=after)
    stem = _unused(text)
    written, kept, at = [], [], 0
    for number, span in enumerate(spans, 1):
        padded = (_touches(text[at : span.start][-1:]), _touches(text[span.end : span.end + 1]))
        stand_in = f"{' ' * padded[0]}{stem}{number}{' ' * padded[1]}"
        written += [text[at : span.start], stand_in]
        kept.append(_Kept(span.text, padded, span.markup, span.opens, span.closes))
        at = span.end
    queries = "".join([*written, text[at:]])
    return Shielded(queries, tuple(kept), stem, after=after, pairs=_pairs(text))


def restore(shielded: Shielded, output: str) -> str | None:
    """Put the kept pieces back; None where one is missing, doubled, or encloses nothing now."""
    if not shielded.kept:
        return shielded.before + output + shielded.after
    result = list(_stand_ins(shielded.stem).finditer(output))
    order = [int(match["number"]) - 1 for match in result]
    if sorted(order) != list(range(len(shielded.kept))):
        return None
    markup = [number for number in order if shielded.kept[number].markup]
    if markup != sorted(markup):
        return None
    written = _written(shielded, output, zip(result, order, strict=True))
    if any(count > _pairs(written)[pair] for pair, count in shielded.pairs.items()):
        return None
    return shielded.before + written + shielded.after


def _written(
    shielded: Shielded, output: str, result: Iterable[tuple["regex.Match[str]", int]]
) -> str:
    """The output with each stand-in it has replaced by what it stands for."""
    written, at = [""], 0
    for match, number in result:
        kept = shielded.kept[number]
        before, at = output[at : match.start()], match.end()
        if kept.closes:
            before = before.rstrip(" ")
        elif kept.padded[0]:
            before = before.removesuffix(" ")
        if kept.opens:  # the blank that a model puts after an opening mark belongs before it
            while output.startswith(" ", at):
                at += 1
            moved = at - match.end() > kept.padded[1] and not kept.closes
            before += " " * (moved and (before or written[-1])[-1:].isalnum())
        elif kept.padded[1]:
            at += output.startswith(" ", at)
        written += [before + kept.text]
    return "".join([*written, output[at:]])


def pieces(text: str, extra: Sequence[Extra] = (), *, strict: bool = False) -> list[ShieldPiece]:
    """The text in pieces, free and protected by turns, to be translated around what is kept."""
    results, at = [], 0
    for span in _spans(text, extra, strict):
        results += [ShieldPiece(text[at : span.start], False), ShieldPiece(span.text, True)]
        at = span.end
    results.append(ShieldPiece(text[at:], False))
    return [piece for piece in results if piece.text]


def protected(text: str, extra: Sequence[Extra] = ()) -> list[Place]:
    """The stretches of the text that are protected, in order."""
    return [(span.start, span.end) for span in _spans(text, extra, strict=False)]


def masked(text: str, kept: Sequence[str] = ()) -> str:
    """The text with what is protected, and the words that are `kept`, behind as many letters."""
    places = protected(text)
    places += [
        match.span() for word in kept if word for match in regex.finditer(regex.escape(word), text)
    ]
    if not places:
        return text
    chars = list(text)
    for start, end in places:
        chars[start:end] = "x" * (end - start)
    return "".join(chars)


def words(text: str) -> str:
    """What is left of the text without what is protected: no address, handle, code or tag.

    Of a message with plural forms, what these say.
    """
    return " ".join(
        " ".join(message_texts(piece.text)) if piece.protected else piece.text
        for piece in pieces(text)
    )


def _spans(text: str, extra: Sequence[Extra], strict: bool) -> list[_Span]:
    """What is protected, in order, none overlapping: the caller's first, then the earliest."""
    given = [_Span(*item) for item in extra]
    chosen, at = list(given), 0
    for span in sorted(_matches(text, strict), key=lambda item: item.start):
        apart = all(span.end <= item.start or item.end <= span.start for item in given)
        if span.start >= at and apart and span.text:
            chosen.append(span)
            at = span.end
    groups: list[list[_Span]] = []
    for span in sorted(chosen, key=lambda item: item.start):
        if groups and _JOINED.fullmatch(text, groups[-1][-1].end, span.start):
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_joined(text, group) for group in groups]


def _joined(text: str, group: Sequence[_Span]) -> _Span:
    """Spans with nothing to translate between them as one."""
    first, last = group[0], group[-1]
    kept = [first.text]
    for item, other in pairwise(group):
        kept += text[item.end : other.start], other.text
    markup = any(item.markup for item in group)
    return _Span(first.start, last.end, "".join(kept), markup, last.opens, first.closes)


def _without_rest(text: str, spans: list[_Span]) -> tuple[str, list[_Span], str]:
    """Cut off what comes after the end of the sentence, if nothing there is to be translated."""
    last = spans[-1] if spans else None
    if last is None or last.markup or not _LETTERLESS.fullmatch(text, last.end):
        return text, spans, ""
    start = spans[-2].end if len(spans) > 1 else 0
    ends = [match.start() for match in _FINISHED.finditer(text, start, last.start)]
    if not ends or not _LETTERLESS.fullmatch(text, ends[-1], last.start):
        return text, spans, ""
    after = text[ends[-1] : last.start] + last.text + text[last.end :]
    return text[: ends[-1]], spans[:-1], after


@lru_cache(maxsize=1024)
def _matches(text: str, strict: bool) -> tuple[_Span, ...]:
    # The same sentence is looked at when it is cut, shielded, and checked.
    return () if _PLAIN.fullmatch(text) else tuple(_found(text, strict))


def _found(text: str, strict: bool) -> Iterator[_Span]:
    for match in _compiled(_WHOLE).finditer(text):
        result = _trimmed(match[0]) if match["address"] else match[0]
        yield _Span(match.start(), match.start() + len(result), result, bool(match["tag"]))
    for match in _compiled(_AROUND).finditer(text, overlapped=True):
        for end in ("open", "close"):
            opens = end == "open"
            yield _Span(match.start(end), match.end(end), match[end], True, opens, not opens)
    if strict:
        for match in _compiled(_NUMBER).finditer(text):
            yield _Span(match.start(), match.end(), match[0])


def _enclosing(text: str, extra: Sequence[Extra]) -> "regex.Match[str] | None":
    """The marks around the whole text (`**…**`), where no stretch of the caller's touches them."""
    outer = _compiled(_AROUND).fullmatch(text)
    if not outer or any(
        start < outer.end("open") or end > outer.start("close") for start, end, _ in extra
    ):
        return None
    return outer


def _pairs(text: str) -> Counter[Pair]:
    """How often each pair of marks encloses something."""
    result = _compiled(_AROUND).finditer(text, overlapped=True)
    return Counter(
        (match["open"], match["close"])
        for match in result
        if match.end("open") < match.start("close")
    )


@lru_cache(maxsize=4)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.DOTALL)


def _trimmed(result: str) -> str:
    """An address without the punctuation that follows it, or a bracket that it does not open."""
    end, unopened = len(result), result.count(")") - result.count("(")
    while end and (result[end - 1] in _TRAILING or (result[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= result[end] == ")"
    return result[:end]


def _touches(neighbour: str) -> bool:
    """Whether a neighbouring character would be read as part of a stand-in."""
    return regex.fullmatch(r"[\p{Latin}\d_]", neighbour) is not None


def _unused(text: str) -> str:
    """A stem that does not occur in the text."""
    folded = text.casefold()
    stems = (stem + "z" * more for more in count() for stem in _STEMS)
    return next(stem for stem in stems if stem.casefold() not in folded)


@lru_cache(maxsize=64)
def _stand_ins(stem: str) -> "regex.Pattern[str]":
    flags = regex.IGNORECASE
    return regex.compile(rf"(?<![\p{{Latin}}\d_]){stem}(?P<number>\d+)(?![\p{{Latin}}\d_])", flags)
