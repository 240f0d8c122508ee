"""A document as a page: its languages, its summary, and every part beside its translation."""

from collections.abc import Iterator, Sequence

from mlsum.core.document import (
    Document,
    Item,
    ItemSummary,
    Result,
    Style,
)
from mlsum.core.lang import UND
from mlsum.detection import ItemDetection
from mlsum.store import licences
from mlsum.summarization import compose
from mlsum.writers.doubts import merged, of_summary, of_written, plainly
from mlsum.writers.page import (
    Bullets,
    Cell,
    Note,
    Page,
    Piece,
    Prose,
    Run,
    Section,
    Sides,
    Table,
    cell,
)
from mlsum.writers.part_views import JOIN, Context, PartView, part_views
from mlsum.writers.records import letters
from mlsum.writers.words import legend, name_in

__all__ = ["document_view"]

# Nobody scrolls through more items of a file, and browsers tire.
_SHOWN = 50


def document_view(
    document: Document,
    found: Sequence[ItemDetection],
    result: Result | None = None,
    summaries: Sequence[ItemSummary] = (),
    ui: str = "en",
    style: Style = "bullets",
) -> Page:
    """A document beside its translation, for a reader of the language `ui`.

    `summaries` are those of the bodies, in order, shown in their `style`; empty where no summary
    was requested. How it was made comes last, to unfold.
    """
    outcomes = {outcome.task.part: outcome for outcome in result.outcomes} if result else {}
    context = Context(outcomes, ui, result.target if result else UND, style)
    left = iter(summaries)
    page: list[Piece] = []
    details: list[tuple[Cell, ...]] = []
    for index, (item, one) in enumerate(zip(document.items, found, strict=True)):
        if index == _SHOWN:
            page.append(Note(context.say(f"the first {_SHOWN} of {len(document.items)} items")))
            break
        summary = next(left, None) if item.summarized else None
        views = part_views(index, item, one, summary, context)
        page += _item(index, item, one, summary, views, context)
        details += [view.details for view in views if view.details]
    pieces: list[Piece] = [
        *_table(details, context),
        *map(Note, _made_by(result, summaries, context)),
    ]
    if pieces:
        page.append(Section("details", context.say("How this was made"), tuple(pieces)))
    return tuple(page)


def _made_by(
    result: Result | None, summaries: Sequence[ItemSummary], context: Context
) -> Iterator[str]:
    """What translated and what summarized, then the licences of the models among that."""
    translations = [outcome.translation for outcome in result.outcomes] if result else []
    translations += [one for summary in summaries for one in summary.translations]
    engines = dict.fromkeys(one.engine for one in translations if one.engine)
    summarizers = dict.fromkeys(one.summary.engine for one in summaries if one.summary.engine)
    for text, names in (("Translated by {}", engines), ("Summary by {}", summarizers)):
        if names:
            steps = dict.fromkeys(step for name in names for step in name.split(JOIN))
            yield context.say(text.format(", ".join(map(context.say, steps))))
    found = {
        step: terms for name in (*engines, *summarizers) for step, terms in licences(name).items()
    }
    yield from (f"{step}: {terms}" for step, terms in found.items())


def _table(rows: Sequence[tuple[Cell, ...]], context: Context) -> Iterator[Table]:
    if rows:
        yield Table(
            (context.say("Part"), context.say("Result"), context.say("Method")), tuple(rows)
        )


def _item(
    index: int,
    item: Item,
    found: ItemDetection,
    summary: ItemSummary | None,
    views: Sequence[PartView],
    context: Context,
) -> Iterator[Piece]:
    """Languages, summary, sentences to check, title and text, and the other fields below."""
    languages = letters(item, list(zip(item.fields, found.fields, strict=True)), found)
    if len(languages) != 1 or context.target == UND:
        yield legend(languages, context.ui)
    if summary:
        pieces = (*_notes(summary, context), *_summary(index, summary, context))
        yield Section("summary", context.say("Summary"), pieces)
    check = tuple(line for view in views for line in view.check)
    if check:
        title = context.say(f"To check: {len(check)}")
        yield Section("check", title, (Bullets(check),))
    rows = [row for view in views for row in view.rows]
    fields = tuple(row for row in rows if row.kind == "field")
    text = tuple(row for row in rows if row.kind != "field")
    target = context.target if context.target != UND else None
    lang = str(target or "")
    header = (context.say("Original"), name_in(target, context.ui) if target else "")
    source = str(found.body.detection.lang) if found.body else next(iter(languages), "")
    if text:
        yield Sides(header, text, lang, source)
    if fields and text:
        facts = (Sides(("", ""), fields, lang, source),)
        yield Section("facts", context.say("About this document"), facts)
    elif fields:
        yield Sides(header, fields, lang, source)


def _notes(one: ItemSummary, context: Context) -> Iterator[Note]:
    """What a reader should know of a summary before reading it."""
    if one.summary.whole:
        yield Note(context.say("too short to summarize; shown in full"))
    for doubt in of_written(one):
        yield Note(f"{context.say('suspect')}: {doubt.line(context.ui)}")
    for doubt in merged([doubt for doubt in of_summary(one) if doubt.status == "untranslated"]):
        yield Note(f"{context.say('untranslated')}: {doubt.line(context.ui)}")


def _summary(index: int, one: ItemSummary, context: Context) -> Iterator[Piece]:
    """The sentences of a summary as a list or one after the other, as their language is written."""
    if one.summary.whole and (context.target != UND or not one.translations):
        return  # the text itself stands below
    sentences = tuple(_sentences(index, one, context))
    if context.style == "bullets":
        yield Bullets(sentences)
    else:
        joint = cell(compose(("", ""), one.target or one.lang))
        first, *rest = sentences or [()]
        yield Prose(sum(((*joint, *sentence) for sentence in rest), first))


def _sentences(index: int, one: ItemSummary, context: Context) -> Iterator[Cell]:
    """Each sentence of a summary, leading to its place in the text where it has one."""
    target = str(one.target or one.lang)
    texts = [
        (
            translation.text,
            str(one.lang) if translation.status == "untranslated" else target,
            "; ".join(plainly(reason, context.ui) for reason in translation.reasons)
            if translation.status == "suspect"
            else "",
        )
        for translation in one.translations
    ] or [(text, target, "") for text in one.summary.said]
    supports = [each.support[:1] for each in one.summary.written] or [
        (sentence,) for sentence in one.summary.sentences
    ]
    for (text, lang, doubt), support in zip(texts, supports, strict=True):
        # Of a body that was translated first, they are sentences of the translation.
        place = f"b{index}-{support[0].index}" if support and not one.body else ""
        yield (Run(text, lang, doubt=doubt, goes=place),)
