"""Where the verb of a sentence is, and where a phrase ends, by endings and words: en, pt, es.

No parser: a verb is a common one, or a word in lower case with the ending of a finite form. What
stands between the subject and its verb (`Kim, who was elected in May, said`) has none of these.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlsum.core.lang import Lang

__all__ = ["Clause", "clause_of", "finds_verbs", "phrase_ends"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VERBS = {
    "en": re.compile(
        r"(?:is|are|was|were|has|have|had|do|does|did|will|would|can|cannot|could|may|might|must"
        r"|shall|should|won['’]t|isn['’]t|doesn['’]t|didn['’]t|says?|said|told|made|took|gave|went"
        r"|came|won|lost|met|led|held|fell|rose|grew|sent|saw|kept|left|found|began|broke|built"
        r"|bought|brought|sold|spoke|stood|struck|thought|became|drew|drove|fought|flew|got|heard"
        r"|knew|paid|ran|sought|shot|spent|taught|threw|wrote|chose|felt|laid|meant|hit|put|cut"
        r"|overtook|swept|withdrew|(?:plan|call|want|seek|aim|open|warn|urge|expect|remain|begin"
        r"|become|take|make|give|need|show|call|keep|continue|agree|include|allow|require|mean)s"
        r"|(?!need|seed|speed|hundred|indeed|sacred|naked)[a-z]{2,}ed)"
    ),
    "pt": re.compile(
        r"(?:é|são|era|foi|foram|[st]eriam?|está|estão|tem|têm|tinha|tinham|há|vai|vão|vem|vêm|pode|podem|deve"
        r"|devem|quer|querem|disse|disseram|diz|dizem|fez|faz|fazem|deu|dá|dão|pôs|puseram|trouxe"
        r"|houve|veio|vieram|manteve|obteve|quis|soube|abre|vence|perde|cai|sobe|prevê|começa|passa"
        r"|(?!seu\b|meu\b|teu\b|museu|europeu|judeu|ateu|pneu|liceu|apogeu|sou\b|camafeu)\w{2,}"
        r"(?:ou|aram|eram|iram|iu|eu|ava|avam|ará|erá|irá|arão|erão|irão|[aei]riam?))"
    ),
    "es": re.compile(
        r"(?:es|son|era|fue|fueron|está|están|tiene|tienen|ha|han|había|hay|va|van|puede|pueden"
        r"|debe|deben|quiere|dijo|dice|hizo|hace|dio|puso|hubo|vino|\w{2,}(?:ó|aron|ieron|aba|aban"
        r"|ará|erá|irá|arán|erán|irán|aría))"
    ),
}
_SAYING = re.compile(
    r"(?:said|says?|told|announced|reported|added|warned|confirmed|claimed|stated|argued"
    r"|diss\w+|diz(?:em)?|afirm\w+|inform\w+|anunci\w+|declar\w+|alert\w+|confirm\w+|dijo|dice)"
)
_THAT = {"en": "that", "pt": "que", "es": "que"}
_THAT_WITHIN = 60  # characters: `said on Wednesday at the port that`
# A participle after one of these is no verb: `the proposed law`.
_BEFORE_NOUNS = _set("the a an of its their his her our this that these those in with")
_JOINED_TO_VERB = _set("não nunca já também se never also not no se lhe lhes still has have")
_BEGIN_PHRASES = {
    "en": _set(
        "in on at with for from by after before during because while when as since until "
        "under over against among amid through into and or but who which where despite "
        "without between about following"
    ),
    "pt": _set(
        "em no na nos nas num numa com para por pelo pela pelos pelas após antes depois "
        "durante porque enquanto quando desde até sob sobre contra entre e ou mas sem como "
        "nesta neste segundo conforme"
    ),
    "es": _set(
        "en con para por tras antes después durante porque mientras cuando desde hasta bajo "
        "sobre contra entre y o pero sin como según"
    ),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PUNCTUATION = re.compile(r"[,;:–—](?=\s)")
_LONGEST_ASIDE = 120


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with its main verb at `start`; it says something from `end` on.

    `aside` is what stands between subject and verb, its commas with it. After a verb of saying,
    `said` is where the reported clause begins.
    """

    start: int
    end: int
    aside: tuple[int, int] | None = None
    said: int | None = None


def finds_verbs(lang: Lang) -> bool:
    """Whether verbs of a language are known here."""
    return lang.language in _VERBS


def clause_of(text: str, lang: Lang) -> Clause | None:
    """The main verb of a sentence; None where no verb is found, or in another language."""
    found = list(_verbs(text, lang, 0))
    if not found:
        return None
    aside = _aside(text, found)
    start, end = next(span for span in found if aside is None or span[0] >= aside[1])
    said = _said(text, (start, end), lang)
    if said is not None:
        inner = next(_verbs(text, lang, said), None)
        end = inner[1] if inner else len(text)
    return Clause(_with_negation(text, start), end, aside, said)


def phrase_ends(text: str, lang: Lang) -> Iterator[int]:
    """Where a phrase ends: at punctuation, and before a word that begins another one."""
    words = _BEGIN_PHRASES.get(lang.language, frozenset())
    for match in _PUNCTUATION.finditer(text):
        yield match.start()
    for match in _WORD.finditer(text):
        if match[0] in words and text[match.start() - 1 : match.start()] == " ":
            yield match.start() - 1


def _verbs(text: str, lang: Lang, start: int) -> Iterator[tuple[int, int]]:
    forms = _VERBS.get(lang.language)
    before = ""
    for match in _WORD.finditer(text, start) if forms else ():
        participle = before in _BEFORE_NOUNS and match[0].endswith("ed")
        if forms and match.start() and not participle and forms.fullmatch(match[0]):
            yield match.span()
        before = match[0].lower()


def _aside(text: str, verbs: list[tuple[int, int]]) -> tuple[int, int] | None:
    """From the first comma after the subject to the one right before a verb."""
    first = text.find(", ")
    if first < 0 or any(start < first for start, _ in verbs):
        return None
    for start, _ in verbs:
        begin = _with_negation(text, start)
        if first + 2 < begin <= first + _LONGEST_ASIDE and text[begin - 2 : begin] == ", ":
            return first, begin - 1
    return None


def _said(text: str, verb: tuple[int, int], lang: Lang) -> int | None:
    """The start of the clause that a verb of saying has: behind `that`."""
    if not _SAYING.fullmatch(text, *verb):
        return None
    that = re.compile(rf"\s{_THAT[lang.language]}\s").search(text, verb[1], verb[1] + _THAT_WITHIN)
    return that.end() if that else None


def _with_negation(text: str, start: int) -> int:
    """The start of a verb with the small words before it: `não houve`, `also said`."""
    while (word := re.search(r"(\S+)\s$", text[max(0, start - 12) : start])) and (
        word[1].lower() in _JOINED_TO_VERB
    ):
        start -= len(word[0])
    return start
