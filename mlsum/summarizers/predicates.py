"""Korean sentences made shorter from the middle: their predicate is at the end."""

import re
from collections.abc import Iterator

__all__ = ["korean_versions"]

# `하기로 했다고 밝혔다` says `하기로 했다` of the same subject.
_SAID = re.compile(
    r"(?P<done>[었았했]다)고\s(?:밝혔|말했|전했|설명했|발표했|덧붙였|강조했|보도했)다$"
)
_SUBJECT = re.compile(r"[가-힣]+(?:이|가|께서)\s")
_TOPIC = re.compile(r"(?:\S+\s){0,3}?\S+[은는이가]\s")
# A word that ends an adverbial, or a clause that another one follows.
_ADVERBIAL = re.compile(
    r"(?:[가-힣\d](?:에서|에게서|에|으로|로)(?:는|도)?|통해|위해|따라|대해|가운데|뒤|후|앞두고|맞아|속에서?),?$|,$"
)
_CONNECTIVE = re.compile(r"[가-힣](?<!다고)(?<!라고)(?:고|며|면서|지만|는데|어서|아서)(?=,?\s)")
# An adverbial that says what was done before: `회의를 열어`, `증가에 힘입어`.
_DONE = re.compile(r"[가-힣](?<!다)(?<!라)(?:고|며|면서|한|할|해|된|린|연|어|여)(?=\s|,|$)")
_ENDS_DONE = re.compile(r"[가-힣](?<!다)(?<!라)(?:고|며|면서|어|여),?$")
_AUXILIARY = re.compile(r"있|없|않|싶")
_ADNOMINAL = re.compile(r"\S+(?:된|한|린|는|던|할|될)\s")
_OBJECT = re.compile(r"[가-힣][을를](?=\s|$)")


def korean_versions(text: str) -> Iterator[str]:
    """Shorter forms of a sentence, the longest of each kind first, all with a predicate.

    Without `고 밝혔다`; without adverbials behind the topic, marked by `…`; without those before
    the subject; the first of several clauses.
    """
    texts = [text]
    if (said := _SAID.search(text)) and not _other_subject(text):
        texts.append(text[: said.end("done")])
    yield from texts[1:]
    for ends_clause in (True, False):
        for one in texts:
            yield from _without_middle(one, ends_clause)
    for one in texts:
        yield from _without_start(one)
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


def _without_start(text: str) -> Iterator[str]:
    for end in _droppable(text, 0):
        yield text[end:]


def _droppable(text: str, start: int) -> list[int]:
    """The ends of adverbials behind `start`, those before an adnominal verb last.

    No subject is in them, and no object whose verb would be left.
    """
    found = []
    for match in re.finditer(r"\S+\s", text[start:]):
        end = start + match.end()
        dropped = text[start:end].rstrip()
        if _SUBJECT.search(dropped + " "):
            break
        objects = [one.end() for one in _OBJECT.finditer(dropped)]
        verbs = [one.end() for one in _DONE.finditer(dropped)]
        whole = not objects or (verbs and verbs[-1] > objects[-1])
        adverbial = _ADVERBIAL.search(dropped) or (objects and _ENDS_DONE.search(dropped))
        if whole and adverbial and " " in text[end:] and not _AUXILIARY.match(text, end):
            found.append(end)
    return sorted(found, key=lambda end: _ADNOMINAL.match(text, end) is not None)
