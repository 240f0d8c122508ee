"""Cut a text into the units that are translated one by one, each in one language.

A text is split into blocks, then by language (a quotation, the outlet after a dash), then into
sentences. The text between units is never touched, so Markdown markers, blank lines and the
punctuation between the parts of a title are preserved.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from mlsum.core.document import Block, Detection, Markup, Span
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect_batch
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import (
    exonym,
    find_outlet,
    known_forms,
    known_phrase,
    localize_date,
    outlet_tail,
    speaker_in,
)
from mlsum.store import languages
from mlsum.text.checks.names import is_bare_name
from mlsum.text.patterns import message_places
from mlsum.text.segment import Mark, blocks, html_values, inlines, markdown_titles, sentences
from mlsum.text.shield import words
from mlsum.translation.quotations import around_quotations, quoted_in, with_quotations
from mlsum.translation.resolve import name_in
from mlsum.translation.stretches import Stretch, by_context, spans_of, stretches

__all__ = ["Text", "Unit", "units"]

Place = tuple[int, int]

_TAIL = regex.compile(r"\s[-–—|]\s+(?P<name>[^-–—|\s][^-–—|\n]{1,59}?)\s*$")
_DASH = regex.compile(r"\s[-–—|]\s+$")
_NAME_WORDS = 3
_DATE_LINE = 40  # characters
# A sound before speech in subtitles: [SIGHS] I know.
_SOUND = regex.compile(r"(?P<sound>\[[^\[\]\n]{1,40}\]|\([^()\n]{1,40}\)|♪[^♪\n]{1,60}♪)\s+(?=\S)")
# A lead-in before a text: READ MORE: Talks end.
_LEAD = regex.compile(r"(?P<lead>\p{Lu}[\p{L} ]{2,24}):\s+(?=\S)")
# A speaker in subtitles: MARIA: Hello.
_SPEAKER = regex.compile(
    r"(?P<who>\p{Lu}[\p{Lu}\p{M}.'’-]*(?:\s\p{Lu}[\p{Lu}\p{M}.'’-]*){0,4}|\p{Lu}\p{Ll}{1,19})"
    r"(?:\s?\#?\d{1,3})?(?:\s?[(\[][^()\[\]]{1,30}[)\]])?:\s+(?=\S)"
)
_SURELY_A_WORD = 3.0
_ITEMS = ("list", "table")
_OPENING = regex.compile(
    r"(?:[-–—•·*▲△▶■□◆◇●○※>☞]+\s+)?"
    r"(?:(?P<mark>\*{1,3}|_{1,3}|~~)(?=[^\s*_~])(?!.+(?P=mark)))?",  # closed after the sentence
    regex.DOTALL,
)
_ELEMENT = regex.compile(r"[^,;/|·、，；\s](?:[^,;/|·、，；\n]*[^,;/|·、，；\s])?")
# A sentence with more marks is not prose; the shield keeps them, or the text is cut at them.
_MOST_MARKS = 200


@dataclass(frozen=True, slots=True)
class Text:
    """A text to translate, with its context.

    `source` is the language of blocks that are too short to detect; `forced` uses it for all. A
    `listed` text is a list of terms, each translated alone. `context` is running text of the same
    document, which shows how names are written; `sources` are the names and addresses of the
    publisher. In `subtitles`, capitals before a colon name the speaker.
    """

    text: str
    markup: Markup
    source: Lang
    target: Lang
    languages: tuple[Lang, ...] | None = None
    classifier: str | None = None
    forced: bool = False
    listed: bool = False
    context: str = ""
    sources: tuple[str, ...] = ()
    subtitles: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A span `text[start:end]` that is translated as a whole.

    `text` is the replacement if a table has one; None leaves the unit to the engine. `kept` are
    words in another language, which stay; `quoted` are those of them that are translated on their
    own, with their language. `marks` are the inline marks that overlap the unit. A `value` is the
    value of an attribute of a tag.
    """

    start: int
    end: int
    source: Lang
    text: str | None = None
    kept: tuple[str, ...] = ()
    quoted: tuple[tuple[str, Lang], ...] = ()
    marks: tuple[Mark, ...] = ()
    value: bool = False


