"""Run plans for many documents at once, so that engines get full batches."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsum.core.document import Document, Outcome, Result, Task, Translation
from mlsum.detection import ItemDetection
from mlsum.request.options import Options
from mlsum.translation.plan import LANGUAGE_OF_TEXT, plan_all
from mlsum.translation.resolve import LIST_KEYS, SOURCE_KEYS
from mlsum.translation.translate import translate_texts
from mlsum.translation.units import Text

__all__ = ["run", "run_all"]


def run(
    document: Document, options: Options, detections: Sequence[ItemDetection] | None = None
) -> Result:
    """Plan and translate one document; `detections` are those of its items, if known."""
    return run_all([document], options, None if detections is None else [detections])[0]


def run_all(
    documents: Sequence[Document],
    options: Options,
    detections: Sequence[Sequence[ItemDetection]] | None = None,
) -> list[Result]:
    """Plan and translate documents together; same length and order.

    `detections` is the result of `detect_documents`, if known.
    """
    plans = plan_all(documents, options, detections)
    texts = [
        text
        for document, tasks in zip(documents, plans, strict=True)
        for text in _texts(document, tasks, options)
    ]
    answers = iter(translate_texts(texts, options))
    return [
        Result(document, options.target, _true_languages(document, outcomes))
        for document, tasks in zip(documents, plans, strict=True)
        for outcomes in [[_outcome(task, answers) for task in tasks]]
    ]


def _true_languages(document: Document, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes; the language tag of an item whose text was not translated stays."""
    failed = {one.task.part for one in outcomes if one.translation.status == "untranslated"}
    tags = {
        field.value
        for item in document.items
        if item.body and item.body.text in failed
        for field in item.fields
    }
    return tuple(
        replace(one, translation=Translation(one.task.part.text, "kept", ("text not translated",)))
        if one.task.part in tags and one.task.note == LANGUAGE_OF_TEXT
        else one
        for one in outcomes
    )


def _texts(document: Document, tasks: Sequence[Task], options: Options) -> Iterator[Text]:
    """The texts that a document's plan leaves to engines, in the order of its tasks."""
    markup = {entry.text: entry.markup for entry in (*document.bodies, *document.pages)}
    context = {
        field.value: item.body.text.text
        for item in document.items
        if item.body
        for field in item.fields
    }
    keys = {task.part: task.key for task in tasks if task.role == "value"}
    sources = {
        field.value: tuple(
            entry.value.text for entry in item.fields if keys.get(entry.value) in SOURCE_KEYS
        )
        for item in document.items
        for field in item.fields
    }
    for task in tasks:
        if task.text is None:
            yield Text(
                task.part.text,
                markup.get(task.part, "plain"),
                options.source or task.detection.lang,
                options.target,
                languages=options.languages,
                classifier=options.classifier,
                forced=options.source is not None,
                listed=task.role == "value" and task.key in LIST_KEYS,
                context=context.get(task.part, ""),
                sources=sources.get(task.part, ()),
                subtitles=document.format in ("srt", "webvtt"),
            )


def _outcome(task: Task, answers: Iterator[Translation]) -> Outcome:
    if task.text is None:
        return Outcome(task, next(answers))
    changed = task.text != task.part.text
    return Outcome(
        task,
        Translation(
            task.text,
            "translated" if changed else "kept",
            () if changed else (task.note,),
            task.note if changed else "",
        ),
    )
