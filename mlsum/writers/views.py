"""Results as pages for people."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import PurePath

import regex

from mlsum.core.document import (
    Body,
    Detection,
    Document,
    Field,
    ItemSummary,
    KeyTerm,
    Markup,
    Outcome,
    Part,
    Result,
    Style,
    Task,
)
from mlsum.core.lang import UND, Lang
from mlsum.detection import BodyDetection, FieldDetection, ItemDetection
from mlsum.text.segment import blocks
from mlsum.writers.doubts import STATUSES, doubts_of, merged, plainly, summary_notes
from mlsum.writers.page import Bullets, Cell, Heading, Note, Page, Piece, Prose, Run, Table, cell
from mlsum.writers.records import letters, result_licences
from mlsum.writers.words import legend, name_in, say_in

__all__ = [
    "detect_view",
    "keyword_view",
    "page_title",
    "plan_view",
    "summary_view",
    "tinted",
    "title_of",
    "translate_view",
]

_LONG = 80
_EMPTY_LINE = regex.compile(r"\n[ \t]*\n")


def detect_view(
    document: Document,
    found: Sequence[ItemDetection],
    shown: Sequence[Sequence[int]],
    ui: str = "en",
) -> Page:
    """The legend with the share of each language, the fields, and the body with its spans."""
    page: list[Piece] = []
    for item, detected, indices in zip(document.items, found, shown, strict=True):
        fields = [(item.fields[index], detected.fields[index]) for index in indices]
        page.append(legend(letters(item, fields, detected), ui))
        if fields:
            page.append(_fields_table(fields, ui))
        if item.body and detected.body:
            page.append(Note(_body_note(item.body, detected.body)))
            page.append(Prose(tinted(item.body.text.text, detected.body.detection), tagged=True))
    return tuple(page)


def title_of(document: Document) -> str:
    """One line that names a document: where it came from, its format, how many items."""
    count = len(document.items)
    items = f" · {count} items" if count > 1 else ""
    return f"{document.source.name or 'text'} · {document.format}{items}"


def page_title(
    document: Document, found: Sequence[ItemDetection], result: Result | None = None
) -> str:
    """The title of a document as a reader knows it, translated if it is; else the file's name."""
    done = {outcome.task.part: outcome for outcome in result.outcomes} if result else {}
    if len(document.items) == 1:
        for field, one in zip(document.items[0].fields, found[0].fields, strict=True):
            if one.key == "title" and field.value.text.strip():
                return " ".join(_text_of(field.value, done).split())
    return PurePath(document.source.name or "").name or "mlsum"


def plan_view(tasks: Sequence[Task], ui: str = "en") -> Page:
    """What would happen to each part, and by what."""
    say = say_in(ui)
    rows = tuple(
        (
            cell(f"{task.key}" if task.role != "label" else f"{task.key} (label)"),
            _langs(task.detection),
            cell(say(task.action)),
            cell(_short(task.part.text)),
            cell("…" if task.text is None else _short(task.text)),
            cell(plainly(task.note, ui)),
        )
        for task in tasks
        if task.part.text.strip()
    )
    header = ("part", "lang", "action", "text", "becomes", "by")
    return (Table(tuple(map(say, header)), rows),)


def translate_view(result: Result) -> Page:
    """The translated fields beside their originals, then the translated body."""
    done = {outcome.task.part: outcome for outcome in result.outcomes}
    page: list[Piece] = []
    for item in result.document.items:
        rows = tuple(
            (cell(_text_of(field.label, done)), *_before_and_after(done[field.value]))
            for field in item.fields
            if field.value in done and field.value.text.strip()
        )
        if rows:
            page.append(Table(("field", str(result.target), "original", "status"), rows))
        if item.body and (body := done.get(item.body.text)):
            if item.body.label:
                page.append(Heading(_text_of(item.body.label, done)))
            page += _body_with_doubts(item.body, body)
    for step, terms in result_licences(result).items():
        page.append(Note(f"{step}: {terms}"))
    return tuple(page)


def _body_with_doubts(written: Body, outcome: Outcome) -> Iterator[Piece]:
    """The translated body, each doubtful sentence named under the paragraph it stands in."""
    made, lang = outcome.translation, _lang_of(outcome)
    found = merged(doubts_of(made, outcome.task.part.text, markup=written.markup))
    if made.status == "kept":
        yield Note(f"kept: {', '.join(map(plainly, made.reasons))}")
    below: dict[int, list[str]] = {}
    for one in found:
        line = f"{STATUSES[one.status]}: {one.line()}"
        if one.whole:
            yield Note(line)  # of all of it
        else:
            end = _paragraph_end(made.text, made.segments[one.number - 1].new_end, written.markup)
            below.setdefault(end, []).append(line)
    at = 0
    for end, lines in (below | {len(made.text): below.get(len(made.text), [])}).items():
        if text := made.text[at:end].strip():
            yield Prose(cell(text, lang))
        yield from map(Note, lines)
        at = end


def _paragraph_end(text: str, place: int, markup: Markup) -> int:
    """Where the next empty line outside of code begins, or the end of the text."""
    code = [one for one in blocks(text, markup) if one.kind == "code"]
    for match in _EMPTY_LINE.finditer(text, place):
        if not any(one.start < match.start() < one.end for one in code):
            return int(match.start())
    return len(text)


