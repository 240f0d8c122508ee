"""A document as a page: its languages, its summary, and every part beside its translation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlsum.core.document import (
    Body,
    Detection,
    Document,
    Item,
    ItemSummary,
    Markup,
    Outcome,
    Part,
    Result,
    Segment,
    Sentence,
    Style,
)
from mlsum.core.lang import UND, Lang
from mlsum.detection import ItemDetection
from mlsum.store import licences
from mlsum.summarizers import compose
from mlsum.writers.aligned import Aligned
from mlsum.writers.doubts import STATUSES, Doubt, doubts_of, merged, of_summary, of_written, plainly
from mlsum.writers.page import (
    Bullets,
    Cell,
    Heading,
    Note,
    Page,
    Piece,
    Prose,
    Row,
    Run,
    Sides,
    cell,
)
from mlsum.writers.records import letters
from mlsum.writers.words import legend, name_in, say_in

__all__ = ["document_view"]

# Nobody scrolls through more items of a file, and browsers tire.
_SHOWN = 50
_JOIN = " + "  # between those that made one part together


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the parts of a document, and the language that the page speaks."""

    outcomes: Mapping[Part, Outcome]
    ui: str
    target: Lang = UND
    style: Style = "bullets"

    def say(self, text: str) -> str:
        """An English text in the page's language."""
        return say_in(self.ui)(text)


def document_view(
    document: Document,
    found: Sequence[ItemDetection],
    result: Result | None = None,
    summaries: Sequence[ItemSummary] = (),
    ui: str = "en",
    style: Style = "bullets",
) -> Page:
    """All that became of a document, for a reader of the language `ui`.

    `summaries` are those of the bodies, in order, shown in their `style`; none where no summary
    was asked for. The last lines tell what made it.
    """
    done = {outcome.task.part: outcome for outcome in result.outcomes} if result else {}
    known = _Known(done, ui, result.target if result else UND, style)
    left = iter(summaries)
    page: list[Piece] = []
    for index, (item, one) in enumerate(zip(document.items, found, strict=True)):
        if index == _SHOWN:
            page.append(Note(known.say(f"the first {_SHOWN} of {len(document.items)} items")))
            break
        summary = next(left, None) if item.summarized else None
        page += _of_item(index, item, one, summary, known)
    page += map(Note, _made_by(result, summaries, known))
    return tuple(page)


def _made_by(
    result: Result | None, summaries: Sequence[ItemSummary], known: _Known
) -> Iterator[str]:
    """What translated and what summarized, then the licences of the models among that."""
    made = [outcome.translation for outcome in result.outcomes] if result else []
    made += [one for summary in summaries for one in summary.translations]
    engines = dict.fromkeys(one.engine for one in made if one.engine)
    chosen = dict.fromkeys(one.summary.engine for one in summaries if one.summary.engine)
    for words, names in (("Translated by {}", engines), ("Summary by {}", chosen)):
        if names:
            steps = dict.fromkeys(step for name in names for step in name.split(_JOIN))
            yield known.say(words.format(", ".join(map(known.say, steps))))
    found = {step: terms for name in (*engines, *chosen) for step, terms in licences(name).items()}
    yield from (f"{step}: {terms}" for step, terms in found.items())


def _of_item(
    index: int, item: Item, found: ItemDetection, summary: ItemSummary | None, known: _Known
) -> Iterator[Piece]:
    yield legend(letters(item, list(zip(item.fields, found.fields, strict=True)), found), known.ui)
    if summary:
        yield Heading(known.say("Summary"))
        yield from _notes(summary, known)
        sentences = tuple(_sentences(index, summary, known))
        yield Bullets(sentences) if known.style == "bullets" else _running(sentences, summary)
    rows = [row for row in _fields(index, item, found, known) if row]
    if item.body and found.body:
        label = _label(item.body.label, found.body.label, known) if item.body.label else ((), ())
        if label != ((), ()):
            rows.append(Row((), (), label, kind="label"))
        chosen = summary.summary.sentences if summary and not summary.body else ()
        rows += _body(index, item.body, found.body.detection, chosen, known)
    if rows:
        target = known.target if known.target != UND else None
        header = (known.say("Original"), name_in(target, known.ui) if target else "")
        yield Sides(header, tuple(rows), str(target or ""))


def _notes(one: ItemSummary, known: _Known) -> Iterator[Note]:
    """What a reader should know of a summary before reading it."""
    if one.summary.whole:
        yield Note(known.say("too short to summarize; shown in full"))
    for doubt in of_written(one):
        yield Note(f"{known.say('suspect')}: {doubt.line(known.ui)}")
    for doubt in merged([doubt for doubt in of_summary(one) if doubt.status == "untranslated"]):
        yield Note(f"{known.say('untranslated')}: {doubt.line(known.ui)}")


