"""Translate sentences without their inline marks, then put each mark back.

Marks (bold, links, references) are removed before translation. A word alignment then shows where
each belongs. If it does not, the sentence is translated again with placeholders, which engines
mostly keep; otherwise the mark goes around the whole sentence. `Translation.marks` counts
the three outcomes. Alignment comes first because it is more accurate (scripts/eval_marks.py).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import regex

from mlsum.core.document import Alignment, Block, Marks, Markup, Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, align
from mlsum.text.checks import reason
from mlsum.text.patterns import message_places
from mlsum.text.segment import html_values, inlines, markdown_titles
from mlsum.translation.escapes import clean, escape, quoted, titled
from mlsum.translation.inline_extract import Extracted, InlineSpan, Window, extract, write
from mlsum.translation.inline_projection import by_alignment, on_whole
from mlsum.translation.messages import Pattern, answered, pattern, sentences_of
from mlsum.translation.retries import TextQuery, as_piece, doubted, judge, with_stand_ins
from mlsum.translation.short_texts import forms
from mlsum.translation.truecasing import truecase
from mlsum.translation.units import Text, Unit

__all__ = ["Routes", "UnitQuery", "put_back", "query_of"]

Routes = Callable[[Lang, Lang], Route | None]

_IMAGE = regex.compile(r"!\[(?P<alt>[^\[\]]*\p{L}[^\[\]]*)\]")
# A reference to an image by its own text.
_IMAGE_BY_TEXT = regex.compile(r"!\[(?P<alt>[^\[\]]+)\](?:\[\])?(?=\s*\Z)")
_LETTER = regex.compile(r"\p{L}")
_PORTION = 256  # sentences whose alignments are held at a time, some 100 kB each


@dataclass(frozen=True, slots=True)
class UnitQuery:
    """A unit and the sentences to translate for it; none if a table has its translation.

    `alt_texts` maps texts inside marks (an image's alternative text) to their sentences; `quoted`
    does so for phrases in a third language. A unit with interface messages has a `pattern`.
    """

    text: Text
    unit: Unit
    sentence: TextQuery | None = None
    extracted: Extracted | None = None
    alt_texts: Mapping[str, TextQuery] = field(default_factory=dict)
    quoted: Mapping[str, TextQuery] = field(default_factory=dict)
    pattern: Pattern | None = None

    @property
    def sentences(self) -> list[TextQuery]:
        """The sentences to translate."""
        if self.pattern:
            return list(sentences_of(self.pattern))
        own = [self.sentence] if self.sentence else []
        return [*own, *self.alt_texts.values(), *self.quoted.values()]

    @property
    def pair(self) -> tuple[Lang, Lang]:
        """The source and target language."""
        return self.unit.source.base, self.text.target.base


def query_of(text: Text, unit: Unit) -> UnitQuery:
    """The query for a unit, with its marks taken out."""
    if unit.text is not None:
        return UnitQuery(text, unit)
    position = (unit.start, unit.end)
    cleaned = clean(text.markup, unit.source)
    phrase = cleaned(text.text[slice(*position)])
    if message_places(phrase):
        return UnitQuery(text, unit, pattern=pattern(phrase, partial(_sentence_in, text, unit)))
    asides = {words: TextQuery(words, lang, text.target) for words, lang in unit.quoted}
    if not unit.marks:
        return UnitQuery(text, unit, _sentence(phrase, text, unit), quoted=asides)
    extracted = extract(text.text, position, unit.marks, cleaned)
    alt_texts = {
        written[start:end]: _sentence(cleaned(written[start:end]), text, unit)
        for written in _written(extracted)
        for start, end in _alt_spans(written, text.markup)
    }
    if not _LETTER.search(extracted.plain):
        return UnitQuery(text, unit, None, extracted, alt_texts)
    sentence = _sentence(extracted.plain, text, unit, extracted.nouns)
    return UnitQuery(text, unit, sentence, extracted, alt_texts, asides)


def put_back(
    queries: Sequence[UnitQuery], answers: Mapping[TextQuery, Translation], routes: Routes
) -> list[Translation]:
    """The translation of each unit, with its marks; same length and order.

    An untranslated unit is left unchanged.
    """
    results = [_unmarked(item, answers) for item in queries]
    marked: dict[tuple[Lang, Lang], list[int]] = defaultdict(list)
    for i, item in enumerate(queries):
        if item.extracted and item.sentence and results[i].status != "untranslated":
            marked[item.pair].append(i)
    for pair, indices in marked.items():
        for at in range(0, len(indices), _PORTION):
            some = indices[at : at + _PORTION]
            placed = _put_back([queries[i] for i in some], [results[i] for i in some], pair, routes)
            for i, output in zip(some, placed, strict=True):
                results[i] = output
    return [
        _with_quoted(item, _with_alt_texts(item, output, answers), answers)
        for item, output in zip(queries, results, strict=True)
    ]


def _sentence(phrase: str, text: Text, unit: Unit, nouns: tuple[str, ...] = ()) -> TextQuery:
    kept = (*unit.kept, *nouns)
    # Kept words are found by their spelling.
    # Short texts are sent in several forms.
    query = (
        phrase
        if kept or forms(phrase, unit.source, text.context)
        else truecase(phrase, unit.source, text.context)
    )
    return TextQuery(query, unit.source, text.target, kept)


def _sentence_in(text: Text, unit: Unit, phrase: str, kept: tuple[str, ...]) -> TextQuery:
    return _sentence(phrase, text, unit, kept)


def _unmarked(item: UnitQuery, answers: Mapping[TextQuery, Translation]) -> Translation:
    """The output for a query, escaped for its markup unless marks still have to be added."""
    written = item.text.text[item.unit.start : item.unit.end]
    if item.unit.text is not None:
        return Translation(item.unit.text, engine="outlets")
    if item.pattern:
        answer = answered(item.pattern, answers)
    elif item.sentence:
        answer = answers[item.sentence]
    else:
        return Translation(written, "kept")
    if answer.status == "untranslated":
        return replace(answer, text=written)
    if item.extracted:
        return answer
    text = escape(item.text.markup, item.unit.value)(answer.text)
    if item.unit.value:
        before = item.text.text[max(0, item.unit.start - 1) : item.unit.start]
        text = text if item.text.markup == "html" else titled(before, text)
        text = quoted(before, written, text)
    return replace(answer, text=text)


def _put_back(
    queries: Sequence[UnitQuery],
    answers: Sequence[Translation],
    pair: tuple[Lang, Lang],
    routes: Routes,
) -> list[Translation]:
    pairs = [
        (item.sentence.text, answer.text)
        for item, answer in zip(queries, answers, strict=True)
        if item.sentence
    ]
    aligned = align(pairs, *pair)
    windows = [
        _windows(item, answer.text, alignment)
        for item, answer, alignment in zip(queries, answers, aligned, strict=True)
    ]
    left = [i for i, result in enumerate(windows) if None in result]
    again = dict(zip(left, _again([queries[i] for i in left], pair, routes), strict=True))
    return [
        _better(answer, again.get(i)) or _placed(queries[i], answer, windows[i])
        for i, answer in enumerate(answers)
    ]


def _windows(item: UnitQuery, output: str, alignment: Alignment | None) -> list[Window | None]:
    extracted, sentence = item.extracted, item.sentence
    if not extracted or not sentence or len(sentence.text) != len(extracted.plain):
        return [None] * len(extracted.spans if extracted else ())
    return by_alignment(extracted, output, alignment)


def _placed(item: UnitQuery, answer: Translation, windows: Sequence[Window | None]) -> Translation:
    """Write the marks into their windows; those without one go around the whole sentence."""
    if item.extracted is None:
        return answer
    whole = sum(window is None for window in windows)
    result = on_whole(item.extracted, answer.text, windows)
    text = write(item.extracted, result, answer.text, escape(item.text.markup))
    return replace(answer, text=text, marks=Marks(aligned=len(windows) - whole, whole=whole))


def _again(
    queries: Sequence[UnitQuery], pair: tuple[Lang, Lang], routes: Routes
) -> list[Translation | None]:
    """Translate with placeholders for the marks; None where they did not survive."""
    route = routes(*pair) if queries else None
    if route is None:
        return [None] * len(queries)
    whole = [item for item in queries if item.extracted and not item.extracted.cut]
    sentences = []
    for item in whole:
        written = item.text.text[item.unit.start : item.unit.end]
        text = clean(item.text.markup, item.unit.source)(written)
        sentences.append(TextQuery(text, item.unit.source, item.text.target, item.unit.kept))
    outputs = judge(sentences, with_stand_ins([(s, s.stays) for s in sentences], route), route.name)
    results = {
        id(item): _kept_well(item, output) for item, output in zip(whole, outputs, strict=True)
    }
    return [results.get(id(item)) for item in queries]


def _kept_well(item: UnitQuery, output: Translation | None) -> Translation | None:
    """The output if it has the same marks, each around some but not all of the words."""
    if not output or not item.extracted or output.status == "untranslated":
        return None
    text = escape(item.text.markup)(output.text)
    result = next(inlines(text, [Block("paragraph", 0, len(text))], item.text.markup), None)
    if not result:
        return None
    again = extract(text, (0, len(text)), result.marks, str)
    if sorted(map(_shape, again.spans)) != sorted(map(_shape, item.extracted.spans)):
        return None
    if _around_all(again) > _around_all(item.extracted):
        return None
    return replace(output, text=text, marks=Marks(kept=len(again.spans)))


def _around_all(extracted: Extracted) -> int:
    """How many marks are around all of a sentence but its end."""
    size = len(extracted.plain.rstrip(".!?:; "))
    return sum(span.end - span.start >= size for span in extracted.spans)


def _shape(span: InlineSpan) -> tuple[str, str, bool]:
    return span.opening.strip(), span.closing.strip(), span.point


def _better(answer: Translation, again: Translation | None) -> Translation | None:
    """The translation with placeholders, unless it has more reasons for doubt."""
    return again if again and len(again.reasons) <= len(answer.reasons) else None


def _with_alt_texts(
    item: UnitQuery, output: Translation, answers: Mapping[TextQuery, Translation]
) -> Translation:
    """Put the translated texts of marks into a translation."""
    text = output.text
    for written in _written(item.extracted) if item.alt_texts and item.extracted else ():
        new = written
        for start, end in reversed(_alt_spans(written, item.text.markup)):
            answer = answers[item.alt_texts[written[start:end]]]
            phrase = escape(item.text.markup, value=True)(answer.text)
            if not new.lstrip().startswith("<"):
                phrase = titled(new[:start], phrase)
            if answer.status != "untranslated":
                new = new[:start] + quoted(new[:start], new[start:end], phrase) + new[end:]
        if new != written and (label := _IMAGE_BY_TEXT.search(written)):
            alt = _IMAGE_BY_TEXT.sub(r"![\g<alt>]", new)
            new = f"{alt.rstrip()}[{label['alt']}]{written[len(written.rstrip()) :]}"
        text = text.replace(written, new, 1)
    return replace(output, text=text)


def _with_quoted(
    item: UnitQuery, output: Translation, answers: Mapping[TextQuery, Translation]
) -> Translation:
    """Put translated third-language quotations into a translation, or report them as kept."""
    if output.status == "untranslated":
        return output
    for text, sentence in item.quoted.items():
        answer = answers[sentence]
        if answer.status == "untranslated":
            output = doubted(output, reason("quotation kept", [f"{sentence.source}"]))
            continue
        new = escape(item.text.markup, item.unit.value)(as_piece(text, answer.text))
        output = replace(output, text=output.text.replace(text, new, 1))
        for doubt in answer.reasons:
            output = doubted(output, doubt)
    return output


def _written(extracted: Extracted) -> list[str]:
    marks = [written for span in extracted.spans for written in (span.opening, span.closing)]
    return [written for written in (*marks, *extracted.nouns) if written]


def _alt_spans(written: str, markup: Markup) -> list[Window]:
    """The spans of text inside a mark: alternative texts and titles."""
    if written.lstrip().startswith("<"):
        result = html_values(written, 0, len(written))
        return [
            (item.start, item.end)
            for item in result
            if _LETTER.search(written, item.start, item.end)
        ]
    if markup == "html":
        return []
    titles = markdown_titles(written, 0, len(written))
    alt_texts = [match.span("alt") for match in _IMAGE.finditer(written)]
    text = [(item.start, item.end) for item in titles]
    return sorted(alt_texts + [it for it in text if _LETTER.search(written, *it)])
