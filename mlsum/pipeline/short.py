"""Ask for a short text (a heading, a sign, a tag) in the forms that engines know best.

Models are trained on sentences. After a label, in small letters and with a full stop (`Section:
war.`), a short text is one; what comes after the colon of the answer is its translation. Of 193
texts written `War`, 179 come back right from English and 173 from Portuguese (as they are, 168 and
157); of those written `WAR`, 179 and 173 (37 and 57). Right answers cannot be told from wrong ones
by whether forms agree, nor by a translation back: 93 % of those that pass are right, which is
hardly more than of all (scripts/eval_short.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlsum.checks.short import is_short
from mlsum.document import Translation
from mlsum.engines import Route
from mlsum.lang import Lang
from mlsum.lexicon import bare, in_case_of
from mlsum.pipeline.recase import lowered
from mlsum.shield import pieces

__all__ = ["Form", "ask", "forms"]

_LABELS = {"en": "Section", "pt": "Seção"}
_ENDS = " \t\n.!?…。！？"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to ask for a short text: what to ask, and how to read the answer."""

    asked: str
    source_text: str
    labelled: bool = False

    def read(self, answer: str) -> str | None:
        """The translation of the short text: its marks around it, its capitals, no full stop.

        None where the answer does not show which part of it is the translation.
        """
        before, words, after = bare(self.source_text)
        _, colon, said = answer.partition(":") if self.labelled else ("", "", answer)
        said = said.strip(_ENDS)
        if not said or (self.labelled and not colon):
            return None
        return before + in_case_of(words, said) + after


def forms(text: str, source: Lang, beside: str = "") -> list[Form]:
    """The ways to ask for a short text, the best first; none where it is not short.

    A text of several lines, or in which something must be kept as it is, has none either. `beside`
    is running text of the same document, which shows how its names are written.
    """
    _, said, after = bare(text)
    if not is_short(said) or ":" in said or "\n" in said:
        return []
    if any(piece.protected for piece in pieces(text)):
        return []
    small = lowered(said, source, beside)
    end = next((mark for mark in after if mark in "?!"), ".")
    label = _LABELS.get(source.language)
    plain = small[:1].upper() + small[1:] if said.isupper() else said
    asked = [(plain, False), (small + end, False)]
    if label:
        asked = [(f"{label}: {small}{end}", True), *reversed(asked)]
    return [Form(one, text, labelled) for one, labelled in dict.fromkeys(asked)]


def ask(group: Sequence[Form], route: Route) -> list[Translation | None]:
    """What the engine answers to forms, as it is read; None where it cannot be: same order."""
    answers = route.translate_batch([form.asked for form in group])
    read = [
        form.source_text if answer.status == "untranslated" else form.read(answer.text)
        for form, answer in zip(group, answers, strict=True)
    ]
    return [
        None if text is None else replace(answer, text=text)
        for text, answer in zip(read, answers, strict=True)
    ]
