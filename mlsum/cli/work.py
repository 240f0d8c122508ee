"""What each command does with its documents: one function per command, an exit code back.

What only some commands need is imported by them: who asks for a language waits for no engine.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from mlsum import writers
from mlsum.cli.doubts import Made, tell_doubts
from mlsum.cli.extension import followed
from mlsum.cli.outputs import STDOUT, emit, is_folder, place_beside, report, say, target_path
from mlsum.cli.progress import progress
from mlsum.cli.typed import Common, How
from mlsum.detection import ItemDetection, detect_items
from mlsum.document import (
    Detection,
    Document,
    Part,
    Result,
    SummaryOptions,
)
from mlsum.errors import InputError, LanguageError, MissingError, MlsumError, UsageError
from mlsum.formats import about, encoding_for, notes, render, render_bytes
from mlsum.lang import UND, Lang
from mlsum.options import BODY, Options, wanted
from mlsum.writers import Shown, records, views
from mlsum.writers.doubts import of_result

__all__ = [
    "detect",
    "each",
    "langs_in",
    "options_for",
    "options_of",
    "plan",
    "refuse_missing",
    "tell_notes",
    "translate",
]

_LOCAL = ("firefox", "ctranslate2", "transformers")  # engines whose models are on this machine
_TOLD = 5  # parts that a message names


def detect(common: Common, how: How) -> int:
    """Show the language of every part."""
    from mlsum.registry import languages as installed

    common = followed(common, native=False)
    options = options_of(how)

    def act(document: Document) -> Shown:
        found = detect_items(document.items, options.languages, options.classifier, installed())
        shown = [_shown_fields(document, index, one, options) for index, one in enumerate(found)]
        _refuse_unknown(
            document, [one.key for item in found for one in item.fields], options, common.quiet
        )
        return Shown(
            views.title_of(document),
            list(records.detect_records(document, found, shown)),
            views.detect_view(document, found, shown),
        )

    return each(common, act)


def plan(common: Common, how: How) -> int:
    """Show what a translation would do."""
    from mlsum.pipeline import plan as plan_document

    common = followed(common, native=False)
    options = options_of(how)
    refuse_missing(options)

    def act(document: Document) -> Shown:
        tasks = plan_document(document, options)
        return Shown(
            views.title_of(document),
            list(records.plan_records(document, tasks)),
            views.plan_view(tasks),
        )

    return each(common, act)


def translate(common: Common, how: How) -> int:
    """Translate documents; tell on standard error what stayed as it was."""
    from mlsum.cli.columns import refuse_table
    from mlsum.cli.offers import Offers
    from mlsum.pipeline import Tally, run, tally_of

    common = followed(common, native=True)
    options = options_of(how)
    refuse_missing(options)
    offers = Offers(common.quiet)
    tally = Tally()

    def act(document: Document) -> Shown:
        nonlocal tally
        refuse_table(document, common, str(options.target))
        beside = _beside(document, common, str(options.target))
        result = run(document, options)
        left = [one.task for one in result.outcomes if one.translation.status == "untranslated"]
        told = [task.detection for task in left if not task.detection.unsure]
        sources = [lang for one in told for lang in langs_in(one)]
        if sources and offers.pulled([options.source] if options.source else sources, options):
            result = run(document, options)
        tally += tally_of(options, result.outcomes)
        _refuse_unknown(document, [one.task.key for one in result.outcomes], options, common.quiet)
        if not common.quiet:
            _tell(result, options)
            tell_notes(document, result.edits)
        # Of some fields, these are shown; a file that is written stays a whole document.
        native = None if options.fields and common.output is None else _native(result, common)
        page, ui = views.translate_view(result), "en"
        if common.output_format == "html":
            from mlsum.pipeline import detect_documents
            from mlsum.writers.beside import document_view
            from mlsum.writers.words import spoken

            # A page is read in the language into which the document was translated.
            (found,) = detect_documents([document], options)
            ui = spoken(options.target)
            page = document_view(document, found, result, ui=ui)
        record = list(records.translate_records(result))
        suffix = about(document.format).written
        return Shown(views.title_of(document), record, page, native, ui, suffix, beside)

    return each(common, act) or tally.exit_code(common.strict)


def _beside(document: Document, common: Common, language: str) -> Path | None:
    """The file for the translation of a document that is no text, where no other is named."""
    kind = about(document.format)
    no_text = kind.binary and not kind.written
    where = document.source.path or ""
    named = common.output is not None or common.output_format != "text"
    if common.in_place and (named or not no_text):
        message = "--in-place is for documents that are no text, without -o and --format"
        raise UsageError(message, where=where, hint="name a file with -o")
    return None if named or not no_text else place_beside(where, language, common)


def _native(result: Result, common: Common) -> bytes:
    """The translated document: as a file, or, of a text for the screen, in UTF-8."""
    document, kind = result.document, about(result.document.format)
    if kind.binary or kind.declares:
        return render_bytes(document, result.edits)
    text = render(document, result.edits)
    if common.output in (None, STDOUT):
        return text.encode()
    if not common.quiet:
        _tell_encoding(document, text)
    return render_bytes(document, result.edits)


def options_of(how: How) -> Options:
    """What was typed, read. Raises LanguageError, and FormatError of a glossary."""
    from mlsum.lexicon import Glossary
    from mlsum.memory import Memory

    return Options(
        target=_lang(how.to) if how.to else UND,
        source=_lang(how.source) if how.source else None,
        languages=tuple(map(_lang, _listed(how.languages))) or None,
        classifier=how.detector,
        engine=how.engine,
        fields=frozenset(name.casefold() for name in _listed(how.fields)),
        labels=how.labels,
        glossary=Glossary.load(how.glossary) if how.glossary else None,
        memory=Memory.default() if how.memory else None,
        deep=how.check == "deep",
        engine_options=how.engine_options,
        foreign_names=how.foreign_names,
        names=how.names,
    )


def _lang(tag: str) -> Lang:
    """A language that was typed. Raises LanguageError; of one that was named, with its code."""
    try:
        return Lang.parse(tag)
    except LanguageError as error:
        from mlsum.lexicon import parse_language

        if known := parse_language(tag):
            raise LanguageError(error.message, hint=f"its code is {known}") from error
        raise


def options_for(how: How, length: SummaryOptions) -> tuple[Options, SummaryOptions]:
    """As `options_of`, with the named model given to who runs it: summarizer or engine.

    Raises MissingModelError where it is not there.
    """
    from mlsum.pipeline import model_for

    options, length = model_for(options_of(how), length)
    if length.summarizer != "chat":
        refuse_missing(options)
    return options, length


def refuse_missing(options: Options) -> None:
    """Raise MissingModelError where the model that was named for translating is not there.

    Whoever names a model wants it, so that is no reason to leave part after part as it is. What a
    server calls its models, or an engine of a package, is not known here.
    """
    named = options.engine_options
    at_server = named.base_url or os.environ.get("MLSUM_BASE_URL")
    if not named.model or at_server or options.engine not in (None, *_LOCAL):
        return
    from mlsum.engines import missing_model

    if missing := missing_model(named.model):
        raise missing


def each(common: Common, act: Callable[[Document], Shown]) -> int:
    """Do one document after the other and write the results; a bad one does not stop the rest.

    Returns the exit code: that of the failure where every document failed, 1 where some did.
    """
    failed: list[MlsumError] = []
    done: list[Shown] = []
    many = len(common.files) > 1
    folder = is_folder(common.output)
    if not folder:
        for path in common.files:  # before the work, which would be in vain
            target_path(common, path, many and not _combined(common), "")
    on_screen = common.output in (None, STDOUT)
    at_once = folder or (on_screen and common.output_format not in ("json", "html"))
    for path, document in progress(common.files, common.input_format, common.quiet):
        try:
            if isinstance(document, InputError):
                raise document
            shown = act(document)
            if at_once:
                _write([shown], common, path, many)
        except (UsageError, MissingError):
            raise
        except MlsumError as error:
            report(error)
            failed.append(error)
            continue
        if not at_once:
            done.append(shown)
    if done:
        _write(done, common, common.files[0], many)
    if len(failed) == len(common.files):
        return failed[0].exit_code
    return 1 if failed else 0


def _write(shown: Sequence[Shown], common: Common, path: str, many: bool) -> None:
    native = common.output_format == "text" and shown[0].native is not None
    suffix = shown[0].suffix if native else writers.SUFFIXES[common.output_format]
    beside = shown[0].beside
    target = beside or target_path(common, path, many and not _combined(common), suffix)
    drawn = common.output_format == "text" and not native
    emit(writers.compose(shown, common.output_format, titled=many), target, drawn)
    if beside and not common.quiet:
        say(f"mlsum: {path}: translated into {beside}")


def _combined(common: Common) -> bool:
    """Whether the results of several documents are one file."""
    return common.output_format in ("json", "jsonl", "html")


def _shown_fields(
    document: Document, index: int, found: ItemDetection, options: Options
) -> list[int]:
    """Indices of the fields of an item that the person wants to see."""
    fields = document.items[index].fields
    return [
        at
        for at, (field, one) in enumerate(zip(fields, found.fields, strict=True))
        if wanted(options.fields, one.key, field.label.text)
    ]


def _tell(result: Result, options: Options) -> None:
    """Say what stayed untranslated or is suspect, and what mends it."""
    where = result.document.source.path or "text"
    parts = [
        Made(one.task.key, langs_in(one.task.detection), found) for one, found in of_result(result)
    ]
    tell_doubts(parts, where, options)
    _tell_unsure(result, where, options)
    if (marks := result.marks).whole:
        say(
            f"mlsum: {where}: {marks.whole} of {marks.total} marks (bold, links, references) "
            "are on a whole sentence, or at its end",
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
        say(f"mlsum: {where}: language unsure: {shown}", "if it is another: --source LANG")


def tell_notes(document: Document, edits: Mapping[Part, str] | None = None) -> None:
    """Say what the format has to tell of a document."""
    for note in notes(document, edits or {}):
        say(f"mlsum: {document.source.path or 'text'}: {note}")


def _tell_encoding(document: Document, text: str) -> None:
    """Say that a result is not in the encoding of its source, which lacks letters for it."""
    own, written = document.source.encoding, encoding_for(document, text)
    if written != own:
        say(f"mlsum: {document.source.path or 'text'}: written in {written}: {own} lacks letters")


def _refuse_unknown(document: Document, keys: Iterable[str], options: Options, quiet: bool) -> None:
    """Say which of the wanted fields a document does not have, and which it has.

    Raises UsageError for one that no document has: its name is in no table either.
    """
    from mlsum.lexicon import lookup

    labels = {field.label.text.strip().casefold() for field in document.fields}
    there = {*map(str.casefold, keys), *labels, BODY}
    unknown = sorted(options.fields - there)
    if unknown:
        known = ", ".join(dict.fromkeys(field.label.text.strip() for field in document.fields))
        message = f"no field {', '.join(unknown)}"
        hint = f"there are: {known}" if known else "this document has no fields"
        if not all(map(lookup, unknown)):
            raise UsageError(message, where=document.source.path or "", hint=hint)
        if not quiet:
            say(f"mlsum: {document.source.path or 'text'}: {message}", hint)


def langs_in(detection: Detection) -> tuple[Lang, ...]:
    """The languages of a part, the main one first."""
    return tuple(dict.fromkeys((detection.lang, *(span.lang for span in detection.spans))))


def _listed(names: str | None) -> list[str]:
    return [name.strip() for name in (names or "").split(",") if name.strip()]