def summary_view(
    summaries: Sequence[ItemSummary],
    style: Style = "paragraph",
    metadata: Sequence[Sequence[Outcome]] | None = (),
    ui: str = "en",
) -> Page:
    """The summaries, translated where that was asked for, each under the fields of its item.

    Where `metadata` is None the summaries are all that is shown.
    """
    page: list[Piece] = []
    for one, fields in zip(summaries, metadata or repeat(()), strict=False):
        if rows := _field_rows(fields):
            target = one.target or one.lang
            header = (say_in(ui)("field"), str(target) if ui == "en" else name_in(target, ui))
            page.append(Table(header, rows))
        if metadata is not None:
            page += map(Note, _summary_notes(one, ui))
        left = any(made.status == "untranslated" for made in one.translations)
        lang = str(one.lang if left else one.target or one.lang)
        if style == "bullets":
            said = [made.text for made in one.translations] or one.summary.said
            page.append(Bullets(tuple(cell(text, lang) for text in said)))
        else:
            page.append(Prose(cell(one.text, lang)))
    return tuple(page)


def _summary_notes(one: ItemSummary, ui: str) -> Iterator[str]:
    """What a reader should know of a summary."""
    if one.summary.whole:
        yield say_in(ui)("too short to summarize; shown in full")
    yield from summary_notes(one, ui)


def _field_rows(outcomes: Sequence[Outcome]) -> tuple[tuple[Cell, ...], ...]:
    """Labels and values, from outcomes in document order: a label stands before its value."""
    rows = []
    label = ""
    for one in outcomes:
        if one.task.role == "label":
            label = one.translation.text
            continue
        if one.task.part.text.strip():
            rows.append((cell(label or one.task.key), cell(one.translation.text, _lang_of(one))))
        label = ""
    return tuple(rows)


def keyword_view(
    found: Sequence[tuple[Lang, Sequence[KeyTerm]]], target: Lang, ui: str = "en"
) -> Page:
    """The key terms of each item, the weightiest first."""
    page: list[Piece] = []
    for lang, terms in found:
        rows = tuple(
            (
                cell(one.text, str(lang) if lang != UND else ""),
                *((cell(one.translation or "–"), cell(one.source or "–")) if target != UND else ()),
                cell(f"{one.weight:.2f}"),
                cell(str(one.count)),
                cell("name" if one.name else "term"),
            )
            for one in terms
        )
        wanted = (str(target), "from") if target != UND else ()
        header = ("key term", *wanted, "weight", "count", "kind")
        page.append(Table(tuple(map(say_in(ui), header)), rows))
    return tuple(page)


def tinted(text: str, detection: Detection) -> Cell:
    """A text cut at its spans, each run with its language; what is between has none."""
    runs: list[Run] = []
    at = 0
    for span in detection.spans:
        if span.end > len(text):
            break
        runs.append(Run(text[at : span.start]))
        runs.append(Run(text[span.start : span.end], str(span.lang) if span.lang != UND else ""))
        at = span.end
    runs.append(Run(text[at:]))
    return tuple(run for run in runs if run.text)


def _fields_table(fields: Sequence[tuple[Field, FieldDetection]], ui: str) -> Table:
    rows = tuple(
        (
            cell(field.label.text, str(one.label.lang)),
            cell(str(one.label.lang), str(one.label.lang)),
            tinted(field.value.text, one.value),
            cell(one.value.kind),
            _langs(one.value),
            cell(f"{one.value.confidence:.2f}" if one.value.lang != UND else ""),
            cell(one.value.basis),
        )
        for field, one in fields
        if field.value.text.strip()
    )
    header = ("label", "in", "value", "kind", "lang", "conf.", "evidence")
    return Table(tuple(map(say_in(ui), header)), rows)


def _langs(detection: Detection) -> Cell:
    found = dict.fromkeys(str(span.lang) for span in detection.spans if span.lang != UND)
    runs: list[Run] = []
    for lang in found:
        runs += [Run("+" if runs else ""), Run(lang, lang)]
    return tuple(runs) or cell("–")


def _body_note(written: Body, body: BodyDetection) -> str:
    label = f" ({written.label.text.strip()}: {body.label.lang})" if written.label else ""
    claim = ""
    if body.declared:
        claim = f" · declared {body.declared}"
        if body.agrees is not None:
            claim += ": agrees" if body.agrees else ": DOES NOT AGREE"
    doubt = ", unsure" if body.detection.unsure else ""
    return f"body{label} · {body.detection.lang} {body.detection.confidence:.2f}{doubt}{claim}"


def _before_and_after(outcome: Outcome) -> tuple[Cell, Cell, Cell]:
    translation = outcome.translation
    found = merged(doubts_of(translation, outcome.task.part.text))
    by, why = translation.engine, ", ".join(map(plainly, translation.reasons))
    note = "; ".join(one.line() for one in found) or by or why
    return (
        cell(translation.text, _lang_of(outcome)),
        cell(outcome.task.part.text),
        cell(f"{translation.status} ({note})" if note else translation.status),
    )


def _lang_of(outcome: Outcome) -> str:
    if outcome.translation.status in ("translated", "suspect"):
        return str(outcome.task.target)
    lang = outcome.task.detection.lang
    return str(lang) if lang != UND else ""


def _text_of(part: Part, done: dict[Part, Outcome]) -> str:
    return done[part].translation.text if part in done else part.text


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else line[: _LONG - 1] + "…"
