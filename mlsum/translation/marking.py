"""Translate marked sentences whole, and put each mark back where its translation is.

Marks (bold, links, references) are taken out, so a sentence is translated as if it had none. Then
an alignment of the words says where each belongs; where it cannot, the sentence is translated
again with stand-ins for the marks, for engines mostly keep these; else a mark goes on the whole
sentence. `Translation.marks` counts which was done. Alignment goes first, for it does better:
see scripts/eval_marks.py.
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
from mlsum.translation.attempts import Sentence, as_piece, doubted, judge, with_stand_ins
from mlsum.translation.escapes import clean, escape, quoted, titled
from mlsum.translation.lift import Lifted, Spot, Window, lift, write
from mlsum.translation.messages import Pattern, answered, pattern, sentences_of
from mlsum.translation.place import by_alignment, on_whole
from mlsum.translation.recase import recase
from mlsum.translation.short import forms
from mlsum.translation.units import Text, Unit

__all__ = ["Job", "Routes", "job", "put_back"]

Routes = Callable[[Lang, Lang], Route | None]

_IMAGE = regex.compile(r"!\[(?P<alt>[^\[\]]*\p{L}[^\[\]]*)\]")
_LETTER = regex.compile(r"\p{L}")
_PORTION = 256  # sentences whose alignments are held at a time, some 100 kB each


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of a text, and what the engine is asked for it: nothing where a table knows it.

    `shown` is what marks in it say of themselves (images what they show), as it is written, and
    what is asked for it; `quoted` is the same for phrases in a third language. A unit with
    messages in it has their `pattern`.
    """

    text: Text
    unit: Unit
    sentence: Sentence | None = None
    lifted: Lifted | None = None
    shown: Mapping[str, Sentence] = field(default_factory=dict)
    quoted: Mapping[str, Sentence] = field(default_factory=dict)
    pattern: Pattern | None = None

    @property
    def sentences(self) -> list[Sentence]:
        """What the engine is asked."""
        if self.pattern:
            return list(sentences_of(self.pattern))
        own = [self.sentence] if self.sentence else []
        return [*own, *self.shown.values(), *self.quoted.values()]

    @property
    def pair(self) -> tuple[Lang, Lang]:
        """The languages it is translated between."""
        return self.unit.source.base, self.text.target.base


def job(text: Text, unit: Unit) -> Job:
    """What is to be asked for a unit, its marks taken out."""
    if unit.text is not None:
        return Job(text, unit)
    place = (unit.start, unit.end)
    cleaned = clean(text.markup, unit.source)
    said = cleaned(text.text[slice(*place)])
    if message_places(said):
        return Job(text, unit, pattern=pattern(said, partial(_sentence_in, text, unit)))
    asides = {words: Sentence(words, lang, text.target) for words, lang in unit.quoted}
    if not unit.marks:
        return Job(text, unit, _sentence(said, text, unit), quoted=asides)
    lifted = lift(text.text, place, unit.marks, cleaned)
    shown = {
        written[start:end]: _sentence(cleaned(written[start:end]), text, unit)
        for written in _written(lifted)
        for start, end in _shown(written, text.markup)
    }
    if not _LETTER.search(lifted.plain):
        return Job(text, unit, None, lifted, shown)
    sentence = _sentence(lifted.plain, text, unit, lifted.nouns)
    return Job(text, unit, sentence, lifted, shown, asides)


def put_back(
    jobs: Sequence[Job], answers: Mapping[Sentence, Translation], routes: Routes
) -> list[Translation]:
    """What each job's unit becomes, its marks included: same length and order.

    A unit that is not translated is left as it was.
    """
    done = [_unmarked(one, answers) for one in jobs]
    marked: dict[tuple[Lang, Lang], list[int]] = defaultdict(list)
    for i, one in enumerate(jobs):
        if one.lifted and one.sentence and done[i].status != "untranslated":
            marked[one.pair].append(i)
    for pair, indices in marked.items():
        for at in range(0, len(indices), _PORTION):
            some = indices[at : at + _PORTION]
            placed = _put_back([jobs[i] for i in some], [done[i] for i in some], pair, routes)
            for i, made in zip(some, placed, strict=True):
                done[i] = made
    return [
        _with_quoted(one, _with_shown(one, made, answers), answers)
        for one, made in zip(jobs, done, strict=True)
    ]