def _sentences(index: int, one: ItemSummary, known: _Known) -> Iterator[Cell]:
    """Each sentence of a summary, leading to its place in the text where it has one."""
    target = str(one.target or one.lang)
    said = [
        (
            made.text,
            str(one.lang) if made.status == "untranslated" else target,
            "; ".join(plainly(reason, known.ui) for reason in made.reasons)
            if made.status == "suspect"
            else "",
        )
        for made in one.translations
    ] or [(text, target, "") for text in one.summary.said]
    rests = [each.support[:1] for each in one.summary.written] or [
        (sentence,) for sentence in one.summary.sentences
    ]
    for (text, lang, doubt), rest in zip(said, rests, strict=True):
        # Of a body that was translated first, they are sentences of the translation.
        place = f"b{index}-{rest[0].index}" if rest and not one.body else ""
        yield (Run(text, lang, doubt=doubt, goes=place),)


def _running(sentences: Sequence[Cell], one: ItemSummary) -> Prose:
    """The sentences of a summary one after the other, as their language is written."""
    joint = cell(compose(("", ""), one.target or one.lang))
    first, *rest = sentences or [()]
    return Prose(sum(((*joint, *sentence) for sentence in rest), first))


def _fields(index: int, item: Item, found: ItemDetection, known: _Known) -> Iterator[Row]:
    for place, (field, one) in enumerate(zip(item.fields, found.fields, strict=True)):
        outcome = known.outcomes.get(field.value)
        if (known.target != UND and outcome is None) or not field.value.text.strip():
            continue  # a field that nobody asked for, or that says nothing
        labels = _label(field.label, one.label, known)
        new, segments, doubts, note = _became(outcome, known)
        aligned = Aligned(
            field.value.text, "plain", one.value, new, segments,
            name=f"f{index}-{place}", doubts=doubts,
        )  # fmt: skip
        yield Row(*aligned.whole(), labels, note, "field")


def _body(
    index: int,
    body: Body,
    detection: Detection,
    chosen: Sequence[Sentence],
    known: _Known,
) -> Iterator[Row]:
    outcome = known.outcomes.get(body.text)
    new, segments, doubts, note = _became(outcome, known, body.markup)
    if known.target != UND and outcome is None:
        new, note = body.text.text, known.say("kept")  # only some fields were asked for
    aligned = Aligned(
        body.text.text, body.markup, detection, new, segments, chosen, f"b{index}", doubts
    )
    for block, original, translation in aligned.cut():
        yield Row(original, translation, note=note, kind=block.kind)
        note = ""


def _became(
    outcome: Outcome | None, known: _Known, markup: Markup = "plain"
) -> tuple[str | None, Sequence[Segment], Mapping[int, str], str]:
    """What a part became, its segments, what is wrong with them, and what it all rests on."""
    if outcome is None:
        return None, (), {}, ""
    made, original = outcome.translation, outcome.task.part.text
    segments = made.segments
    if not segments and made.text != original:
        segments = (Segment(0, len(original), 0, len(made.text), made.status),)
    found = doubts_of(made, original, markup=markup)
    by = _JOIN.join(map(known.say, made.engine.split(_JOIN))) if made.engine else ""
    if made.status == "untranslated" and merged(found)[0].whole:
        # All of it was left for one reason, which is given once.
        by = " · ".join(filter(None, (by, found[0].why(known.ui))))
        found = []
    by = by or ", ".join(plainly(reason, known.ui) for reason in made.reasons)
    status = ", ".join(_shares(found, known)) or known.say(made.status)
    detected = outcome.task.detection
    if detected.unsure and made.status != "kept":
        unsure = f"({detected.lang} {detected.confidence:.2f})"
        by = f"{by} · {known.say('language unsure')} {unsure}"
    doubts = {one.number - 1: one.line(known.ui) for one in found}
    return made.text, segments, doubts, f"{status} · {by}" if by else status


def _shares(found: Sequence[Doubt], known: _Known) -> Iterator[str]:
    """How many sentences of a part are in doubt, by status: `suspect 2/7`."""
    for status in STATUSES:
        some = [one for one in found if one.status == status]
        if some and not merged(some)[0].whole:
            yield f"{known.say(status)} {len(some)}/{some[0].count}"


def _label(part: Part, detection: Detection, known: _Known) -> tuple[Cell, Cell]:
    """A label as written, and as it is in the translation."""
    lang = str(detection.lang) if detection.lang != UND else ""
    original = (Run(part.text, lang),) if part.text.strip() else ()
    if known.target == UND or not original:
        return original, ()
    outcome = known.outcomes.get(part)
    return original, (Run(outcome.translation.text),) if outcome else original
