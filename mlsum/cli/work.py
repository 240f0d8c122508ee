"""What `detect`, `plan` and `translate` do with their documents; an exit code back."""

from pathlib import Path

from mlsum import service
from mlsum.cli.doubts import tell_tally
from mlsum.cli.each import each
from mlsum.cli.extension import followed
from mlsum.cli.notes import (
    langs_in,
    refuse_unknown,
    tell_encoding,
    tell_missing,
    tell_notes,
    tell_result,
)
from mlsum.cli.offers import Offers
from mlsum.cli.outputs import STDOUT, page_language, place_beside
from mlsum.cli.progress import sentence_progress
from mlsum.cli.refusals import refuse_missing, refuse_table
from mlsum.core.document import Document, Result
from mlsum.core.errors import UsageError
from mlsum.formats import about, render, render_bytes
from mlsum.request import Request
from mlsum.request.options import wanted_fields
from mlsum.service import Processed
from mlsum.writers import Shown, records, views
from mlsum.writers.page import Page

__all__ = ["detect", "plan", "translate"]


def detect(request: Request) -> int:
    """Show the language of every part."""
    request = followed(request, native=False)

    def act(document: Document) -> Shown:
        (processed,) = service.detect([document], request)
        detections = processed.detections
        fields = wanted_fields(document, detections, request.options)
        keys = [field.key for item in detections for field in item.fields]
        refuse_unknown(document, keys, request.options, request.quiet)
        return Shown(
            views.title_of(document),
            list(records.detect_records(document, detections, fields)),
            views.detect_view(document, detections, fields, page_language(request)),
            lang=page_language(request),
        )

    return each(request, act)


def plan(request: Request) -> int:
    """Show what a translation would do."""
    request = followed(request, native=False)
    options = request.options
    refuse_missing(options)

    def act(document: Document) -> Shown:
        (tasks,) = service.plan([document], request)
        tell_missing(document, tasks, options)
        return Shown(
            views.title_of(document),
            list(records.plan_records(document, tasks)),
            views.plan_view(tasks, page_language(request)),
            lang=page_language(request),
        )

    return each(request, act)


def translate(request: Request) -> int:
    """Translate documents; tell on standard error what stayed as it was."""
    from mlsum.translation import Tally, tally_of

    request = followed(request, native=True)
    options = request.options
    refuse_missing(options)
    offers = Offers(request.quiet)
    tally = Tally()

    def act(document: Document) -> Shown:
        nonlocal tally
        refuse_table(document, request)
        beside = _beside(document, request)
        processed = _translated(document, request, offers)
        result = processed.translation
        tally += tally_of(options, result.outcomes)
        keys = [one.task.key for one in result.outcomes]
        refuse_unknown(document, keys, options, request.quiet)
        if not request.quiet:
            tell_result(result, options)
            tell_notes(document, result.edits)
        # Of some fields, these are shown; a file that is written stays a whole document.
        shown = options.fields and request.output is None
        native = None if shown else _native(result, request)
        page, heading = _page(processed, request)
        record = list(records.translate_records(result))
        suffix = about(document.format).written
        title = views.title_of(document)
        ui = page_language(request)
        return Shown(title, record, page, native, ui, suffix, beside, heading)

    code = each(request, act) or tally.exit_code(request.strict)
    if request.quiet or len(request.files) > 1:
        tell_tally(tally, "in all" if len(request.files) > 1 else request.files[0])
    return code


def _translated(document: Document, request: Request, offers: Offers) -> Processed:
    """The result for a document; a missing model is offered, and the run repeated with it."""
    options = request.options
    with sentence_progress(request):
        (processed,) = service.translate([document], request)
    outcomes = processed.translation.outcomes
    left = [one.task for one in outcomes if one.translation.status == "untranslated"]
    found = [task.detection for task in left if not task.detection.unsure]
    sources = [lang for one in found for lang in langs_in(one)]
    if sources and offers.pulled([options.source] if options.source else sources, options):
        with sentence_progress(request):
            (processed,) = service.translate([document], request)
    return processed


def _page(processed: Processed, request: Request) -> tuple[Page, str]:
    """The result as it is shown, and the title of the document."""
    result, detections = processed.translation, processed.detections
    if request.output_format != "html":
        return views.translate_view(result), ""
    from mlsum.writers.side_by_side import document_view

    ui = page_language(request)
    title = views.page_title(result.document, detections, result)
    return document_view(result.document, detections, result, ui=ui), title


def _beside(document: Document, request: Request) -> Path | None:
    """The file for the translation of a document that is no text, where no other is named."""
    kind = about(document.format)
    no_text = kind.binary and not kind.written
    where = document.source.path or ""
    named = request.output is not None or request.output_format != "text"
    if request.in_place and (named or not no_text):
        message = "--in-place is for documents that are no text, without -o and --format"
        raise UsageError(message, where=where, hint="name a file with -o")
    return None if named or not no_text else place_beside(where, request)


def _native(result: Result, request: Request) -> bytes:
    """The translated document: as a file, or, of a text for the screen, in UTF-8."""
    document, kind = result.document, about(result.document.format)
    if kind.binary or kind.declares:
        return render_bytes(document, result.edits)
    text = render(document, result.edits)
    if request.output in (None, STDOUT):
        return text.encode()
    if not request.quiet:
        tell_encoding(document, text)
    return render_bytes(document, result.edits)