def units(text: Text) -> list[Unit]:
    """The units of a text in order; text already in the target language has none."""
    cut = _elements(text.text) if text.listed else blocks(text.text, text.markup)
    results = [block for block in cut if block.kind != "code"]
    values = _values(text, cut)
    results = sorted((*results, *values), key=lambda block: block.start)
    contents = [text.text[block.start : block.end] for block in results]
    if text.forced:
        detections = [Detection(lang=text.source)] * len(results)
    else:
        detections = detect_batch(contents, text.languages, text.classifier, languages())
        detections = by_context(contents, around_quotations(contents, detections, text.target))
    mains = [item.lang if text.source == UND else text.source for item in detections]
    quoted = quoted_in(contents, mains, text.target)
    marked = (item.marks for item in inlines(text.text, results, text.markup))
    return [
        replace(unit, value=True) if block in values else _with_marks(unit, marks)
        for block, detection, places, marks in zip(results, detections, quoted, marked, strict=True)
        for unit in _of_block(text, block, (detection, places), marks)
    ]


def _values(text: Text, cut: Sequence[Block]) -> frozenset[Block]:
    """Attributes and titles between blocks; those inside a block are marks of it."""
    if text.markup == "plain" or text.listed:
        return frozenset()
    starts = [block.start for block in cut]
    results = html_values(text.text, 0, len(text.text))
    if text.markup == "markdown":
        results += markdown_titles(text.text, 0, len(text.text))
    return frozenset(
        item
        for item in results
        if not (at := bisect_right(starts, item.start)) or cut[at - 1].end <= item.start
    )


def _with_marks(unit: Unit, marks: Sequence[Mark]) -> Unit:
    if not marks:
        return unit
    near = tuple(mark for mark in marks if mark.start < unit.end and mark.end > unit.start)
    return replace(unit, marks=near) if len(near) <= _MOST_MARKS else unit


def _elements(text: str) -> list[Block]:
    """The elements of a list on one line, without the separators and blanks between them."""
    return [Block("list", *match.span()) for match in _ELEMENT.finditer(text)]


def _of_block(
    text: Text, block: Block, found_in: tuple[Detection, Sequence[Stretch]], marks: Sequence[Mark]
) -> list[Unit]:
    content = text.text[block.start : block.end]
    tail = _outlet_tail(content, text)
    head = _DASH.sub("", content[: tail.start]) if tail else content
    detection, quoted = found_in
    main = detection.lang if text.source == UND else text.source
    if dated := _date_line(text, block, main):
        return [dated]
    if (named := _bare_name(text, block, detection)) is not None:
        return named
    spans = with_quotations(spans_of(head, detection, text.source), quoted)
    messages = message_places(head)
    pieces = [
        (first - block.start, last - block.start)
        for mark in marks
        for first, last in ((mark.start, mark.inner), (mark.close, mark.end))
    ]
    pieces = sorted([*pieces, *messages])
    results = [
        unit
        # A message is in one language, even if its keywords look foreign.
        for stretch in (
            [(0, len(head), main)] if messages else stretches(head, spans, (main, text.target))
        )
        for unit in _of_stretch((head, pieces), stretch, spans, text)
    ]
    if tail:
        results.append(tail)
    return [
        replace(unit, start=unit.start + block.start, end=unit.end + block.start)
        for unit in results
    ]


def _of_stretch(
    within: tuple[str, Sequence[Place]], stretch: Stretch, spans: Sequence[Span], text: Text
) -> list[Unit]:
    """The sentences of a stretch; none if it is in the target language or has no letters."""
    content, pieces = within
    start, end, lang = stretch
    target = text.target
    if lang.base == target.base:
        return []
    results = []
    cuts = [(start + first, start + last) for first, last in sentences(content[start:end], lang)]
    for first, last in _outside(cuts, pieces):
        # Models drop a leading dash or bullet, which needs no translation.
        at = _OPENING.match(content, first, last).end()
        sound = _SOUND.match(content, at, last)
        if sound and known_phrase(sound["sound"], lang, target):
            results.append(Unit(sound.start(), sound.end("sound"), lang))
            at = sound.end()
        lead = _LEAD.match(content, at, last)
        if lead and known_phrase(lead["lead"], lang, target):
            results.append(Unit(lead.start(), lead.end("lead"), lang))
            at = lead.end()
        speaker = _SPEAKER.match(content, at, last) if text.subtitles else None
        if speaker:
            results += _of_speaker(speaker, lang, target)
            at = speaker.end()
        if any(map(str.isalpha, words(content[at:last]))):
            foreign = _foreign(within, spans, (at, last, lang))
            kept = tuple(phrase for phrase, _ in foreign)
            quoted = tuple(item for item in foreign if _is_phrase(*item, target))
            results.append(Unit(at, last, lang, kept=kept, quoted=quoted))
    return results


