"""Which sentences of a translation are suspect or not translated, and why, in plain words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mlsum.core.document import (
    Block,
    ItemSummary,
    Markup,
    Outcome,
    Part,
    Result,
    Status,
    Translation,
)
from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.lexicon import language_name
from mlsum.text.checks import explain
from mlsum.text.segment import reading
from mlsum.writers.terminal import fitting
from mlsum.writers.words import say_in

__all__ = [
    "STATUSES",
    "Doubt",
    "doubts_of",
    "first_words",
    "merged",
    "of_outcome",
    "of_result",
    "of_summary",
    "of_written",
    "plainly",
    "summary_notes",
    "with_status",
]

STATUSES: Mapping[Status, str] = {"untranslated": "not translated", "suspect": "suspect"}
"""The doubtful statuses in words, the worst first."""
_TABLE = "outlets"
_PAIR = re.compile(r"(translates?) ([a-z]{2,3}(?:-\w+)*) to ([a-z]{2,3}(?:-\w+)*)$")
_COLUMNS = 26  # of a terminal, for the words that a sentence begins with


@dataclass(frozen=True, slots=True)
class Doubt:
    """Sentence `number` of the `count` in a part, counted from 1, that is suspect or untranslated.

    `number` is 0 where the same holds for all of them. `source` is the sentence as it is written
    in `markup`; `reasons` are codes with details. A `part` without a name is the one being read.
    """

    part: str
    number: int
    count: int
    source: str
    status: Status
    reasons: tuple[str, ...]
    markup: Markup = "plain"

    @property
    def whole(self) -> bool:
        """Whether this is all of its part."""
        return self.number == 0 or self.count == 1

    def place(self, ui: str = "en") -> str:
        """The part, the number, and the first words: `body, sentence 3 “The talks begin…”`."""
        say = say_in(ui)
        if not self.number:
            return ", ".join(filter(None, (self.part, say(f"all {self.count} sentences"))))
        words = f"“{first_words(_said(self.source, self.markup))}”"
        if self.count == 1:
            return f"{self.part} {words}" if self.part else ""
        return ", ".join(filter(None, (self.part, f"{say(f'sentence {self.number}')} {words}")))

    def why(self, ui: str = "en") -> str:
        """The reasons in plain words."""
        return "; ".join(plainly(reason, ui) for reason in self.reasons)

    def line(self, ui: str = "en") -> str:
        """Place and reasons."""
        return ": ".join(filter(None, (self.place(ui), self.why(ui))))


def plainly(reason: str, ui: str = "en") -> str:
    """A reason in plain words of the language `ui`: a code by its table, else the message.

    Languages have their names: `translates ko to pt` is `translates Korean to Portuguese`.
    """
    return say_in(ui)(_PAIR.sub(lambda pair: _named(pair, ui), explain(reason, ui)))


def _named(pair: re.Match[str], ui: str) -> str:
    try:
        names = [language_name(lang, Lang(ui)) for lang in map(Lang.parse, pair.group(2, 3))]
    except LanguageError:  # words of a server, such as `translates it to us`
        return pair[0]
    return f"{pair[1]} {names[0]} to {names[1]}"


def with_status(given: str, ui: str = "en") -> str:
    """A `status: reason` in plain words: `suspect: a number is missing`."""
    status, _, reason = given.partition(": ")
    return f"{say_in(ui)(status)}: {plainly(reason, ui)}"


def first_words(text: str, columns: int = _COLUMNS) -> str:
    """The words that a text begins with, an ellipsis for the rest."""
    words = " ".join(text.split())
    end = fitting(words, columns)
    if end == len(words):
        return words
    cut = words[:end].rpartition(" ")[0] if words[end] != " " else words[:end]
    # A long word, such as an address, is cut itself.
    return (cut if 2 * len(cut) > end else words[:end]).rstrip(" ,;:.–—-") + "…"


def doubts_of(
    made: Translation, original: str, part: str = "", markup: Markup = "plain"
) -> list[Doubt]:
    """The doubtful sentences of a translation, in order."""
    if not made.segments:
        one = Doubt(part, 1, 1, original, made.status, made.reasons, markup)
        return [one] if made.status in STATUSES else []
    # Where no engine translated anything, the rest are names from a table, and no sentences.
    left = made.engine in ("", _TABLE)
    count = sum(one.status in STATUSES for one in made.segments) if left else len(made.segments)
    return [
        Doubt(part, at, count, original[one.start : one.end], one.status, one.reasons, markup)
        for at, one in enumerate(made.segments, 1)
        if one.status in STATUSES
    ]


def merged(found: Sequence[Doubt]) -> Sequence[Doubt]:
    """One entry for all sentences of a part where the same holds for each of them."""
    alike = {(one.status, one.reasons) for one in found}
    whole = len(alike) == 1 and len(found) == found[0].count > 1
    return [replace(found[0], number=0)] if whole else found


def of_result(result: Result) -> Iterator[tuple[Outcome, list[Doubt]]]:
    """Each outcome with its doubtful sentences; of several items, parts are named with theirs."""
    items: dict[Part, str] = {}
    markups: dict[Part, Markup] = {}
    many = len(result.document.items) > 1
    for index, item in enumerate(result.document.items, 1):
        bodies = [body for body in (item.body, item.page) if body]
        parts = [part for one in item.fields for part in (one.label, one.value)]
        parts += [part for body in bodies for part in (body.text, body.label) if part]
        items |= dict.fromkeys(parts, f"item {index}, " if many else "")
        markups |= {body.text: body.markup for body in bodies}
    for one in result.outcomes:
        part = one.task.part
        yield one, of_outcome(one, items.get(part, ""), markups.get(part, "plain"))


def of_outcome(outcome: Outcome, item: str = "", markup: Markup = "plain") -> list[Doubt]:
    """The doubtful sentences of a part; `item` stands before its name."""
    task = outcome.task
    label = " (label)" if task.role == "label" else ""
    return doubts_of(outcome.translation, task.part.text, f"{item}{task.key}{label}", markup)


def of_summary(one: ItemSummary, part: str = "") -> list[Doubt]:
    """The sentences of a summary that are suspect as translations, or were not translated."""
    made = one.translations
    return [
        Doubt(part, at, len(made), said, each.status, each.reasons)
        for at, (said, each) in enumerate(zip(one.summary.said, made, strict=False), 1)
        if each.status in STATUSES
    ]


def of_written(one: ItemSummary, part: str = "") -> list[Doubt]:
    """The sentences that a model wrote and the text does not support."""
    written = one.summary.written
    return [
        Doubt(part, at, len(written), said.text, "suspect", said.reasons)
        for at, said in enumerate(written, 1)
        if said.reasons
    ]


def summary_notes(one: ItemSummary, ui: str = "en") -> Iterator[str]:
    """What a reader should doubt in a summary, a line for each sentence."""
    found = [*of_written(one), *merged(of_summary(one))]
    for doubt in found:
        why = doubt.why(ui) if doubt.whole else doubt.line(ui)
        yield f"{say_in(ui)(STATUSES[doubt.status])}: {why}"


def _said(written: str, markup: Markup) -> str:
    """What a sentence says, without marks of its markup."""
    return reading(written, [Block("paragraph", 0, len(written))], markup).between(0, len(written))
