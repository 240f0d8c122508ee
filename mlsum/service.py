"""One service for all entry points: Python, command line, HTTP, batch and Ray.

An entry point parses a request, calls a function of this module, and shows the records.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from mlsum import translation
from mlsum.core.document import (
    Document,
    ItemSummary,
    KeyTerm,
    Outcome,
    Result,
    Story,
    Task,
)
from mlsum.core.errors import UsageError
from mlsum.core.lang import UND, Lang
from mlsum.detection import ItemDetection
from mlsum.request import Request

__all__ = [
    "Processed",
    "Progress",
    "detect",
    "digest",
    "keywords",
    "plan",
    "process",
    "summarize",
    "translate",
]

Progress = Callable[[str, int, int], None]
"""Called with the stage (detecting, translating, summarizing), the finished sentences and the
total, which is 0 as long as it is unknown; an exception ends the run."""


@dataclass(frozen=True, slots=True)
class Processed:
    """A document with its detections, and with the results of the steps that were requested.

    `metadata` are the translated fields of each item that is summarized.
    """

    document: Document
    detections: tuple[ItemDetection, ...]
    result: Result | None = None
    summaries: tuple[ItemSummary, ...] | None = None
    metadata: tuple[tuple[Outcome, ...], ...] = ()

    @property
    def translation(self) -> Result:
        """The result of the translation. Raises UsageError where none was requested."""
        if self.result is None:
            raise UsageError("this document was not translated")
        return self.result


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def detect(
    documents: Sequence[Document], request: Request, progress: Progress = _silent
) -> list[Processed]:
    """Detect the languages of documents. Raises LanguageError for an unknown candidate."""
    progress("detecting", 0, 0)
    detections = translation.detect_documents(documents, request.options)
    return [Processed(one, tuple(found)) for one, found in zip(documents, detections, strict=True)]


def plan(documents: Sequence[Document], request: Request) -> list[list[Task]]:
    """The tasks of a translation of documents; loads no model."""
    return translation.plan_all(documents, request.options)


def translate(
    documents: Sequence[Document], request: Request, progress: Progress = _silent
) -> list[Processed]:
    """Detect and translate documents together, so that engines get full batches."""
    return _translated(detect(documents, request, progress), request, progress)


def summarize(
    documents: Sequence[Document],
    request: Request,
    progress: Progress = _silent,
    *,
    metadata: bool = False,
) -> list[Processed]:
    """Detect and summarize documents; with a target language, translate the summaries.

    `metadata` also translates the fields. Raises UsageError for an unknown summarizer,
    MissingError for a model or a package that it lacks.
    """
    found = _summarized(detect(documents, request, progress), request, progress)
    if not metadata:
        return found
    fields = partial(translation.metadata, options=request.options)
    return [
        replace(one, metadata=tuple(fields(one.document, detections=one.detections)))
        for one in found
    ]


def process(
    documents: Sequence[Document],
    request: Request,
    progress: Progress = _silent,
    *,
    summarize: bool = False,
) -> list[Processed]:
    """Detect; translate the documents if there is a target language; summarize on request."""
    found = detect(documents, request, progress)
    if request.options.target != UND:
        found = _translated(found, request, progress)
    return _summarized(found, request, progress) if summarize else found


def keywords(
    documents: Sequence[Document], request: Request
) -> list[list[tuple[Lang, list[KeyTerm]]]]:
    """The language and the key terms of each item of documents, at most `request.count`."""
    return [
        translation.keywords(one.document, request.options, request.count, one.detections)
        for one in detect(documents, request)
    ]


def digest(documents: Sequence[Document], request: Request) -> list[Story]:
    """The stories that documents report, those of most reports first, each summarized once."""
    return translation.digest(documents, request.summary, request.options)


def _translated(
    found: Sequence[Processed], request: Request, progress: Progress
) -> list[Processed]:
    progress("translating", 0, 0)
    with translation.reporting_to(partial(progress, "translating")):
        documents = [one.document for one in found]
        detections = [one.detections for one in found]
        results = translation.run_all(documents, request.options, detections)
    return [replace(one, result=result) for one, result in zip(found, results, strict=True)]


def _summarized(
    found: Sequence[Processed], request: Request, progress: Progress
) -> list[Processed]:
    progress("summarizing", 0, 0)
    shorten = partial(
        translation.summarize_document, length=request.summary, options=request.options
    )
    with translation.reporting_to(partial(progress, "summarizing")):
        return [
            replace(one, summaries=tuple(shorten(one.document, detections=one.detections)))
            for one in found
        ]