def _sentence(said: str, text: Text, unit: Unit, nouns: tuple[str, ...] = ()) -> Sentence:
    kept = (*unit.kept, *nouns)
    # Words that are kept are found as they are written.
    # Short texts are asked for in several forms.
    asked = (
        said
        if kept or forms(said, unit.source, text.beside)
        else recase(said, unit.source, text.beside)
    )
    return Sentence(asked, unit.source, text.target, kept)


def _sentence_in(text: Text, unit: Unit, said: str, kept: tuple[str, ...]) -> Sentence:
    return _sentence(said, text, unit, kept)


def _unmarked(one: Job, answers: Mapping[Sentence, Translation]) -> Translation:
    """The answer to a job, escaped as its markup asks for unless marks are still to come."""
    written = one.text.text[one.unit.start : one.unit.end]
    if one.unit.text is not None:
        return Translation(one.unit.text, engine="outlets")
    if one.pattern:
        answer = answered(one.pattern, answers)
    elif one.sentence:
        answer = answers[one.sentence]
    else:
        return Translation(written, "kept")
    if answer.status == "untranslated":
        return replace(answer, text=written)
    if one.lifted:
        return answer
    said = escape(one.text.markup, one.unit.value)(answer.text)
    if one.unit.value:
        before = one.text.text[max(0, one.unit.start - 1) : one.unit.start]
        said = said if one.text.markup == "html" else titled(before, said)
        said = quoted(before, written, said)
    return replace(answer, text=said)


def _put_back(
    jobs: Sequence[Job], answers: Sequence[Translation], pair: tuple[Lang, Lang], routes: Routes
) -> list[Translation]:
    pairs = [
        (one.sentence.text, answer.text)
        for one, answer in zip(jobs, answers, strict=True)
        if one.sentence
    ]
    aligned = align(pairs, *pair)
    windows = [
        _windows(one, answer.text, alignment)
        for one, answer, alignment in zip(jobs, answers, aligned, strict=True)
    ]
    left = [i for i, found in enumerate(windows) if None in found]
    again = dict(zip(left, _again([jobs[i] for i in left], pair, routes), strict=True))
    return [
        _better(answer, again.get(i)) or _placed(jobs[i], answer, windows[i])
        for i, answer in enumerate(answers)
    ]


def _windows(one: Job, output: str, alignment: Alignment | None) -> list[Window | None]:
    lifted, sentence = one.lifted, one.sentence
    if not lifted or not sentence or len(sentence.text) != len(lifted.plain):
        return [None] * len(lifted.spots if lifted else ())
    return by_alignment(lifted, output, alignment)


def _placed(one: Job, answer: Translation, windows: Sequence[Window | None]) -> Translation:
    """The answer with marks in their windows, those without one on the whole sentence."""
    if one.lifted is None:
        return answer
    whole = sum(window is None for window in windows)
    found = on_whole(one.lifted, answer.text, windows)
    text = write(one.lifted, found, answer.text, escape(one.text.markup))
    return replace(answer, text=text, marks=Marks(aligned=len(windows) - whole, whole=whole))


