"""Translate the fields of documents, without their bodies."""

from collections.abc import Sequence
from dataclasses import replace

from mlsum.core.document import Document, Outcome
from mlsum.core.lang import UND
from mlsum.detection import ItemDetection
from mlsum.request.options import Options
from mlsum.translation.run import run

__all__ = ["metadata"]


def metadata(
    document: Document, options: Options, detections: Sequence[ItemDetection] | None = None
) -> list[tuple[Outcome, ...]]:
    """The outcomes of the labels and values of each summarized item.

    Empty without a target language. `detections` are those of the items, if known.
    """
    items = [item for item in document.items if item.summarized]
    labels = frozenset(
        entry.label.text.strip().casefold() for item in items for entry in item.fields
    )
    if options.target == UND or not labels:
        return [() for _ in items]
    result = run(document, replace(options, fields=labels), detections)
    output = {outcome.task.part: outcome for outcome in result.outcomes}
    parts = [
        [part for entry in item.fields for part in (entry.label, entry.value)] for item in items
    ]
    return [tuple(output[part] for part in some if part in output) for some in parts]
