"""What the commands that shorten documents do: summaries and key terms."""

from collections.abc import Sequence
from dataclasses import replace

from mlsum import service, writers
from mlsum.cli.doubts import Made, tell_doubts
from mlsum.cli.each import each
from mlsum.cli.extension import followed
from mlsum.cli.notes import langs_in, tell_notes
from mlsum.cli.outputs import emit, page_language, report, say, target_path
from mlsum.cli.progress import progress
from mlsum.cli.refusals import refuse_missing
from mlsum.core.document import Document, ItemSummary, Outcome
from mlsum.core.errors import InputError, UsageError
from mlsum.core.lang import UND
from mlsum.request import Request
from mlsum.translation import (
    Options,
    Tally,
    model_for,
    tally_of,
)
from mlsum.writers import Shown, records, views
from mlsum.writers.digest import digest_record, digest_view
from mlsum.writers.doubts import of_outcome, of_summary, of_written
from mlsum.writers.highlight import highlight_view
from mlsum.writers.words import counted

__all__ = ["digest", "keywords", "summarize", "with_model"]


def summarize(request: Request) -> int:
    """Summarize documents, in their own language or translated.

    `highlight` shows the text with the chosen sentences marked; a translation goes before it.
    """
    if request.highlight and request.summary.order == "translate-first":
        raise UsageError(
            "--highlight marks the original text: it does not go with --order translate-first",
            hint="use only one of the two",
        )
    request = with_model(followed(request, native=False))
    options, length = request.options, request.summary
    tally = Tally()

    def act(document: Document) -> Shown:
        nonlocal tally
        (processed,) = service.summarize([document], request, metadata=True)
        summaries, fields = processed.summaries, processed.metadata
        if not summaries:
            where = document.source.path or ""
            raise InputError(
                "no body to summarize", where=where, hint="mlsum detect shows its parts"
            )
        tally += tally_of(options, (one for some in fields for one in some), summaries)
        if not request.quiet:
            _tell(summaries, fields, document.source.path or "text", options)
            tell_notes(document)
        # A summary limited to a number of characters, or to a headline, is shown alone.
        bare = length.max_chars is not None or length.style == "headline"
        ui = page_language(request)
        page = views.summary_view(summaries, length.style, None if bare else fields, ui)
        if request.highlight:
            before = page if options.target != UND else ()
            page = (*before, *highlight_view(document.summarized, summaries))
        return Shown(
            views.title_of(document),
            list(records.summarize_records(document, summaries, fields)),
            page,
            lang=ui,
        )

    return each(request, act) or tally.exit_code(request.strict)


def digest(request: Request) -> int:
    """Summarize all documents together; one that cannot be read does not stop the rest."""
    if request.highlight:
        raise UsageError("--highlight works on one text, --together on several")
    if request.summary.order == "translate-first":
        raise UsageError("--together translates the digest, not the documents before it")
    request = with_model(followed(request, native=False))
    options, length = request.options, request.summary
    suffix = writers.SUFFIXES[request.output_format]
    target = target_path(request, f"digest{suffix}", False, suffix)
    read: list[Document] = []
    failed: list[InputError] = []
    for _, one in progress(request.files, request.input_format, request.quiet):
        if isinstance(one, InputError):
            report(one)
            failed.append(one)
        else:
            read.append(one)
    stories = service.digest(read, request)
    if not stories:
        if failed:
            return failed[0].exit_code
        raise InputError("nothing to summarize", hint="mlsum detect shows what there is")
    if not request.quiet:
        _tell([one.summary for one in stories], (), "digest", options)
    shown = Shown(
        f"{counted(sum(len(one.reports) for one in stories), 'report')}, "
        f"{counted(len(stories), 'story', 'stories')}",
        [digest_record(stories, options.target)],
        digest_view(stories, length.style, page_language(request)),
        lang=page_language(request),
    )
    drawn = request.output_format == "text" and shown.native is None
    emit(writers.compose([shown], request.output_format), target, drawn)
    tally = tally_of(options, summaries=(one.summary for one in stories))
    return 1 if failed else tally.exit_code(request.strict)


def keywords(request: Request) -> int:
    """List the key terms of documents, with what tables call them in another language."""
    request = followed(request, native=False)
    options = request.options
    refuse_missing(options)

    def act(document: Document) -> Shown:
        (found,) = service.keywords([document], request)
        return Shown(
            views.title_of(document),
            list(records.keyword_records(document, found, options.target)),
            views.keyword_view(found, options.target, page_language(request)),
            lang=page_language(request),
        )

    return each(request, act)


def with_model(request: Request) -> Request:
    """The request with the named model given to what runs it: the summarizer or the engine.

    Raises MissingModelError where it is not there.
    """
    options, summary = model_for(request.options, request.summary)
    if summary.summarizer != "chat":
        refuse_missing(options)
    return replace(request, options=options, summary=summary)


def _tell(
    summaries: Sequence[ItemSummary],
    fields: Sequence[Sequence[Outcome]],
    where: str,
    options: Options,
) -> None:
    """Say what is suspect in summaries, and what of them and their fields was not translated."""
    parts: list[Made] = []
    for number, one in enumerate(summaries, 1):
        name = f"summary {number}" if len(summaries) > 1 else "summary"
        if one.summary.reasons:
            message = f"mlsum: {where}: {name} suspect"
            hint = "compare with the text: --highlight"
            say(message, hint, [doubt.line() for doubt in of_written(one)])
        if one.translations:
            parts.append(Made("summary", (one.lang,), of_summary(one, name)))
    parts += [
        Made(one.task.key, langs_in(one.task.detection), of_outcome(one))
        for outcomes in fields
        for one in outcomes
    ]
    tell_doubts(parts, where, options)
