"""A document as a page: its languages, its summary, and every part beside its translation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from mlsum.summarization import compose
from mlsum.writers.aligned import Aligned, Cut
from mlsum.writers.doubts import STATUSES, Doubt, doubts_of, merged, of_summary, of_written, plainly
from mlsum.writers.page import (
    Bullets,
    Cell,
    Note,
    Page,
    Piece,
    Prose,
    Row,
    Run,
    Section,
    Sides,
    Table,
    cell,
    words,
)
from mlsum.writers.records import letters
from mlsum.writers.words import legend, name_in, percent, say_in

__all__ = ["document_view"]

# Nobody scrolls through more items of a file, and browsers tire.
_SHOWN = 50
_JOIN = " + "  # between those that made one part together


@dataclass(frozen=True, slots=True)
class _Context:
    """The outcomes of a document's parts, and the language that the page is in."""

    outcomes: Mapping[Part, Outcome]
    ui: str
    target: Lang = UND
    style: Style = "bullets"

    def say(self, text: str) -> str:
        """An English text in the page's language."""
        return say_in(self.ui)(text)


@dataclass(frozen=True, slots=True)
class _PartView:
    """What a page says of one part: rows, the sentences to check, and how it was translated."""

    rows: tuple[Row, ...]
    check: tuple[Cell, ...] = ()
    details: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """The translation of a part; `text` is None where there is none."""

    text: str | None = None
    segments: Sequence[Segment] = ()
    doubts: Sequence[Doubt] = ()
    whole: str = ""  # the one reason why all of it was left as it is
    status: str = ""
    by: str = ""

    def lines(self, ui: str) -> Mapping[int, str]:
        """The doubts by the index of their sentence."""
        return {} if self.whole else {one.number - 1: one.line(ui) for one in self.doubts}


def document_view(
    document: Document,
    found: Sequence[ItemDetection],
    result: Result | None = None,
    summaries: Sequence[ItemSummary] = (),
    ui: str = "en",
    style: Style = "bullets",
) -> Page:
    """A document beside its translation, for a reader of the language `ui`.

    `summaries` are those of the bodies, in order, shown in their `style`; empty where no summary
    was requested. How it was made comes last, to unfold.
    """
    outcomes = {outcome.task.part: outcome for outcome in result.outcomes} if result else {}
    context = _Context(outcomes, ui, result.target if result else UND, style)
    left = iter(summaries)
    page: list[Piece] = []
    details: list[tuple[Cell, ...]] = []
    for index, (item, one) in enumerate(zip(document.items, found, strict=True)):
        if index == _SHOWN:
            page.append(Note(context.say(f"the first {_SHOWN} of {len(document.items)} items")))
            break
        summary = next(left, None) if item.summarized else None
        views = _parts(index, item, one, summary, context)
        page += _item(index, item, one, summary, views, context)
        details += [view.details for view in views if view.details]
    pieces: list[Piece] = [
        *_table(details, context),
        *map(Note, _made_by(result, summaries, context)),
    ]
    if pieces:
        page.append(Section("details", context.say("How this was made"), tuple(pieces)))
    return tuple(page)


def _made_by(
    result: Result | None, summaries: Sequence[ItemSummary], context: _Context
) -> Iterator[str]:
    """What translated and what summarized, then the licences of the models among that."""
    translations = [outcome.translation for outcome in result.outcomes] if result else []
    translations += [one for summary in summaries for one in summary.translations]
    engines = dict.fromkeys(one.engine for one in translations if one.engine)
    summarizers = dict.fromkeys(one.summary.engine for one in summaries if one.summary.engine)
    for text, names in (("Translated by {}", engines), ("Summary by {}", summarizers)):
        if names:
            steps = dict.fromkeys(step for name in names for step in name.split(_JOIN))
            yield context.say(text.format(", ".join(map(context.say, steps))))
    found = {
        step: terms for name in (*engines, *summarizers) for step, terms in licences(name).items()
    }
    yield from (f"{step}: {terms}" for step, terms in found.items())


def _table(rows: Sequence[tuple[Cell, ...]], context: _Context) -> Iterator[Table]:
    if rows:
        yield Table(
            (context.say("Part"), context.say("Result"), context.say("Method")), tuple(rows)
        )


