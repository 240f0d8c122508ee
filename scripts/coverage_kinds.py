"""The kinds of things that `eval_coverage.py` plants, and how it tells that one was kept."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import regex
from coverage_cases import (
    MARKS,
    Case,
    Pairs,
    capitals,
    citing,
    decomposed,
    inserted,
    messages,
    negations,
    quoted,
    single_words,
    sprinkled,
    swapped,
    typographic,
    words,
)
from coverage_words import ADDRESSES, LATIN, NEGATIVE, OTHER_SCRIPTS, PLAIN_LETTERS

Kept = Callable[[Case, str, str, str], list[bool]]


@dataclass(frozen=True)
class Kind:
    """What is planted, how to see that it was kept, and the share to reach, in percent.

    `kept` gets the case, the translations of its text and of its plain text, and the language of
    the target. `given`: the source language is named, not detected. `json`: the texts are values of
    a JSON document. `silent`: any loss must be reported.
    """

    cases: Callable[[Pairs, random.Random, int], list[Case]]
    kept: Kept
    goal: float
    given: bool = False
    json: bool = False
    silent: bool = True
    lower: bool = False


def folded(text: str) -> str:
    """The text in plain letters: ł as l, and no marks on any letter."""
    bare = "".join(PLAIN_LETTERS.get(c, c) for c in text)
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))


def forms(planted: str) -> set[str]:
    """A name in plain letters, with the two ways to write Đ."""
    return {folded(planted), folded(planted.replace("Đ", "Dj").replace("đ", "dj"))}


def present(case: Case, output: str, _plain: str, _target: str) -> list[bool]:
    return [output.count(one) >= case.text.count(one) for one in case.planted]


def placed(case: Case, output: str, _plain: str, _target: str) -> list[bool]:
    """Whether each thing stands in the same kind of place: at an edge, at a number, between words.

    It says nothing of which words these are.
    """
    return [
        one in output and place_of(one, output) == place_of(one, case.text) for one in case.planted
    ]


def place_of(thing: str, text: str) -> tuple[bool, bool, bool]:
    """Whether no word stands before the first of a thing, no word after it, and a number next."""
    before, _, after = text.partition(thing)
    said = regex.compile(r"[\p{L}\p{N}]")
    return not said.search(before), not said.search(after), after.lstrip()[:1].isdigit()


def named(case: Case, output: str, _plain: str, _target: str) -> list[bool]:
    return [any(form in folded(output) for form in forms(one)) for one in case.planted]


def same_words(_case: Case, output: str, plain: str, _target: str) -> list[bool]:
    return [words(output) == words(plain)]


def same_marks(case: Case, output: str, _plain: str, _target: str) -> list[bool]:
    return [len(MARKS.findall(output)) == len(MARKS.findall(case.text))]


def same(_case: Case, output: str, plain: str, _target: str) -> list[bool]:
    return [unicodedata.normalize("NFC", output) == unicodedata.normalize("NFC", plain)]


def negated(_case: Case, output: str, _plain: str, target: str) -> list[bool]:
    return [bool(regex.search(NEGATIVE[target], output, regex.IGNORECASE))]


def no_copy(case: Case, output: str, plain: str, _target: str) -> list[bool]:
    """Most words are not those of the source, but for those that the plain form keeps, too."""
    own = set(words(case.text)) - set(words(plain))
    left = own & set(words(output))
    return [bool(words(output)) and 2 * len(left) <= len(own)]


def one_word(case: Case, output: str, _plain: str, _target: str) -> list[bool]:
    """Neither copied nor doubled, and nothing is added in brackets."""
    said = words(output)
    doubled = len(said) != len(set(said)) or "(" in output
    return [bool(said) and said != words(case.text) and not doubled]


NAMES = {
    **{f"{script} names": names for script, names in OTHER_SCRIPTS.items()},
    "Latin names": LATIN,
}
HOW = {"source given": True, "detected": False}
KINDS = {
    **{
        f"{script}, {how}": Kind(partial(swapped, names), named, 99.5, given=given)
        for script, names in NAMES.items()
        for how, given in HOW.items()
    },
    "typographic: words": Kind(typographic, same_words, 97, silent=False),
    "typographic: marks": Kind(typographic, same_marks, 99),
    "quoted phrase: words": Kind(quoted, same_words, 97, silent=False),
    "quoted phrase: marks": Kind(quoted, same_marks, 99),
    "NFD": Kind(decomposed, same, 100, silent=False),
    "symbols": Kind(sprinkled, present, 100),
    "symbols: place": Kind(sprinkled, placed, 100, silent=False),
    "addresses": Kind(partial(inserted, ADDRESSES), present, 100),
    "placeholders in JSON": Kind(messages, present, 100, json=True),
    **{f"quotations, {how}": Kind(citing, present, 98, given=given) for how, given in HOW.items()},
    "negations": Kind(negations, negated, 100),
    "capitals": Kind(capitals, no_copy, 100, given=True, lower=True),
    "single words": Kind(single_words, one_word, 100, given=True, lower=True),
}
