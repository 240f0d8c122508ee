"""The main verb of a sentence, the ends of phrases, and shorter versions of Korean sentences.

In English, Portuguese and Spanish a verb is a common one, or a word in lower case with the ending
of a finite form. An aside between subject and verb (`Kim, who was elected in May, said`) has none
of these. Korean sentences have their predicate at the end and lose words before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlsum.core.lang import Lang

__all__ = [
    "Clause",
    "clause_of",
    "finds_verbs",
    "korean_versions",
    "phrase_ends",
]


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
    """A sentence with its main verb from `start` to `end`.

    `aside` is the span between subject and verb with its commas. After a verb of saying, `quoted`
    is the start of the reported clause.
    """

    start: int
    end: int
    aside: tuple[int, int] | None = None
    quoted: int | None = None


def finds_verbs(lang: Lang) -> bool:
    """Whether the verbs of a language are known."""
    return lang.language in _VERBS


def clause_of(text: str, lang: Lang) -> Clause | None:
    """The main verb of a sentence; None where no verb is found, or in another language."""
    verbs = list(_verbs(text, lang, 0))
    if not verbs:
        return None
    aside = _aside(text, verbs)
    start, end = next(span for span in verbs if aside is None or span[0] >= aside[1])
    quoted = _quoted(text, (start, end), lang)
    if quoted is not None:
        inner = next(_verbs(text, lang, quoted), None)
        end = inner[1] if inner else len(text)
    return Clause(_with_negation(text, start), end, aside, quoted)


def phrase_ends(text: str, lang: Lang) -> Iterator[int]:
    """The ends of phrases: at punctuation, and before a word that begins a phrase."""
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
    """From the first comma after the subject to the comma right before a verb."""
    first = text.find(", ")
    if first < 0 or any(start < first for start, _ in verbs):
        return None
    for start, _ in verbs:
        begin = _with_negation(text, start)
        if first + 2 < begin <= first + _LONGEST_ASIDE and text[begin - 2 : begin] == ", ":
            return first, begin - 1
    return None


def _quoted(text: str, verb: tuple[int, int], lang: Lang) -> int | None:
    """The start of the reported clause after a verb of saying and `that`."""
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


# `하기로 했다고 밝혔다` means `하기로 했다` of the same subject.
_REPORTED = re.compile(
    r"(?P<tense>[었았했]다)고\s(?:밝혔|말했|전했|설명했|발표했|덧붙였|강조했|보도했)다$"
)
_SUBJECT = re.compile(r"[가-힣]+(?:이|가|께서)\s")
_TOPIC = re.compile(r"(?:\S+\s){0,3}?\S+[은는이가]\s")
# The last word of an adverbial, or of a clause before another one.
_ADVERBIAL = re.compile(
    r"(?:[가-힣\d](?:에서|에게서|에|으로|로)(?:는|도)?|통해|위해|따라|대해|가운데|뒤|후|앞두고|맞아|속에서?),?$|,$"
)
_CONNECTIVE = re.compile(r"[가-힣](?<!다고)(?<!라고)(?:고|며|면서|지만|는데|어서|아서)(?=,?\s)")
# An adverbial of an earlier action: `회의를 열어`, `증가에 힘입어`.
_VERBAL = re.compile(r"[가-힣](?<!다)(?<!라)(?:고|며|면서|한|할|해|된|린|연|어|여)(?=\s|,|$)")
_ENDS_VERBAL = re.compile(r"[가-힣](?<!다)(?<!라)(?:고|며|면서|어|여),?$")
_AUXILIARY = re.compile(r"있|없|않|싶")
_ADNOMINAL = re.compile(r"\S+(?:된|한|린|는|던|할|될)\s")
_OBJECT = re.compile(r"[가-힣][을를](?=\s|$)")


def korean_versions(text: str) -> Iterator[str]:
    """Shorter versions of a Korean sentence, the longest of each kind first, with its predicate.

    Without `고 밝혔다`; without adverbials behind the topic, marked by `…`; without those before
    the subject; the first of several clauses.
    """
    texts = [text]
    if (reported := _REPORTED.search(text)) and not _other_subject(text):
        texts.append(text[: reported.end("tense")])
    yield from texts[1:]
    for at_comma in (True, False):
        for version in texts:
            yield from _without_middle(version, at_comma)
    for version in texts:
        yield from (version[end:] for end in _droppable(version, 0))
    for match in reversed(list(_CONNECTIVE.finditer(text))):
        yield text[: match.end()] + "…"


def _other_subject(text: str) -> bool:
    """Whether the reported clause may have a subject of its own."""
    topic = _TOPIC.match(text)
    return _SUBJECT.search(text, topic.end() if topic else 0) is not None


def _without_middle(text: str, at_comma: bool) -> Iterator[str]:
    topic = _TOPIC.match(text)
    if topic is None:
        return
    for end in _droppable(text, topic.end()):
        if (text[end - 2] == ",") == at_comma:
            yield f"{topic[0].rstrip()}… {text[end:]}"


def _droppable(text: str, start: int) -> list[int]:
    """The ends of adverbials behind `start`, those before an adnominal verb last.

    No subject is in them, and no object whose verb would be left.
    """
    ends = []
    for match in re.finditer(r"\S+\s", text[start:]):
        end = start + match.end()
        dropped = text[start:end].rstrip()
        if _SUBJECT.search(dropped + " "):
            break
        objects = [match.end() for match in _OBJECT.finditer(dropped)]
        verbs = [match.end() for match in _VERBAL.finditer(dropped)]
        whole = not objects or (verbs and verbs[-1] > objects[-1])
        adverbial = _ADVERBIAL.search(dropped) or (objects and _ENDS_VERBAL.search(dropped))
        if whole and adverbial and " " in text[end:] and not _AUXILIARY.match(text, end):
            ends.append(end)
    return sorted(ends, key=lambda end: _ADNOMINAL.match(text, end) is not None)
