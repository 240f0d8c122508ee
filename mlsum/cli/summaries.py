"""What the commands that shorten documents do: summaries and key terms."""

from collections.abc import Sequence

from mlsum import writers
from mlsum.cli.doubts import Made, tell_doubts
from mlsum.cli.extension import followed
from mlsum.cli.outputs import emit, report, say, target_path
from mlsum.cli.progress import progress
from mlsum.cli.typed import Common, How
from mlsum.cli.work import each, langs_in, options_for, options_of, tell_notes
from mlsum.document import Document, ItemSummary, Outcome, SummaryOptions
from mlsum.errors import InputError, UsageError
from mlsum.lang import UND
from mlsum.pipeline import (
    Options,
    Tally,
    detect_documents,
    metadata,
    summarize_document,
    tally_of,
)
from mlsum.pipeline import digest as digest_of
from mlsum.pipeline import keywords as keywords_of
from mlsum.writers import Shown, records, views
from mlsum.writers.digest import digest_record, digest_view
from mlsum.writers.doubts import of_outcome, of_summary, of_written
from mlsum.writers.highlight import highlight_view
from mlsum.writers.words import counted

__all__ = ["digest", "keywords", "summarize"]


def summarize(common: Common, how: How, length: SummaryOptions, highlight: bool = False) -> int:
    """Summarize documents, in their own language or translated.

    `highlight` shows the text with the chosen sentences marked; a translation goes before it.
    """
    if highlight and length.order == "translate-first":
        raise UsageError(
            "--highlight marks the original, of which translate-first chooses nothing",
            hint="leave out one of the two",
        )
    common = followed(common, native=False)
    options, length = options_for(how, length)
    tally = Tally()

    def act(document: Document) -> Shown:
        nonlocal tally
        found = detect_documents([document], options)[0]
        summaries = summarize_document(document, length, options, found)
        if not summaries:
            where = document.source.path or ""
            raise InputError(
                "no body to summarize", where=where, hint="mlsum detect shows its parts"
            )
        fields = metadata(document, options, found)
        tally += tally_of(options, (one for some in fields for one in some), summaries)
        if not common.quiet:
            _tell(summaries, fields, document.source.path or "text", options)
            tell_notes(document)
        # Where a person counts characters, or wants a line, the summary is all that is shown.
        bare = length.max_chars is not None or length.style == "headline"
        page = views.summary_view(summaries, length.style, None if bare else fields)
        if highlight:
            before = page if options.target != UND else ()
            page = (*before, *highlight_view(document.summarized, summaries))
        return Shown(
            views.title_of(document),
            list(records.summary_records(document, summaries, fields)),
            page,
        )

    return each(common, act) or tally.exit_code(common.strict)


def digest(common: Common, how: How, length: SummaryOptions) -> int:
    """Summarize all documents together; one that cannot be read does not stop the rest."""
    if length.order == "translate-first":
        raise UsageError("--together translates the digest, not the documents before it")
    common = followed(common, native=False)
    options, length = options_for(how, length)
    suffix = writers.SUFFIXES[common.output_format]
    target = target_path(common, f"digest{suffix}", False, suffix)
    read: list[Document] = []
    failed: list[InputError] = []
    for _, one in progress(common.files, common.input_format, common.quiet):
        if isinstance(one, InputError):
            report(one)
            failed.append(one)
        else:
            read.append(one)
    stories = digest_of(read, length, options)
    if not stories:
        if failed:
            return failed[0].exit_code
        raise InputError("nothing to summarize", hint="mlsum detect shows what there is")
    if not common.quiet:
        _tell([one.summary for one in stories], (), "digest", options)
    shown = Shown(
        f"{counted(sum(len(one.reports) for one in stories), 'report')}, "
        f"{counted(len(stories), 'story', 'stories')}",
        [digest_record(stories, options.target)],
        digest_view(stories, length.style),
    )
    drawn = common.output_format == "text" and shown.native is None
    emit(writers.compose([shown], common.output_format), target, drawn)
    tally = tally_of(options, summaries=(one.summary for one in stories))
    return 1 if failed else tally.exit_code(common.strict)


def keywords(common: Common, how: How, count: int) -> int:
    """List the key terms of documents, with what tables call them in another language."""
    common = followed(common, native=False)
    options = options_of(how)

    def act(document: Document) -> Shown:
        found = keywords_of(document, options, count)
        return Shown(
            views.title_of(document),
            list(records.keyword_records(document, found, options.target)),
            views.keyword_view(found, options.target),
        )

    return each(common, act)


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
