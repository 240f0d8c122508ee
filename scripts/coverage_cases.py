"""Sentences with things planted in them, for `eval_coverage.py`."""

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex
from coverage_words import (
    ACCENTED,
    ANYWHERE,
    BEFORE_NUMBERS,
    BRACKETS,
    HEADINGS,
    MESSAGES,
    NEGATIONS,
    PLACEHOLDERS,
    SIGNS,
    WORDS,
)

NAME = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*(?!\. )")
NUMBER = regex.compile(r"(?<![\p{L}\p{N}.,:/-])\d++(?=[ ,.]\D)")
MARKS = regex.compile(r"[\"“”„«»]|(?<!\w)['‘’‚](?=\w)")
PHRASE = regex.compile(r"(?<=\p{L} )\p{L}{4,}(?: \p{L}+){0,2} \p{L}{4,}(?= \p{L})")
STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("–—", "-"),
        **{"…": "...", "\xa0": " ", "\u202f": " "},
    }
)
# Opening and closing, of double quotation marks and of single ones.
DOUBLE, SINGLE = [("“", "”"), ("«", "»"), ("„", "“")], [("‘", "’")]


@dataclass(frozen=True)
class Pairs:
    """Aligned sentences of two languages."""

    source: str
    target: str
    sentences: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A text with planted things, and the same without.

    `plain` has `replaced` where `text` has the planted thing. The reference has neither.
    """

    text: str
    plain: str
    planted: tuple[str, ...] = ()
    reference: str = ""
    replaced: str = ""


def straight(text: str) -> str:
    """The text composed (NFC), with plain quotation marks, dashes and blanks."""
    return unicodedata.normalize("NFC", text).translate(STRAIGHT)


def words(text: str) -> list[str]:
    return regex.findall(r"[\p{L}\p{M}\p{N}]+", straight(text).casefold())


def swapped(names: Sequence[str], pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """Another name in the place of one that both languages write alike."""
    found = []
    for source, reference in pairs.sentences:
        there = NAME.findall(reference)
        alike = [
            name
            for name in NAME.findall(source)
            if len(name) > 3 and there.count(name) == source.count(name) == 1
        ]
        if alike and reference.count(alike[0]) == 1:
            old, new = rng.choice(alike), names[len(found) % len(names)]
            text = source.replace(old, new)
            found.append(Case(text, source, (new,), reference.replace(old, ""), old))
    return found[:limit]


def curly(text: str, rng: random.Random) -> str:
    """The text with typographic quotation marks, apostrophes, dashes and blanks."""
    pairs = {'"': rng.choice(DOUBLE), "'": rng.choice(SINGLE)}
    text = regex.sub(r"(?<=\w)'(?=\w)|(?<=s)'(?= )", "’", text)
    for mark, (opening, closing) in pairs.items():
        text = regex.sub(rf"(?<![\w.,!?]){mark}(?=\w)", opening, text).replace(mark, closing)
    text = text.replace("...", "…").replace(" - ", rng.choice((" — ", " – ")))
    text = regex.sub(r"(?<=\d)-(?=\d)", "–", text)
    return regex.sub(r"(?<=\d) (?=\p{L})", "\xa0", text)


def typographic(pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """Sentences that have such marks, as they are and in typographic form."""
    both = [(straight(source), reference) for source, reference in pairs.sentences]
    cases = [Case(curly(source, rng), source, (), reference) for source, reference in both]
    return [case for case in cases if case.text != case.plain][:limit]


def quoted(pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """Two to four words of a sentence in quotation marks."""
    found = []
    for source, _ in pairs.sentences:
        places = list(PHRASE.finditer(source, overlapped=True))
        if places and not MARKS.search(source):
            start, end = rng.choice(places).span()
            single = rng.random() < 0.25
            (opening, closing), mark = rng.choice(SINGLE if single else DOUBLE), "\"'"[single]
            plain = f"{source[:start]}{mark}{source[start:end]}{mark}{source[end:]}"
            text = f"{source[:start]}{opening}{source[start:end]}{closing}{source[end:]}"
            found.append(Case(text, plain))
    return found[:limit]


def decomposed(pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """Letters and their marks apart: of the sentences, and of names that are put into them."""
    given = [Case(source, source, (), reference) for source, reference in pairs.sentences]
    cases = [
        Case(
            unicodedata.normalize("NFD", one.text),
            one.text,
            (),
            one.reference,
            "".join(one.planted),
        )
        for one in (*given, *swapped(ACCENTED, pairs, rng, limit))
    ]
    return [case for case in cases if case.text != case.plain][:limit]


def sprinkled(pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """A symbol before a number, between words, at an end, or a pair of brackets around a word."""
    found = []
    for i, (source, reference) in enumerate(pairs.sentences[:limit]):
        spaces = [m.start() for m in regex.finditer(r"(?<=\p{L}) (?=\p{L})", source)]
        numbers = [m.start() for m in NUMBER.finditer(source)]
        sign = ANYWHERE[i % len(ANYWHERE)]
        if numbers and rng.random() < 0.7:
            sign = rng.choice(BEFORE_NUMBERS)
            at = rng.choice(numbers)
            text = source[:at] + sign + " " * rng.randint(0, 1) + source[at:]
        elif spaces and rng.random() < 0.2:
            opening, closing = sign = rng.choice(BRACKETS)
            at = rng.choice(spaces)
            word = regex.match(r" (\p{L}+)", source, pos=at)[1]
            text = source[: at + 1] + opening + word + closing + source[at + 1 + len(word) :]
        else:
            at = rng.choice(spaces) if spaces else len(source)
            between = source[:at] + " " + sign + source[at:]
            text = rng.choice((between, f"{sign} {source}", f"{source} {sign}", f"{source}{sign}"))
        planted = sign if isinstance(sign, tuple) else (sign,)
        found.append(Case(text, source, planted, reference))
    return found


def inserted(things: Sequence[str], pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """An address or the like after a word, bare or in brackets."""
    found = []
    for i, (source, reference) in enumerate(pairs.sentences[:limit]):
        thing = things[i % len(things)]
        places = [m.start() for m in regex.finditer(r"(?<=\p{L}) (?=\p{L})|$", source)]
        at = rng.choice(places)
        shown = f"({thing})" if rng.random() < 0.5 else thing
        found.append(Case(f"{source[:at]} {shown}{source[at:]}", source, (thing,), reference))
    return found


def filled(
    frames: Sequence[tuple[str, str]], things: Sequence[str], name: str, pairs: Pairs, limit: int
) -> list[Case]:
    """Each thing in the slot of a sentence, beside a name in the same slot."""
    side = 0 if pairs.source == "en" else 1
    found = []
    for i in range(limit):
        frame, thing = frames[(i + i // len(things)) % len(frames)], things[i % len(things)]
        source, reference = frame[side], frame[1 - side]
        text, plain = source.replace("{}", thing), source.replace("{}", name)
        found.append(Case(text, plain, (thing,), reference.replace("{}", ""), name))
    return found


def messages(pairs: Pairs, _rng: random.Random, limit: int) -> list[Case]:
    return filled(MESSAGES, PLACEHOLDERS, "Ana", pairs, limit)


def citing(pairs: Pairs, rng: random.Random, limit: int) -> list[Case]:
    """Four to seven words of the target language in quotation marks."""
    found = []
    for _, reference in pairs.sentences[-limit:]:
        runs = regex.findall(r"\p{L}+(?: \p{L}+){3,6}", reference)
        if runs:
            opening, closing = rng.choice([*DOUBLE[:2], ('"', '"')])
            found.append((rng.choice(runs), opening, closing))
    cases = []
    for i, (phrase, opening, closing) in enumerate(found):
        frame = [
            tuple(one.replace("{}", opening + "{}" + closing) for one in SIGNS[i % len(SIGNS)])
        ]
        cases += filled(frame, [phrase], "Galaxy", pairs, 1)
    return cases


def negations(pairs: Pairs, _rng: random.Random, limit: int) -> list[Case]:
    return [Case(text, straight(text)) for text in NEGATIONS[pairs.source][:limit]]


def capitals(pairs: Pairs, _rng: random.Random, limit: int) -> list[Case]:
    short = [pair if pairs.source == "en" else pair[::-1] for pair in HEADINGS]
    every = [*short, *pairs.sentences][:limit]
    return [Case(source.upper(), source, (), reference) for source, reference in every]


def single_words(pairs: Pairs, _rng: random.Random, limit: int) -> list[Case]:
    every = [pair if pairs.source == "en" else pair[::-1] for pair in WORDS][:limit]
    return [Case(source, source, (), reference) for source, reference in every]