def _item(
    index: int,
    item: Item,
    found: ItemDetection,
    summary: ItemSummary | None,
    views: Sequence[_PartView],
    context: _Context,
) -> Iterator[Piece]:
    """Languages, summary, sentences to check, title and text, and the other fields below."""
    languages = letters(item, list(zip(item.fields, found.fields, strict=True)), found)
    if len(languages) != 1 or context.target == UND:
        yield legend(languages, context.ui)
    if summary:
        pieces = (*_notes(summary, context), *_summary(index, summary, context))
        yield Section("summary", context.say("Summary"), pieces)
    check = tuple(line for view in views for line in view.check)
    if check:
        title = context.say(f"To check: {len(check)}")
        yield Section("check", title, (Bullets(check),))
    rows = [row for view in views for row in view.rows]
    fields = tuple(row for row in rows if row.kind == "field")
    text = tuple(row for row in rows if row.kind != "field")
    target = context.target if context.target != UND else None
    lang = str(target or "")
    header = (context.say("Original"), name_in(target, context.ui) if target else "")
    source = str(found.body.detection.lang) if found.body else next(iter(languages), "")
    if text:
        yield Sides(header, text, lang, source)
    if fields and text:
        facts = (Sides(("", ""), fields, lang, source),)
        yield Section("facts", context.say("About this document"), facts)
    elif fields:
        yield Sides(header, fields, lang, source)


def _notes(one: ItemSummary, context: _Context) -> Iterator[Note]:
    """What a reader should know of a summary before reading it."""
    if one.summary.whole:
        yield Note(context.say("too short to summarize; shown in full"))
    for doubt in of_written(one):
        yield Note(f"{context.say('suspect')}: {doubt.line(context.ui)}")
    for doubt in merged([doubt for doubt in of_summary(one) if doubt.status == "untranslated"]):
        yield Note(f"{context.say('untranslated')}: {doubt.line(context.ui)}")


def _summary(index: int, one: ItemSummary, context: _Context) -> Iterator[Piece]:
    """The sentences of a summary as a list or one after the other, as their language is written."""
    if one.summary.whole and (context.target != UND or not one.translations):
        return  # the text itself stands below
    sentences = tuple(_sentences(index, one, context))
    if context.style == "bullets":
        yield Bullets(sentences)
    else:
        joint = cell(compose(("", ""), one.target or one.lang))
        first, *rest = sentences or [()]
        yield Prose(sum(((*joint, *sentence) for sentence in rest), first))


def _sentences(index: int, one: ItemSummary, context: _Context) -> Iterator[Cell]:
    """Each sentence of a summary, leading to its place in the text where it has one."""
    target = str(one.target or one.lang)
    texts = [
        (
            translation.text,
            str(one.lang) if translation.status == "untranslated" else target,
            "; ".join(plainly(reason, context.ui) for reason in translation.reasons)
            if translation.status == "suspect"
            else "",
        )
        for translation in one.translations
    ] or [(text, target, "") for text in one.summary.said]
    supports = [each.support[:1] for each in one.summary.written] or [
        (sentence,) for sentence in one.summary.sentences
    ]
    for (text, lang, doubt), support in zip(texts, supports, strict=True):
        # Of a body that was translated first, they are sentences of the translation.
        place = f"b{index}-{support[0].index}" if support and not one.body else ""
        yield (Run(text, lang, doubt=doubt, goes=place),)


def _parts(
    index: int,
    item: Item,
    found: ItemDetection,
    summary: ItemSummary | None,
    context: _Context,
) -> list[_PartView]:
    """The title, the body, then the other fields."""
    fields = list(_fields(index, item, found, context))
    if not item.body or not found.body:
        return fields
    chosen = summary.summary.sentences if summary and not summary.body else ()
    body = _body(index, item.body, found.body.detection, chosen, context)
    titles = [view for view in fields if view.rows[0].kind == "title"]
    return [*titles, body, *(view for view in fields if view not in titles)]


def _fields(index: int, item: Item, found: ItemDetection, context: _Context) -> Iterator[_PartView]:
    titled = item.body is None
    for place, (field, one) in enumerate(zip(item.fields, found.fields, strict=True)):
        outcome = context.outcomes.get(field.value)
        if (context.target != UND and outcome is None) or not field.value.text.strip():
            continue  # a field that was not requested, or is empty
        labels = _label(field.label, one.label, context)
        target = _target(outcome, context)
        name = f"f{index}-{place}"
        aligned = Aligned(
            field.value.text, "plain", one.value, target.text, target.segments,
            name=name, doubts=target.lines(context.ui),
        )  # fmt: skip
        is_title = one.key == "title" and not titled
        titled = titled or is_title
        row = Row(
            *aligned.whole(),
            ((), ()) if is_title else labels,
            target.whole,
            "title" if is_title else "field",
        )
        part = (labels[1] or labels[0]) or cell(one.key)
        yield _PartView((row,), _check(target, part, name, context), _details(target, part))


