"""Results as plain values for JSON, one per item; `data/output.schema.json` describes them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import repeat, zip_longest
from typing import Any

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
    Sentence,
    Task,
    Translation,
)
from mlsum.core.lang import UND, Lang
from mlsum.detection import FieldDetection, ItemDetection
from mlsum.store import licences
from mlsum.text.checks import code, detail, explain

__all__ = [
    "Record",
    "detect_records",
    "dump",
    "field_records",
    "issue_records",
    "keyword_records",
    "letters",
    "plan_records",
    "result_licences",
    "segment_records",
    "source_sentence",
    "summary_records",
    "translate_records",
    "translation_record",
]

Record = dict[str, Any]
_DECIMALS = 4


def dump(records: Sequence[Record], lines: bool) -> str:
    """JSON text: one object a line, or the object itself, or an array where there are several."""
    if lines:
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    value = records[0] if len(records) == 1 else list(records)
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def detect_records(
    document: Document, found: Sequence[ItemDetection], shown: Sequence[Sequence[int]]
) -> Iterator[Record]:
    """What was detected, per item; `shown` are the indices of the wanted fields of each item."""
    for item, detected, indices in zip(document.items, found, shown, strict=True):
        fields = [(item.fields[index], detected.fields[index]) for index in indices]
        yield {
            **_head(document),
            "languages": letters(item, fields, detected),
            "fields": [_detected_field(field, one) for field, one in fields],
            "body": _detected_body(item, detected),
        }


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


def plan_records(document: Document, tasks: Sequence[Task]) -> Iterator[Record]:
    """What would be done, task by task."""
    yield {
        **_head(document),
        "tasks": [
            {
                "key": task.key,
                "role": task.role,
                "action": task.action,
                "text": task.part.text,
                "becomes": task.text,
                "lang": str(task.detection.lang),
                "target": str(task.target),
                "note": task.note,
            }
            for task in tasks
        ],
    }


def translate_records(result: Result) -> Iterator[Record]:
    """What became of each field and body, per item."""
    done = {outcome.task.part: outcome for outcome in result.outcomes}
    for item in result.document.items:
        body = done.get(item.body.text) if item.body else None
        yield {
            **_head(result.document),
            "target": str(result.target),
            "status": result.status,
            "licences": result_licences(result),
            "fields": field_records(item, done),
            "body": _translated(body) if body else None,
        }


def result_licences(result: Result) -> Record:
    """The licences of the models that took part, by the signatures in `engine`."""
    engines = dict.fromkeys(outcome.translation.engine for outcome in result.outcomes)
    return {step: terms for engine in engines for step, terms in licences(engine).items()}


def _label(part: Part, done: Mapping[Part, Outcome]) -> Record:
    outcome = done.get(part)
    return {"text": outcome.translation.text if outcome else part.text, "original": part.text}


def _translated(outcome: Outcome) -> Record:
    return {
        **translation_record(outcome.translation),
        "original": outcome.task.part.text,
        "kind": outcome.task.detection.kind,
        "lang": str(outcome.task.detection.lang),
        "action": outcome.task.action,
        "segments": segment_records(outcome.translation),
    }


def summary_records(
    document: Document,
    summaries: Sequence[ItemSummary],
    metadata: Sequence[Sequence[Outcome]] = (),
) -> Iterator[Record]:
    """The summary of each body, its sentences with their places in it, and their translations.

    `metadata` are the translated fields of the items that the summaries are of.
    """
    items = [item for item in document.items if item.summarized]
    for item, one, fields in zip(items, summaries, metadata or repeat(()), strict=False):
        made = [translation_record(made) for made in one.translations]
        of_chosen, of_written = ([], made) if one.summary.written else (made, [])
        yield {
            **_head(document),
            "lang": str(one.lang),
            "target": str(one.target) if one.target else None,
            "whole": one.summary.whole,
            "text": one.text,
            "engine": one.summary.engine,
            "reasons": list(one.summary.reasons),
            "sentences": [
                {**source_sentence(sentence), "translation": made}
                for sentence, made in zip_longest(one.summary.sentences, of_chosen)
            ],
            "written": [
                {
                    "text": said.text,
                    "support": [source.index for source in said.support],
                    "reasons": list(said.reasons),
                    "issues": issue_records(said.reasons),
                    "translation": made,
                }
                for said, made in zip_longest(one.summary.written, of_written)
            ],
            "fields": field_records(item, {made.task.part: made for made in fields}),
            "body": translation_record(one.body) if one.body else None,
        }


def source_sentence(sentence: Sentence) -> Record:
    """A sentence of a text, with its place in it."""
    return {
        "index": sentence.index,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "shown": sentence.shown,
    }


def field_records(item: Item, done: Mapping[Part, Outcome]) -> list[Record]:
    """The fields of an item with what became of them, in order."""
    return [
        {
            "key": done[field.value].task.key,
            "label": _label(field.label, done),
            "value": _translated(done[field.value]),
        }
        for field in item.fields
        if field.value in done
    ]


def keyword_records(
    document: Document, found: Sequence[tuple[Lang, Sequence[KeyTerm]]], target: Lang
) -> Iterator[Record]:
    """The key terms with their weights and counts, per item."""
    for lang, terms in found:
        yield {
            **_head(document),
            "lang": str(lang),
            "target": str(target) if target != UND else None,
            "terms": [
                {
                    "text": one.text,
                    "weight": round(one.weight, _DECIMALS),
                    "count": one.count,
                    "name": one.name,
                    "translation": one.translation,
                    "source": one.source,
                }
                for one in terms
            ],
        }


def translation_record(made: Translation) -> Record:
    """A translation with its status and what made it."""
    return {
        "text": made.text,
        "status": made.status,
        "reasons": list(made.reasons),
        "issues": issue_records(made.reasons),
        "engine": made.engine,
        "marks": {
            "aligned": made.marks.aligned,
            "kept": made.marks.kept,
            "whole": made.marks.whole,
        },
    }


def segment_records(made: Translation) -> list[Record]:
    """The sentences of a translation, numbered from 1, with their places in both texts."""
    return [
        {
            "index": index,
            **asdict(one),
            "reasons": list(one.reasons),
            "issues": issue_records(one.reasons),
        }
        for index, one in enumerate(made.segments, 1)
    ]


def issue_records(reasons: Sequence[str]) -> list[Record]:
    """Reasons taken apart: a code for programs, what it is about, and both in plain English."""
    return [{"code": code(one), "detail": detail(one), "message": explain(one)} for one in reasons]


def _head(document: Document) -> Record:
    return {"path": document.source.name, "format": document.format}


def _detected_field(field: Field, found: FieldDetection) -> Record:
    return {
        "key": found.key,
        "label": {
            "text": field.label.text,
            "lang": str(found.label.lang),
            "confidence": round(found.label.confidence, _DECIMALS),
        },
        "value": {
            "text": field.value.text,
            "kind": found.value.kind,
            "lang": str(found.value.lang),
            "script": found.value.script,
            "confidence": round(found.value.confidence, _DECIMALS),
            "basis": found.value.basis,
            "spans": _spans(found.value, field.value.text),
        },
    }


def _detected_body(item: Item, found: ItemDetection) -> Record | None:
    body = found.body
    if item.body is None or body is None:
        return None
    return {
        "lang": str(body.detection.lang),
        "confidence": round(body.detection.confidence, _DECIMALS),
        "declared": str(body.declared) if body.declared else None,
        "agrees": body.agrees,
        "spans": _spans(body.detection, item.body.text.text),
    }


def _spans(detection: Detection, text: str) -> list[Record]:
    return [
        {
            "start": span.start,
            "end": span.end,
            "lang": str(span.lang),
            "script": span.script,
            "text": text[span.start : span.end],
        }
        for span in detection.spans
    ]
