"""Messages on standard error about a document and its translation."""

from collections.abc import Iterable, Mapping

from mlsum.cli.doubts import Made, missing_for, tell_doubts
from mlsum.cli.outputs import say
from mlsum.core.document import Detection, Document, Part, Result, Task
from mlsum.core.errors import InputError, UsageError, did_you_mean
from mlsum.core.lang import Lang
from mlsum.formats import encoding_for, notes
from mlsum.request.options import BODY, Options
from mlsum.writers.doubts import of_result, plainly

__all__ = [
    "langs_in",
    "refuse_unknown",
    "tell_encoding",
    "tell_missing",
    "tell_notes",
    "tell_result",
]

_TOLD = 5  # parts that a message names


def tell_result(result: Result, options: Options) -> None:
    """Say what stayed untranslated or is suspect, and what to do about it."""
    where = result.document.source.path or "text"
    parts = [
        Made(one.task.key, langs_in(one.task.detection), found) for one, found in of_result(result)
    ]
    tell_doubts(parts, where, options)
    _tell_unsure(result, where, options)
    if (marks := result.marks).whole:
        say(
            f"mlsum: {where}: {marks.whole} of {marks.total} marks (bold, links, references) "
            "were placed on a whole sentence or at its end",
            "compare with the original: --format html",
        )


def _tell_unsure(result: Result, where: str, options: Options) -> None:
    """Say which parts were taken to be in a language that may be another."""
    found = {
        f"{one.task.key} ({one.task.detection.lang} {one.task.detection.confidence:.2f})": None
        for one in result.outcomes
        if one.task.detection.unsure and one.translation.status != "kept"
    }
    if found and options.source is None:
        shown = ", ".join(list(found)[:_TOLD]) + (", …" if len(found) > _TOLD else "")
        say(f"mlsum: {where}: language unsure: {shown}", "if that is wrong, use --source LANG")


def tell_missing(document: Document, tasks: Iterable[Task], options: Options) -> None:
    """Say which models a plan lacks, each with the command that installs it."""
    needed = [task for task in tasks if task.action == "translate"]
    reasons = {task.note for task in needed}
    langs = (lang for task in needed for lang in langs_in(task.detection))
    for error in missing_for(langs, options):
        if error.message in reasons:
            say(f"mlsum: {document.source.path or 'text'}: {plainly(error.message)}", error.hint)


def tell_notes(document: Document, edits: Mapping[Part, str] | None = None) -> None:
    """Say what the format has to tell of a document."""
    for note in notes(document, edits or {}):
        say(f"mlsum: {document.source.path or 'text'}: {note}")


def tell_encoding(document: Document, text: str) -> None:
    """Say that a result is not in the encoding of its source, which lacks letters for it."""
    own, written = document.source.encoding, encoding_for(document, text)
    if written != own:
        say(f"mlsum: {document.source.path or 'text'}: written in {written}: {own} lacks letters")


def refuse_unknown(document: Document, keys: Iterable[str], options: Options, quiet: bool) -> None:
    """Say which of the wanted fields a document does not have, and which it has.

    Raises UsageError for a name that is in no table, and InputError where all are missing.
    """
    from mlsum.lexicon import lookup

    labels = {field.label.text.strip().casefold() for field in document.fields}
    there = {*map(str.casefold, keys), *labels, BODY}
    unknown = sorted(options.fields - there)
    if not unknown:
        return
    known = ", ".join(dict.fromkeys(field.label.text.strip() for field in document.fields))
    hint = f"there are: {known}" if known else "this document has no fields"
    message = f"no field {', '.join(unknown)}"
    hint = did_you_mean(unknown[0], there, hint)
    if not all(map(lookup, unknown)):
        raise UsageError(message, where=document.source.path or "", hint=hint)
    if len(unknown) == len(options.fields):
        raise InputError(message, where=document.source.path or "", hint=hint)
    if not quiet:
        say(f"mlsum: {document.source.path or 'text'}: {message}", hint)


def langs_in(detection: Detection) -> tuple[Lang, ...]:
    """The languages of a part, the main one first."""
    return tuple(dict.fromkeys((detection.lang, *(span.lang for span in detection.spans))))
