"""The parts of a document as a page shows them: rows, sentences to check, and how each was made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mlsum.core.document import (
    Body,
    Detection,
    Item,
    ItemSummary,
    Markup,
    Outcome,
    Part,
    Segment,
    Sentence,
    Style,
)
from mlsum.core.lang import UND, Lang
from mlsum.detection import ItemDetection
from mlsum.writers.aligned import Aligned, Cut
from mlsum.writers.doubts import STATUSES, Doubt, doubts_of, merged, plainly
from mlsum.writers.page import (
    Cell,
    Row,
    Run,
    cell,
    words,
)
from mlsum.writers.words import percent, say_in

__all__ = ["JOIN", "Context", "PartView", "part_views"]

JOIN = " + "
"""What stands between the engines that translated one part together."""


@dataclass(frozen=True, slots=True)
class Context:
    """The outcomes of a document's parts, and the language that the page is in."""

    outcomes: Mapping[Part, Outcome]
    ui: str
    target: Lang = UND
    style: Style = "bullets"

    def say(self, text: str) -> str:
        """An English text in the page's language."""
        return say_in(self.ui)(text)


@dataclass(frozen=True, slots=True)
class PartView:
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


def part_views(
    index: int,
    item: Item,
    found: ItemDetection,
    summary: ItemSummary | None,
    context: Context,
) -> list[PartView]:
    """The title, the body, then the other fields."""
    fields = list(_fields(index, item, found, context))
    if not item.body or not found.body:
        return fields
    chosen = summary.summary.sentences if summary and not summary.body else ()
    body = _body(index, item.body, found.body.detection, chosen, context)
    titles = [view for view in fields if view.rows[0].kind == "title"]
    return [*titles, body, *(view for view in fields if view not in titles)]


def _fields(index: int, item: Item, found: ItemDetection, context: Context) -> Iterator[PartView]:
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
        yield PartView((row,), _check(target, part, name, context), _details(target, part))


def _body(
    index: int,
    body: Body,
    detection: Detection,
    chosen: Sequence[Sentence],
    context: Context,
) -> PartView:
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
    return PartView(tuple(rows), _check(target, part, name, context), _details(target, part))


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


def _check(target: _Target, part: Cell, name: str, context: Context) -> tuple[Cell, ...]:
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


def _target(outcome: Outcome | None, context: Context, markup: Markup = "plain") -> _Target:
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
    by = JOIN.join(map(context.say, translation.engine.split(JOIN))) if translation.engine else ""
    by = by or ", ".join(plainly(reason, context.ui) for reason in translation.reasons)
    detected = outcome.task.detection
    if detected.unsure and translation.status != "kept":
        unsure = f"({detected.lang} {percent(detected.confidence, context.ui)})"
        by = f"{by} · {context.say('language unsure')} {unsure}"
    status = ", ".join(_shares(found, context)) or context.say(translation.status)
    return _Target(translation.text, segments, found, whole, status, by)


def _shares(found: Sequence[Doubt], context: Context) -> Iterator[str]:
    """How many sentences of a part are in doubt, by status: `suspect 2/7`."""
    for status in STATUSES:
        some = [one for one in found if one.status == status]
        if some and not merged(some)[0].whole:
            yield f"{context.say(status)} {len(some)}/{some[0].count}"


def _label(part: Part, detection: Detection, context: Context) -> tuple[Cell, Cell]:
    """A label as written, and as it is in the translation."""
    if not part.text.strip():
        return (), ()
    original = cell(part.text, str(detection.lang) if detection.lang != UND else "")
    if context.target == UND:
        return original, ()
    outcome = context.outcomes.get(part)
    return original, cell(outcome.translation.text) if outcome else original
