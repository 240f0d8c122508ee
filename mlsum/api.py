"""The library in six functions: parse, detect, translate and summarize, one or many."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mlsum import formats, pipeline
from mlsum.backends import EngineOptions
from mlsum.detection import detect, detect_batch
from mlsum.document import (
    Document,
    ForeignNames,
    QuoteStyle,
    Result,
    Romanization,
    Summary,
    SummaryOptions,
    Translation,
)
from mlsum.errors import UsageError
from mlsum.formats import about, names, parse_file, parse_text
from mlsum.lang import UND, Lang
from mlsum.lexicon import Glossary
from mlsum.pipeline import Options, Text, translate_texts

__all__ = [
    "EngineOptions",
    "SummaryOptions",
    "detect",
    "detect_batch",
    "parse",
    "summarize",
    "translate",
    "translate_batch",
]


def parse(text_or_path: str | Path, format: str | None = None) -> Document:
    """Read a document from a file or from a text.

    A `Path` is a file; so is a string of one line that names an existing one, or that is a single
    word with the extension of a format (`article.txt`). Every other string is the document itself.
    `format` is sniffed unless it is named. Raises InputError and its kinds: what is not there or
    cannot be read, is no text, or breaks its format.
    """
    if isinstance(text_or_path, Path) or _names_file(text_or_path):
        return parse_file(Path(text_or_path), format)
    return parse_text(text_or_path, format)


def translate(
    document_or_text: Document | str,
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    engine: str | None = None,
    glossary: Glossary | None = None,
    foreign_names: ForeignNames = "original",
    names: Romanization = "customary",
    quotes: QuoteStyle = "source",
    options: EngineOptions | None = None,
) -> Translation:
    """Translate a text, or a document with its metadata, into the language `to`.

    Gives `.text`, `.status` (translated, kept, suspect, untranslated), `.reasons` and `.engine`.
    Where no engine has the pair, the original comes back `untranslated`. `source` None detects it,
    part by part; `engine` None takes what is installed, `none` switches engines off;
    `foreign_names` is how names come back that a model cannot spell, `names` how Korean ones are
    romanized; `quotes` is which quotation marks the translation has, those of its source or those
    of the language `to`; `options` name its model, device, beam and more:
    `EngineOptions(model="m2m100-418m", beam=4)`. Raises LanguageError for an unknown language.
    """
    if isinstance(document_or_text, str):
        texts = [document_or_text]
        return translate_batch(
            texts,
            to,
            source,
            engine=engine,
            glossary=glossary,
            foreign_names=foreign_names,
            names=names,
            quotes=quotes,
            options=options,
        )[0]
    how = Options(
        _lang(to),
        _maybe(source),
        engine=engine,
        glossary=glossary,
        engine_options=options or EngineOptions(),
        foreign_names=foreign_names,
        names=names,
        quotes=quotes,
    )
    return _joined(pipeline.run(document_or_text, how))


def translate_batch(
    texts: Sequence[str],
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    engine: str | None = None,
    glossary: Glossary | None = None,
    foreign_names: ForeignNames = "original",
    names: Romanization = "customary",
    quotes: QuoteStyle = "source",
    options: EngineOptions | None = None,
) -> list[Translation]:
    """Translate texts together: same length and order, each answer as `translate` gives it."""
    target, given = _lang(to), _maybe(source)
    asked = [Text(text, "plain", given or UND, target, forced=given is not None) for text in texts]
    how = Options(
        target,
        given,
        engine=engine,
        glossary=glossary,
        engine_options=options or EngineOptions(),
        foreign_names=foreign_names,
        names=names,
        quotes=quotes,
    )
    return translate_texts(asked, how)


def summarize(
    text_or_document: str | Document,
    sentences: int | None = None,
    lang: Lang | str | None = None,
    *,
    max_chars: int | None = None,
    ratio: float | None = None,
    how: SummaryOptions | None = None,
) -> Summary:
    """Choose the sentences that say most, in the order of the text: `.text` and `.sentences`.

    Every limit that is set holds; none set means three sentences. A sentence has its `index`
    among all, and `start` and `end` in the text (of a document: in its body). `lang` None detects
    it. `how` tells more: a style, or who is to write it, `SummaryOptions(summarizer="abstractive",
    model="mt5-multilingual-xlsum")`; what such a model writes is in `.written`, with the reasons
    to doubt it. Raises UsageError for a document of several items: summarize them one by one.
    """
    told = how or SummaryOptions()
    length = replace(
        told,
        sentences=told.sentences if sentences is None else sentences,
        max_chars=told.max_chars if max_chars is None else max_chars,
        ratio=told.ratio if ratio is None else ratio,
    )
    options = Options(UND, _maybe(lang))
    if isinstance(text_or_document, str):
        language = options.source or detect(text_or_document).lang
        return pipeline.summarize_text(text_or_document, language, length, "plain", options)
    if len(text_or_document.summarized) > 1:
        raise UsageError("this document has several items", hint="summarize them one by one")
    done = pipeline.summarize_document(text_or_document, length, options)
    return done[0].summary if done else Summary("", (), whole=True)


def _joined(result: Result) -> Translation:
    """A document's result as one translation: its text, and the worst of its parts' statuses."""
    made = [outcome.translation for outcome in result.outcomes]
    shown = [one for one in made if one.status != "kept"]
    reasons = dict.fromkeys(reason for one in shown for reason in one.reasons)
    engines = dict.fromkeys(one.engine for one in shown if one.engine)
    text = formats.render(result.document, result.edits)
    return Translation(text, result.status, tuple(reasons), " + ".join(engines), marks=result.marks)


def _names_file(text: str) -> bool:
    if not text or len(text) > 1024 or "\n" in text or "\0" in text:
        return False
    try:
        return Path(text).is_file() or _like_a_path(text)
    except OSError:
        return False


def _like_a_path(text: str) -> bool:
    """Whether a mistyped path is likelier than a text: `articel.txt`, and not `See a.txt.`."""
    ending = Path(text).suffix.lower()
    known = (suffix for name in names() for suffix in about(name).suffixes)
    return len(text.split()) == 1 and "://" not in text and ending in known


def _lang(tag: Lang | str) -> Lang:
    return tag if isinstance(tag, Lang) else Lang.parse(tag)


def _maybe(tag: Lang | str | None) -> Lang | None:
    return None if tag is None else _lang(tag)
