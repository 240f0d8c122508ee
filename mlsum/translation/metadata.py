"""The fields of documents in another language, without their bodies."""

from collections.abc import Sequence
from dataclasses import replace

from mlsum.core.document import Document, Outcome
from mlsum.core.lang import UND
from mlsum.detection import ItemDetection
from mlsum.request.options import Options
from mlsum.translation.run import run

__all__ = ["metadata"]


def metadata(
    document: Document, options: Options, found: Sequence[ItemDetection] | None = None
) -> list[tuple[Outcome, ...]]:
    """What became of the labels and values of each item that is summarized.

    Nothing where no other language is wanted. `found` is what was detected, where that is known.
    """
    items = [item for item in document.items if item.summarized]
    labels = frozenset(one.label.text.strip().casefold() for item in items for one in item.fields)
    if options.target == UND or not labels:
        return [() for _ in items]
    result = run(document, replace(options, fields=labels), found)
    made = {outcome.task.part: outcome for outcome in result.outcomes}
    parts = [[part for one in item.fields for part in (one.label, one.value)] for item in items]
    return [tuple(made[part] for part in some if part in made) for some in parts]