def _of_speaker(match: "regex.Match[str]", lang: Lang, target: Lang) -> list[Unit]:
    """The unit for a speaker in subtitles, such as `NURSE`; names have none."""
    who, (start, end) = match["who"], match.span("who")
    if role := speaker_in(who, lang, target):
        return [Unit(start, end, UND, role)]
    rate = likelihood(lang)
    word = rate is not None and " " not in who and who.isupper()
    if word and rate and rate(who.lower()).log > rate(who.title()).log + _SURELY_A_WORD:
        return [Unit(start, end, lang)]
    return []


def _outside(cuts: Sequence[Place], pieces: Sequence[Place]) -> list[Place]:
    """Join sentences that were split inside a mark (an image's text, a link's title).

    A sentence that ends inside a mark is extended to the end of the mark.
    """
    results: list[Place] = []
    for first, last in cuts:
        last = next((end for start, end in pieces if start < last < end), last)
        first = next((end for start, end in pieces if start < first < end and not results), first)
        if results and first < results[-1][1]:
            results[-1] = (results[-1][0], max(last, results[-1][1]))
        else:
            results.append((first, last))
    return results


def _foreign(
    within: tuple[str, Sequence[Place]], spans: Sequence[Span], stretch: Stretch
) -> list[tuple[str, Lang]]:
    """The words of a stretch that are in another language, without marks, with that language."""
    content, pieces = within
    start, end, lang = stretch
    results = []
    first = bisect_left(spans, start, key=lambda span: span.start)
    for span in spans[first : bisect_left(spans, end, first, key=lambda span: span.start)]:
        if span.lang.base != lang.base:
            text, at = "", span.start
            for first, last in sorted(item for item in pieces if item[0] < span.end):
                text += content[at:first]
                at = max(at, last)
            results.append((text + content[at : span.end], span.lang.base))
    return results


def _is_phrase(text: str, lang: Lang, target: Lang) -> bool:
    """Whether foreign words are a phrase to translate rather than a name."""
    return lang != target.base and len(words(text).split()) >= _NAME_WORDS


def _bare_name(text: Text, block: Block, detection: Detection) -> list[Unit] | None:
    """The unit of a list item or table cell that is the name of a person or place.

    None for any other block; an empty list if the name stays unchanged.
    """
    if not text.listed and block.kind not in _ITEMS:
        return None
    content = text.text[block.start : block.end]
    source = detection.lang if text.source == UND else text.source
    known = partial(known_forms, source=source, target=text.target)
    if source.base == UND or not is_bare_name(content, source, likelihood(source), known):
        return None
    name = exonym(content.strip(), text.target)
    if name is None and known(content.strip()):
        return None
    unchanged = name is None or name == content.strip()
    return [] if unchanged else [Unit(block.start, block.end, UND, name)]


def _date_line(text: Text, block: Block, lang: Lang) -> Unit | None:
    """The unit of a line that is only a date: `13/12/2023 às 5h`, `Atualizado há 2 horas`."""
    content = text.text[block.start : block.end]
    if len(content) > _DATE_LINE or not any(map(str.isdigit, content)) or content.isdigit():
        return None
    written = localize_date(content, lang, text.target)
    return None if written is None else Unit(block.start, block.end, UND, written)


def _outlet_tail(content: str, text: Text) -> Unit | None:
    """The outlet at the end of a headline (`… - 코리아타임스`), from the table or romanized."""
    target = text.target
    if text.sources and (result := outlet_tail(content, text.sources, target)):
        return Unit(result[0], result[1], UND, result[2])
    match = _TAIL.search(content)
    if not match:
        return None
    start, end = match.span("name")
    name = content[start:end]
    known = find_outlet(name=name) is not None
    named = name_in(name, target)
    if known or (named.text != name and len(name.split()) <= _NAME_WORDS):
        return Unit(start, end, UND, named.text)
    return None
