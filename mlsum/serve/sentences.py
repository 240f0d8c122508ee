"""The sentences of a finished document, by the names that the page has for them."""

from mlsum.core.document import Block, Markup, Outcome, Part
from mlsum.core.lang import UND, Lang
from mlsum.memory import Query
from mlsum.serve.documents import Done
from mlsum.text.segment import reading

__all__ = ["source_sentence"]


def source_sentence(done: Done, part: str, index: int) -> Query | None:
    """The sentence of a part (`b0`: the body of item 0; `f0-2`: its field 2) as the memory has it.

    None where there is no such sentence, or its language is not known.
    """
    found = _part(done, part)
    outcome = _outcome(done, found[0]) if found else None
    if not found or not outcome:
        return None
    segments = outcome.translation.segments
    if not segments and index == 0:
        start, end = 0, len(found[0].text)
    elif index < len(segments):
        start, end = segments[index].start, segments[index].end
    else:
        return None
    written = found[0].text[start:end]
    lang = _lang(done, outcome, start)
    plain = reading(written, [Block("paragraph", 0, len(written))], found[1])
    text = " ".join(plain.between(0, len(written)).split())
    return Query(text, lang, outcome.task.target) if lang != UND and text else None


def _part(done: Done, name: str) -> tuple[Part, Markup] | None:
    number, _, field = name[1:].partition("-")
    items = done.document.items
    if int(number) >= len(items):
        return None
    item = items[int(number)]
    if name.startswith("b"):
        return (item.body.text, item.body.markup) if item.body else None
    return (item.fields[int(field)].value, "plain") if int(field) < len(item.fields) else None


def _outcome(done: Done, part: Part) -> Outcome | None:
    outcomes = done.result.outcomes if done.result else ()
    return next((outcome for outcome in outcomes if outcome.task.part == part), None)


def _lang(done: Done, outcome: Outcome, start: int) -> Lang:
    """The language of the text at a place, as it was translated from."""
    if done.options.source:
        return done.options.source
    detection = outcome.task.detection
    spans = (span.lang for span in detection.spans if span.start <= start < span.end)
    return next((lang for lang in spans if lang != UND), detection.lang)