def _again(
    jobs: Sequence[Job], pair: tuple[Lang, Lang], routes: Routes
) -> list[Translation | None]:
    """Ask for sentences with stand-ins for their marks; None where these did not come back well."""
    route = routes(*pair) if jobs else None
    if route is None:
        return [None] * len(jobs)
    whole = [one for one in jobs if one.lifted and not one.lifted.cut]
    asked = []
    for one in whole:
        written = one.text.text[one.unit.start : one.unit.end]
        said = clean(one.text.markup, one.unit.source)(written)
        asked.append(Sentence(said, one.unit.source, one.text.target, one.unit.kept))
    outputs = judge(asked, with_stand_ins([(s, s.stays) for s in asked], route), route.name)
    found = {id(one): _kept_well(one, output) for one, output in zip(whole, outputs, strict=True)}
    return [found.get(id(one)) for one in jobs]


def _kept_well(one: Job, output: Translation | None) -> Translation | None:
    """An output that has the same marks, each around some words but not around all of them."""
    if not output or not one.lifted or output.status == "untranslated":
        return None
    text = escape(one.text.markup)(output.text)
    found = next(inlines(text, [Block("paragraph", 0, len(text))], one.text.markup), None)
    if not found:
        return None
    again = lift(text, (0, len(text)), found.marks, str)
    if sorted(map(_shape, again.spots)) != sorted(map(_shape, one.lifted.spots)):
        return None
    if _around_all(again) > _around_all(one.lifted):
        return None
    return replace(output, text=text, marks=Marks(kept=len(again.spots)))


def _around_all(lifted: Lifted) -> int:
    """How many marks are around all of a sentence but its end."""
    size = len(lifted.plain.rstrip(".!?:; "))
    return sum(spot.end - spot.start >= size for spot in lifted.spots)


def _shape(spot: Spot) -> tuple[str, str, bool]:
    return spot.opening.strip(), spot.closing.strip(), spot.point


def _better(answer: Translation, again: Translation | None) -> Translation | None:
    """The sentence translated with its marks, unless that raised doubts which it had not before."""
    return again if again and len(again.reasons) <= len(answer.reasons) else None


def _with_shown(
    one: Job, made: Translation, answers: Mapping[Sentence, Translation]
) -> Translation:
    """A translation in which marks say of themselves what they do in the other language."""
    text = made.text
    for written in _written(one.lifted) if one.shown and one.lifted else ():
        new = written
        for start, end in reversed(_shown(written, one.text.markup)):
            answer = answers[one.shown[written[start:end]]]
            said = escape(one.text.markup, value=True)(answer.text)
            if not new.lstrip().startswith("<"):
                said = titled(new[:start], said)
            if answer.status != "untranslated":
                new = new[:start] + quoted(new[:start], new[start:end], said) + new[end:]
        text = text.replace(written, new, 1)
    return replace(made, text=text)


def _with_quoted(
    one: Job, made: Translation, answers: Mapping[Sentence, Translation]
) -> Translation:
    """A translation with what it quotes in a third language, translated too or reported as kept."""
    if made.status == "untranslated":
        return made
    for said, sentence in one.quoted.items():
        answer = answers[sentence]
        if answer.status == "untranslated":
            made = doubted(made, reason("quotation kept", [f"{sentence.source}"]))
            continue
        new = escape(one.text.markup, one.unit.value)(as_piece(said, answer.text))
        made = replace(made, text=made.text.replace(said, new, 1))
        for doubt in answer.reasons:
            made = doubted(made, doubt)
    return made


def _written(lifted: Lifted) -> list[str]:
    marks = [written for spot in lifted.spots for written in (spot.opening, spot.closing)]
    return [written for written in (*marks, *lifted.nouns) if written]


def _shown(written: str, markup: Markup) -> list[Window]:
    """Where a mark says in words what it shows, or what it is."""
    if written.lstrip().startswith("<"):
        found = html_values(written, 0, len(written))
        return [
            (one.start, one.end) for one in found if _LETTER.search(written, one.start, one.end)
        ]
    if markup == "html":
        return []
    titles = markdown_titles(written, 0, len(written))
    shown = [match.span("alt") for match in _IMAGE.finditer(written)]
    said = [(one.start, one.end) for one in titles]
    return sorted(shown + [it for it in said if _LETTER.search(written, *it)])
