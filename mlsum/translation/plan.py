"""Decide what happens to every part of a document, before any model is loaded."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from urllib.parse import urlsplit

from mlsum import store
from mlsum.core.document import Body, Detection, Document, Field, Item, Part, Task
from mlsum.core.lang import UND, Lang
from mlsum.detection import FieldDetection, ItemDetection, detect_items
from mlsum.engines import availability
from mlsum.lexicon import label as label_in
from mlsum.lexicon import parse_language, sense_of
from mlsum.request.options import BODY, Options, names_language, wanted
from mlsum.translation.resolve import ValueContext, are_messages, for_program, resolve

__all__ = ["LANGUAGE_OF_TEXT", "detect_documents", "plan", "plan_all"]

LANGUAGE_OF_TEXT = "language of the text"

# A language tag (BCP 47), as opposed to a name such as `Portuguese`.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_TEXT_KEYS = frozenset({"title", "subtitle", "description", "summary", "content"})


def plan(document: Document, options: Options) -> list[Task]:
    """One task per label, value and body of the wanted fields, in document order.

    Needs no model: tables decide what they can, and the rest is marked `translate` with its engine.
    """
    return plan_all([document], options)[0]


def detect_documents(documents: Sequence[Document], options: Options) -> list[list[ItemDetection]]:
    """Detect the items of many documents in one batch; same order and results as one by one.

    Very short texts are assigned to a language that installed models translate.
    """
    items = [item for document in documents for item in document.items]
    detections = iter(detect_items(items, options.languages, options.classifier, store.languages()))
    return [[next(detections) for _ in document.items] for document in documents]


def plan_all(
    documents: Sequence[Document],
    options: Options,
    detections: Sequence[Sequence[ItemDetection]] | None = None,
) -> list[list[Task]]:
    """Plan many documents; same order and results as `plan`.

    `detections` is the result of `detect_documents`, if known.
    """
    detections = detect_documents(documents, options) if detections is None else detections
    # Finding the engine of a pair reads the disk, so it is done once for all documents.
    way = lru_cache(maxsize=None)(partial(_way, options))
    return [
        [
            task if task.action != "translate" else _noted(task, options, way)
            for item, entry in zip(document.items, some, strict=True)
            for task in _of_item(document, item, entry, options)
        ]
        for document, some in zip(documents, detections, strict=True)
    ]


def _of_item(
    document: Document, item: Item, result: ItemDetection, options: Options
) -> Iterator[Task]:
    with_labels = options.translates_labels(document)
    siblings = _siblings(item, result)
    programs = options.for_programs(document)
    messages = programs and not item.body and are_messages(siblings)
    context = ValueContext(_written(result), _host(siblings["url"]), messages)
    around = (options.source,) if options.source else result.around
    for field, detected in zip(item.fields, result.fields, strict=True):
        if wanted(options.fields, detected.key, field.label.text):
            if with_labels:
                yield from _label(field.label, detected.key, detected.label, options)
            follows = (
                detected.key == "language"
                and names_language(document)
                and _TAG.fullmatch(field.value.text.strip())
            )
            yield (
                _language(field, detected, options)
                if follows
                else _value(field, detected, options, siblings if programs else {}, around, context)
            )
    if item.body and result.body and wanted(options.fields, BODY):
        if with_labels and item.body.label:
            yield from _label(item.body.label, result.body.key, result.body.label, options)
        yield _body(item.body, result.body.detection, options)
    if item.page and wanted(options.fields, BODY):
        detection = result.body.detection if result.body else Detection()
        page = Task(item.page.text, "page", "page", "keep", options.target, detection)
        yield _by_engine(page, options)


def _label(part: Part, key: str, detection: Detection, options: Options) -> Iterator[Task]:
    """Translate a label by table, or leave it to the engine."""
    if not part.text.strip():
        return
    task = Task(part, "label", key, "keep", options.target, detection, part.text)
    known = label_in(key, options.target, sense_of(part.text, key))
    if detection.lang.base == options.target.base:
        yield replace(task, note=f"already {options.target}")
    elif known is not None:
        yield replace(task, action="label", text=known, note="label table")
    else:
        yield _by_engine(task, options)


def _siblings(item: Item, result: ItemDetection) -> dict[str, list[str]]:
    """The values of each field of an item, by its key."""
    values: dict[str, list[str]] = defaultdict(list)
    for field, detected in zip(item.fields, result.fields, strict=True):
        values[detected.key].append(field.value.text)
    return values


def _written(result: ItemDetection) -> Lang:
    """The language of an item: of its body, or else of its title or summary."""
    if result.body and result.body.detection.lang != UND:
        return result.body.detection.lang
    texts = (item.value.lang for item in result.fields if item.key in _TEXT_KEYS)
    return next((lang for lang in texts if lang != UND), UND)


def _host(addresses: Sequence[str]) -> str:
    """The host of the first address, or an empty string."""
    try:
        return next((host for item in addresses if (host := urlsplit(item.strip()).hostname)), "")
    except ValueError:
        return ""  # such as a broken IPv6 address


def _value(
    field: Field,
    detected: FieldDetection,
    options: Options,
    siblings: Mapping[str, Sequence[str]],
    around: Sequence[Lang],
    context: ValueContext,
) -> Task:
    """`siblings` are the values of each field if programs read the document, else empty.

    `around` are the languages that the document may be in.
    """
    result = detected.value
    task = Task(field.value, "value", detected.key, "keep", options.target, result)
    text = field.value.text
    decision = None
    if siblings:
        own = siblings[detected.key]
        decision = for_program(detected.key, text, result, own, messages=context.messages)
    decision = decision or resolve(
        detected.key, text, result, options.target, options.glossary, around, options.names, context
    )
    if decision:
        return replace(task, action=decision.action, text=decision.text, note=decision.note)
    return _by_engine(task, options)


def _language(field: Field, detected: FieldDetection, options: Options) -> Task:
    """The language tag of a text after translation."""
    task = Task(field.value, "value", detected.key, "keep", options.target, detected.value)
    reported = parse_language(field.value.text)
    if reported and reported.base == options.target.base:
        return replace(task, text=field.value.text, note=f"already {options.target}")
    return replace(task, action="locale", text=str(options.target), note=LANGUAGE_OF_TEXT)


def _body(body: Body, detection: Detection, options: Options) -> Task:
    task = Task(body.text, "body", BODY, "keep", options.target, detection)
    if not body.text.text.strip():
        return replace(task, text=body.text.text, note="empty")
    return _by_engine(task, options)


def _by_engine(task: Task, options: Options) -> Task:
    """Leave a part to an engine, unless it is entirely in the target language."""
    sources = _sources(task.detection, options)
    if sources and all(lang == options.target.base for lang in sources):
        return replace(task, action="keep", text=None, note=f"already {options.target}")
    return replace(task, action="translate", text=None)


def _sources(detection: Detection, options: Options) -> tuple[Lang, ...]:
    """The languages of a part, including those of its spans."""
    return (options.source.base,) if options.source else detection.langs


def _noted(task: Task, options: Options, way: Callable[[Lang], str]) -> Task:
    """The task with its engine, or with the reason why there is none."""
    sources = _sources(task.detection, options)
    queries = next((lang for lang in sources if lang != options.target.base), None)
    return replace(task, note=way(queries) if queries else "language not detected")


def _way(options: Options, source: Lang) -> str:
    return str(availability(source, options.target.base, options.engine, options.engine_options))
