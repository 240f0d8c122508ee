"""Results as records, one per item; `mlsum.core.records` holds their classes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import repeat, zip_longest
from typing import Any

import msgspec

from mlsum.core import records
from mlsum.core.document import (
    Detection,
    Document,
    Field,
    Item,
    ItemSummary,
    KeyTerm,
    Outcome,
    Part,
    Result,
    Task,
    Translation,
)
from mlsum.core.lang import UND, Lang
from mlsum.core.records import Record
from mlsum.detection import FieldDetection, ItemDetection
from mlsum.store import licences
from mlsum.text.checks import code, detail, explain

__all__ = [
    "detect_records",
    "detection_record",
    "dump",
    "encode",
    "keyword_records",
    "letters",
    "plan_records",
    "result_licences",
    "summaries_of_items",
    "summarize_records",
    "summary_record",
    "text_translation_record",
    "translate_records",
    "translation_record",
]

_DECIMALS = 4


def dump(rows: Sequence[Record], lines: bool) -> bytes:
    """JSON in UTF-8: a record a line, or a list of all."""
    if lines:
        return b"".join(encode(row) + b"\n" for row in rows)
    return encode(list(rows), 2) + b"\n"


def encode(value: Record | Sequence[Record], indent: int = 0) -> bytes:
    """JSON in UTF-8, on one line or indented."""
    # Texts may be of a kind of their own, as those of lxml are.
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=indent)


def detect_records(
    document: Document, detections: Sequence[ItemDetection], wanted: Sequence[Sequence[int]]
) -> Iterator[records.DetectRecord]:
    """The detections of each item; `wanted` are the indices of the fields to be shown."""
    for item, detected, indices in zip(document.items, detections, wanted, strict=True):
        fields = [(item.fields[index], detected.fields[index]) for index in indices]
        yield records.DetectRecord(
            path=document.source.name,
            format=document.format,
            languages=letters(item, fields, detected),
            fields=[_detected_field(field, one) for field, one in fields],
            body=_detected_body(item, detected),
        )


def letters(
    item: Item, fields: Sequence[tuple[Field, FieldDetection]], detected: ItemDetection
) -> dict[str, int]:
    """How many letters are in each language, most first; what has no language is not counted."""
    texts = [(field.label.text, one.label) for field, one in fields]
    texts += [(field.value.text, one.value) for field, one in fields]
    if item.body and detected.body:
        texts.append((item.body.text.text, detected.body.detection))
    count: dict[str, int] = {}
    for text, detection in texts:
        for span in detection.spans:
            if span.lang != UND:
                size = sum(map(str.isalpha, text[span.start : span.end]))
                count[str(span.lang)] = count.get(str(span.lang), 0) + size
    return dict(sorted(count.items(), key=lambda entry: (-entry[1], entry[0])))


def detection_record(detection: Detection) -> records.DetectionRecord:
    """The detection of a text."""
    return records.DetectionRecord(
        **_rated(detection),
        script=detection.script,
        kind=detection.kind,
        basis=detection.basis,
        spans=[
            records.SpanRecord(one.start, one.end, str(one.lang), one.script)
            for one in detection.spans
        ],
    )


def plan_records(document: Document, tasks: Sequence[Task]) -> Iterator[records.PlanRecord]:
    """What would be done, task by task."""
    found = [
        records.TaskRecord(
            key=task.key,
            role=task.role,
            action=task.action,
            text=task.part.text,
            becomes=task.text,
            lang=str(task.detection.lang),
            target=str(task.target),
            note=task.note,
        )
        for task in tasks
    ]
    yield records.PlanRecord(document.source.name, document.format, found)


def translate_records(result: Result) -> Iterator[records.TranslateRecord]:
    """What became of the fields and the body of each item."""
    outcomes = {outcome.task.part: outcome for outcome in result.outcomes}
    for item in result.document.items:
        body = outcomes.get(item.body.text) if item.body else None
        yield records.TranslateRecord(
            path=result.document.source.name,
            format=result.document.format,
            target=str(result.target),
            status=result.status,
            licences=result_licences(result),
            fields=_fields(item, outcomes),
            body=_part(body) if body else None,
        )


def result_licences(result: Result) -> dict[str, str]:
    """The licences of the models that took part, by the signatures in `engine`."""
    engines = dict.fromkeys(outcome.translation.engine for outcome in result.outcomes)
    return {step: terms for engine in engines for step, terms in licences(engine).items()}


def _fields(item: Item, outcomes: Mapping[Part, Outcome]) -> list[records.FieldRecord]:
    """The fields of an item that have an outcome, in order."""
    return [
        records.FieldRecord(
            key=outcomes[field.value].task.key,
            label=_label(field.label, outcomes),
            value=_part(outcomes[field.value]),
        )
        for field in item.fields
        if field.value in outcomes
    ]


def _label(part: Part, outcomes: Mapping[Part, Outcome]) -> records.LabelRecord:
    outcome = outcomes.get(part)
    return records.LabelRecord(outcome.translation.text if outcome else part.text, part.text)


def _part(outcome: Outcome) -> records.PartRecord:
    return records.PartRecord(
        **_marked(outcome.translation),
        original=outcome.task.part.text,
        kind=outcome.task.detection.kind,
        lang=str(outcome.task.detection.lang),
        action=outcome.task.action,
        segments=_segments(outcome.translation),
    )


def summarize_records(
    document: Document,
    summaries: Sequence[ItemSummary],
    metadata: Sequence[Sequence[Outcome]] = (),
) -> Iterator[records.SummarizeRecord]:
    """The summary of each body that is summarized; `metadata` are the fields, translated."""
    for summary in summaries_of_items(document, summaries, metadata):
        yield records.SummarizeRecord(
            path=document.source.name, format=document.format, **msgspec.structs.asdict(summary)
        )


def summaries_of_items(
    document: Document,
    summaries: Sequence[ItemSummary],
    metadata: Sequence[Sequence[Outcome]] = (),
) -> Iterator[records.ItemSummaryRecord]:
    """The same without the path and the format."""
    items = [item for item in document.items if item.summarized]
    for item, one, outcomes in zip(items, summaries, metadata or repeat(()), strict=False):
        yield records.ItemSummaryRecord(
            **msgspec.structs.asdict(summary_record(one)),
            fields=_fields(item, {outcome.task.part: outcome for outcome in outcomes}),
            body=translation_record(one.body) if one.body else None,
        )


def summary_record(summary: ItemSummary) -> records.SummaryRecord:
    """A summary, its sentences with their places in the text, and their translations."""
    chosen, made = summary.summary, [*map(translation_record, summary.translations)]
    of_chosen, of_written = ([], made) if chosen.written else (made, [])
    return records.SummaryRecord(
        lang=str(summary.lang),
        target=str(summary.target) if summary.target else None,
        whole=chosen.whole,
        text=summary.text,
        engine=chosen.engine,
        reasons=list(chosen.reasons),
        sentences=[
            records.SummarySentenceRecord(**asdict(sentence), translation=translation)
            for sentence, translation in zip_longest(chosen.sentences, of_chosen)
        ],
        written=[
            records.WrittenRecord(
                text=written.text,
                support=[source.index for source in written.support],
                reasons=list(written.reasons),
                issues=_issues(written.reasons),
                translation=translation,
            )
            for written, translation in zip_longest(chosen.written, of_written)
        ],
    )


def keyword_records(
    document: Document, keywords: Sequence[tuple[Lang, Sequence[KeyTerm]]], target: Lang
) -> Iterator[records.KeywordsRecord]:
    """The key terms of each item with their weights and counts."""
    for lang, terms in keywords:
        yield records.KeywordsRecord(
            path=document.source.name,
            format=document.format,
            lang=str(lang),
            target=str(target) if target != UND else None,
            terms=[
                records.TermRecord(
                    one.text,
                    float(round(one.weight, _DECIMALS)),
                    one.count,
                    one.name,
                    one.translation,
                    one.source,
                )
                for one in terms
            ],
        )


def translation_record(translation: Translation) -> records.TranslationRecord:
    """A translation with its status and its engine."""
    return records.TranslationRecord(**_marked(translation))


def text_translation_record(translation: Translation) -> records.TextTranslationRecord:
    """The translation of a text, with its sentences."""
    return records.TextTranslationRecord(
        **_translated(translation), segments=_segments(translation)
    )


def _translated(translation: Translation) -> dict[str, Any]:
    return {
        "text": translation.text,
        "status": translation.status,
        "reasons": list(translation.reasons),
        "issues": _issues(translation.reasons),
        "engine": translation.engine,
    }


def _marked(translation: Translation) -> dict[str, Any]:
    marks = records.MarksRecord(**asdict(translation.marks))
    return _translated(translation) | {"marks": marks}


def _segments(translation: Translation) -> list[records.SegmentRecord]:
    """The sentences of a translation, with their places in both texts."""
    return [
        records.SegmentRecord(
            index=index,
            **asdict(one) | {"reasons": list(one.reasons)},
            issues=_issues(one.reasons),
        )
        for index, one in enumerate(translation.segments, 1)
    ]


def _issues(reasons: Sequence[str]) -> list[records.IssueRecord]:
    return [records.IssueRecord(code(one), detail(one), explain(one)) for one in reasons]


def _rated(detection: Detection) -> dict[str, Any]:
    confidence = float(round(detection.confidence, _DECIMALS))
    return {"lang": str(detection.lang), "confidence": confidence}


def _detected_field(field: Field, detected: FieldDetection) -> records.DetectedFieldRecord:
    value, text = detected.value, field.value.text
    return records.DetectedFieldRecord(
        key=detected.key,
        label=records.DetectedLabelRecord(field.label.text, **_rated(detected.label)),
        value=records.DetectedValueRecord(
            text=text,
            kind=value.kind,
            script=value.script,
            basis=value.basis,
            spans=_spans(value, text),
            **_rated(value),
        ),
    )


def _detected_body(item: Item, detected: ItemDetection) -> records.BodyRecord | None:
    body = detected.body
    if item.body is None or body is None:
        return None
    return records.BodyRecord(
        declared=str(body.declared) if body.declared else None,
        agrees=body.agrees,
        spans=_spans(body.detection, item.body.text.text),
        **_rated(body.detection),
    )


def _spans(detection: Detection, text: str) -> list[records.TextSpanRecord]:
    return [
        records.TextSpanRecord(
            start=span.start,
            end=span.end,
            lang=str(span.lang),
            script=span.script,
            text=text[span.start : span.end],
        )
        for span in detection.spans
    ]