def _body(
    index: int,
    body: Body,
    detection: Detection,
    chosen: Sequence[Sentence],
    context: _Context,
) -> _PartView:
    outcome = context.outcomes.get(body.text)
    target = _target(outcome, context, body.markup)
    if context.target != UND and outcome is None:  # only some fields were requested
        target = _Target(body.text.text, status=context.say("kept"))
    name = f"b{index}"
    aligned = Aligned(
        body.text.text, body.markup, detection, target.text, target.segments, chosen, name,
        target.lines(context.ui),
    )  # fmt: skip
    rows = list(_rows(aligned.cut(), body))
    if rows and target.whole:
        rows[0] = replace(rows[0], note=target.whole)
    part = cell(context.say("Text"))
    return _PartView(tuple(rows), _check(target, part, name, context), _details(target, part))


def _rows(cut: Iterable[Cut], body: Body) -> Iterator[Row]:
    """A row for each block; the cells of a table, which are blocks, in one row."""
    lines: list[list[tuple[Cell, Cell]]] = []
    end = 0
    for block, original, translation in cut:
        gap = body.text.text[end : block.start]
        end = block.end
        is_cell = block.kind == "table" and (body.markup != "html" or "<tr" in gap or lines)
        if lines and (not is_cell or _is_apart(gap)):
            yield _grid(lines)
            lines = []
        if not is_cell:
            yield Row(original, translation, kind=block.kind)
        elif not lines or ("<tr" in gap if body.markup == "html" else "\n" in gap):
            lines.append([(original, translation)])
        else:
            lines[-1].append((original, translation))
    if lines:
        yield _grid(lines)


def _is_apart(gap: str) -> bool:
    """Whether two cells with this between them are in different tables."""
    return "\n\n" in gap or "<table" in gap


def _grid(lines: Sequence[Sequence[tuple[Cell, Cell]]]) -> Row:
    runs = [pair for line in lines for pair in line]
    original = sum((old for old, _ in runs), ())
    translation = sum((new for _, new in runs), ())
    return Row(original, translation, kind="table", table=tuple(map(tuple, lines)))


def _details(target: _Target, part: Cell) -> tuple[Cell, ...]:
    return (part, cell(target.status), cell(target.by)) if target.status else ()


def _check(target: _Target, part: Cell, name: str, context: _Context) -> tuple[Cell, ...]:
    """A line for each sentence to check: its first words, leading to it, and the reason."""
    if target.whole:
        return ((Run(words(part)), Run(f": {target.whole}")),)
    return tuple(
        (
            Run(
                one.place(context.ui) or words(part), goes=f"{name}.{max(one.number, 1) - 1}-doubt"
            ),
            Run(f": {one.why(context.ui)}"),
        )
        for one in target.doubts
    )


def _target(outcome: Outcome | None, context: _Context, markup: Markup = "plain") -> _Target:
    """The translation of a part, what is wrong with it, and what it rests on."""
    if outcome is None:
        return _Target()
    translation, original = outcome.translation, outcome.task.part.text
    segments = translation.segments
    if not segments and translation.text != original:
        end = len(translation.text)
        segments = (Segment(0, len(original), 0, end, translation.status),)
    found = doubts_of(translation, original, markup=markup)
    whole = ""
    if translation.status == "untranslated" and merged(found)[0].whole:
        whole = found[0].why(context.ui)
    by = _JOIN.join(map(context.say, translation.engine.split(_JOIN))) if translation.engine else ""
    by = by or ", ".join(plainly(reason, context.ui) for reason in translation.reasons)
    detected = outcome.task.detection
    if detected.unsure and translation.status != "kept":
        unsure = f"({detected.lang} {percent(detected.confidence, context.ui)})"
        by = f"{by} · {context.say('language unsure')} {unsure}"
    status = ", ".join(_shares(found, context)) or context.say(translation.status)
    return _Target(translation.text, segments, found, whole, status, by)


def _shares(found: Sequence[Doubt], context: _Context) -> Iterator[str]:
    """How many sentences of a part are in doubt, by status: `suspect 2/7`."""
    for status in STATUSES:
        some = [one for one in found if one.status == status]
        if some and not merged(some)[0].whole:
            yield f"{context.say(status)} {len(some)}/{some[0].count}"


def _label(part: Part, detection: Detection, context: _Context) -> tuple[Cell, Cell]:
    """A label as written, and as it is in the translation."""
    if not part.text.strip():
        return (), ()
    original = cell(part.text, str(detection.lang) if detection.lang != UND else "")
    if context.target == UND:
        return original, ()
    outcome = context.outcomes.get(part)
    return original, cell(outcome.translation.text) if outcome else original
