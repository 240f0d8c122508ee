"""Ask for a short text (a heading, a sign, a tag) in the forms that engines know best.

Models are trained on sentences. After a label, in small letters and with a full stop (`Section:
war.`), a short text is one; what comes after the colon of the answer is its translation. Of 193
texts written `War`, 179 come back right from English and 173 from Portuguese (as they are, 168 and
157); of those written `WAR`, 179 and 173 (37 and 57). Right answers cannot be told from wrong ones
by whether forms agree, nor by a translation back: 93 % of those that pass are right, which is
hardly more than of all (scripts/eval_short.py). But a word that comes back as it is from `Seção:
Lula.` is a name; in small letters it would be a squid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mlsum.checks import check
from mlsum.checks.short import is_short
from mlsum.document import Translation
from mlsum.engines import Route
from mlsum.engines.spelling import likelihood
from mlsum.lang import Lang
from mlsum.lexicon import bare, in_case_of
from mlsum.pipeline import attempts
from mlsum.pipeline.recase import lowered, only_names
from mlsum.shield import pieces
from mlsum.typography import restyle

__all__ = ["Form", "ask", "forms", "translate_short"]

_LABELS = {"en": "Section", "pt": "Seção"}
# Logarithms: `failed` is 13.5 above `Failed` and `exit` 6.7 above `Exit`; `bush` is below `Bush`.
_FAR = 5.0
_BEST_FIRST = ("translated", "kept", "suspect", "untranslated")
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

    A sentence with its full stop, a text of several lines, or one in which something must be kept
    as it is, has none either. `beside` is running text of the same document, which shows how its
    names are written.
    """
    _, said, after = bare(text)
    if (after.strip() == "." and not said.isupper()) or ". " in said:
        return []
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


def ask(group: Sequence[Form], source: Lang, route: Route) -> list[Translation | None]:
    """What the engine answers to forms, as it is read; None where it cannot be: same order."""
    answers = attempts.ask([form.asked for form in group], source, route) if group else []
    read = [
        form.source_text if answer.status == "untranslated" else form.read(answer.text)
        for form, answer in zip(group, answers, strict=True)
    ]
    return [
        None if text is None else replace(answer, text=text)
        for text, answer in zip(read, answers, strict=True)
    ]


def translate_short(
    texts: Sequence[str], source: Lang, target: Lang, route: Route
) -> list[Translation | None]:
    """Translate short texts: same length and order; None for those that are not short.

    A name is `kept`. Others are asked for in one form after another until nothing is wrong with an
    answer; where something always is, a copy is `untranslated` and another answer `suspect`, with
    the reasons.
    """
    found = {i: some for i, text in enumerate(texts) if (some := forms(text, source))}
    best = _names({i: texts[i] for i in found}, source, route)
    pending = [i for i in found if i not in best]
    for turn in range(max(map(len, found.values()), default=0)):
        pending = [i for i in pending if turn < len(found[i])]
        answers = ask([found[i][turn] for i in pending], source, route)
        for i, answer in zip(pending, answers, strict=True):
            judged = answer and _judged(texts[i], answer, source, target)
            if judged and (i not in best or _rank(judged) < _rank(best[i])):
                best[i] = judged
        pending = [i for i in pending if i not in best or best[i].status != "translated"]
    return [best.get(i) for i in range(len(texts))]


def _names(texts: Mapping[int, str], source: Lang, route: Route) -> dict[int, Translation]:
    """The single words with a capital that come back as they are: names, which are kept."""
    label = _LABELS.get(source.language)
    alone = {i: bare(text) for i, text in texts.items()}
    asked = [
        (i, Form(f"{label}: {said}.", texts[i], labelled=True))
        for i, (_, said, _) in alone.items()
        if label and said.istitle() and " " not in said and not _is_word(said, source)
    ]
    answers = ask([form for _, form in asked], source, route)
    return {
        i: Translation(form.source_text, "kept", ("name",))
        for (i, form), answer in zip(asked, answers, strict=True)
        if answer and answer.text == form.source_text
    }


def _is_word(said: str, source: Lang) -> bool:
    """Whether a word with a capital is far likelier without it: `Failed`."""
    rate = likelihood(source)
    return rate is not None and rate(said.lower()).log > rate(said).log + _FAR


def _judged(text: str, answer: Translation, source: Lang, target: Lang) -> Translation:
    if answer.status == "untranslated":
        return answer
    answer = replace(answer, text=restyle(text, answer.text))
    copied = answer.text.casefold() == text.casefold()
    reasons = check(bare(text)[1], bare(answer.text)[1], source, target)
    if copied and (not reasons or only_names(bare(text)[1], source)):
        return Translation(text, "kept", ("name",))
    if copied:
        return Translation(text, "untranslated", reasons, answer.engine)
    return replace(answer, status="suspect" if reasons else "translated", reasons=reasons)


def _rank(answer: Translation) -> tuple[int, int]:
    """What is least is best: a translation before a name, before what is in doubt."""
    return _BEST_FIRST.index(answer.status), len(answer.reasons)
