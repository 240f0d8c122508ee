"""Work on one batch of documents: parse, translate together, summarize, write records.

Everything here can run in another process: what goes in and comes out are plain values.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from typing import Any

from msgspec import structs

from mlsum.batch.job import Done, Job, Unit
from mlsum.batch.routes import routes
from mlsum.core.document import Detection, Document, ItemSummary, Result, SummaryOptions
from mlsum.core.errors import InputError, MissingError, MissingExtraError, MlsumError, UsageError
from mlsum.core.lang import UND, Lang
from mlsum.core.records import DetectRecord, TranslateRecord
from mlsum.detection import ItemDetection
from mlsum.formats import about, parse_bytes, render_bytes
from mlsum.formats.tables import is_table
from mlsum.request import Request
from mlsum.request.options import BODY, wanted_fields
from mlsum.service import Processed, process
from mlsum.text.checks import code
from mlsum.translation import tally_of
from mlsum.writers import records
from mlsum.writers.doubts import Doubt, merged, of_result, of_summary, of_written

__all__ = ["failed", "work"]

_SHOWN = 5  # doubtful sentences of a part that the report lists
_LISTED = 200  # of a document
Mix = tuple[str, str, Detection]  # a part's key, its text, what was detected in it


def work(batch: Sequence[Unit], job: Job) -> list[Done]:
    """What comes of each unit, in order. A unit that fails takes no other with it.

    Raises UsageError and MissingError, which every unit would meet.
    """
    parsed = [_parsed(unit, job) for unit in batch]
    good = [one for one in parsed if isinstance(one, Document)]
    made = iter(_together(good, job))
    return [next(made) if isinstance(one, Document) else one for one in parsed]


def failed(unit: Unit, reason: str, status: str = "failed") -> Done:
    """A unit that nothing came of; a line keeps its place in its file."""
    return Done(status, reason, unit.data if unit.dataset else None)


def _parsed(unit: Unit, job: Job) -> Document | Done:
    """The document, or why there is none."""
    if unit.error:
        return failed(unit, unit.error)
    try:
        named = "jsonl" if unit.dataset else job.input_format
        if named is None and job.translates and is_table(unit.name):
            return failed(unit, "a table is translated by columns: mlsum translate --columns")
        document = parse_bytes(unit.data, unit.name, named)
        empty = not document.source.text.strip()
        return failed(unit, "the document is empty") if empty else document
    except MissingExtraError as error:
        return failed(unit, f"{error.message}: {error.hint}", "missing")
    except InputError as error:
        return failed(unit, error.message)


def _together(documents: Sequence[Document], job: Job) -> list[Done]:
    """Work on documents at once; where that breaks, one by one, to tell which one it is."""
    started = time.perf_counter()
    try:
        done = _made(documents, job)
    except (UsageError, MissingError):
        raise
    except Exception as error:
        if len(documents) > 1:
            return [done for one in documents for done in _together([one], job)]
        reason = error.message if isinstance(error, MlsumError) else f"{type(error).__name__}"
        document = documents[0]
        native = render_bytes(document) if document.format == "jsonl" else None
        return [Done("failed", reason, native)]
    # What a document took is its share of the batch, by its length.
    size = sum(len(document.source.text) for document in documents)
    rate = (time.perf_counter() - started) / max(size, 1)
    return [
        replace(one, seconds=rate * len(document.source.text))
        for one, document in zip(done, documents, strict=True)
    ]


def _made(documents: Sequence[Document], job: Job) -> list[Done]:
    request = Request(options=job.options, summary=job.summary or SummaryOptions())
    found = process(documents, request, summarize=job.summary is not None)
    return [
        _translated(one.result, one.summaries, job) if one.result else _detected(one, job)
        for one in found
    ]


def _translated(result: Result, summaries: Sequence[ItemSummary] | None, job: Job) -> Done:
    mix = [
        (one.task.key, one.task.part.text, one.task.detection)
        for one in result.outcomes
        if one.task.role != "label"
    ]
    doubts = [doubt for _, found in of_result(result) for doubt in found]
    tally = tally_of(job.options, result.outcomes, summaries or ())
    document = result.document
    rows = list(records.translate_records(result)) if job.datasets else []
    return Done(
        result.status,
        native=render_bytes(document, result.edits) if job.tree else None,
        written=about(document.format).written,
        summary=_summary_text(summaries),
        records=_records(document, rows, summaries),
        routes=routes(_sources(result, summaries or ()), job.options),
        stats={
            "languages": _languages(mix),
            **_doubts([*doubts, *_of_summaries(summaries)]),
            "tally": astuple(tally),
        },
    )


def _of_summaries(summaries: Sequence[ItemSummary] | None) -> list[Doubt]:
    """The doubtful sentences of summaries."""
    return [
        doubt
        for number, one in enumerate(summaries or (), 1)
        for name in (f"summary {number}" if summaries and len(summaries) > 1 else "summary",)
        for doubt in (*of_written(one, name), *of_summary(one, name))
    ]


def _doubts(found: Sequence[Doubt]) -> dict[str, Any]:
    """How many sentences there are of each status and reason, and some of them by name."""
    reasons = Counter(f"{one.status}: {code(given)}" for one in found for given in one.reasons)
    parts: dict[str, list[Doubt]] = {}
    for one in found:
        parts.setdefault(one.part, []).append(one)
    shown = [one for some in parts.values() for one in merged(some)[:_SHOWN]][:_LISTED]
    return {
        "reasons": dict(reasons),
        "suspects": [[one.place(), one.status, one.why()] for one in shown],
    }


def _sources(result: Result, summaries: Sequence[ItemSummary]) -> Iterator[Lang]:
    """The languages of what an engine was, or would have been, asked for."""
    for outcome in result.outcomes:
        if outcome.task.text is None:
            yield from (span.lang for span in outcome.task.detection.spans)
            yield outcome.task.detection.lang
    yield from (one.lang for one in summaries)


def _detected(processed: Processed, job: Job) -> Done:
    document, detections, summaries = processed.document, processed.detections, processed.summaries
    wanted = wanted_fields(document, detections, job.options)
    rows = list(records.detect_records(document, detections, wanted)) if job.datasets else []
    return Done(
        "detected" if summaries is None else "summarized",
        summary=_summary_text(summaries),
        records=_records(document, rows, summaries),
        stats={
            "languages": _languages(_mix(document, detections)),
            **_doubts(_of_summaries(summaries)),
        },
    )


def _mix(document: Document, found: Sequence[ItemDetection]) -> Iterator[Mix]:
    for item, detected in zip(document.items, found, strict=True):
        for field, one in zip(item.fields, detected.fields, strict=True):
            yield one.key, field.value.text, one.value
        if item.body and detected.body:
            yield BODY, item.body.text.text, detected.body.detection


def _languages(mix: Iterator[Mix] | Sequence[Mix]) -> dict[str, dict[str, int]]:
    """How many letters of each key are in each language."""
    letters: dict[str, Counter[str]] = {}
    for key, text, detection in mix:
        for span in detection.spans:
            if span.lang != UND:
                size = sum(map(str.isalpha, text[span.start : span.end]))
                letters.setdefault(key, Counter())[str(span.lang)] += size
    return {key: dict(count) for key, count in letters.items()}


def _summary_text(summaries: Sequence[ItemSummary] | None) -> str | None:
    """The summaries of a document, an empty line between those of its items."""
    if not summaries:
        return None
    return "\n".join(f"{one.text}\n" for one in summaries)


def _records(
    document: Document,
    rows: Sequence[DetectRecord | TranslateRecord],
    summaries: Sequence[ItemSummary] | None,
) -> tuple[str, ...]:
    """One line of JSON per item, its summary within."""
    if rows and summaries is not None:
        found = records.summaries_of_items(document, summaries)
        pairs = zip(document.items, rows, strict=True)
        rows = [
            structs.replace(row, summary=next(found) if item.summarized else None)
            for item, row in pairs
        ]
    return tuple(records.dump([row], lines=True).decode() for row in rows)
